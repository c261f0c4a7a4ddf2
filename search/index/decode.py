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
    POSITION_BLOCK,
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
    size_of_list = lists.posting_starts if lists.position_starts is None else lists.position_starts
    part = size_of_list[:-1].astype(np.int64) // _ROWS_AT_ONCE  # a position takes a byte at least
    bounds = [0, *(np.flatnonzero(part[1:] != part[:-1]) + 1).tolist(), len(lists)]
    for first, end in pairwise(bounds):
        if first == end:
            continue
        frequency: Array = np.diff(lists.posting_starts[first : end + 1].astype(np.int64))
        docs = new_number[_documents(lists, first, end, frequency)]
        kept = docs >= 0
        rows = docs[kept].astype(np.uint64) << np.uint64(16)
        occurrences: Array = kept.astype(np.int64)
        if lists.position_starts is not None:
            tf, positions = _positions(lists, first, end, frequency)
            occurrences *= tf
            rows = np.repeat(rows, tf[kept])
            rows |= positions if kept.all() else positions[np.repeat(kept, tf)]
        yield rows, np.add.reduceat(occurrences, np.cumsum(frequency) - frequency)


def _documents(lists: FieldLists, first: int, end: int, frequency: Array) -> Array:
    """Return the documents of some lists, one list after the other, int64."""
    starts = lists.docs_starts[first : end + 1].astype(np.int64)
    stream = lists.docs_stream[starts[0] : starts[-1]]
    starts = starts[:-1] - starts[0]
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
    return docs


def _positions(lists: FieldLists, first: int, end: int, frequency: Array) -> tuple[Array, Array]:
    """Return the occurrences of each posting of some lists, and the positions of all."""
    assert lists.position_starts is not None and lists.positions_stream is not None
    assert lists.tf_stream is not None
    starts = lists.position_starts[first : end + 1].astype(np.int64)
    stream = lists.positions_stream[starts[0] : starts[-1]]
    long = np.flatnonzero(frequency > POSITION_BLOCK)
    if len(long):
        heads = _SIZE_OF_BLOCK * -(-frequency[long] // POSITION_BLOCK)
        kept = np.ones(len(stream), bool)
        kept[np.repeat(starts[long] - starts[0], heads) + _places_within(heads)] = False
        stream = stream[kept]
    postings = slice(int(lists.posting_starts[first]), int(lists.posting_starts[end]))
    return decode_position_bodies(stream, lists.tf_stream[postings])


def _places_within(counts: Array) -> Array:
    """Return 0, 1, ... up to each count, one after the other."""
    places: Array = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return places
