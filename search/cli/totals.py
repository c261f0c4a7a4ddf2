"""The totals of reading in words: what became of the records of all sources together."""

from __future__ import annotations

from collections.abc import Mapping

from search.cli.language import say
from search.remarks import Remark
from search.wording.inspection import TOTALS

_SHOWN = 12


def totals_said(read: Mapping[str, Mapping[str, int]]) -> list[Remark]:
    """Return a remark for each total of ``ReadTotals`` that is not zero, without articles and rejects."""
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
    """Return the name of a count in words. Keys of records and rules are not translated."""
    return Remark(f"read_{key}") if f"read_{key}" in TOTALS else key
