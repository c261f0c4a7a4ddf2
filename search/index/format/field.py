"""The module reads one field of one segment: its term dictionary and its posting lists.

======================  =======  ==================================================================
section                 type     what
======================  =======  ==================================================================
FIELD/terms             u1       the terms one after the other (UTF-8), in byte order
FIELD/term_starts       u4[T+1]  the offset of each term, and the end
FIELD/df                u4[T]    document frequencies: the postings of each list
FIELD/lists             u2       documents and their frequencies (``search.index.format.lists``)
FIELD/list_starts       u8[T+1]  the offset of each list, and the end
FIELD/positions         u1       positions; absent for fields without
FIELD/position_starts   u8[T+1]  the offset of each list's positions, and the end
FIELD/impacts           u1[T]    greatest impact of each list
FIELD/tenth             u1[T]    floor(255 s) of the tenth greatest saturation s; 0 with fewer postings
FIELD/articles          u4[T]    articles that contain the term (only in fields of text)
FIELD/checksums         u4[T]    CRC-32 over each list and its positions
======================  =======  ==================================================================

Opening a segment does not read the contents. The columns of the dictionary are compared with their checksums
at the first use of the field, and each list at its first use. So damage raises an error and never gives a
wrong result.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.budget import checkpoint
from search.errors import IndexDamagedError
from search.index.format.lists import (
    Docs,
    Frequencies,
    decode_docs,
    decode_frequencies,
    decode_positions,
    split_list,
)
from search.index.format.sections import Sections
from search.index.format.steps import add_frequencies, first_from, first_unsound
from search.remarks import Remark

Array = npt.NDArray[Any]
_POSTINGS_AT_A_TIME = 500_000

_TYPES = {
    "terms": "|u1",
    "term_starts": "<u4",
    "df": "<u4",
    "lists": "<u2",
    "list_starts": "<u8",
    "positions": "|u1",
    "position_starts": "<u8",
    "impacts": "|u1",
    "tenth": "|u1",
    "articles": "<u4",
    "checksums": "<u4",
}
_LISTS = frozenset(["lists", "positions"])
_TERMS_AT_ONCE = 256


def fields_in(sections: Sections) -> list[str]:
    """Return the names of the fields in a file, in order."""
    return sorted(name[: -len("/terms")] for name in sections.names() if name.endswith("/terms"))


class FieldLists:
    """Dictionary and posting lists of a field. Read-only: threads may share it.

    The *ordinal* of a term is its index in the dictionary.
    """

    def __init__(self, sections: Sections, name: str) -> None:
        """Map the sections of a field. Raises IndexDamagedError if they do not fit together."""
        self.name = name
        self._sections = sections
        self.terms = self._required("terms")
        self.term_starts = self._required("term_starts")
        self.df = self._required("df")
        self.lists_stream = self._required("lists")
        self.list_starts = self._required("list_starts")
        self.checksums = self._required("checksums")
        self.positions_stream = self._optional("positions")
        self.position_starts = self._optional("position_starts")
        self.impacts = self._optional("impacts")
        self.tenth = self._optional("tenth")
        self.articles = self._optional("articles")
        self._check_structure()
        self._sound = np.zeros(len(self), bool)
        self._dictionary_sound = False

    def _required(self, part: str) -> Array:
        return self._sections.array(f"{self.name}/{part}", _TYPES[part])

    def _optional(self, part: str) -> Array | None:
        return self._required(part) if f"{self.name}/{part}" in self._sections else None

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.term_starts) - 1

    def _check_structure(self) -> None:
        starts: list[tuple[Array | None, Array | None]] = [
            (self.term_starts, self.terms),
            (self.list_starts, self.lists_stream),
            (self.position_starts, self.positions_stream),
        ]
        for array, stream in starts:
            if array is not None and not self._divides(array, None if stream is None else len(stream)):
                raise self.damaged("impossible_places")
        if len(self.df) != len(self) or not np.all(self.df):
            raise self.damaged("impossible_frequencies")
        if (self.positions_stream is None) != (self.position_starts is None):
            raise self.damaged("positions_incomplete")
        for column in (self.checksums, self.impacts, self.tenth, self.articles):
            if column is not None and len(column) != len(self):
                raise self.damaged("columns_differ")

    def _divides(self, starts: Array, end: int | None) -> bool:
        """Return whether ``starts`` has an offset for each term in a stream that ends at ``end``."""
        if not len(starts) or len(starts) != len(self) + 1 or starts[0] != 0:
            return False
        return (end is None or int(starts[-1]) == end) and not np.any(starts[1:] < starts[:-1])

    def damaged(self, code: str, **values: object) -> IndexDamagedError:
        """Return the error that says what is wrong with this field."""
        wrong = Remark(code, values)
        return IndexDamagedError("field_damaged", file=self._sections.path, field=self.name, wrong=wrong)

    @property
    def impact_parameters(self) -> dict[str, float] | None:
        """The k1, b and mean length by which the impacts were computed; None if they are not stored."""
        return self._sections.notes.get(self.name)

    def term(self, ordinal: int) -> bytes:
        """Return a term."""
        start, end = self.term_starts.item(ordinal), self.term_starts.item(ordinal + 1)
        return bytes(self.terms.data[start:end])

    def some_terms(self, ordinals: Array) -> list[bytes]:
        """Return several terms."""
        terms = self.terms.tobytes()
        starts, ends = self.term_starts[ordinals].tolist(), self.term_starts[ordinals + 1].tolist()
        return [terms[start:end] for start, end in zip(starts, ends, strict=True)]

    def terms_from(self, ordinal: int) -> Iterator[bytes]:
        """Yield the terms from an ordinal on."""
        self.ensure_dictionary_sound()
        for first in range(ordinal, len(self), _TERMS_AT_ONCE):
            starts = self.term_starts[first : first + _TERMS_AT_ONCE + 1].tolist()
            terms = self.terms[starts[0] : starts[-1]].tobytes()
            for start, end in pairwise(starts):
                yield terms[start - starts[0] : end - starts[0]]

    def first_from(self, term: bytes) -> int:
        """Return the ordinal of the first term that is ``term`` or greater; T if there is none."""
        self.ensure_dictionary_sound()
        return first_from(self.terms, self.term_starts, term)

    def find(self, term: bytes) -> int:
        """Return the ordinal of a term, -1 if it is not in the dictionary."""
        ordinal = self.first_from(term)
        return ordinal if ordinal < len(self) and self.term(ordinal) == term else -1

    def document_frequency(self, ordinal: int) -> int:
        """Return the number of documents that contain a term."""
        return int(self.df[ordinal])

    def _stream(self, stream: Array | None, starts: Array | None, ordinal: int) -> Array:
        if stream is None or starts is None:
            return np.empty(0, np.uint8)
        return stream[int(starts[ordinal]) : int(starts[ordinal + 1])]

    def _list(self, ordinal: int) -> Array:
        return self._stream(self.lists_stream, self.list_starts, ordinal)

    def ensure_dictionary_sound(self) -> None:
        """Compare the columns of the dictionary with their checksums, once.

        Raises IndexDamagedError if they differ: a damaged dictionary would say that a term does not occur.
        """
        if self._dictionary_sound:
            return
        for part in _TYPES:
            if part not in _LISTS and f"{self.name}/{part}" in self._sections:
                self._sections.ensure_sound(f"{self.name}/{part}")
        self._dictionary_sound = True

    def frequencies_between(self, first: int, end: int, documents: int) -> npt.NDArray[np.uint32]:
        """Return for each document the sum of the frequencies of the terms ``first`` to ``end``, uint32.

        A frequency counts at most MAX_TF. The lists, which may be thousands, are compared with their
        checksums and added many at a time; in between the budget of the search is looked at. Raises
        IndexDamagedError, and what ``checkpoint`` raises.
        """
        self.ensure_dictionary_sound()
        sums = np.zeros(documents, np.uint32)
        done = np.append(0, np.cumsum(self.df[first:end], dtype=np.int64))
        while first < end:
            checkpoint()
            count = max(1, int(np.searchsorted(done, done[0] + _POSTINGS_AT_A_TIME)))
            last = min(end, first + count)
            self._add_frequencies(first, last, sums)
            done = done[last - first :]
            first = last
        return sums

    def _add_frequencies(self, first: int, end: int, sums: npt.NDArray[np.uint32]) -> None:
        lists, starts = self._run(self.lists_stream, self.list_starts, first, end)
        positions, position_starts = self._run(self.positions_stream, self.position_starts, first, end)
        try:
            if not self._sound[first:end].all():
                checksums = self.checksums[first:end]
                unsound = first_unsound(lists, starts, positions, position_starts, checksums)
                if unsound >= 0:
                    self.ensure_sound(first + unsound)  # raises the error that names the list
                self._sound[first:end] = True
            add_frequencies(lists, starts, self.df[first:end].astype(np.int64), sums)
        except ValueError as error:
            raise self.damaged("undecodable", reason=error) from error

    @staticmethod
    def _run(stream: Array | None, starts: Array | None, first: int, end: int) -> tuple[Array, Array]:
        """Return the part of a stream with neighbouring lists, and the offset of each list in it."""
        if stream is None or starts is None:
            return np.empty(0, np.uint8), np.empty(0, np.int64)
        bounds = starts[first : end + 1].astype(np.int64)
        return stream[bounds[0] : bounds[-1]], bounds - bounds[0]

    def ensure_sound(self, ordinal: int) -> None:
        """Compare a list with its checksum, once. Raises IndexDamagedError if they differ."""
        if self._sound[ordinal]:
            return
        self.ensure_dictionary_sound()
        checksum = crc32(self._list(ordinal).view(np.uint8).data)
        checksum = crc32(self._stream(self.positions_stream, self.position_starts, ordinal).data, checksum)
        if checksum != int(self.checksums[ordinal]):
            raise self.damaged("list_changed", term=repr(self.term(ordinal)))
        self._sound[ordinal] = True

    def raw(self, ordinal: int) -> tuple[Array, Array | None, int, int, int, int]:
        """Return an encoded list, for code that reads it in place. Raises IndexDamagedError.

        The values are: documents and frequencies; positions (None without); document frequency; number of
        articles (-1 if not stored); greatest and tenth greatest impact.
        """
        self.ensure_sound(ordinal)
        return (
            self._list(ordinal),
            None
            if self.positions_stream is None
            else self._stream(self.positions_stream, self.position_starts, ordinal),
            self.document_frequency(ordinal),
            -1 if self.articles is None else self.articles.item(ordinal),
            255 if self.impacts is None else self.impacts.item(ordinal),
            0 if self.tenth is None else self.tenth.item(ordinal),
        )

    def docs(self, ordinal: int) -> Docs:
        """Return the documents that contain a term, ascending."""
        self.ensure_sound(ordinal)
        try:
            return decode_docs(split_list(self._list(ordinal))[0], self.document_frequency(ordinal))
        except ValueError as error:
            raise self.damaged("undecodable", reason=error) from error

    def frequencies(self, ordinal: int) -> Frequencies:
        """Return the frequency of a term in each of its documents."""
        self.ensure_sound(ordinal)
        try:
            return decode_frequencies(split_list(self._list(ordinal))[1], self.document_frequency(ordinal))
        except ValueError as error:
            raise self.damaged("undecodable", reason=error) from error

    def positions(self, ordinal: int) -> tuple[Frequencies, npt.NDArray[np.uint32]]:
        """Return the frequencies, and the positions of all occurrences, ascending within a document."""
        tf = self.frequencies(ordinal)
        encoded = self._stream(self.positions_stream, self.position_starts, ordinal)
        try:
            return tf, decode_positions(encoded, tf)
        except ValueError as error:
            raise self.damaged("undecodable", reason=error) from error
