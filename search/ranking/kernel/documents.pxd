# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What is known of the documents of a snapshot: their articles, which may be found, their lengths and norms."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

from search.bits cimport count_bits, highest_bit, lowest_bit, prefetch


cdef struct DocumentMap:
    # Of which documents each article consists, and which of them may be found.
    const int64_t *first_paragraph
    const uint64_t *begins     # a bit for each document with which an article begins, and one at their end
    const int32_t *before      # articles that begin before each word of these
    const uint64_t *live       # a bit for each document that is there, NULL where all are
    const uint8_t *allowed     # whether a search lets each article through, NULL where it does all
    int64_t article_count
    int64_t paragraphs
    int64_t padded             # the same to whole windows
    int64_t longest            # paragraphs of the longest article


cdef class Documents:
    cdef DocumentMap map
    cdef object _kept


cdef class Similarity:
    cdef const uint8_t[::1] lengths
    cdef const double[::1] norms
    cdef double stretch, shrinkage
    cdef float few[768]        # of one, two and three occurrences, by length


cdef struct LengthNorm:
    # Of lengths whose norms would take more of the processor's cache than it costs to work them out.
    double k1, b, average


cdef struct ArticleNorms:
    DocumentMap map
    const uint8_t *lengths     # of paragraphs
    const double *norms        # by these
    const int32_t *article_lengths
    const int32_t *title_lengths
    LengthNorm article_norm
    LengthNorm title_norm
    int64_t lead
    double later
    double saturation[256]     # what no paragraph's is above, by frequency


cdef class ArticleSimilarity:
    cdef ArticleNorms arrays
    cdef object _kept


cdef inline double norm_of(const LengthNorm *norm, int32_t length) noexcept nogil:
    """Return what a frequency is set against: see ``search.bm25.length_norms``."""
    return norm.k1 * (1.0 - norm.b + norm.b * <double> length / norm.average)


cdef inline int64_t article_of(const DocumentMap *map, int64_t doc) noexcept nogil:
    """Return the article of a document.

    Told by rank over the beginnings of articles (Jacobson 1989): a bit a document stays in the processor's cache
    where the number of each one's article does not.
    """
    return map.before[doc >> 6] + count_bits(map.begins[doc >> 6] & (<uint64_t> 2 << (doc & 63)) - 1) - 1


cdef inline int64_t article_at(const DocumentMap *map, int64_t doc, int64_t *first, int64_t *end) noexcept nogil:
    """Return the article of a document, and where it begins and ends: rank and select."""
    cdef int64_t at = doc >> 6
    cdef uint64_t up_to = (<uint64_t> 2 << (doc & 63)) - 1
    cdef uint64_t word = map.begins[at] & up_to
    cdef int64_t article = map.before[at] + count_bits(word) - 1
    while word == 0:
        at -= 1
        word = map.begins[at]
    first[0] = 64 * at + <int64_t> highest_bit(word)
    at = doc >> 6
    word = map.begins[at] & ~up_to
    while word == 0:
        at += 1
        word = map.begins[at]
    end[0] = 64 * at + <int64_t> lowest_bit(word)
    if end[0] > map.paragraphs:
        end[0] = map.paragraphs
    return article


cdef inline bint all_visible(const DocumentMap *map) noexcept nogil:
    return map.live == NULL and map.allowed == NULL


cdef inline bint is_visible(const DocumentMap *map, int64_t doc) noexcept nogil:
    """Tell whether a document is there and let through."""
    if map.live != NULL and not map.live[doc >> 6] >> (doc & 63) & 1:
        return False
    return map.allowed == NULL or map.allowed[article_of(map, doc)] != 0


cdef inline uint64_t let_through(const DocumentMap *map, int64_t group) noexcept nogil:
    """Return which of 64 documents belong to articles that are let through, as bits; ``allowed`` is given."""
    cdef uint64_t begins = map.begins[group], documents = 0
    cdef int64_t article = map.before[group] + <int64_t> (begins & 1) - 1
    cdef uint64_t from_here = <uint64_t> -1
    begins &= ~<uint64_t> 1
    while True:  # the documents from an article's first on are its own until the next one begins
        documents = (documents & ~from_here) | (from_here if map.allowed[article] else 0)
        if begins == 0:
            return documents
        from_here = 0 - (begins & (0 - begins))
        begins &= begins - 1
        article += 1


cdef inline void prefetch_article(const ArticleNorms *arrays, int64_t article) noexcept nogil:
    """Ask for what will be read of an article: no line of the cache has more than a few articles."""
    prefetch(arrays.map.first_paragraph + article)
    prefetch(arrays.article_lengths + article)
    prefetch(arrays.title_lengths + article)
