# cython: language_level=3
"""Counts over all matches, and the filters that decide what is counted where."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t


cdef struct Filter:
    const int32_t *column
    int32_t low, high
    const uint8_t *chosen      # from `low` on; NULL for all of them
    uint32_t bit


cdef struct Counted:
    const int32_t *column
    int32_t low, high
    int64_t *counts            # from `low` on
    uint32_t others            # bits of the filters under which it counts


cdef class Tally:
    cdef Filter *filters
    cdef Counted *facets
    cdef int32_t filter_count, facet_count
    cdef int64_t article_count
    cdef const int32_t *clusters
    cdef const uint8_t *has_copies
    cdef uint8_t *seen         # of clusters, a bit each
    cdef readonly bint anything
    cdef readonly int64_t articles, paragraphs, places
    cdef readonly list counts
    cdef list _kept
    cdef const int32_t *_covering(self, const int32_t[::1] column) except? NULL
    cdef uint32_t failures(self, int64_t article) noexcept nogil
    cdef bint is_counted(self, uint32_t failed) noexcept nogil
    cdef void count(self, uint32_t failed, int64_t article, int64_t paragraphs) noexcept nogil
