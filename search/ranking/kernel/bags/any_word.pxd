# cython: language_level=3
from search.ranking.kernel.bags.best cimport Best
from search.ranking.kernel.bags.windows cimport Search

cdef bint find_any(Search *search, Best *best) noexcept nogil
