# cython: language_level=3
"""The k best documents so far: a heap whose top is the worst of them."""

from libc.stdint cimport int64_t


cdef struct Best:
    # Of equal scores the later document is the worse.
    double *scores
    int64_t *docs
    int64_t k
    int64_t held
    double least               # a score that k documents reach
    int64_t total              # documents that match, where they are counted


cdef int start(Best *best, int64_t k, int64_t documents) except -1
cdef tuple finish(Best *best)
cdef void keep(Best *best, double score, int64_t doc) noexcept nogil
