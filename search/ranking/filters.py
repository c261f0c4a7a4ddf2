"""Filters: conditions on the values or the date of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.index.reading.values import NO_VALUE, FieldValues
from search.request import SearchRequest
from search.values import VALUE_FIELDS

Mask = npt.NDArray[np.bool_]
ALL = slice(None)  # every article
DATE, ARRIVAL = "date", "arrival"
_NOT = {field: f"not_{field}" for field in VALUE_FIELDS}


@dataclass(frozen=True)
class Filter:
    """An article passes if its value lies from ``low`` to ``high`` (both included) and is chosen.

    name:   a field of ``VALUE_FIELDS``, "date" or "arrival"; a search has at most one filter of each name
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
        if self.chosen is None:
            within: Mask = (values >= self.low) & (values <= self.high)
            return within
        around = np.concatenate(([0], self.chosen, [0])).astype(bool)  # no value outside of the range passes
        passing: Mask = around.take(values - np.int32(self.low - 1), mode="clip")
        return passing


class Choice(NamedTuple):
    """The values that a filter accepts: an article passes with a wanted value and without an unwanted one.

    wanted, unwanted: values in any spelling; without wanted ones and ``missing`` every value is wanted
    missing: whether the articles without a value are wanted too; with ``present`` they are unwanted
    """

    wanted: Sequence[str] = ()
    unwanted: Sequence[str] = ()
    missing: bool = False
    present: bool = False

    def without_value(self) -> bool:
        """Return whether the articles without a value pass."""
        return (self.missing or not self.wanted) and not self.present


def by_values(snapshot: Snapshot, field: str, choice: Choice) -> Filter:
    """Return the filter by the values of a field."""
    values = snapshot.values(field)
    if values.column is None:
        return _masked(field, _passing(values, choice))
    every = not (choice.wanted or choice.missing)
    # The first one is of the articles without a value.
    chosen = np.full(len(values) + 1, every, np.uint8)
    for value in choice.wanted:
        chosen[values.find(value) + 1] = 1
    for value in choice.unwanted:
        chosen[values.find(value) + 1] = 0
    chosen[0] = choice.without_value()
    return Filter(field, values.column, NO_VALUE, len(values) - 1, chosen)


def _passing(values: FieldValues, choice: Choice) -> Mask:
    """Return bool[A]: whether each article, which may have several values, passes."""
    passing = ~values.any if choice.without_value() else np.zeros(len(values.any), bool)
    if choice.wanted or choice.missing:
        passing |= values.having(values.chosen(choice.wanted))
    else:
        passing |= values.any
    return passing & ~values.having(values.chosen(choice.unwanted))


def _masked(name: str, passing: Mask) -> Filter:
    return Filter(name, passing.astype(np.int32), 1, 1)


def among(snapshot: Snapshot, field: str, values: Sequence[str]) -> Filter:
    """Return the filter by a field of ``VALUE_FIELDS``: one of ``values``, in any spelling."""
    return by_values(snapshot, field, Choice(values))


def published(snapshot: Snapshot, first: date | None, last: date | None, *, missing: bool = False) -> Filter:
    """Return the filter by date: from ``first`` to ``last``, both included.

    An article of which only the month or the year is known passes if all of it lies between them.

    missing: whether undated articles pass as well
    """
    doc_values = snapshot.doc_values
    days = doc_values.day
    low, high = _bounds(first, last)
    if not missing and doc_values.known is None:
        return Filter(DATE, days, low, high)
    passing = (days >= low) & (doc_values.last_day <= high)
    return _masked(DATE, passing | (days == NO_DAY) if missing else passing)


def perhaps_published(snapshot: Snapshot, first: date | None, last: date | None) -> Filter | None:
    """Return the filter for articles that may pass `published`, which is not known; None if there are none.

    Only their month or year is known, and a part of it, but not all, lies between ``first`` and ``last``.
    """
    doc_values = snapshot.doc_values
    if doc_values.known is None:
        return None
    low, high = _bounds(first, last)
    days, last_days = doc_values.day, doc_values.last_day
    passing = (days <= high) & (last_days >= low) & ((days < low) | (last_days > high)) & (days != NO_DAY)
    return _masked(DATE, passing) if passing.any() else None


def _bounds(first: date | None, last: date | None) -> tuple[int, int]:
    low = first.toordinal() if first else NO_DAY + 1
    return low, last.toordinal() if last else date.max.toordinal()


def without(snapshot: Snapshot, name: str) -> Filter:
    """Return the filter that only articles without a value, or with the name "date" without a date, pass."""
    if name == DATE:
        return Filter(DATE, snapshot.doc_values.day, NO_DAY, NO_DAY)
    return by_values(snapshot, name, Choice(missing=True))


def filters_of(snapshot: Snapshot, request: SearchRequest) -> tuple[Filter, ...]:
    """Return the filters of a request, at most one of each name."""
    filters = [
        by_values(snapshot, field, choice_of(request, field))
        for field, unwanted in _NOT.items()
        if getattr(request, field)
        or getattr(request, unwanted)
        or field in request.missing
        or field in request.present
    ]
    dated = request.date_from or request.date_to
    if DATE in request.missing and not dated:
        filters.append(without(snapshot, DATE))
        if DATE in request.present:
            filters[-1] = _masked(DATE, np.zeros(len(snapshot.doc_values.day), bool))
    elif dated or DATE in request.present:
        missing = DATE in request.missing and DATE not in request.present
        filters.append(published(snapshot, request.date_from, request.date_to, missing=missing))
    if request.indexed_since:
        since = ceil(request.indexed_since.timestamp())
        filters.append(_masked(ARRIVAL, snapshot.arrived >= since))
    return tuple(filters)


def choice_of(request: SearchRequest, field: str) -> Choice:
    """Return what a request chooses of the values of a field."""
    return Choice(
        getattr(request, field),
        getattr(request, _NOT[field]),
        field in request.missing,
        field in request.present,
    )
