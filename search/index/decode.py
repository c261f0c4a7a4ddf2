"""Posting lists of many terms at once, decoded to the rows that ``search.index.field_spool`` encodes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from search.index.codec.field import FieldLists
from search.index.codec.lists import (
    MOST_LISTED,
    OFTEN,
    POSITION_BLOCK,
    POSTINGS_AN_INTEGER,
    WINDOW,
    container_size,
    decode_position_bodies,
)

_BITMAP = WINDOW // 16  # of the 16-bit integers that a container consists of
_ROWS_AT_ONCE = 1 << 20
_SIZE_OF_BLOCK = 4
_CONTAINER_SIZES = np.array([container_size(count) for count in range(WINDOW + 1)])

Array = npt.NDArray[Any]


def decoded_rows(lists: FieldLists, new_number: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the rows of all terms, in order, and how many each term has, some terms at a time.

    new_number: int64 of every document, -1 for one that is left out; it ascends but for those
    A row is ``document << 16 | position``, uint64; the position is 0 in fields without any. The lists are not
    compared with their checksums: verify the file before.
    """
    size_of_list = lists.list_starts if lists.position_starts is None else lists.position_starts
    part = size_of_list[:-1].astype(np.int64) // _ROWS_AT_ONCE  # a position takes a byte at least
    bounds = [0, *(np.flatnonzero(part[1:] != part[:-1]) + 1).tolist(), len(lists)]
    for first, end in pairwise(bounds):
        if first == end:
            continue
        frequency = lists.df[first:end].astype(np.int64)
        all_docs, ends = _documents(lists, first, end, frequency)
        docs = new_number[all_docs]
        kept = docs >= 0
        rows = docs[kept].astype(np.uint64) << np.uint64(16)
        occurrences: Array = kept.astype(np.int64)
        if lists.position_starts is not None:
            tf = _frequencies(lists, ends, end, frequency)
            positions = _positions(lists, first, end, frequency, tf)
            occurrences *= tf
            rows = np.repeat(rows, tf[kept])
            rows |= positions if kept.all() else positions[np.repeat(kept, tf)]
        yield rows, np.add.reduceat(occurrences, np.cumsum(frequency) - frequency)


def _documents(lists: FieldLists, first: int, end: int, frequency: Array) -> tuple[Array, Array]:
    """Return the documents of some lists, one after the other, and where each list's frequencies begin."""
    list_starts = lists.list_starts[first : end + 1].astype(np.int64)
    stream = lists.lists_stream[list_starts[0] : list_starts[-1]]
    starts = list_starts[:-1] - list_starts[0]
    containers = stream[starts].astype(np.int64)
    owner = np.repeat(np.arange(len(starts)), containers)
    heads = starts[owner] + 1 + 2 * _places_within(containers)
    windows, counts = stream[heads].astype(np.int64), stream[heads + 1].astype(np.int64) + 1
    sizes = _CONTAINER_SIZES[counts]
    before = np.cumsum(sizes) - sizes
    first_container = np.cumsum(containers) - containers
    at = starts[owner] + 1 + 2 * containers[owner] + before - before[first_container][owner]
    docs = np.repeat(windows << 16, counts)
    to = np.cumsum(counts) - counts
    listed = counts <= MOST_LISTED
    chosen = np.repeat(listed, counts)
    docs[chosen] |= stream[np.repeat(at[listed], counts[listed]) + _places_within(counts[listed])]
    for container in np.flatnonzero(~listed).tolist():
        bits = np.ascontiguousarray(stream[at[container] : at[container] + _BITMAP]).view(np.uint8)
        held = np.flatnonzero(np.unpackbits(bits, bitorder="little"))
        docs[to[container] : to[container] + len(held)] |= held
    if len(docs) != frequency.sum():
        raise lists.damaged("its containers hold more or fewer documents than its lists")
    last = np.cumsum(containers) - 1
    return docs, list_starts[0] + at[last] + sizes[last]


def _frequencies(lists: FieldLists, starts: Array, end: int, frequency: Array) -> Array:
    """Return the occurrences in each document of some lists, int64, of which the last is before ``end``.

    starts: where in ``lists_stream`` the frequencies of each begin
    """
    ends = lists.list_starts[end - len(starts) + 1 : end + 1].astype(np.int64)
    tf = np.ones(int(frequency.sum()), np.int64)
    kept = np.flatnonzero(ends > starts)
    postings = frequency[kept]
    if not len(kept):
        return tf
    within = _places_within(postings)
    before = np.repeat((np.cumsum(frequency) - frequency)[kept], postings)
    integers = lists.lists_stream[np.repeat(starts[kept], postings) + within // POSTINGS_AN_INTEGER]
    tf[before + within] += integers >> (2 * (within % POSTINGS_AN_INTEGER)).astype(np.uint16) & 3
    often = np.flatnonzero(tf == OFTEN)
    beside = starts[kept] + -(-postings // POSTINGS_AN_INTEGER)
    counts = (ends[kept] - beside) // 4
    if len(often) != counts.sum():
        raise lists.damaged("its lists hold more or fewer frequencies than documents")
    values = np.repeat(beside + 2 * counts, counts) + 2 * _places_within(counts)
    low, high = (lists.lists_stream[values + half].astype(np.int64) for half in (0, 1))
    tf[often] = low | high << 16
    return tf


def _positions(lists: FieldLists, first: int, end: int, frequency: Array, tf: Array) -> Array:
    """Return the positions of all occurrences of some lists."""
    assert lists.position_starts is not None and lists.positions_stream is not None
    starts = lists.position_starts[first : end + 1].astype(np.int64)
    stream = lists.positions_stream[starts[0] : starts[-1]]
    long = np.flatnonzero(frequency > POSITION_BLOCK)
    if len(long):
        heads = _SIZE_OF_BLOCK * -(-frequency[long] // POSITION_BLOCK)
        kept = np.ones(len(stream), bool)
        kept[np.repeat(starts[long] - starts[0], heads) + _places_within(heads)] = False
        stream = stream[kept]
    return decode_position_bodies(stream, tf)


def _places_within(counts: Array) -> Array:
    """Return 0, 1, ... up to each count, one after the other."""
    places: Array = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return places
