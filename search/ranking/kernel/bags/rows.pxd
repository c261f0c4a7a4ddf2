# cython: language_level=3
from libc.stdint cimport int32_t, int64_t, uint32_t

from search.ranking.kernel.bags.best cimport Best
from search.ranking.kernel.cursors cimport Place
from search.ranking.kernel.positions cimport Scratch
from search.ranking.kernel.bags.windows cimport Search


cdef struct Rows:
    # Documents in which the terms of a search stand in a row, and from how many places.
    bint scored                # whether they are scored on the spot, by the first term's field and weight
    int32_t *docs              # if not, they are noted
    int32_t *counts
    int64_t size
    int64_t held
    int32_t gap
    Place *places
    Scratch scratch[2]
    bint enough                # memory


cdef void in_a_row(Search *search, Best *best, Rows *rows, uint32_t low, int64_t doc) noexcept nogil
