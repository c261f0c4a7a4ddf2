"""What became of the records of all sources together, in words."""

from __future__ import annotations

from collections.abc import Mapping

from search.cli.language import say
from search.remarks import Remark
from search.wording.inspection import TOTALS

_SHOWN = 12


def totals_said(read: Mapping[str, Mapping[str, int]]) -> list[Remark]:
    """Return what became of records besides articles and rejects (``ReadTotals``), what there was any of."""
    told = []
    for name in ("empty", "left_out", "changed", "taken", "unused"):
        counts = [*read.get(name, {}).items()]
        listed = [say("key_and_count", key=_named(key), count=count) for key, count in counts[:_SHOWN]]
        if len(counts) > _SHOWN:
            listed.append(say("more", count=len(counts) - _SHOWN))
        if listed:
            told.append(Remark(f"read_{name}", {"counts": listed}))
    return told


def _named(key: str) -> object:
    """Return what a person calls a count: keys and rules are called as they are."""
    return Remark(f"read_{key}") if f"read_{key}" in TOTALS else key
