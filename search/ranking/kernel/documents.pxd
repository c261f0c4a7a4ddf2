# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Arrays over the documents of a snapshot: their articles, which of them are visible, their lengths and norms."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

from search.bits cimport count_bits, highest_bit, lowest_bit, prefetch


cdef struct DocumentMap:
    # The documents of each article, and which of them a search may return.
    const int64_t *first_paragraph
    const uint64_t *begins     # a bit for each document that begins an article, and one behind the last
    const int32_t *before      # for each word of that bitmap: articles that begin before it
    const uint64_t *live       # a bit for each document that is not deleted, NULL if none is
    const uint8_t *allowed     # for each article whether the filters accept it, NULL without filters
    int64_t article_count
    int64_t paragraphs
    int64_t padded             # the same, rounded up to whole windows of 65,536
    int64_t longest            # paragraphs of the longest article


cdef class Documents:
    cdef DocumentMap map
    cdef object _kept


cdef class Similarity:
    cdef const uint8_t[::1] lengths
    cdef const double[::1] norms
    cdef double max_ratio, min_ratio
    cdef float saturations[768]  # saturations of the frequencies 1, 2 and 3, by length


cdef struct LengthNorm:
    # Norms that are computed when needed: a table by length would cost more of the processor's cache.
    double k1, b, average


cdef struct ArticleNorms:
    DocumentMap map
    const uint8_t *lengths     # of paragraphs
    const double *norms        # by paragraph length
    const int32_t *article_lengths
    const int32_t *title_lengths
    LengthNorm article_norm
    LengthNorm title_norm
    int64_t lead               # occurrences in the first so many paragraphs count 1, later ones `later`
    double later
    double saturation[256]     # the upper bound of a paragraph's saturation, by frequency


cdef class ArticleSimilarity:
    cdef ArticleNorms arrays
    cdef object _kept


cdef inline double norm_of(const LengthNorm *norm, int32_t length) noexcept nogil:
    """Return the norm of a length; see ``search.bm25.length_norms``."""
    return norm.k1 * (1.0 - norm.b + norm.b * <double> length / norm.average)


cdef inline int64_t article_of(const DocumentMap *map, int64_t doc) noexcept nogil:
    """Return the article of a document.

    It is the rank of the document in the bitmap of beginnings (Jacobson 1989). This bitmap fits into the processor's
    cache; an array with the article of each document does not.
    """
    return map.before[doc >> 6] + count_bits(map.begins[doc >> 6] & (<uint64_t> 2 << (doc & 63)) - 1) - 1


cdef inline int64_t article_at(const DocumentMap *map, int64_t doc, int64_t *first, int64_t *end) noexcept nogil:
    """Return the article of a document, with its first document and its end (rank and select)."""
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
    """Return whether a document is live and its article is allowed."""
    if map.live != NULL and not map.live[doc >> 6] >> (doc & 63) & 1:
        return False
    return map.allowed == NULL or map.allowed[article_of(map, doc)] != 0


cdef inline uint64_t allowed_documents(const DocumentMap *map, int64_t block) noexcept nogil:
    """Return a bit for each document of a block whose article is allowed; ``allowed`` must not be NULL."""
    cdef uint64_t begins = map.begins[block], documents = 0
    cdef int64_t article = map.before[block] + <int64_t> (begins & 1) - 1
    cdef uint64_t from_here = <uint64_t> -1
    begins &= ~<uint64_t> 1
    while True:  # an article's documents end where the next article begins
        documents = (documents & ~from_here) | (from_here if map.allowed[article] else 0)
        if begins == 0:
            return documents
        from_here = 0 - (begins & (0 - begins))
        begins &= begins - 1
        article += 1


cdef inline void prefetch_article(const ArticleNorms *arrays, int64_t article) noexcept nogil:
    """Prefetch what will be read of an article: a cache line covers only a few articles."""
    prefetch(arrays.map.first_paragraph + article)
    prefetch(arrays.article_lengths + article)
    prefetch(arrays.title_lengths + article)
