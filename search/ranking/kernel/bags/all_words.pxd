# cython: language_level=3
from search.ranking.kernel.bags.best cimport Best
from search.ranking.kernel.bags.rows cimport Rows
from search.ranking.kernel.bags.windows cimport Search

cdef bint find_all(Search *search, Best *best, Rows *rows) noexcept nogil
