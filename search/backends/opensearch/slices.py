"""Slices of a generation: an index for each year of publication, and one for articles without a date.

A slice is named by what it has: ``2019``, or ``undated``. Which slices a query can reach is read from its
conditions on days, so that a search for some years asks the indexes of these years only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

#: The slice of articles without a date. It is there in any case, and knows what is known of the generation.
UNDATED = "undated"
_DAYS = ("day", "last_day")  # both are of one year


def slice_of(source: Mapping[str, Any]) -> str:
    """Return the slice of the document of an article.

    >>> slice_of({"id": "a", "day": date(2019, 9, 10).toordinal()}), slice_of({"id": "b"})
    ('2019', 'undated')
    """
    return slice_of_day(source.get("day", 0))


def slice_of_day(day: int) -> str:
    """Return the slice of articles of a day, which is an ordinal of ``datetime.date``; 0 for none."""
    return f"{date.fromordinal(day).year:04d}" if day else UNDATED


def reached(slices: Collection[str], clause: Any) -> set[str]:
    """Return those of some slices in which an article may satisfy a clause."""
    every = set(slices)
    [(kind, of_kind)] = clause.items()
    if kind == "match_none":
        return set()
    if kind == "exists" and of_kind["field"] in _DAYS:
        return every - {UNDATED}
    if kind == "range":
        [(field, limits)] = of_kind.items()
        return {one for one in every if _within(one, limits)} if field in _DAYS else every
    if kind != "bool":
        return every
    found = every
    for name in ("filter", "must"):
        for one in of_kind.get(name, ()):
            found = found & reached(found, one)
    if of_kind.get("minimum_should_match"):
        found = set().union(*(reached(found, one) for one in of_kind["should"]))
    if any(one.get("exists", {}).get("field") in _DAYS for one in of_kind.get("must_not", ())):
        found = found & {UNDATED}
    return found


def _within(name: str, limits: Mapping[str, int]) -> bool:
    """Return whether a slice may have a day within limits."""
    if name == UNDATED:
        return False
    first, last = limits.get("gte", date.min.toordinal()), limits.get("lte", date.max.toordinal())
    return date.fromordinal(first).year <= int(name) <= date.fromordinal(last).year
