# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module encodes one posting list; the oracle is `search.index.format.lists`."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.string cimport memset

from search.index.format.format cimport (
    BITMAP_SIZE, IMPACT_DOCS, IMPACTS_SIZE, LOW_BITS, MAX_LISTED, MAX_POSITION, MIN_WITH_IMPACTS, OFTEN, POSITION_BLOCK,
    RANK_BITS, RANKS_SIZE, WINDOW_BITS,
)


cdef inline uint8_t* _put(uint8_t* to, uint64_t value) noexcept nogil:
    """Write a variable-byte integer and return its end."""
    while value >= 0x80:
        to[0] = <uint8_t> (value | 0x80)
        to += 1
        value >>= 7
    to[0] = <uint8_t> value
    return to + 1


cdef inline void _put_u16(uint8_t* to, uint32_t value) noexcept nogil:
    to[0] = value & 0xFF
    to[1] = value >> 8 & 0xFF


cdef inline void _put_u32(uint8_t* to, uint64_t value) noexcept nogil:
    _put_u16(to, value & 0xFFFF)
    _put_u16(to + 2, value >> 16 & 0xFFFF)


cdef uint8_t* put_positions(
    uint8_t* to, const uint64_t* rows, const uint32_t* tf, Py_ssize_t postings
) noexcept nogil:
    """Write the positions of a list and return their end; see `search.index.format.lists`."""
    cdef Py_ssize_t blocks = 0, posting, block_tf = 0
    cdef uint32_t occurrence
    cdef uint64_t before, here
    if postings > POSITION_BLOCK:
        blocks = (postings + POSITION_BLOCK - 1) // POSITION_BLOCK
    cdef uint8_t* head = to
    cdef uint8_t* body = to + 4 * blocks
    cdef uint8_t* block = body
    to = body
    for posting in range(postings):
        before = 0
        for occurrence in range(tf[posting]):
            here = rows[0] & MAX_POSITION
            if here - before < 0x80:
                to[0] = <uint8_t> (here - before)
                to += 1
            else:
                to = _put(to, here - before)
            before = here
            rows += 1
        block_tf += tf[posting]
        if blocks and ((posting + 1) % POSITION_BLOCK == 0 or posting + 1 == postings):
            _put_u32(head, 2 * <uint64_t> (block - body) + (to - block != block_tf))
            head += 4
            block = to
            block_tf = 0
    return to


cdef uint8_t* _put_container(
    uint8_t* to, const uint32_t* docs, const uint8_t* impacts, Py_ssize_t count
) noexcept nogil:
    """Write the container of one window and return its end; see `search.index.format.lists`."""
    cdef Py_ssize_t i, rank
    cdef uint32_t low
    cdef uint32_t before = 0
    if count <= MAX_LISTED:
        for i in range(count):
            _put_u16(to + 2 * i, docs[i])
        to += 2 * count
    else:
        memset(to, 0, 2 * BITMAP_SIZE)
        for i in range(count):
            low = docs[i] & LOW_BITS
            to[low >> 3] |= 1 << (low & 7)
        i = 0
        for rank in range(RANKS_SIZE):
            while i < count and (docs[i] & LOW_BITS) < RANK_BITS * rank:
                i += 1
            _put_u16(to + 2 * (BITMAP_SIZE + rank), <uint32_t> i)
        to += 2 * (BITMAP_SIZE + RANKS_SIZE)
    if count >= MIN_WITH_IMPACTS:
        memset(to, 0, 2 * IMPACTS_SIZE)
        for i in range(count):
            low = (docs[i] & LOW_BITS) // IMPACT_DOCS
            if impacts[i] > to[low]:
                to[low] = impacts[i]
        to += 2 * IMPACTS_SIZE
    return to


cdef uint8_t* put_docs(uint8_t* to, const uint32_t* docs, const uint8_t* impacts, Py_ssize_t count) noexcept nogil:
    """Write the documents of a list and return their end."""
    cdef Py_ssize_t i, first, containers = 1
    for i in range(1, count):
        containers += (docs[i] >> WINDOW_BITS) != (docs[i - 1] >> WINDOW_BITS)
    cdef uint8_t* head = to + 2
    _put_u16(to, <uint32_t> containers)
    to += 2 + 4 * containers
    first = 0
    for i in range(1, count + 1):
        if i == count or (docs[i] >> WINDOW_BITS) != (docs[first] >> WINDOW_BITS):
            _put_u16(head, docs[first] >> WINDOW_BITS)
            _put_u16(head + 2, <uint32_t> (i - first - 1))
            head += 4
            to = _put_container(to, docs + first, impacts + first, i - first)
            first = i
    return to


cdef uint8_t* put_frequencies(uint8_t* to, const uint32_t* tf, Py_ssize_t count) noexcept nogil:
    """Write the frequencies of a list and return their end; see `search.index.format.lists`."""
    cdef Py_ssize_t i, often = 0
    cdef uint32_t greatest = 1
    for i in range(count):
        greatest = tf[i] if tf[i] > greatest else greatest
    if greatest == 1:
        return to
    memset(to, 0, (count + 7) // 8 * 2)
    for i in range(count):
        to[i >> 2] |= <uint8_t> ((tf[i] if tf[i] < OFTEN else OFTEN) - 1) << (2 * (i & 3))
        often += tf[i] >= OFTEN
    to += (count + 7) // 8 * 2
    if often:
        for i in range(count):
            if tf[i] >= OFTEN:
                _put_u32(to, i)
                _put_u32(to + 4 * often, tf[i])
                to += 4
        to += 4 * often
    return to
