"""Counts over the matching articles: how many have each value of a field, or were published in each month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.format.doc_values import NO_MONTH, IntArray
from search.index.reading.snapshot import Snapshot
from search.index.reading.values import FieldValues
from search.ranking.filters import DATE, Filter


class Counted(NamedTuple):
    """Numbers of matching articles for those values that any of them has.

    values:  the values, ascending: ordinals of ``FieldValues``, or months from ``DocValues.months[0]`` on
    numbers: int64, how many articles have each of them, at least 1
    without: the number of articles without a value
    """

    values: IntArray
    numbers: IntArray
    without: int

    @classmethod
    def of_all(cls, numbers: IntArray, without: int) -> Counted:
        """Take the number of each value, 0 for those that no article has."""
        values = (numbers != 0).nonzero()[0]  # looking at numbers one by one takes three times as long
        return cls(values, numbers.take(values), without)

    def among(self, chosen: npt.NDArray[np.bool_]) -> Counted:
        """Return the same numbers for chosen values only. chosen: bool, by value."""
        kept = chosen[self.values]
        return Counted(self.values[kept], self.numbers[kept], self.without)

    def number_of(self, values: IntArray) -> IntArray:
        """Return how many articles have each of some values."""
        if not len(self.values):
            return np.zeros(len(values), np.int64)
        at = self.values.searchsorted(values).clip(max=len(self.values) - 1)
        return np.where(self.values[at] == values, self.numbers[at], 0)


class Matches(NamedTuple):
    """Matching articles, ascending.

    articles:   int32[M]
    paragraphs: int32[M], their matching paragraphs, at least 1 for those that fail no filter
    failed:     int32[M], the bits of the filters that they fail; those that fail several may be left out
    """

    articles: npt.NDArray[np.int32]
    paragraphs: npt.NDArray[np.int32]
    failed: npt.NDArray[np.int32]

    def passing(self, ignored: int = 0) -> Matches:
        """Return the articles that fail no filter except the ignored ones. ignored: bits of filters."""
        kept = (self.failed & ~ignored) == 0
        return self if kept.all() else Matches(self.articles[kept], self.paragraphs[kept], self.failed[kept])


def bits_of(filters: Sequence[Filter]) -> dict[str, int]:
    """Return the bit of each filter by its name."""
    return {one.name: 1 << number for number, one in enumerate(filters)}


def filter_of(facet: str) -> str:
    """Return the name of the filter that a facet ignores."""
    return DATE if facet == "month" else facet


def column_of(snapshot: Snapshot, name: str) -> tuple[IntArray, int, int]:
    """Return the values, int32[A], of "month" or of a field with at most one value, with their range.

    A value outside of this range means that the article has none.
    """
    if name == "month":
        return snapshot.doc_values.month, *snapshot.doc_values.months
    values = snapshot.values(name)
    assert values.column is not None
    return values.column, 0, len(values) - 1


def counted(snapshot: Snapshot, name: str, articles: npt.NDArray[np.int32]) -> Counted:
    """Count the values of some articles in "month" or a field of ``VALUE_FIELDS``."""
    if name != "month":
        return counted_values(snapshot.values(name), articles)
    months, first, last = column_of(snapshot, name)
    known = months[articles]
    dated = known[known != NO_MONTH] - first
    return Counted.of_all(np.bincount(dated, minlength=last - first + 1), len(known) - len(dated))


def counted_values(values: FieldValues, articles: npt.NDArray[np.int32]) -> Counted:
    """Count the values of some articles, in NumPy: the oracle of ``search.ranking.kernel.counts``."""
    chosen = np.zeros(len(values.any), bool)
    chosen[articles] = True
    of_chosen = values.ordinals[np.repeat(chosen, np.diff(values.starts))]
    return Counted.of_all(np.bincount(of_chosen, minlength=len(values)), int(np.sum(chosen & ~values.any)))
