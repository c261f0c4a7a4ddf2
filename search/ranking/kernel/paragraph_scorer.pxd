# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Terms of a query within one window of 65,536 documents, and what a document scores there by plain BM25."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t

from search.index.format.format cimport OFTEN
from search.ranking.kernel.documents cimport DocumentMap, is_visible
from search.ranking.kernel.postings cimport (
    NO_WINDOW, Cursor, code_of, contains, enter_window, find, frequency_at, leave_window, rewind, window_of,
)

cdef extern from *:
    """
    /* Sums of 32-bit scores are this near to the exact ones. */
    #define WARTA_SLACK (1.0 - 1e-5)
    """
    const double SLACK "WARTA_SLACK"


cdef enum:
    GROUPS = 1024              # of 64 documents in a window


cdef struct TermScorer:
    Cursor cursor              # by windows
    double weight
    double bound               # no score of this term is greater
    double per_impact          # what an impact of 1 may score; 0 where impacts say nothing
    const uint8_t *lengths
    const double *norms
    const float *few           # see Similarity


cdef struct Word:
    # Terms, one after the other, any of which makes the word occur: one, or the same in several fields.
    TermScorer *terms
    int32_t n
    uint32_t count             # postings in the current window
    const uint8_t *test        # a bitmap of its documents there, or NULL
    uint8_t *bitmap            # room for one, or NULL


cdef struct Scorer:
    # What is looked for, and where it may be found.
    TermScorer *terms
    int32_t n
    Word *words                # what all must be found of, where all are wanted
    int32_t word_count
    int32_t *order             # the terms by their bounds, the greatest first
    TermScorer *excluded
    int32_t excluded_count
    DocumentMap documents
    bint counted               # whether what matches is counted


cdef inline double score_at(const TermScorer *term, uint32_t place, int64_t doc) noexcept nogil:
    """Return what a posting of the current window scores."""
    cdef double tf = frequency_at(term.cursor.here, place)
    return term.weight * (tf / (tf + term.norms[term.lengths[doc]]))


cdef inline float rough_score(const TermScorer *term, uint32_t place, int64_t doc) noexcept nogil:
    """Return the same in 32 bits, sooner."""
    cdef uint32_t code = code_of(term.cursor.here, place)
    if code == OFTEN - 1:
        return <float> score_at(term, place, doc)
    return <float> term.weight * term.few[code << 8 | term.lengths[doc]]


cdef inline void begin(Scorer *scorer) noexcept nogil:
    """Go back before the first window."""
    cdef int32_t i
    for i in range(scorer.n):
        rewind(&scorer.terms[i].cursor)
    for i in range(scorer.excluded_count):
        rewind(&scorer.excluded[i].cursor)


cdef inline void enter(Scorer *scorer, uint32_t window) noexcept nogil:
    """Enter a window with all terms."""
    cdef int32_t i
    for i in range(scorer.n):
        enter_window(&scorer.terms[i].cursor, window)
    for i in range(scorer.excluded_count):
        enter_window(&scorer.excluded[i].cursor, window)


cdef inline void leave(Scorer *scorer) noexcept nogil:
    """Leave a window with all terms that have it."""
    cdef int32_t i
    for i in range(scorer.n):
        leave_window(&scorer.terms[i].cursor)


cdef inline uint32_t next_window(const TermScorer *terms, int32_t n) noexcept nogil:
    """Return the first window, from those entered on, that holds any of the words; NO_WINDOW after the last."""
    cdef uint32_t nearest = NO_WINDOW
    cdef int32_t i
    for i in range(n):
        nearest = min(nearest, window_of(&terms[i].cursor))
    return nearest


cdef inline double exact_score(Scorer *scorer, uint32_t low, int64_t doc) noexcept nogil:
    """Return the score of a document of the current window, added up in the order of the query."""
    cdef double total = 0.0
    cdef uint32_t place
    cdef int32_t i
    for i in range(scorer.n):
        if find(scorer.terms[i].cursor.here, low, &place):
            total += score_at(&scorer.terms[i], place, doc)
    return total


cdef inline bint is_allowed(Scorer *scorer, uint32_t low, int64_t doc) noexcept nogil:
    """Tell whether a document of the current window may be found."""
    cdef int32_t i
    if not is_visible(&scorer.documents, doc):
        return False
    for i in range(scorer.excluded_count):
        if contains(scorer.excluded[i].cursor.here, low):
            return False
    return True
