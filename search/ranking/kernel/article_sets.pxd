# cython: language_level=3
"""Sets of articles as bitmaps."""

from libc.stdint cimport int64_t, uint64_t

from search.ranking.kernel.columns cimport Arrays
from search.ranking.kernel.cursors cimport Container, warta_lowest


cdef void add_documents(const Container *here, uint64_t *documents) noexcept nogil
cdef void add_articles(const Arrays *arrays, const Container *here, uint64_t *articles) noexcept nogil


cdef inline int64_t set_size(const Arrays *arrays) noexcept nogil:
    """Return the words of a set."""
    return (arrays.article_count >> 6) + 1


cdef inline int64_t next_in(const uint64_t *articles, int64_t size, int64_t article) noexcept nogil:
    """Return the first article of a set from ``article`` on, -1 where there is none."""
    cdef int64_t at = article >> 6
    cdef uint64_t word
    if at >= size:
        return -1
    word = articles[at] & (<uint64_t> -1 << (article & 63))
    while word == 0:
        at += 1
        if at == size:
            return -1
        word = articles[at]
    return 64 * at + warta_lowest(word)
