"""Filters: articles let through by a number that each of them has, and the columns of these numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.request import SearchRequest

Mask = npt.NDArray[np.bool_]
ALL = slice(None)  # every article


class Column:
    """Numbers of articles that lie from ``low`` to ``high``; others stand for none.

    numbers: int32[A]
    """

    __slots__ = ("high", "low", "numbers")

    def __init__(self, numbers: IntArray, low: int, high: int) -> None:
        self.numbers, self.low, self.high = numbers, low, high


def column(snapshot: Snapshot, name: str) -> Column:
    """Return the codes of "source" or "category", the days of "date", or months (see ``Snapshot.month``)."""
    numbers = snapshot.numbers
    if name == "source":
        return Column(numbers.source, 0, len(numbers.sources) - 1)
    if name == "category":
        return Column(numbers.category, 0, len(numbers.categories) - 1)
    if name == "date":
        return Column(numbers.day, NO_DAY + 1, date.max.toordinal())
    return Column(snapshot.month, *snapshot.months)


@dataclass(frozen=True)
class Filter:
    """Lets articles through whose number in a column lies from ``low`` to ``high``, both included.

    name:    "source", "category" or "date"; there is one filter of each name
    numbers: int32[A]
    chosen:  uint8[high - low + 1], which of these numbers; None for all
    """

    name: str
    numbers: IntArray
    low: int
    high: int
    chosen: npt.NDArray[np.uint8] | None = None

    def passes(self, articles: IntArray | slice) -> Mask:
        """Return which of some articles it lets through; see ALL."""
        numbers = self.numbers[articles]
        within: Mask = (numbers >= self.low) & (numbers <= self.high)
        if self.chosen is not None:
            within[within] = self.chosen[numbers[within] - self.low] != 0
        return within


def folded(value: str) -> str:
    """Return what a source or category is known by: letter case and blanks around it make no difference."""
    return " ".join(value.split()).casefold()


def among(snapshot: Snapshot, name: str, values: Sequence[str]) -> Filter:
    """Let through whose source or category is one of ``values``; letter case makes no difference."""
    numbers = snapshot.numbers
    names = numbers.sources if name == "source" else numbers.categories
    wanted = set(map(folded, values))
    chosen = np.array([folded(value) in wanted for value in names], np.uint8)
    of = column(snapshot, name)
    return Filter(name, of.numbers, of.low, of.high, chosen)


def published(snapshot: Snapshot, first: date | None, last: date | None) -> Filter:
    """Let through what was published from ``first`` to ``last``, both included; never undated articles."""
    of = column(snapshot, "date")
    low = first.toordinal() if first else of.low
    return Filter("date", of.numbers, low, last.toordinal() if last else of.high)


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
