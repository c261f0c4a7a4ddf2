# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The k best documents that hold one word of which no impacts tell: there is nothing to sum up or to skip.

What the best have reached says for each frequency below which length a document could be among them, so that most
postings cost one comparison.
"""

from libc.stdint cimport int32_t, int64_t, uint32_t

from search.ranking.kernel.bags.best cimport Best, keep
from search.ranking.kernel.bags.windows cimport SLACK, Search, Term, begin, code_of, enter, is_allowed, score_at
from search.ranking.kernel.cursors cimport OFTEN, WINDOW_BITS, Container


cdef bint is_one_list(const Search *search) noexcept nogil:
    """Tell whether the search is for one word whose documents are listed, without impacts."""
    cdef const Container *here
    cdef int32_t i
    if search.n != 1:
        return False
    for i in range(search.terms[0].n):
        here = &search.terms[0].containers[i]
        if here.low == NULL or (here.impacts != NULL and search.terms[0].per_impact != 0.0):
            return False
    return True


cdef void find_one(Search *search, Best *best) noexcept nogil:
    """Put the best documents that hold the word into ``best``."""
    cdef const Term *term = &search.terms[0]
    cdef const Container *here
    cdef uint32_t limits[OFTEN]    # documents so long do not suffice, by code of the frequency
    cdef uint32_t place, low
    cdef int64_t base
    cdef int32_t i
    for i in range(OFTEN):
        limits[i] = 256
    begin(search)
    _lower(term, best.least, limits)
    for i in range(term.n):
        here = &term.containers[i]
        base = <int64_t> here.window << WINDOW_BITS
        enter(search, here.window)
        for place in range(here.count):
            low = here.low[place]
            if term.lengths[base + low] >= limits[code_of(here, place)] or not is_allowed(search, low, base + low):
                continue
            keep(best, score_at(term, place, base + low), base + low)
            _lower(term, best.least, limits)


cdef inline void _lower(const Term *term, double least, uint32_t *limits) noexcept nogil:
    """Lower the limits to lengths with which ``least`` is reached."""
    cdef double needed = least * SLACK
    cdef uint32_t code
    for code in range(OFTEN - 1):
        while limits[code] and term.weight * term.few[code << 8 | (limits[code] - 1)] < needed:
            limits[code] -= 1
