"""Inversion: from the tokens of many texts to the encoded posting lists of a field, in NumPy.

::

    texts -> SurfaceForms.extend -> tokens: numbers of surface forms, 4 bytes each
          -> invert              -> rows: document and position, 8 bytes each, sorted by term
          -> encode_lists        -> the bytes of all lists, with their columns

Each function here has a compiled twin of the same name and with the same results beside it;
``search.index.fastest`` says which runs.
"""

from __future__ import annotations

import sys
from array import array
from itertools import repeat
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.bm25 import saturation
from search.index.format.lists import POSITION_BLOCK, encode_docs, encode_frequencies, encode_positions
from search.index.format.names import LONGEST_COUNTED

#: Under these every list's impacts are computed; they are noted with the field. The weights of
#: ``search.ranking`` may change, and then the impacts bound nothing until the archive is indexed again.
IMPACT_K1, IMPACT_B = 0.9, 0.4
#: What sorting takes beside the rows themselves, in bytes a row.
BYTES_A_ROW = 80

_TENTH = 10
_SHORT = POSITION_BLOCK  # so many rows have no more postings, and need no index of their positions

Array = npt.NDArray[Any]


class EncodedLists(NamedTuple):
    """Posting lists one after the other, as ``search.index.format.field`` lays them out.

    lists, positions: the streams; positions are empty for fields without
    df, list_sizes, position_sizes: of each list, in documents, 16-bit integers and bytes
    impacts, tenth, articles: of each list, empty where they were not asked for
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


def packed_texts(texts: tuple[str, ...], kind: int, sizes: array[int], checksums: array[int]) -> bytes:
    """Return texts one after the other as UTF-8.

    To ``sizes`` (64 bits) and ``checksums`` (32 bits) are added the bytes of each and CRC-32 over it, begun
    with ``kind``.
    """
    encoded = [text.encode() for text in texts]
    sizes.extend(map(len, encoded))
    checksums.extend(map(crc32, encoded, repeat(kind)))
    return b"".join(encoded)


def term_counts(tokens: Array, ends: Array, starts: Array) -> npt.NDArray[np.uint32]:
    """Return how many terms each text has; the arguments are those of ``invert``."""
    first = np.asarray(starts, np.int64)
    sums = np.append(0, np.cumsum((first[1:] - first[:-1])[np.asarray(tokens)]))
    counts: npt.NDArray[np.uint32] = np.diff(sums[np.asarray(ends, np.int64)], prepend=0).astype(np.uint32)
    return counts


def invert(
    tokens: Array,
    ends: Array,
    docs: Array,
    starts: Array,
    offsets: Array,
    terms: Array,
    widths: Array,
    term_count: int,
    most: int,
    room: Array | None = None,
) -> tuple[Array, Array]:
    """Return the rows of all occurrences, sorted by term, document and position, and where each term's begin.

    tokens, ends, docs: uint32 surface forms; uint64 where each text's end; uint64 documents, ascending
    starts, offsets, terms, widths: the terms of form f are ``terms[starts[f]:starts[f + 1]]`` at these
        offsets, ascending, and the form fills ``widths[f]`` positions; all uint32
    most: the greatest position, instead of any beyond
    room: where the rows are put, if given, for new memory costs as much as filling it

    A row is ``document << 16 | position``. Returns int64[term_count + 1] and uint64 rows.
    """
    tokens, first = np.asarray(tokens), np.asarray(starts, np.int64)
    per_token = (first[1:] - first[:-1])[tokens]
    rows_before = np.cumsum(per_token) - per_token
    chosen = np.repeat(first[:-1][tokens] - rows_before, per_token) + np.arange(int(per_token.sum()))
    width = np.asarray(widths, np.int64)[tokens]
    position = np.append(0, np.cumsum(width))
    doc_starts = np.append(0, np.asarray(ends, np.int64))
    in_doc = np.diff(doc_starts)
    at = position[:-1] - np.repeat(position[doc_starts[:-1]], in_doc)
    doc_of = np.repeat(np.asarray(docs, np.uint64), in_doc)
    places = np.minimum(np.repeat(at, per_token) + np.asarray(offsets, np.int64)[chosen], most)
    rows = np.repeat(doc_of, per_token) << np.uint64(16) | places.astype(np.uint64)
    term = np.asarray(terms)[chosen]
    bounds = np.append(0, np.cumsum(np.bincount(term, minlength=term_count))).astype(np.int64)
    order = np.argsort(term, kind="stable")
    return bounds, np.take(rows, order, out=None if room is None else room[: len(order)], mode="clip")


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
    lengths: uint8 of every document, empty for fields without a score
    article_of: uint32 of every document, empty where the articles are not to be counted
    """
    encoded = []
    for first, count in zip(firsts.tolist(), counts.tolist(), strict=True):
        encode = _encode_short_list if count <= _SHORT else _encode_list
        of_list = rows[first : first + count]
        encoded.append(encode(of_list, impacts_of, floors_of, lengths, article_of, with_positions))
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


_List = tuple[bytes, bytes, int, int, int, int, int]


def _encode_list(
    rows: Array, impacts_of: Array, floors_of: Array, lengths: Array, article_of: Array, with_positions: bool
) -> _List:
    of_rows = (rows >> np.uint64(16)).astype(np.int64)
    firsts = np.flatnonzero(np.append(True, of_rows[1:] != of_rows[:-1]))
    docs, tf = of_rows[firsts], np.diff(np.append(firsts, len(rows)))
    impacts, tenth, articles = None, 0, 0
    if len(lengths):
        code = np.minimum(tf, LONGEST_COUNTED) << 8 | lengths[docs]
        impacts, floors = impacts_of[code], floors_of[code]
        tenth = int(np.partition(floors, -_TENTH)[-_TENTH]) if len(docs) >= _TENTH else 0
    if len(article_of):
        holders = article_of[docs]
        articles = 1 + int(np.count_nonzero(holders[1:] != holders[:-1]))
    parts, positions = [encode_docs(docs, impacts)], b""
    if with_positions:
        parts.append(encode_frequencies(tf))
        positions = encode_positions(tf, (rows & np.uint64(0xFFFF)).astype(np.int64)).tobytes()
    encoded = np.concatenate(parts).tobytes()
    checksum = crc32(positions, crc32(encoded))
    greatest = 0 if impacts is None else int(impacts.max())
    return encoded, positions, len(docs), greatest, tenth, articles, checksum


def _encode_short_list(
    rows: Array, impacts_of: Array, floors_of: Array, lengths: Array, article_of: Array, with_positions: bool
) -> _List:
    """Do the same without NumPy, which costs more than it gains for a few rows; most lists are short."""
    docs: list[int] = []
    tf: list[int] = []
    positions = bytearray()
    before = 0
    for row in rows.tolist():
        doc, position = row >> 16, row & 0xFFFF
        if docs and docs[-1] == doc:
            tf[-1] += 1
            left = position - before
        else:
            docs.append(doc)
            tf.append(1)
            left = position
        before = position
        while left >= 0x80:
            positions.append(left & 0x7F | 0x80)
            left >>= 7
        positions.append(left)
    head: list[int] = []
    for doc in docs:
        if head and head[-2] == doc >> 16:
            head[-1] += 1
        else:
            head += (doc >> 16, 0)
    encoded = array("H", [len(head) // 2, *head, *(doc & 0xFFFF for doc in docs)])
    if with_positions and len(docs) < len(rows):
        encoded.extend(encode_frequencies(np.array(tf)).tolist())
    if sys.byteorder == "big":
        encoded.byteswap()
    greatest = tenth = articles = 0
    if len(lengths):
        codes = [count << 8 | lengths.item(doc) for doc, count in zip(docs, tf, strict=True)]
        greatest = max(map(impacts_of.item, codes))
        tenth = sorted(map(floors_of.item, codes))[-_TENTH] if len(codes) >= _TENTH else 0
    if len(article_of):
        articles = len(set(map(article_of.item, docs)))
    parts = encoded.tobytes(), bytes(positions) if with_positions else b""
    checksum = crc32(parts[1], crc32(parts[0]))
    return *parts, len(docs), greatest, tenth, articles, checksum
