"""Posting lists of many terms at once, decoded to the rows that they were encoded from.

In NumPy; ``search.index.format.decoding`` is the compiled twin, with the same results.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from search.index.format.lists import (
    MOST_LISTED,
    OFTEN,
    POSITION_BLOCK,
    POSTINGS_AN_INTEGER,
    WINDOW,
    container_size,
    decode_position_bodies,
)

_BITMAP = WINDOW // 16  # of the 16-bit integers that a container consists of
_SIZE_OF_BLOCK = 4
_CONTAINER_SIZES = np.array([container_size(count) for count in range(WINDOW + 1)])

Array = npt.NDArray[Any]


def decode_rows(
    encoded: Array,
    starts: Array,
    df: Array,
    positions: Array,
    position_starts: Array,
    new_number: Array,
) -> tuple[Array, Array]:
    """Return the rows of some lists, one list after the other, and how many each has.

    encoded, starts: uint16 the lists, and int64 where each begins and the last ends; df: int64, the documents
        of each
    positions, position_starts: uint8 and int64, the same of their positions; both empty in fields without any
    new_number: int64 of every document, -1 for one that is left out; it ascends but for those

    A row is ``document << 16 | position``, uint64; the position is 0 in fields without any. The lists are not
    compared with their checksums: verify the file before. Raises ValueError where they cannot be such lists.
    """
    all_docs, ends = _documents(encoded, starts, df)
    docs = new_number[all_docs]
    kept = docs >= 0
    rows = docs[kept].astype(np.uint64) << np.uint64(16)
    occurrences: Array = kept.astype(np.int64)
    if len(position_starts):
        tf = _frequencies(encoded, ends, starts[1:], df)
        found = _positions(positions, position_starts, df, tf)
        occurrences *= tf
        rows = np.repeat(rows, tf[kept])
        rows |= found if kept.all() else found[np.repeat(kept, tf)]
    return rows, np.add.reduceat(occurrences, np.cumsum(df) - df)


def _documents(stream: Array, list_starts: Array, df: Array) -> tuple[Array, Array]:
    """Return the documents of some lists, one after the other, and where each list's frequencies begin."""
    starts = list_starts[:-1]
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
        held = np.flatnonzero(np.unpackbits(bits, bitorder="little").view(bool))
        docs[to[container] : to[container] + len(held)] |= held
    if len(docs) != df.sum():
        raise ValueError("its containers hold more or fewer documents than its lists")
    last = np.cumsum(containers) - 1
    return docs, at[last] + sizes[last]


def _frequencies(stream: Array, starts: Array, ends: Array, frequency: Array) -> Array:
    """Return the occurrences in each document of some lists, int64.

    starts, ends: where in ``stream`` the frequencies of each begin and end
    """
    tf = np.ones(int(frequency.sum()), np.int64)
    kept = np.flatnonzero(ends > starts)
    postings = frequency[kept]
    if not len(kept):
        return tf
    within = _places_within(postings)
    before = np.repeat((np.cumsum(frequency) - frequency)[kept], postings)
    integers = stream[np.repeat(starts[kept], postings) + within // POSTINGS_AN_INTEGER]
    tf[before + within] += integers >> (2 * (within % POSTINGS_AN_INTEGER)).astype(np.uint16) & 3
    often = np.flatnonzero(tf == OFTEN)
    beside = starts[kept] + -(-postings // POSTINGS_AN_INTEGER)
    counts = (ends[kept] - beside) // 4
    if len(often) != counts.sum():
        raise ValueError("its lists hold more or fewer frequencies than documents")
    values = np.repeat(beside + 2 * counts, counts) + 2 * _places_within(counts)
    low, high = (stream[values + half].astype(np.int64) for half in (0, 1))
    tf[often] = low | high << 16
    return tf


def _positions(stream: Array, starts: Array, frequency: Array, tf: Array) -> Array:
    """Return the positions of all occurrences of some lists."""
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
