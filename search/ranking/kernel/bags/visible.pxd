# cython: language_level=3
"""Which documents of an index may be found."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

from search.ranking.kernel.columns cimport warta_first, warta_set


cdef struct Visible:
    const uint64_t *live       # a bit for each document that is there, NULL where all are
    const uint8_t *may         # whether each article is let through, NULL where all are
    const uint64_t *begins     # a bit for each document with which an article begins
    const int32_t *before      # articles that begin before each word of these


cdef class Documents:
    cdef readonly int64_t article_count
    cdef readonly int64_t padded
    cdef Visible every
    cdef object _kept


cdef inline bint all_visible(const Visible *visible) noexcept nogil:
    return visible.live == NULL and visible.may == NULL


cdef inline bint is_visible(const Visible *visible, int64_t doc) noexcept nogil:
    """Tell whether a document is there and let through."""
    cdef uint64_t up_to = (<uint64_t> 2 << (doc & 63)) - 1
    if visible.live != NULL and not visible.live[doc >> 6] >> (doc & 63) & 1:
        return False
    return (
        visible.may == NULL
        or visible.may[visible.before[doc >> 6] + warta_set(visible.begins[doc >> 6] & up_to) - 1] != 0
    )


cdef inline uint64_t let_through(const Visible *visible, int64_t group) noexcept nogil:
    """Return which of 64 documents belong to articles that are let through, as bits; ``may`` is given."""
    cdef uint64_t begins = visible.begins[group], documents = 0
    cdef int64_t article = visible.before[group] + <int64_t> (begins & 1) - 1
    cdef uint64_t from_here = <uint64_t> -1
    begins &= ~<uint64_t> 1
    while True:  # the documents from an article's first on are its own until the next one begins
        documents = (documents & ~from_here) | (from_here if visible.may[article] else 0)
        if begins == 0:
            return documents
        from_here = 0 - (begins & (0 - begins))
        begins &= begins - 1
        article += 1
