"""The module reads the dictionaries and posting lists of all segments of a generation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.cache import Cache
from search.errors import IndexDamagedError
from search.index.format.field import FieldLists
from search.index.reading.deleted import DeletedFrequencies
from search.index.reading.opened_segment import OpenedSegment
from search.index.reading.postings import EMPTY, Docs, Postings, read_postings
from search.spelling import Neighbour, neighbours

CACHE_BYTES = 16 << 20
_BYTES_PER_LIST = 400  # the objects around its arrays
_MAX_FREQUENCIES = 50_000
#: The fields of words as they are written.
EXACT_FIELDS = ("body_exact", "title_exact")
_AT_A_TIME = 1 << 16  # documents


class SnapshotTerms:
    """The terms of a generation, with their posting lists and frequencies. Threads may share the object."""

    def __init__(self, folder: Path, segments: list[OpenedSegment]) -> None:
        self.folder, self.segments = folder, segments
        self._postings: Cache[tuple[str, str], Postings] = Cache(CACHE_BYTES, bytes_of)
        self._frequencies: Cache[tuple[str, str], int] = Cache(_MAX_FREQUENCIES)

    def fields(self, name: str) -> list[tuple[OpenedSegment, FieldLists]]:
        """Return the segments that have a field, each with the field."""
        return [(segment, segment.fields[name]) for segment in self.segments if name in segment.fields]

    def postings(self, field: str, term: str) -> Postings:
        """Return the posting list of a term; it is empty if the term does not occur."""
        return self._postings.get_or_make((field, term), self._read_postings, field, term)

    def _read_postings(self, field: str, term: str) -> Postings:
        encoded = encoded_term(term)
        if encoded is None:
            return EMPTY
        return read_postings(((one.base, lists) for one, lists in self.fields(field)), encoded)

    def documents(self, field: str, term: str) -> Docs:
        """Return the documents that contain a term, ascending."""
        encoded = encoded_term(term)
        if encoded is None:
            return EMPTY.docs
        parts = [EMPTY.docs]
        for segment, lists in self.fields(field):
            ordinal = lists.find(encoded)
            if ordinal >= 0:
                parts.append(lists.docs(ordinal) + np.int32(segment.base))
        return np.concatenate(parts)

    def document_frequency(self, field: str, term: str) -> int:
        """Return the number of documents that contain a term, without reading its postings."""
        return self._frequencies.get_or_make((field, term), self._count_documents, field, term)

    def _count_documents(self, field: str, term: str) -> int:
        encoded = encoded_term(term)
        if encoded is None:
            return 0
        total = 0
        for _, lists in self.fields(field):
            ordinal = lists.find(encoded)
            total += lists.document_frequency(ordinal) if ordinal >= 0 else 0
        return total

    @cached_property
    def deleted(self) -> DeletedFrequencies:
        """The counts of documents of deleted articles, which document frequencies include."""
        return DeletedFrequencies(self.segments)

    def terms_with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return all terms of a field that start with ``prefix``, in order."""
        encoded = encoded_term(prefix)
        if not encoded:
            return []
        terms: set[bytes] = set()
        for _, lists in self.fields(field):
            for term in lists.terms_from(lists.first_from(encoded)):
                if not term.startswith(encoded):
                    break
                terms.add(term)
        return [term.decode() for term in sorted(terms)]

    def prefix_postings(self, field: str, prefix: str) -> int:
        """Return the number of postings of all terms that have a prefix."""
        encoded, count = encoded_term(prefix), 0
        if encoded:
            for _, lists in self.fields(field):
                first, end = lists.first_from(encoded), lists.first_from(encoded + b"\xff")
                count += int(lists.df[first:end].sum(dtype=np.int64))
        return count

    def prefix_frequencies(self, field: str, prefix: str) -> tuple[Docs, npt.NDArray[np.uint32]]:
        """Return the documents with any term that has a prefix, ascending, and the sums of its frequencies.

        A frequency counts at most 255; see ``FieldLists.frequencies_between``.
        """
        encoded = encoded_term(prefix)
        docs, sums = [EMPTY.docs], [np.empty(0, np.uint32)]
        if not encoded:
            return docs[0], sums[0]
        for segment, lists in self.fields(field):
            first, end = lists.first_from(encoded), lists.first_from(encoded + b"\xff")
            of_segment = lists.frequencies_between(first, end, len(segment.lengths))
            for start in range(0, len(of_segment), _AT_A_TIME):  # so that temporary arrays are small
                part = of_segment[start : start + _AT_A_TIME]
                present = np.flatnonzero(part)
                docs.append((present + (segment.base + start)).astype(np.int32))
                sums.append(part[present])
        return np.concatenate(docs), np.concatenate(sums)

    def terms(self, field: str) -> list[tuple[str, int]]:
        """Return every term of a field with its document frequency, in order."""
        counts: dict[bytes, int] = {}
        for _, lists in self.fields(field):
            frequencies = lists.df.tolist()
            for term, count in zip(lists.terms_from(0), frequencies, strict=True):
                counts[term] = counts.get(term, 0) + count
        return [(term.decode(), count) for term, count in sorted(counts.items())]

    def term_count(self, field: str) -> int:
        """Return the number of distinct terms of a field."""
        fields = [lists for _, lists in self.fields(field)]
        return len(fields[0]) if len(fields) == 1 else len(self.terms(field))

    @cached_property
    def most_frequent(self) -> int:
        """An upper bound for the frequencies of the words that may be suggested."""
        return sum(segment.files.spelling.greatest_frequency for segment in self.segments)

    def near_words(self, word: str, min_frequency: int = 0) -> list[Neighbour]:
        """Return the words of the archive with a spelling near to that of a folded word, the nearest first.

        min_frequency: words that occur less often are left out
        """
        try:
            parts = [segment.files.spelling for segment in self.segments]
            return neighbours(parts, word, min_frequency, self.visible_frequency if self.lacks_some else None)
        except (IndexError, ValueError) as error:
            raise self.unanswerable(repr(error)) from error

    @property
    def lacks_some(self) -> bool:
        """Whether some of the articles that the dictionaries count may not be shown."""
        return bool(self.deleted)

    def visible_frequency(self, word: str, fields: Sequence[str] = EXACT_FIELDS) -> int:
        """Return the number of documents of some fields that contain a word, without deleted articles.

        Without ``fields`` they are the paragraphs and headlines as written.
        """
        return sum(self.document_frequency(one, word) - self.deleted.of(one, word) for one in fields)

    def unanswerable(self, reason: object) -> IndexDamagedError:
        """Return the error that says why the generation cannot answer."""
        return IndexDamagedError("cannot_be_answered_from", folder=self.folder, reason=reason)


def bytes_of(postings: Postings) -> int:
    """Return the memory of a decoded list in bytes."""
    return _BYTES_PER_LIST + postings.nbytes


def encoded_term(term: str) -> bytes | None:
    """Return a term as the bytes that the index stores; None for a term that no index can contain.

    Undecodable bytes of a command line become lone surrogates, which UTF-8 cannot encode.
    """
    try:
        return term.encode()
    except UnicodeEncodeError:
        return None
