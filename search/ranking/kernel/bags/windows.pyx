# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Terms of a query within one window of 65,536 documents: what is not worth inlining."""

from libc.stdint cimport uint8_t
from libc.string cimport memcpy

from search.ranking.kernel.bags.visible cimport is_visible


cdef class Saturations:
    """What so many occurrences in a document of a field come to: tf / (tf + norm of its length).

    lengths:   uint8 of each document, padded to whole windows; norms: float64[256], by length
    stretch:   by what they may exceed those that the impacts were made of, from 1 to 255, with which the impacts
               say nothing
    shrinkage: by what they may fall short of them, from 0 to 1
    """

    def __init__(self, lengths, norms, double stretch=1.0, double shrinkage=1.0):
        cdef uint32_t i
        self.lengths, self.norms = lengths, norms
        self.stretch, self.shrinkage = stretch, shrinkage
        if self.norms.shape[0] != 256:
            raise ValueError("norms: one for each length")
        for i in range(768):
            self.few[i] = <float> (((i >> 8) + 1.0) / ((i >> 8) + 1.0 + self.norms[i & 255]))


cdef void begin(Search *search) noexcept nogil:
    """Go back before the first window."""
    cdef int32_t i
    for i in range(search.n):
        search.terms[i].at = 0
    for i in range(search.excluded_count):
        search.excluded[i].at = 0


cdef void enter(Search *search, uint32_t window) noexcept nogil:
    """Enter a window with all terms."""
    cdef int32_t i
    for i in range(search.n):
        enter_window(&search.terms[i], window)
    for i in range(search.excluded_count):
        enter_window(&search.excluded[i], window)


cdef void leave(Search *search) noexcept nogil:
    """Leave a window with all terms that have it."""
    cdef int32_t i
    for i in range(search.n):
        search.terms[i].at += search.terms[i].here != NULL


cdef uint32_t next_window(const Term *terms, int32_t n) noexcept nogil:
    """Return the first window, from those entered on, that holds any of the words; NO_WINDOW after the last."""
    cdef uint32_t nearest = NO_WINDOW
    cdef int32_t i
    for i in range(n):
        if terms[i].at < terms[i].n and terms[i].containers[terms[i].at].window < nearest:
            nearest = terms[i].containers[terms[i].at].window
    return nearest


cdef double exact_score(Search *search, uint32_t low, int64_t doc) noexcept nogil:
    """Return the score of a document of the current window, added up in the order of the query."""
    cdef double total = 0.0
    cdef uint32_t place
    cdef int32_t i
    for i in range(search.n):
        if find(&search.terms[i], low, &place):
            total += score_at(&search.terms[i], place, doc)
    return total


cdef bint is_allowed(Search *search, uint32_t low, int64_t doc) noexcept nogil:
    """Tell whether a document of the current window may be found."""
    cdef int32_t i
    if not is_visible(&search.visible, doc):
        return False
    for i in range(search.excluded_count):
        if holds(&search.excluded[i], low):
            return False
    return True


cdef void mark(const Container *here, uint64_t *bits) noexcept nogil:
    """Mark the documents of a container in a bitmap of its window."""
    cdef uint8_t *bytes_of = <uint8_t *> bits
    cdef uint32_t i
    cdef uint64_t word
    if here == NULL:
        return
    if here.low != NULL:
        for i in range(here.count):
            bytes_of[here.low[i] >> 3] |= 1 << (here.low[i] & 7)
        return
    for i in range(WINDOW_WORDS):
        memcpy(&word, here.bits + 8 * i, 8)
        bits[i] |= word
