"""Facets: how many matching articles have each source, category, year or month. Exact, over all matches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.index.numbers import IntArray
from search.results import Facet, FacetValue


def named_facet(name: str, counts: IntArray, names: Sequence[str], selected: Sequence[str]) -> Facet:
    """Return how many articles have each named property, the most frequent first, ties in alphabetical order.

    counts: by the place of the name in ``names``
    """
    counted = sorted((-count, value) for value, count in zip(names, counts.tolist(), strict=False) if count)
    if not selected:
        return Facet(name, tuple([FacetValue(value, -count) for count, value in counted]))
    chosen = {value.casefold() for value in selected}
    values = [FacetValue(value, -count, value.casefold() in chosen) for count, value in counted]
    return Facet(name, tuple(values))


def time_facet(name: str, counts: IntArray, first: int) -> Facet:
    """Return how many articles are of each year ("2019") or month ("2019-09"), in time order.

    counts: by month, from ``first`` on, in months since the year 0
    """
    found = np.flatnonzero(counts)
    by_month = zip((found + first).tolist(), counts[found].tolist(), strict=True)
    if name == "month":
        months = [FacetValue(f"{at // 12:04}-{at % 12 + 1:02}", count) for at, count in by_month]
        return Facet(name, tuple(months))
    by_year: dict[int, int] = {}
    for at, count in by_month:
        by_year[at // 12] = by_year.get(at // 12, 0) + count
    return Facet(name, tuple([FacetValue(f"{year:04}", count) for year, count in by_year.items()]))
