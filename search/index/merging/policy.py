"""The module is the merge policy: it decides when segments are merged, and which.

It is tiered, like Lucene's TieredMergePolicy: it prefers segments of similar sizes. So an article is copied
only a few times while its segment grows, and a large segment is not copied because of small ones. Unlike in
Lucene, only neighbouring segments are merged, because articles keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: If there are more segments, some are merged, because every search reads the dictionary of each segment.
MAX_SEGMENTS = 8
#: A segment with more deleted documents is rewritten: they are still read, and still count in document
#: frequencies.
MAX_DELETED_SHARE = 1 / 3
_SMALLEST = 2000  # documents; smaller segments count as this large


class SegmentSize(NamedTuple):
    """The number of documents in a segment, deleted ones included, and the number of deleted ones."""

    documents: int
    deleted: int


def next_merge(sizes: Sequence[SegmentSize]) -> slice | None:
    """Return the neighbours to merge next, None if no merge is needed. A single segment is rewritten."""
    for number, size in enumerate(sizes):
        if size.deleted > MAX_DELETED_SHARE * size.documents:
            return slice(number, number + 1)
    if len(sizes) <= MAX_SEGMENTS:
        return None
    live = [max(_SMALLEST, size.documents - size.deleted) for size in sizes]
    runs = [(first, end) for end in range(len(live) + 1) for first in range(end - 1)]
    return slice(*min(runs, key=lambda run: _cost(live[run[0] : run[1]])))


def _cost(run: Sequence[int]) -> float:
    """Return the cost of merging neighbouring segments with these sizes; the cheapest merge is done first.

    The cost is ``max / sum * sum ** 0.05``. The first factor, the skew, is 1 / n for n segments of equal
    size, and nearly 1 if one large segment would be copied because of small ones. The second factor prefers
    the smaller of two merges with about the same skew: ten times as many documents cost 12 % more.
    """
    return float(max(run) / sum(run) * sum(run) ** 0.05)
