"""When segments are merged, and which: a few large ones and a few small ones are kept, never many.

Tiers, as in Lucene's TieredMergePolicy: segments of one size are merged with one another, so that an article
is copied only as often as the size of its segment grows by a factor, and a large segment is left alone while
small ones come and go beside it. Unlike there only neighbours are merged: articles keep their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: Each segment costs every search a look into its dictionary.
MOST_SEGMENTS = 8
#: Of a segment's documents; what is deleted is still read, and still counts as frequent.
MOST_DELETED = 1 / 3
_SMALLEST = 2000  # documents; below that, all segments cost the same


class SegmentSize(NamedTuple):
    """Documents of a segment, deleted ones included, and how many of them are deleted."""

    documents: int
    deleted: int


def next_merge(sizes: Sequence[SegmentSize]) -> slice | None:
    """Return the neighbours to be merged next (a single one is written anew), None where all is well."""
    for place, size in enumerate(sizes):
        if size.deleted > MOST_DELETED * size.documents:
            return slice(place, place + 1)
    if len(sizes) <= MOST_SEGMENTS:
        return None
    live = [max(_SMALLEST, size.documents - size.deleted) for size in sizes]
    runs = [(first, end) for end in range(len(live) + 1) for first in range(end - 1)]
    return slice(*min(runs, key=lambda run: _cost(live[run[0] : run[1]])))


def _cost(run: Sequence[int]) -> float:
    """Return ``max / sum`` of the sizes of a run of segments, times ``sum ** 0.05``; the least comes first.

    The first factor says how uneven the merge is: 1 / n where n segments are of one size, nearly 1 where a
    large one would be copied for the sake of small ones. The second lets the smaller of two runs that are
    about as uneven come first: a run of ten times the documents costs 12 % more.
    """
    return float(max(run) / sum(run) * sum(run) ** 0.05)
