# cython: language_level=3
from search.ranking.kernel.bags.best cimport Best
from search.ranking.kernel.bags.windows cimport Search

cdef bint is_one_list(const Search *search) noexcept nogil
cdef void find_one(Search *search, Best *best) noexcept nogil
