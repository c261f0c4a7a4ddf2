# cython: language_level=3
"""The arrays over paragraphs and articles that loops of the kernel read."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

from search.bits cimport prefetch

cdef extern from *:
    """
    #include <stdint.h>
    static inline int64_t warta_set(uint64_t word) {  /* without an instruction that not every processor has */
        word -= (word >> 1) & 0x5555555555555555ULL;
        word = (word & 0x3333333333333333ULL) + ((word >> 2) & 0x3333333333333333ULL);
        return (int64_t) ((((word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL) * 0x0101010101010101ULL) >> 56);
    }
    static inline int64_t warta_highest(uint64_t word) { return 63 - __builtin_clzll(word); }
    static inline int64_t warta_first(uint64_t word) { return __builtin_ctzll(word); }
    """
    int64_t warta_set(uint64_t word) noexcept nogil
    int64_t warta_highest(uint64_t word) noexcept nogil
    int64_t warta_first(uint64_t word) noexcept nogil


cdef struct LengthNorm:
    # Of lengths whose norms would take more of the processor's cache than it costs to work them out.
    double k1, b, average


cdef inline double norm_of(const LengthNorm *norm, int32_t length) noexcept nogil:
    """Return what a frequency is set against: see ``search.bm25.length_norms``."""
    return norm.k1 * (1.0 - norm.b + norm.b * <double> length / norm.average)


cdef struct Arrays:
    const int64_t *first_paragraph
    const uint64_t *begins     # a bit for each document with which an article begins, and one at their end
    const int32_t *before      # articles that begin before each word of these
    const uint8_t *lengths
    const double *norms
    const int32_t *article_lengths
    const int32_t *title_lengths
    LengthNorm article_norm
    LengthNorm title_norm
    int64_t article_count
    int64_t paragraphs
    int64_t documents          # the same, padded to whole windows
    int64_t longest            # paragraphs of the longest article
    int64_t lead
    double later
    double saturation[256]     # what no paragraph's is above, by frequency


cdef class Columns:
    cdef Arrays arrays
    cdef object _kept


cdef inline int64_t article_at(const Arrays *arrays, int64_t doc, int64_t *first, int64_t *end) noexcept nogil:
    """Return the article of a document, and where it begins and ends.

    Told by rank and select over the beginnings of articles (Jacobson 1989): a bit a document stays in the
    processor's cache where the number of each one's article does not.
    """
    cdef int64_t at = doc >> 6
    cdef uint64_t up_to = (<uint64_t> 2 << (doc & 63)) - 1
    cdef uint64_t word = arrays.begins[at] & up_to
    cdef int64_t article = arrays.before[at] + warta_set(word) - 1
    while word == 0:
        at -= 1
        word = arrays.begins[at]
    first[0] = 64 * at + warta_highest(word)
    at = doc >> 6
    word = arrays.begins[at] & ~up_to
    while word == 0:
        at += 1
        word = arrays.begins[at]
    end[0] = 64 * at + warta_first(word)
    if end[0] > arrays.paragraphs:
        end[0] = arrays.paragraphs
    return article


cdef inline void prefetch_article(const Arrays *arrays, int64_t article) noexcept nogil:
    """Ask for what will be read of an article: no line of the cache has more than a few articles."""
    prefetch(arrays.first_paragraph + article)
    prefetch(arrays.article_lengths + article)
    prefetch(arrays.title_lengths + article)
