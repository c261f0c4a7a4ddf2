# cython: language_level=3
"""Searches for any of several words."""

from libc.stdint cimport int64_t, uint8_t

from search.ranking.kernel.ranks cimport Ranks
from search.ranking.kernel.scoring cimport Query, Work
from search.ranking.kernel.tally cimport Tally


cdef bint count_union(Query *query, Work *work, Tally tally, const uint8_t *allowed) noexcept nogil
cdef bint rank_union(
    Query *query, Work *work, Tally tally, Ranks *ranks, const uint8_t *allowed, const double *prior,
    double most_prior,
) noexcept nogil
