"""What deleted articles still count for: document frequencies include them until their segment is merged.

Scores may differ by that from those of a rebuilt index, as in Lucene. What people are shown may not: a word
that only deleted articles have is no suggestion, no spelling, and nothing that is searched along.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.cache import Cache
from search.index.reading.opened_segment import OpenedSegment

_MOST_REMEMBERED = 50_000


class DeletedFrequencies:
    """Counts documents of deleted articles. Threads may share it."""

    def __init__(self, segments: Sequence[OpenedSegment]) -> None:
        self._segments = [segment for segment in segments if len(segment.deleted)]
        self._known: Cache[tuple[str, str], int] = Cache(_MOST_REMEMBERED)

    def __bool__(self) -> bool:
        return bool(self._segments)

    def of(self, field: str, term: str) -> int:
        """Return how many of the documents that contain a term are of deleted articles."""
        return self._known.get_or_make((field, term), self._count, field, term) if self._segments else 0

    def _count(self, field: str, term: str) -> int:
        encoded, count = term.encode("utf-8", "replace"), 0
        for segment in self._segments:
            lists = segment.fields.get(field)
            ordinal = -1 if lists is None else lists.find(encoded)
            if lists is not None and ordinal >= 0:
                count += len(np.intersect1d(lists.docs(ordinal), segment.deleted_documents, True))
        return count
