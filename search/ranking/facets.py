"""Facets: exact numbers of matching articles for each source, category, year or month.

Sorted names and labels do not depend on the search, so they are made once for a generation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.article import folded
from search.index.format.doc_values import IntArray
from search.results import Facet, FacetValue


class Names:
    """The values of a facet, sources or categories. Spellings that differ only in letter case are one value.

    A value is shown in its most frequent spelling; if two are equally frequent, in the one that was indexed
    first.
    """

    def __init__(self, names: Sequence[str], frequencies: IntArray) -> None:
        """Take all spellings, by code, and the number of articles with each."""
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
        """Return the number of articles for each value, the most frequent first, ties in alphabetical order.

        counts: by the code of the spelling
        """
        counted = np.zeros(len(self._names), np.int64)
        np.add.at(counted, self._value_of, counts)
        shown = counted.nonzero()[0]
        shown = shown.take((-counted.take(shown)).argsort(kind="stable"))
        values, numbers = self._names.take(shown).tolist(), counted.take(shown).tolist()
        if not selected:
            return Facet(name, tuple(map(FacetValue, values, numbers)))
        chosen = set(map(folded, selected))
        are_chosen = [folded(value) in chosen for value in values]
        return Facet(name, tuple(map(FacetValue, values, numbers, are_chosen)))


class Calendar:
    """The labels of all months from ``first`` to ``last`` (months since the year 0), and of their years."""

    def __init__(self, first: int, last: int) -> None:
        months = range(first, last + 1)
        self._months = np.array([f"{at // 12:04}-{at % 12 + 1:02}" for at in months], object)
        starts = [index for index, at in enumerate(months) if index == 0 or at % 12 == 0]
        self._years = np.array([f"{months[start] // 12:04}" for start in starts], object)
        self._starts = np.array(starts, np.intp)  # the index of each year's first month

    def facet(self, name: str, counts: IntArray) -> Facet:
        """Return the number of articles for each "year" ("2019") or "month" ("2019-09"), in time order.

        counts: by month, from the first on
        """
        labels = self._months
        if name == "year":
            labels = self._years
            counts = np.add.reduceat(counts, self._starts) if len(labels) else counts
        shown = counts.nonzero()[0]
        return Facet(name, tuple(map(FacetValue, labels.take(shown).tolist(), counts.take(shown).tolist())))
