"""Facets: how many matching articles have each source, category, year or month. Exact, over all matches.

What does not change from one search to the next, names in order and labels, is made once for a snapshot.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.index.format.doc_values import IntArray
from search.ranking.filters import folded
from search.results import Facet, FacetValue


class Names:
    """The values of sources or categories: writings that differ in letter case alone are one value.

    A value is shown in its commonest writing; of two that are as common, in the one that was indexed first.
    """

    def __init__(self, names: Sequence[str], frequencies: IntArray) -> None:
        """Take the writings, and how many articles have each."""
        codes_of: dict[str, list[int]] = {}
        for code, name in enumerate(names):
            codes_of.setdefault(folded(name), []).append(code)
        shown = {max(codes, key=frequencies.item): codes for codes in codes_of.values()}
        in_order = sorted(shown, key=names.__getitem__)
        self._names = np.array([names[code] for code in in_order], object)
        self._value_of = np.empty(len(names), np.intp)
        for value, code in enumerate(in_order):
            self._value_of[shown[code]] = value

    def facet(self, name: str, counts: IntArray, selected: Sequence[str]) -> Facet:
        """Return how many articles have each value, the most frequent first, ties in alphabetical order.

        counts: by code, the number of the writing among those that this was made of
        """
        counted = np.zeros(len(self._names), np.int64)
        np.add.at(counted, self._value_of, counts)
        found = counted.nonzero()[0]
        found = found.take((-counted.take(found)).argsort(kind="stable"))
        values, numbers = self._names.take(found).tolist(), counted.take(found).tolist()
        if not selected:
            return Facet(name, tuple(map(FacetValue, values, numbers)))
        chosen = set(map(folded, selected))
        are_chosen = [folded(value) in chosen for value in values]
        return Facet(name, tuple(map(FacetValue, values, numbers, are_chosen)))


class Calendar:
    """The months from one to another, both in months since the year 0, and their years."""

    def __init__(self, first: int, last: int) -> None:
        months = range(first, last + 1)
        self._months = np.array([f"{at // 12:04}-{at % 12 + 1:02}" for at in months], object)
        starts = [place for place, at in enumerate(months) if place == 0 or at % 12 == 0]
        self._years = np.array([f"{months[start] // 12:04}" for start in starts], object)
        self._starts = np.array(starts, np.intp)  # of the years among the months

    def facet(self, name: str, counts: IntArray) -> Facet:
        """Return how many articles are of each "year" ("2019") or "month" ("2019-09"), in time order.

        counts: by month, from the first on
        """
        labels = self._months
        if name == "year":
            labels = self._years
            counts = np.add.reduceat(counts, self._starts) if len(labels) else counts
        found = counts.nonzero()[0]
        return Facet(name, tuple(map(FacetValue, labels.take(found).tolist(), counts.take(found).tolist())))
