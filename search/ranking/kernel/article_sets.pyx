# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Sets of documents and of their articles as bitmaps: which hold a term.

A set of articles is small enough to stay in the processor's nearest cache, and sets are put together 64 articles
at a time.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.ranking.kernel.cursors cimport BITMAP_BYTES, WINDOW_BITS

cdef extern from *:
    """
    #include <stdint.h>
    #include <string.h>
    #ifndef WARTA_DISPATCH
    #define WARTA_DISPATCH
    #endif

    /* Of the documents up to a place, the last that begins an article: see article_at() of columns.pxd. */
    static inline __attribute__((always_inline)) int64_t warta_article(uint64_t begins, int32_t before, uint64_t up_to) {
        return before + __builtin_popcountll(begins & up_to) - 1;
    }

    WARTA_DISPATCH static void warta_add_listed(
        const uint16_t *low, uint32_t count, const uint64_t *begins, const int32_t *before, uint64_t *articles
    ) {
        for (uint32_t i = 0; i < count; i++) {
            uint64_t up_to = (2ULL << (low[i] & 63)) - 1;
            int64_t article = warta_article(begins[low[i] >> 6], before[low[i] >> 6], up_to);
            articles[article >> 6] |= 1ULL << (article & 63);
        }
    }

    WARTA_DISPATCH static void warta_add_marked(
        const uint8_t *bits, const uint64_t *begins, const int32_t *before, uint64_t *articles
    ) {
        for (uint32_t i = 0; i < 1024; i++) {
            uint64_t word, next;
            memcpy(&word, bits + 8 * i, 8);
            while (word) {
                uint64_t up_to = word ^ (word - 1);
                int64_t article = warta_article(begins[i], before[i], up_to);
                articles[article >> 6] |= 1ULL << (article & 63);
                next = begins[i] & ~up_to;
                word &= next ? ~(next ^ (next - 1)) | (next & -next) : 0;  /* the next article's, and later ones */
            }
        }
    }
    """
    void warta_add_listed(
        const uint16_t *low, uint32_t count, const uint64_t *begins, const int32_t *before, uint64_t *articles
    ) noexcept nogil
    void warta_add_marked(
        const uint8_t *bits, const uint64_t *begins, const int32_t *before, uint64_t *articles
    ) noexcept nogil


cdef void add_documents(const Container *here, uint64_t *documents) noexcept nogil:
    """Add the documents of a container."""
    cdef uint64_t *within = documents + (<int64_t> here.window << (WINDOW_BITS - 6))
    cdef uint64_t word
    cdef uint32_t i
    if here.low != NULL:
        for i in range(here.count):
            within[here.low[i] >> 6] |= <uint64_t> 1 << (here.low[i] & 63)
    else:
        for i in range(BITMAP_BYTES // 8):
            memcpy(&word, here.bits + 8 * i, 8)
            within[i] |= word


cdef void add_articles(const Arrays *arrays, const Container *here, uint64_t *articles) noexcept nogil:
    """Add the articles that have documents in a container."""
    cdef const uint64_t *begins = arrays.begins + (<int64_t> here.window << (WINDOW_BITS - 6))
    cdef const int32_t *before = arrays.before + (<int64_t> here.window << (WINDOW_BITS - 6))
    if here.low != NULL:
        warta_add_listed(here.low, here.count, begins, before, articles)
    else:
        warta_add_marked(here.bits, begins, before, articles)
