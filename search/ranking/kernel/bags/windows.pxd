# cython: language_level=3
"""Terms of a query within one window of 65,536 documents, the containers of the lists."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t

from search.ranking.kernel.bags.visible cimport Visible
from search.ranking.kernel.cursors cimport OFTEN, Container, code_at, first_place, frequency_at, place_of

cdef enum:
    WINDOW_WORDS = 1024        # of 64 bits, for the 64 documents of a group
    GROUPS = 1024              # in a window
    NO_WINDOW = 1 << 30


# Sums of 32-bit scores are this near to the exact ones.
cdef extern from *:
    """
    #define WARTA_SLACK (1.0 - 1e-5)
    """
    const double SLACK "WARTA_SLACK"


cdef struct Term:
    const Container *containers
    int32_t n
    int32_t at                 # the container that holds `here`, or the next one
    const Container *here      # in the current window, or NULL
    double weight
    double bound               # no score of this word is greater
    double per_impact          # what an impact of 1 may score; 0 where impacts say nothing
    const uint8_t *lengths
    const double *norms
    const float *few           # see Saturations


cdef class Saturations:
    cdef const uint8_t[::1] lengths
    cdef const double[::1] norms
    cdef double stretch, shrinkage
    cdef float few[768]        # of one, two and three occurrences, by length


cdef struct Word:
    # Terms, one after the other, any of which makes the word occur: one, or the same in several fields.
    Term *terms
    int32_t n
    uint32_t count             # postings in the current window
    const uint8_t *test        # a bitmap of its documents there, or NULL
    uint8_t *marks             # room for one, or NULL


cdef struct Search:
    # What is looked for, and where it may be found.
    Term *terms
    int32_t n
    Word *words                # what all must be found of, where all are wanted
    int32_t word_count
    int32_t *order             # the terms by their bounds, the greatest first
    Term *excluded
    int32_t excluded_count
    Visible visible
    bint counted               # whether what matches is counted


cdef inline void enter_window(Term *term, uint32_t window) noexcept nogil:
    """Move on to a window."""
    while term.at < term.n and term.containers[term.at].window < window:
        term.at += 1
    term.here = NULL
    if term.at < term.n and term.containers[term.at].window == window:
        term.here = &term.containers[term.at]


cdef inline bint find(const Term *term, uint32_t low, uint32_t *place) noexcept nogil:
    """Look a document of the current window up."""
    cdef const Container *here = term.here
    if here == NULL:
        return False
    if here.low != NULL:
        place[0] = first_place(here, low)
        return place[0] < here.count and here.low[place[0]] == low
    if not here.bits[low >> 3] >> (low & 7) & 1:
        return False
    place[0] = place_of(here, low)
    return True


cdef inline bint holds(const Term *term, uint32_t low) noexcept nogil:
    """Tell whether a document of the current window is in the list."""
    cdef const Container *here = term.here
    cdef uint32_t place
    if here == NULL:
        return False
    if here.low == NULL:
        return here.bits[low >> 3] >> (low & 7) & 1
    place = first_place(here, low)
    return place < here.count and here.low[place] == low


cdef inline double score_at(const Term *term, uint32_t place, int64_t doc) noexcept nogil:
    """Return what a posting of the current window scores."""
    cdef double tf = frequency_at(term.here, place)
    return term.weight * (tf / (tf + term.norms[term.lengths[doc]]))


cdef inline uint32_t code_of(const Container *here, uint32_t place) noexcept nogil:
    """Return the two bits that tell how often the word of a posting occurs: once, twice, thrice or often."""
    if here.codes != NULL:
        return code_at(here, place)
    return 0 if here.weights == NULL else OFTEN - 1


cdef inline float rough_score(const Term *term, uint32_t place, int64_t doc) noexcept nogil:
    """Return the same in 32 bits, sooner."""
    cdef uint32_t code = code_of(term.here, place)
    if code == OFTEN - 1:
        return <float> score_at(term, place, doc)
    return <float> term.weight * term.few[code << 8 | term.lengths[doc]]


cdef void begin(Search *search) noexcept nogil
cdef void enter(Search *search, uint32_t window) noexcept nogil
cdef void leave(Search *search) noexcept nogil
cdef uint32_t next_window(const Term *terms, int32_t n) noexcept nogil
cdef double exact_score(Search *search, uint32_t low, int64_t doc) noexcept nogil
cdef bint is_allowed(Search *search, uint32_t low, int64_t doc) noexcept nogil
cdef void mark(const Container *here, uint64_t *bits) noexcept nogil
