# cython: language_level=3
"""Groups of 64 documents, scored where one of them could be among the best."""

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t

from search.ranking.kernel.bags.best cimport Best
from search.ranking.kernel.bags.bounds cimport Bounds
from search.ranking.kernel.bags.windows cimport Search, Term
from search.ranking.kernel.cursors cimport Container


cdef struct Present:
    # A word of the current window, and what it says of one group there.
    const Term *term
    const Container *here
    uint32_t factor            # units that an impact of 256 may score
    uint32_t most              # units that it may score in the group
    uint64_t docs              # those of the group that hold it, as bits


cdef struct Entered:
    # The words of the current window: those with a bitmap and impacts, with a list and impacts, without impacts.
    Present *words
    int32_t bitmaps            # the first so many
    int32_t told               # of which impacts tell: the first so many
    int32_t n
    int64_t first_group        # of the window, counted from the first of the index


cdef void enter_words(Search *search, const Bounds *bounds, Entered *entered, uint32_t window) noexcept nogil
cdef void score_group(
    Search *search, const Bounds *bounds, Entered *entered, Best *best, uint32_t group, uint32_t bound
) noexcept nogil
