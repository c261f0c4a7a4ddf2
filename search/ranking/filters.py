"""Filters: conditions on one doc value of an article, and the columns of these values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from search.article import folded
from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.request import SearchRequest

Mask = npt.NDArray[np.bool_]
ALL = slice(None)  # every article


class Column:
    """A doc value of all articles, from ``low`` to ``high``; a value outside of this range means none.

    values: int32[A]
    """

    __slots__ = ("high", "low", "values")

    def __init__(self, values: IntArray, low: int, high: int) -> None:
        self.values, self.low, self.high = values, low, high


def column(snapshot: Snapshot, name: str) -> Column:
    """Return the column "source" or "category" (codes), "date" (days) or "month" (see ``Snapshot.month``)."""
    doc_values = snapshot.doc_values
    if name == "source":
        return Column(doc_values.source, 0, len(doc_values.sources) - 1)
    if name == "category":
        return Column(doc_values.category, 0, len(doc_values.categories) - 1)
    if name == "date":
        return Column(doc_values.day, NO_DAY + 1, date.max.toordinal())
    return Column(snapshot.month, *snapshot.months)


@dataclass(frozen=True)
class Filter:
    """An article passes if its value lies from ``low`` to ``high`` (both included) and is chosen.

    name:   "source", "category" or "date"; a search has at most one filter of each name
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


def among(snapshot: Snapshot, name: str, values: Sequence[str]) -> Filter:
    """Return the filter by "source" or "category": one of ``values``. Letter case makes no difference."""
    doc_values = snapshot.doc_values
    names = doc_values.sources if name == "source" else doc_values.categories
    wanted = set(map(folded, values))
    chosen = np.array([folded(value) in wanted for value in names], np.uint8)
    of = column(snapshot, name)
    return Filter(name, of.values, of.low, of.high, chosen)


def published(snapshot: Snapshot, first: date | None, last: date | None) -> Filter:
    """Return the filter by date: from ``first`` to ``last``, both included. Undated articles never pass."""
    of = column(snapshot, "date")
    low = first.toordinal() if first else of.low
    return Filter("date", of.values, low, last.toordinal() if last else of.high)


def undated(snapshot: Snapshot) -> Filter:
    """Return the filter by date that only undated articles pass."""
    return Filter("date", snapshot.doc_values.day, NO_DAY, NO_DAY)


def filters_of(snapshot: Snapshot, request: SearchRequest) -> tuple[Filter, ...]:
    """Return the filters of a request: source, category, date."""
    filters = []
    if request.source:
        filters.append(among(snapshot, "source", request.source))
    if request.category:
        filters.append(among(snapshot, "category", request.category))
    if request.date_from or request.date_to:
        filters.append(published(snapshot, request.date_from, request.date_to))
    return tuple(filters)
