# cython: language_level=3
"""Where terms stand in a row in one document."""

from libc.stdint cimport int32_t, uint32_t

from search.ranking.kernel.cursors cimport Place


cdef struct Scratch:
    uint32_t *values
    uint32_t size


cdef int32_t count_rows(const Place *places, int32_t n, int32_t gap, Scratch *scratch) noexcept nogil
