# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Article sets: bitmaps with a bit for each article of the index, for example of those that contain a term.

A bitmap over articles fits into the processor's first-level cache, and two sets are combined 64 articles at a time.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

from search.bits cimport lowest_bit
from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.documents cimport DocumentMap
from search.ranking.kernel.postings cimport Container

cdef extern from *:
    """
    #include <string.h>

    /* The article of the document whose bit is the highest in up_to: see article_of() of documents.pxd. */
    static WARTA_INLINE int64_t warta_article(uint64_t begins, int32_t before, uint64_t up_to) {
        return before + (int64_t) WARTA_POPCOUNT(begins & up_to) - 1;
    }

    /* Add the articles of a list of documents. */
    WARTA_WITH_POPCNT static void warta_add_listed(
        const uint16_t *low, uint32_t count, const uint64_t *begins, const int32_t *before, uint64_t *articles
    ) {
        for (uint32_t i = 0; i < count; i++) {
            uint64_t up_to = (2ULL << (low[i] & 63)) - 1;
            int64_t article = warta_article(begins[low[i] >> 6], before[low[i] >> 6], up_to);
            articles[article >> 6] |= 1ULL << (article & 63);
        }
    }

    /* Add the articles of a bitmap of documents. */
    WARTA_WITH_POPCNT static void warta_add_marked(
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
                /* What remains are the documents of the next article and of later ones. */
                word &= next ? ~(next ^ (next - 1)) | (next & (0 - next)) : 0;
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


cdef inline int64_t set_size(const DocumentMap *map) noexcept nogil:
    """Return the number of 64-bit words in a set."""
    return (map.article_count >> 6) + 1


cdef inline int64_t next_in(const uint64_t *articles, int64_t size, int64_t article) noexcept nogil:
    """Return the first article of a set that is ``article`` or greater; -1 if there is none."""
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
    return 64 * at + <int64_t> lowest_bit(word)


cdef inline void add_articles(const DocumentMap *map, const Container *here, uint64_t *articles) noexcept nogil:
    """Add the articles of the documents in a container to a set."""
    cdef const uint64_t *begins = map.begins + (<int64_t> here.window << (WINDOW_BITS - 6))
    cdef const int32_t *before = map.before + (<int64_t> here.window << (WINDOW_BITS - 6))
    if here.low != NULL:
        warta_add_listed(here.low, here.count, begins, before, articles)
    else:
        warta_add_marked(here.bits, begins, before, articles)
