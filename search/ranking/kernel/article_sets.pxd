# cython: language_level=3
"""Sets of articles as bitmaps."""

from libc.stdint cimport int64_t, uint64_t

from search.ranking.kernel.columns cimport Arrays
from search.ranking.kernel.cursors cimport Container


cdef void add_articles(const Arrays *arrays, const Container *here, uint64_t *articles) noexcept nogil


cdef inline int64_t set_size(const Arrays *arrays) noexcept nogil:
    """Return the words of a set."""
    return (arrays.article_count >> 6) + 1
