"""Facets: how many matching articles have each source, category, year or month. Exact, over all matches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.index.numbers import IntArray
from search.index.snapshot import NO_MONTH, Snapshot
from search.ranking.found import Articles
from search.results import Facet, FacetValue


def named_facet(
    name: str, codes: IntArray, names: Sequence[str], articles: Articles, selected: Sequence[str]
) -> Facet:
    """Count articles by a named property, the most frequent value first, ties in alphabetical order.

    codes: int32[A], -1 for none; articles: positions of those to count
    """
    counts = np.bincount(codes[articles] + 1, minlength=len(names) + 1)[1:].tolist()  # the first are without
    counted = sorted((-count, value) for value, count in zip(names, counts, strict=True) if count)
    if not selected:
        return Facet(name, tuple(FacetValue(value, -count) for count, value in counted))
    chosen = {value.casefold() for value in selected}
    return Facet(
        name, tuple(FacetValue(value, -count, value.casefold() in chosen) for count, value in counted)
    )


def time_facet(name: str, snapshot: Snapshot, articles: Articles) -> Facet:
    """Count articles by year ("2019") or month ("2019-09"), in time order; undated ones do not count."""
    months = snapshot.month[articles]
    dated = months[months != NO_MONTH]
    if not len(dated):
        return Facet(name, ())
    periods = dated // 12 if name == "year" else dated
    first = int(periods.min())
    counts = np.bincount(periods - first)
    found = [(first + int(at), int(counts[at])) for at in np.flatnonzero(counts)]
    if name == "year":
        return Facet(name, tuple(FacetValue(f"{year:04}", count) for year, count in found))
    return Facet(name, tuple(FacetValue(f"{at // 12:04}-{at % 12 + 1:02}", count) for at, count in found))
