# cython: language_level=3
"""The k best places, in a heap with the worst on top."""

from libc.stdint cimport int32_t, int64_t

from search.ranking.kernel.scoring cimport Query, Work
from search.ranking.kernel.tally cimport Totals


cdef struct Ranked:
    int64_t moment             # ascending; 0 where only scores count
    double score
    int32_t article
    int32_t count              # paragraphs that match


cdef struct Ranks:
    Ranked *heap
    int64_t k
    int64_t held
    const double *prior        # of each article, a part of its score, or NULL
    double most_prior          # none of these is greater
    const int64_t *instants    # to sort by, or NULL
    bint newest_first
    const Totals *totals       # for its clusters, of which only the best article has a place


cdef bint could_come(const Ranks *ranks, int64_t article) noexcept nogil
cdef bint could_rank(const Ranks *ranks, int64_t moment, double most) noexcept nogil
cdef bint rank_gathered(Query *query, Work *work, Ranks *ranks, int64_t count) noexcept nogil
