"""The module encodes and decodes one posting list in NumPy, as the reference for all other code.

Compiled code gets the constants from ``format.pxd``; a test compares them with those here.

A list is a sequence of 16-bit integers: its documents, then their frequencies. Positions are stored
separately.

**Documents.** Document numbers are divided into windows of 65,536 documents. Each window of a list is a
Roaring container (Chambi, Lemire, Kaser and Godin 2016, "Better bitmap performance with Roaring bitmaps")::

    n | window, count-1 | window, count-1 | ...      n containers, ascending windows
    container | container | ...

    count <= 4096:  the low 16 bits of each document, ascending
    count >  4096:  a bitmap of 65,536 bits (4096 integers), then ranks: for every 512 bits the number of
                    documents before them in this container (128 integers)
    count >= 1024:  after either, 1024 bytes (512 integers): the greatest impact of each block of 64 documents

An *impact* is ``ceil(255 s)``, where s is the saturation of a posting (``search.bm25``) with the mean length
of the segment. It is an upper bound, with which a search skips documents that cannot be among the best.

**Frequencies.** If all frequencies are 1, the list ends with its documents. Otherwise two bits for each
posting follow, eight postings in an integer, the lowest bits first: 0, 1, 2 for the frequencies 1, 2, 3, and
3 for greater ones. Then come the indexes of the postings with greater frequencies, ascending, and these
frequencies, 32 bits each.

**Positions.** Each posting has its first position, then differences, as variable-byte integers (seven bits in
a byte, the lowest first; the high bit says that more bytes follow). If a list has more than 64 postings, a
32-bit integer for each position block of 64 postings comes first: twice the offset of the block, plus one if
some value of the block takes more than one byte.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from search.arrays import first_of_each

WINDOW_BITS = 16
WINDOW = 1 << WINDOW_BITS
LOW_BITS = WINDOW - 1
#: A container with more documents is a bitmap, otherwise a list. With this number both take 8 KiB.
MAX_LISTED = 4096
#: A container with at least so many documents has the greatest impact of each block.
MIN_WITH_IMPACTS = 1024
IMPACT_DOCS = 64
RANK_BITS = 512
#: This frequency and greater ones do not fit into two bits.
OFTEN = 4
POSTINGS_AN_INTEGER = 8
#: In ranking, a greater frequency counts as this one.
MAX_TF = 255
POSITION_BLOCK = 64

#: A variable-byte integer of 32 bits takes at most so many bytes.
_MAX_BYTES = 5
_MAX_WINDOWS = 1 << 15  # document numbers stay below 2^31

_FIRST_OF_SIZE = np.array([1 << 7 * size for size in range(1, _MAX_BYTES)], np.int64)

#: The sizes of the parts of a container, in 16-bit integers.
BITMAP_SIZE = WINDOW // 16
RANKS_SIZE = WINDOW // RANK_BITS
IMPACTS_SIZE = WINDOW // IMPACT_DOCS // 2

_CODE_SHIFTS = np.arange(0, 2 * POSTINGS_AN_INTEGER, 2, dtype=np.uint16)

Docs = npt.NDArray[np.int32]
Frequencies = npt.NDArray[np.int32]
Array = npt.NDArray[Any]


def encode_docs(docs: Array, impacts: Array | None = None) -> npt.NDArray[np.uint16]:
    """Return the documents of a list as 16-bit integers.

    docs:    document numbers, ascending, at least one
    impacts: uint8 for each of them, None for fields without a score
    """
    if impacts is None:
        impacts = np.full(len(docs), 255, np.uint8)
    windows, low = docs >> WINDOW_BITS, (docs & LOW_BITS).astype("<u2")
    starts = np.flatnonzero(first_of_each(windows))
    ends = np.append(starts[1:], len(docs))
    head = np.empty(1 + 2 * len(starts), "<u2")
    head[0] = len(starts)
    head[1::2] = windows[starts]
    head[2::2] = ends - starts - 1
    parts = [head]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        parts.extend(_container(low[start:end], impacts[start:end]))
    return np.concatenate(parts)


def _container(low: Array, impacts: Array) -> list[Array]:
    parts = [low]
    if len(low) > MAX_LISTED:
        bits = np.zeros(WINDOW, np.uint8)
        bits[low] = 1
        before = np.cumsum(bits.reshape(-1, RANK_BITS).sum(axis=1, dtype=np.int64))
        ranks = np.append(0, before[:-1]).astype("<u2")
        parts = [np.packbits(bits, bitorder="little").view("<u2"), ranks]
    if len(low) >= MIN_WITH_IMPACTS:
        greatest = np.zeros(WINDOW // IMPACT_DOCS, np.uint8)
        np.maximum.at(greatest, low // IMPACT_DOCS, impacts)
        parts.append(greatest.view("<u2"))
    return parts


def container_size(count: int) -> int:
    """Return the size of a container with ``count`` documents, in 16-bit integers."""
    size = count if count <= MAX_LISTED else BITMAP_SIZE + RANKS_SIZE
    return size + (IMPACTS_SIZE if count >= MIN_WITH_IMPACTS else 0)


def split_list(encoded: Array) -> tuple[Array, Array]:
    """Return the encoded documents and frequencies of a list. Raises ValueError if it is cut short."""
    containers = int(encoded[0]) if len(encoded) else 0
    head = 1 + 2 * containers
    sizes = (container_size(count + 1) for count in encoded[2:head:2].tolist())
    end = head + sum(sizes)
    if not containers or end > len(encoded):
        raise ValueError("a posting list is cut short")
    return encoded[:end], encoded[end:]


def decode_docs(encoded: Array, count: int) -> Docs:
    """Return document numbers. Raises ValueError if these are not ``count`` encoded documents."""
    containers = int(encoded[0]) if len(encoded) else 0
    at = 1 + 2 * containers
    if not containers or at > len(encoded):
        raise ValueError("a posting list is cut short")
    head = encoded[1:at].astype(np.int64)
    windows, counts = head[0::2], head[1::2] + 1
    ascending = np.all(windows[1:] > windows[:-1]) and windows[-1] < _MAX_WINDOWS
    if int(counts.sum()) != count or not ascending:
        raise ValueError("a posting list has impossible containers")
    docs = np.empty(count, np.int32)
    done = 0
    for window, size in zip(windows.tolist(), counts.tolist(), strict=True):
        end = at + container_size(size)
        if end > len(encoded):
            raise ValueError("a posting list is cut short")
        low = _documents(encoded[at:end], size)
        docs[done : done + size] = low
        docs[done : done + size] += window << WINDOW_BITS
        at, done = end, done + size
    if at != len(encoded) or np.any(docs[1:] <= docs[:-1]):
        raise ValueError("a posting list is longer than its containers, or out of order")
    return docs


def _documents(container: Array, count: int) -> Array:
    if count <= MAX_LISTED:
        return container[:count]
    packed = np.ascontiguousarray(container[:BITMAP_SIZE]).view(np.uint8)
    low = np.flatnonzero(np.unpackbits(packed, bitorder="little").view(bool))
    if len(low) != count:
        raise ValueError("a bitmap has more or fewer documents than it should")
    return low


def encode_frequencies(tf: Array) -> npt.NDArray[np.uint16]:
    """Return the frequencies of a list, at least 1 each, as the 16-bit integers that follow its documents."""
    if np.all(tf == 1):
        return np.empty(0, "<u2")
    codes = np.zeros(-(-len(tf) // POSTINGS_AN_INTEGER) * POSTINGS_AN_INTEGER, np.uint16)
    codes[: len(tf)] = np.minimum(tf, OFTEN) - 1
    packed = np.bitwise_or.reduce(codes.reshape(-1, POSTINGS_AN_INTEGER) << _CODE_SHIFTS, axis=1)
    often = np.flatnonzero(tf >= OFTEN)
    beside = np.concatenate([often, tf[often]]).astype("<u4")
    return np.concatenate([packed.astype("<u2"), beside.view("<u2")])


def decode_frequencies(encoded: Array, count: int) -> Frequencies:
    """Return the frequencies of a list. Raises ValueError if they are not those of ``count`` documents."""
    if not len(encoded):
        return np.ones(count, np.int32)
    size = -(-count // POSTINGS_AN_INTEGER)
    beside = np.ascontiguousarray(encoded[size:])
    if size > len(encoded) or len(beside) % 4:
        raise ValueError("a posting list has more or fewer frequencies than documents")
    codes = (encoded[:size, None] >> _CODE_SHIFTS & 3).ravel()
    tf = codes[:count].astype(np.int32) + 1
    indexes, frequencies = beside.view("<u4").reshape(2, -1)
    often = np.flatnonzero(tf == OFTEN)
    possible = np.all((frequencies >= OFTEN) & (frequencies <= np.iinfo(np.int32).max))
    if codes[count:].any() or not np.array_equal(indexes, often) or not possible:
        raise ValueError("a posting list has impossible frequencies")
    tf[often] = frequencies
    return tf


def encode_positions(tf: Array, positions: Array) -> npt.NDArray[np.uint8]:
    """Return the position bytes of a list.

    tf:        the frequency of each posting
    positions: those of all occurrences, ascending within a posting

    Raises ValueError for 2 GiB or more, because the offsets of blocks have 31 bits.
    """
    bounds = np.append(0, np.cumsum(tf))
    values = np.asarray(positions, np.int64).copy()
    values[1:] -= np.asarray(positions, np.int64)[:-1]
    values[bounds[:-1]] = np.asarray(positions, np.int64)[bounds[:-1]]
    sizes = np.searchsorted(_FIRST_OF_SIZE, values, side="right") + 1
    encoded = _variable_length(values, sizes)
    if len(tf) <= POSITION_BLOCK:
        return encoded
    starts = np.append(0, np.cumsum(sizes))[bounds[:-1:POSITION_BLOCK]]
    byte_counts = np.diff(np.append(starts, len(encoded)))
    irregular = byte_counts != np.add.reduceat(
        np.asarray(tf, np.int64), np.arange(0, len(tf), POSITION_BLOCK)
    )
    if 2 * len(encoded) > np.iinfo(np.uint32).max:
        raise ValueError("a posting list has more than 2 GiB of positions: write smaller segments")
    head = (2 * starts + irregular).astype("<u4")
    return np.concatenate([head.view(np.uint8), encoded])


def _variable_length(values: Array, sizes: Array) -> npt.NDArray[np.uint8]:
    ends = np.cumsum(sizes)
    encoded = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
    starts = ends - sizes
    for byte in range(int(sizes.max(initial=1))):
        long = sizes > byte
        more = (sizes > byte + 1)[long]
        encoded[starts[long] + byte] = (values[long] >> (7 * byte)) & 0x7F | more.astype(np.int64) << 7
    return encoded


def decode_positions(encoded: Array, tf: Array) -> npt.NDArray[np.uint32]:
    """Return the positions of all occurrences of a list. tf: the frequency of each posting.

    Raises ValueError if the bytes are not those of such a list.
    """
    blocks = -(-len(tf) // POSITION_BLOCK) if len(tf) > POSITION_BLOCK else 0
    values = _decoded_values(encoded[4 * blocks :])
    if np.any(tf <= 0) or int(tf.sum(dtype=np.int64)) != len(values):
        raise ValueError("a posting list has more or fewer positions than occurrences")
    sums = np.cumsum(values)
    firsts = np.append(0, np.cumsum(tf))[:-1]
    before = sums[firsts] - values[firsts]
    positions: npt.NDArray[np.uint32] = (sums - np.repeat(before, tf)).astype(np.uint32)
    return positions


def _decoded_values(body: Array) -> Array:
    last_bytes = np.flatnonzero(body < 0x80)
    starts = np.append(0, last_bytes[:-1] + 1)[: len(last_bytes)]
    if len(body) and (not len(last_bytes) or last_bytes[-1] != len(body) - 1):
        raise ValueError("positions are cut short")
    sizes = last_bytes + 1 - starts
    longest = int(sizes.max(initial=0))
    if longest > _MAX_BYTES:
        raise ValueError("a position is longer than any can be")
    values = np.zeros(len(starts), np.int64)
    for byte in range(longest):
        long = sizes > byte
        values[long] |= (body[starts[long] + byte].astype(np.int64) & 0x7F) << (7 * byte)
    return values
