"""The module counts the documents of deleted articles, which document frequencies include until a merge.

Because of them, scores may differ from those of a rebuilt index, as in Lucene. What people see must not
differ: a word that only deleted articles contain is no suggestion, no spelling, and no additional word of a
        query.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.cache import Cache
from search.index.reading.opened_segment import OpenedSegment

_MAX_CACHED = 50_000


class DeletedFrequencies:
    """The object counts documents of deleted articles. Threads may share it."""

    def __init__(self, segments: Sequence[OpenedSegment]) -> None:
        self._segments = [segment for segment in segments if len(segment.deleted)]
        self._known: Cache[tuple[str, str], int] = Cache(_MAX_CACHED)

    def __bool__(self) -> bool:
        return bool(self._segments)

    def of(self, field: str, term: str) -> int:
        """Return the number of documents of deleted articles that contain a term."""
        return self._known.get_or_make((field, term), self._count, field, term) if self._segments else 0

    def _count(self, field: str, term: str) -> int:
        encoded, count = term.encode("utf-8", "replace"), 0
        for segment in self._segments:
            lists = segment.fields.get(field)
            ordinal = -1 if lists is None else lists.find(encoded)
            if lists is not None and ordinal >= 0:
                count += len(np.intersect1d(lists.docs(ordinal), segment.deleted_documents, True))
        return count
