# cython: language_level=3
from libc.stdint cimport int64_t

from search.ranking.kernel.bags.windows cimport Search

cdef int64_t count_any(Search *search) noexcept nogil
