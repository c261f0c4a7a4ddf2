# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The scorers of terms within one window of 65,536 documents, and the plain BM25 score of a document there."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t

from search.index.format.format cimport OFTEN
from search.ranking.kernel.documents cimport DocumentMap, is_visible
from search.ranking.kernel.meter cimport Meter
from search.ranking.kernel.postings cimport (
    NO_WINDOW, Cursor, code_of, contains, enter_window, find, frequency_at, leave_window, rewind, window_of,
)

cdef extern from *:
    """
    /* A sum of 32-bit scores is at least this fraction of the exact sum. */
    #define WARTA_SLACK (1.0 - 1e-5)
    """
    const double SLACK "WARTA_SLACK"


cdef enum:
    BLOCKS = 1024              # blocks of 64 documents in a window


cdef struct TermScorer:
    Cursor cursor              # it moves by windows
    double weight
    double bound               # upper bound of the term's score
    double per_impact          # upper bound of the score for an impact of 1; 0 if impacts are not used
    const uint8_t *lengths
    const double *norms
    const float *saturations           # see Similarity


cdef struct Disjunction:
    # Neighbouring terms in the scorer, one of which must occur: a term, the same term in several fields, or several.
    TermScorer *terms
    int32_t n
    uint32_t count             # postings in the current window
    const uint8_t *test        # the bitmap of its documents there, or NULL
    uint8_t *bitmap            # memory for such a bitmap, or NULL


cdef struct Scorer:
    # A query over paragraphs, and the documents that it may return.
    TermScorer *terms
    int32_t n
    Disjunction *disjunctions       # the parts of a conjunction: a match satisfies all of them
    int32_t disjunction_count
    int32_t *order             # the terms by their bounds, the greatest first
    TermScorer *excluded       # terms that no match contains
    int32_t excluded_count
    DocumentMap documents
    bint counted               # whether all matches are counted
    Meter meter                # of the budget


cdef inline double score_at(const TermScorer *term, uint32_t rank, int64_t doc) noexcept nogil:
    """Return the score of a posting in the current window."""
    cdef double tf = frequency_at(term.cursor.here, rank)
    return term.weight * (tf / (tf + term.norms[term.lengths[doc]]))


cdef inline float approximate_score(const TermScorer *term, uint32_t rank, int64_t doc) noexcept nogil:
    """Return the score of a posting with 32 bits, which is faster."""
    cdef uint32_t code = code_of(term.cursor.here, rank)
    if code == OFTEN - 1:
        return <float> score_at(term, rank, doc)
    return <float> term.weight * term.saturations[code << 8 | term.lengths[doc]]


cdef inline void begin(Scorer *scorer) noexcept nogil:
    """Move all cursors before the first window."""
    cdef int32_t i
    for i in range(scorer.n):
        rewind(&scorer.terms[i].cursor)
    for i in range(scorer.excluded_count):
        rewind(&scorer.excluded[i].cursor)


cdef inline void enter(Scorer *scorer, uint32_t window) noexcept nogil:
    """Move all cursors to a window."""
    cdef int32_t i
    for i in range(scorer.n):
        enter_window(&scorer.terms[i].cursor, window)
    for i in range(scorer.excluded_count):
        enter_window(&scorer.excluded[i].cursor, window)


cdef inline void leave(Scorer *scorer) noexcept nogil:
    """Move the cursors behind the current window."""
    cdef int32_t i
    for i in range(scorer.n):
        leave_window(&scorer.terms[i].cursor)


cdef inline uint32_t next_window(const TermScorer *terms, int32_t n) noexcept nogil:
    """Return the next window that contains any of the terms; NO_WINDOW after the last."""
    cdef uint32_t nearest = NO_WINDOW
    cdef int32_t i
    for i in range(n):
        nearest = min(nearest, window_of(&terms[i].cursor))
    return nearest


cdef inline double exact_score(Scorer *scorer, uint32_t low, int64_t doc) noexcept nogil:
    """Return the exact score of a document in the current window, added in the order of the query."""
    cdef double total = 0.0
    cdef uint32_t rank
    cdef int32_t i
    for i in range(scorer.n):
        if find(scorer.terms[i].cursor.here, low, &rank):
            total += score_at(&scorer.terms[i], rank, doc)
    return total


cdef inline bint is_allowed(Scorer *scorer, uint32_t low, int64_t doc) noexcept nogil:
    """Return whether a document is visible and contains no excluded term."""
    cdef int32_t i
    if not is_visible(&scorer.documents, doc):
        return False
    for i in range(scorer.excluded_count):
        if contains(scorer.excluded[i].cursor.here, low):
            return False
    return True
