"""The module encodes rows as posting lists and decodes lists into rows, many lists at a time.

::

    rows: document << 16 | position, one for each occurrence of a term, ascending
          -> encode_lists -> the bytes of all lists, with their columns
          <- decode_rows  <-

A merge decodes the lists of segments into rows and encodes these again. This module is used if nothing is
compiled; ``compiled_encoding`` and ``compiled_decoding`` do the same and are tested against it.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.bm25 import saturation
from search.index.format.lists import (
    MAX_TF,
    decode_docs,
    decode_frequencies,
    decode_positions,
    encode_docs,
    encode_frequencies,
    encode_positions,
    split_list,
)
from search.index.format.names import MAX_POSITION

#: The parameters of all impacts; they are stored with the field. If the settings of ``search.ranking``
#: change, bounds from impacts become looser, until the archive is indexed again.
IMPACT_K1, IMPACT_B = 0.9, 0.4

_TENTH = 10
_16_BITS = np.uint64(16)

Array = npt.NDArray[Any]


class EncodedLists(NamedTuple):
    """Encoded posting lists, in the layout of ``search.index.format.field``.

    lists, positions: the streams; ``positions`` is empty for fields without positions
    df, list_sizes, position_sizes: for each list its documents, 16-bit integers, and bytes of positions
    impacts, tenth, articles: for each list; empty for fields without a score
    checksums: CRC-32 of each list
    """

    lists: Array
    positions: Array
    df: Array
    list_sizes: Array
    position_sizes: Array
    impacts: Array
    tenth: Array
    articles: Array
    checksums: Array


def impact_tables(
    average: float, k1: float = IMPACT_K1, b: float = IMPACT_B
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Return ``ceil(255 s)`` and ``floor(255 s)`` of each ``frequency << 8 | length``, both at most 255."""
    frequency, length = np.divmod(np.arange(1 << 16), 1 << 8)
    scaled = 255 * saturation(frequency, length, max(1.0, average), k1, b)
    return np.ceil(scaled).astype(np.uint8), np.floor(scaled).astype(np.uint8)


def encode_lists(
    rows: Array,
    firsts: Array,
    counts: Array,
    impacts_of: Array,
    floors_of: Array,
    lengths: Array,
    article_of: Array,
    with_positions: bool,
) -> EncodedLists:
    """Encode lists whose rows are ``rows[firsts[i]:firsts[i] + counts[i]]``.

    impacts_of, floors_of: see ``impact_tables``
    lengths:    uint8 for each document, empty for fields without a score
    article_of: uint32 for each document, empty if articles are not counted
    """
    encoded = [
        _encode_list(rows[first : first + count], impacts_of, floors_of, lengths, article_of, with_positions)
        for first, count in zip(firsts.tolist(), counts.tolist(), strict=True)
    ]
    columns = zip(*encoded, strict=True) if encoded else ((),) * 7
    lists, positions, df, impacts, tenth, articles, checksums = columns
    return EncodedLists(
        lists=np.frombuffer(b"".join(lists), "<u2"),
        positions=np.frombuffer(b"".join(positions), np.uint8),
        df=np.array(df, np.uint32),
        list_sizes=np.array([len(part) // 2 for part in lists], np.int64),
        position_sizes=np.array([len(part) for part in positions], np.int64),
        impacts=np.array(impacts if len(lengths) else (), np.uint8),
        tenth=np.array(tenth if len(lengths) else (), np.uint8),
        articles=np.array(articles if len(article_of) else (), np.uint32),
        checksums=np.array(checksums, np.uint32),
    )


def _encode_list(
    rows: Array, impacts_of: Array, floors_of: Array, lengths: Array, article_of: Array, with_positions: bool
) -> tuple[bytes, bytes, int, int, int, int, int]:
    """Return a list, its positions, df, greatest and tenth greatest impact, number of articles, checksum."""
    docs, tf = np.unique((rows >> _16_BITS).astype(np.int64), return_counts=True)
    impacts, greatest, tenth = None, 0, 0
    if len(lengths):
        code = np.minimum(tf, MAX_TF) << 8 | lengths[docs]
        impacts, floors = impacts_of[code], np.sort(floors_of[code])
        greatest, tenth = int(impacts.max()), int(floors[-_TENTH]) if len(docs) >= _TENTH else 0
    articles = len(np.unique(article_of[docs])) if len(article_of) else 0
    encoded, positions = encode_docs(docs, impacts).tobytes(), b""
    if with_positions:
        encoded += encode_frequencies(tf).tobytes()
        positions = encode_positions(tf, rows & np.uint64(MAX_POSITION)).tobytes()
    return encoded, positions, len(docs), greatest, tenth, articles, crc32(positions, crc32(encoded))


def decode_rows(
    encoded: Array,
    starts: Array,
    df: Array,
    positions: Array,
    position_starts: Array,
    new_number: Array,
) -> tuple[Array, Array]:
    """Return the rows of some lists, one list after the other, and the number of rows of each.

    encoded, starts: the lists, uint16, and the offset of each and the end, int64
    df: the documents of each list, int64
    positions, position_starts: the same for their positions, uint8 and int64; both empty without positions
    new_number: the new number of each document, int64, ascending; -1 removes a document

    Without positions, the rows have the position 0. The lists are not compared with their checksums, so
    verify the file before. Raises ValueError if the lists are impossible.
    """
    parts, counts = [np.empty(0, np.uint64)], []
    for term, count in enumerate(df.tolist()):
        of_docs, of_tf = split_list(encoded[starts[term] : starts[term + 1]])
        docs, tf = decode_docs(of_docs, count), decode_frequencies(of_tf, count)
        if docs[-1] >= len(new_number):
            raise ValueError("a list names a document beyond the last")
        of_rows: Array = np.zeros(count, np.uint32)
        if len(position_starts):
            of_rows = decode_positions(positions[position_starts[term] : position_starts[term + 1]], tf)
        if of_rows.max(initial=0) > MAX_POSITION:
            raise ValueError("a position is greater than any can be")
        numbers = np.repeat(new_number[docs], tf if len(position_starts) else 1)
        rows = (numbers.astype(np.uint64) << _16_BITS | of_rows)[numbers >= 0]
        parts.append(rows)
        counts.append(len(rows))
    return np.concatenate(parts), np.array(counts, np.int64)


def add_frequencies(encoded: Array, starts: Array, df: Array, sums: npt.NDArray[np.uint32]) -> None:
    """Add the frequencies of some terms to ``sums``, which has an element for each document.

    A frequency counts at most MAX_TF. encoded, starts, df: see ``decode_rows``. Raises ValueError if the
    lists are impossible.
    """
    for term, count in enumerate(df.tolist()):
        of_docs, of_tf = split_list(encoded[starts[term] : starts[term + 1]])
        docs, tf = decode_docs(of_docs, count), decode_frequencies(of_tf, count)
        if docs[-1] >= len(sums):
            raise ValueError("a list names a document beyond the last")
        sums[docs] += np.minimum(tf, MAX_TF).astype(np.uint32)


def first_unsound(
    encoded: Array, starts: Array, positions: Array, position_starts: Array, checksums: Array
) -> int:
    """Return the index of the first list that differs from its checksum, -1 if none does.

    encoded, starts, positions, position_starts: see ``decode_rows``
    checksums: uint32 for each list
    """
    for term, expected in enumerate(checksums.tolist()):
        checksum = crc32(np.ascontiguousarray(encoded[starts[term] : starts[term + 1]]).view(np.uint8).data)
        if len(position_starts):
            checksum = crc32(positions[position_starts[term] : position_starts[term + 1]].data, checksum)
        if checksum != expected:
            return term
    return -1


def first_from(terms: Array, starts: Array, term: bytes) -> int:
    """Return the ordinal of the first term that is ``term`` or greater, the number of terms if there is none.

    terms, starts: the sections of a dictionary; they have been compared with their checksums
    """
    low, high = 0, len(starts) - 1
    letters, start_of = terms.data, starts.item
    while low < high:
        middle = (low + high) // 2
        if bytes(letters[start_of(middle) : start_of(middle + 1)]) < term:
            low = middle + 1
        else:
            high = middle
    return low
