"""Filters: conditions on the values or the date of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.index.reading.values import NO_VALUE, FieldValues
from search.request import SearchRequest
from search.values import VALUE_FIELDS

Mask = npt.NDArray[np.bool_]
ALL = slice(None)  # every article
DATE = "date"


@dataclass(frozen=True)
class Filter:
    """An article passes if its value lies from ``low`` to ``high`` (both included) and is chosen.

    name:   a field of ``VALUE_FIELDS`` or "date"; a search has at most one filter of each name
    values: int32[A]
    chosen: uint8[high - low + 1], for each value of the range whether it passes; None if all do
    """

    name: str
    values: IntArray
    low: int
    high: int
    chosen: npt.NDArray[np.uint8] | None = None

    def passes(self, articles: IntArray | slice) -> Mask:
        """Return a mask over ``articles`` (ALL for every article): whether each passes."""
        values = self.values[articles]
        within: Mask = (values >= self.low) & (values <= self.high)
        if self.chosen is not None:
            within[within] = self.chosen[values[within] - self.low] != 0
        return within


@dataclass(frozen=True)
class Choice:
    """What a filter by values lets through: the articles with a wanted value, and none that is unwanted.

    wanted, unwanted: values in any spelling; without wanted ones and ``missing`` every value is wanted
    missing: whether the articles without a value are wanted too; with ``present`` they are unwanted
    """

    wanted: Sequence[str] = ()
    unwanted: Sequence[str] = ()
    missing: bool = False
    present: bool = False

    def __bool__(self) -> bool:
        """Return whether anything is chosen at all."""
        return bool(self.wanted or self.unwanted or self.missing or self.present)

    def without_value(self) -> bool:
        """Return whether the articles without a value pass."""
        return (self.missing or not self.wanted) and not self.present


def by_values(snapshot: Snapshot, field: str, choice: Choice) -> Filter:
    """Return the filter by the values of a field."""
    values = snapshot.values(field)
    if values.column is None:
        return _masked(field, _passing(values, choice))
    every = not (choice.wanted or choice.missing)
    chosen = np.ones(len(values), np.uint8) if every else values.found(choice.wanted)
    chosen &= 1 - values.found(choice.unwanted)
    chosen = np.append(np.uint8(choice.without_value()), chosen)
    return Filter(field, values.column, NO_VALUE, len(values) - 1, chosen)


def _passing(values: FieldValues, choice: Choice) -> Mask:
    """Return bool[A]: whether each article, which may have several values, passes."""
    passing = ~values.any if choice.without_value() else np.zeros(len(values.any), bool)
    if choice.wanted or choice.missing:
        passing |= values.having(values.found(choice.wanted))
    else:
        passing |= values.any
    return passing & ~values.having(values.found(choice.unwanted))


def _masked(name: str, passing: Mask) -> Filter:
    return Filter(name, passing.astype(np.int32), 1, 1)


def among(snapshot: Snapshot, field: str, values: Sequence[str]) -> Filter:
    """Return the filter by a field of ``VALUE_FIELDS``: one of ``values``, in any spelling."""
    return by_values(snapshot, field, Choice(values))


def published(snapshot: Snapshot, first: date | None, last: date | None, *, missing: bool = False) -> Filter:
    """Return the filter by date: from ``first`` to ``last``, both included.

    missing: whether undated articles pass as well
    """
    days = snapshot.doc_values.day
    low = first.toordinal() if first else NO_DAY + 1
    high = last.toordinal() if last else date.max.toordinal()
    if missing:
        return _masked(DATE, (days == NO_DAY) | ((days >= low) & (days <= high)))
    return Filter(DATE, days, low, high)


def without(snapshot: Snapshot, name: str) -> Filter:
    """Return the filter that only articles without a value, or with the name "date" without a date, pass."""
    if name == DATE:
        return Filter(DATE, snapshot.doc_values.day, NO_DAY, NO_DAY)
    return by_values(snapshot, name, Choice(missing=True))


def filters_of(snapshot: Snapshot, request: SearchRequest) -> tuple[Filter, ...]:
    """Return the filters of a request, at most one for each field of ``VALUE_FIELDS`` and one by date."""
    filters = [
        by_values(snapshot, field, choice) for field in VALUE_FIELDS if (choice := choice_of(request, field))
    ]
    dated = request.date_from or request.date_to
    if DATE in request.missing and not dated:
        filters.append(without(snapshot, DATE))
        if DATE in request.present:
            filters[-1] = _masked(DATE, np.zeros(len(snapshot.doc_values.day), bool))
    elif dated or DATE in request.present:
        missing = DATE in request.missing and DATE not in request.present
        filters.append(published(snapshot, request.date_from, request.date_to, missing=missing))
    return tuple(filters)


def choice_of(request: SearchRequest, field: str) -> Choice:
    """Return what a request chooses of the values of a field."""
    return Choice(
        getattr(request, field),
        getattr(request, f"not_{field}"),
        field in request.missing,
        field in request.present,
    )
