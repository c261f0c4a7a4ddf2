"""The module makes a remark about the files or records that are no articles, counted by kind."""

from __future__ import annotations

from collections import Counter

from search.readers.records import shown
from search.remarks import Remark

_SHOWN = 12
_LONG = 40  # a longer kind is no name


def passed_over(counts: Counter[str]) -> Remark:
    """Return a remark about what was passed over, the most frequent kind first."""
    kinds = [
        Remark("kind_and_count", {"kind": _named(kind), "count": count})
        for kind, count in counts.most_common(_SHOWN)
    ]
    more = sum(counts.values()) - sum(count for _, count in counts.most_common(_SHOWN))
    if more:
        kinds.append(Remark("and_more", {"count": more}))
    return Remark("passed_over", {"count": sum(counts.values()), "kinds": kinds})


def _named(kind: str) -> str:
    """Return a kind on one line; an archive may have anything as the status of a post."""
    return kind if kind.isprintable() and len(kind) <= _LONG else shown(kind[:_LONG])
