"""Facets: how many matching articles have each source, category, year or month. Exact, over all matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from search.index.numbers import NO_DAY, IntArray
from search.index.snapshot import Snapshot
from search.ranking.match import Mask
from search.results import Facet, FacetValue


def named_facet(
    name: str, codes: IntArray, names: Sequence[str], articles: Mask, selected: Sequence[str]
) -> Facet:
    """Count articles by a named property, the most frequent value first, ties in alphabetical order.

    codes: int32[A], -1 for none; articles: bool[A]
    """
    held = codes[articles]
    counts = np.bincount(held[held >= 0], minlength=len(names))
    chosen = {value.casefold() for value in selected}
    values = [
        FacetValue(names[code], int(counts[code]), names[code].casefold() in chosen)
        for code in np.flatnonzero(counts).tolist()
    ]
    return Facet(name, tuple(sorted(values, key=lambda value: (-value.count, value.value))))


def time_facet(name: str, snapshot: Snapshot, articles: Mask) -> Facet:
    """Count articles by year ("2019") or month ("2019-09"), in time order; undated ones do not count."""
    days = snapshot.numbers.day[articles]
    distinct, counts = np.unique(days[days != NO_DAY], return_counts=True)
    length = 4 if name == "year" else 7
    totals: dict[str, int] = {}
    for day, count in zip(distinct.tolist(), counts.tolist(), strict=True):
        period = date.fromordinal(day).isoformat()[:length]
        totals[period] = totals.get(period, 0) + count
    return Facet(name, tuple(FacetValue(period, count) for period, count in totals.items()))
