"""Facets: how many matching articles have each source, category, year or month. Exact, over all matches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from search.index.numbers import IntArray
from search.results import Facet, FacetValue


def named_facet(name: str, counts: IntArray, names: tuple[str, ...], selected: Sequence[str]) -> Facet:
    """Return how many articles have each named property, the most frequent first, ties in alphabetical order.

    counts: by the place of the name in ``names``
    """
    in_order = _alphabetical(names)
    counted = counts[: len(names)][in_order]
    found = np.flatnonzero(counted)
    found = found[np.argsort(-counted[found], kind="stable")]
    values = [names[at] for at in in_order[found].tolist()]
    if not selected:
        return Facet(name, tuple(map(FacetValue, values, counted[found].tolist())))
    chosen = {value.casefold() for value in selected}
    are_chosen = [value.casefold() in chosen for value in values]
    return Facet(name, tuple(map(FacetValue, values, counted[found].tolist(), are_chosen)))


@lru_cache(16)
def _alphabetical(names: tuple[str, ...]) -> IntArray:
    return np.array(sorted(range(len(names)), key=names.__getitem__), np.intp)


def time_facet(name: str, counts: IntArray, first: int) -> Facet:
    """Return how many articles are of each year ("2019") or month ("2019-09"), in time order.

    counts: by month, from ``first`` on, in months since the year 0
    """
    if name == "month":
        months = np.flatnonzero(counts)
        labels = [f"{at // 12:04}-{at % 12 + 1:02}" for at in (months + first).tolist()]
        return Facet(name, tuple(map(FacetValue, labels, counts[months].tolist())))
    years = np.bincount((np.arange(len(counts)) + first % 12) // 12, counts).astype(np.int64)
    found = np.flatnonzero(years)
    labels = [f"{year:04}" for year in (found + first // 12).tolist()]
    return Facet(name, tuple(map(FacetValue, labels, years[found].tolist())))
