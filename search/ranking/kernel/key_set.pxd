# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""A set of 64-bit keys other than 0: a table with linear probing, at most half full."""

from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset


cdef struct KeySet:
    uint64_t *keys             # 0 where there is none
    int64_t capacity           # a power of two, or 0
    int64_t size


cdef inline bint add_key(KeySet *known, uint64_t key) noexcept nogil:
    """Add a key. Returns False if memory runs out."""
    cdef KeySet larger
    cdef int64_t i
    if 2 * known.size >= known.capacity:
        memset(&larger, 0, sizeof(KeySet))
        larger.capacity = 2 * known.capacity if known.capacity else 64
        larger.keys = <uint64_t *> calloc(larger.capacity, sizeof(uint64_t))
        if larger.keys == NULL:
            return False
        for i in range(known.capacity):
            if known.keys[i]:
                _put(&larger, known.keys[i])
        free(known.keys)
        known[0] = larger
    _put(known, key)
    return True


cdef inline void _put(KeySet *known, uint64_t key) noexcept nogil:
    # The upper bits of a product depend on all bits of the key (Knuth's multiplicative hashing).
    cdef int64_t at = <int64_t> ((key * 0x9E3779B97F4A7C15ULL) >> 32) & (known.capacity - 1)
    while known.keys[at] and known.keys[at] != key:
        at = (at + 1) & (known.capacity - 1)
    known.size += known.keys[at] == 0
    known.keys[at] = key
