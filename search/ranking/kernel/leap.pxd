# cython: language_level=3
"""One search: what is wanted of the articles that match, and where it is put."""

from libc.stdint cimport int32_t, int64_t, uint8_t

from search.ranking.kernel.ranks cimport Ranks
from search.ranking.kernel.scoring cimport Query, Work
from search.ranking.kernel.tally cimport Totals


cdef enum:
    WANT_ARTICLES = 0
    WANT_PARAGRAPHS = 1
    WANT_HELD = 2
    WANT_SURVEY = 3


cdef struct Output:
    int32_t *ids
    double *scores
    int64_t *counts
    int64_t size
    int64_t held


cdef struct Search:
    # One search: which articles may match, and where to put what is found.
    Work work
    Ranks ranks
    Output out
    int wanted
    const uint8_t *allowed
    const int32_t *chosen      # the articles to look at, or NULL for all
    int64_t chosen_count


cdef bint leap(Query *query, Search *search, Totals *totals) noexcept nogil
