# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Sets of articles as bitmaps: which hold a term.

A set is small enough to stay in the processor's nearest cache, and sets are put together 64 articles at a time.
"""

from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.ranking.kernel.columns cimport article_at
from search.ranking.kernel.cursors cimport WINDOW_BITS, warta_lowest

cdef enum:
    WINDOW_WORDS = 1024


cdef void add_articles(const Arrays *arrays, const Container *here, uint64_t *articles) noexcept nogil:
    """Add the articles that have documents in a container."""
    cdef int64_t base = <int64_t> here.window << WINDOW_BITS
    cdef int64_t doc, first, article, end = base
    cdef uint64_t word
    cdef uint32_t i
    if here.low != NULL:
        for i in range(here.count):
            doc = base + here.low[i]
            if doc >= end:
                article = article_at(arrays, doc, &first, &end)
                articles[article >> 6] |= <uint64_t> 1 << (article & 63)
        return
    for i in range(WINDOW_WORDS):
        memcpy(&word, here.bits + 8 * i, 8)
        while word:
            doc = base + 64 * <int64_t> i + warta_lowest(word)
            word &= word - 1
            if doc >= end:
                article = article_at(arrays, doc, &first, &end)
                articles[article >> 6] |= <uint64_t> 1 << (article & 63)


cdef void add_all_articles(const Arrays *arrays, const Cursor *k, uint64_t *articles) noexcept nogil:
    """Add the articles of a whole list."""
    cdef int32_t i
    for i in range(k.n):
        add_articles(arrays, &k.containers[i], articles)
