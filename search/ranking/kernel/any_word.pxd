# cython: language_level=3
"""Searches for any of several words."""

from libc.stdint cimport uint8_t

from search.ranking.kernel.ranks cimport Ranks
from search.ranking.kernel.scoring cimport Query, Work
from search.ranking.kernel.tally cimport Totals


cdef bint survey_union(
    Query *query, Work *work, Totals *totals, Ranks *ranks, const uint8_t *allowed
) noexcept nogil
