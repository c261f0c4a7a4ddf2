# cython: language_level=3
"""A query made ready for scoring: leaves over posting lists, words in a row, coverage."""

from libc.stdint cimport int32_t, int64_t, uint64_t

from search.ranking.kernel.columns cimport Arrays, article_at
from search.ranking.kernel.cursors cimport Cursor, Place
from search.ranking.kernel.positions cimport Scratch
from search.ranking.kernel.trees cimport Program


cdef enum:
    BODY_LEAF = 0
    EXACT_LEAF = 1             # a word as typed: it adds to scores and tells of no word
    TITLE_LEAF = 2
    PRESENCE_LEAF = 3


cdef struct Leaf:
    Cursor cursor
    Cursor start               # the first of its postings in the article that is looked at
    int32_t word
    int32_t kind
    bint active                # whether the word may stand in articles that are yet to come
    double own                 # what saturation is multiplied by in a paragraph, and in an article
    double context
    double most                # no saturation of a paragraph is greater
    double as_typed            # what the word as typed can give to a paragraph
    double bound               # what the leaf can give to a paragraph and its article together


cdef struct Row:
    Cursor *cursors
    Place *places
    int32_t n
    uint64_t words
    double weight


cdef struct Query:
    Leaf *leaves
    Row *rows
    Program program
    int32_t leaf_count, row_count, needed_count, generator_count, concept_count
    int32_t *needed            # leaves of words that a match needs, word by word, the rarest first
    int32_t *generators        # leaves of which every match holds one
    int32_t *concepts
    double *rarities
    double coverage, rarity
    uint64_t positive
    bint flat                  # a paragraph of a matching article matches where it holds any of the words
    bint is_union              # any of the words will do, and there are no others


cdef struct Work:
    # What is known of the article that is looked at.
    const Arrays *arrays
    int64_t article
    int64_t first, end         # its paragraphs
    uint64_t *holds            # of each paragraph the words that it holds
    uint64_t *marks            # or, in a flat query, a bit for each that holds any
    double *scores
    uint64_t held
    double context             # what the article gives to each paragraph
    double most_own            # no paragraph has more of its own
    uint64_t covered           # the words of the last coverage that was worked out, and what it was
    double coverage
    bint knows_coverage
    Scratch scratch[2]
    bint failed                # for want of memory


cdef bint begin_work(Work *work, const Arrays *arrays) noexcept nogil
cdef void end_work(Work *work) noexcept nogil
cdef void bound_leaves(Query *query) noexcept nogil
cdef double most_of_held(Query *query, Work *work) noexcept nogil
cdef void gather(Query *query, Work *work) noexcept nogil
cdef double coverage(const Query *query, Work *work) noexcept nogil
cdef int64_t matching_paragraphs(const Query *query, const Work *work) noexcept nogil
cdef bint is_matching(const Query *query, const Work *work, int64_t place) noexcept nogil
cdef bint score_paragraphs(Query *query, Work *work) noexcept nogil
cdef double most_of_words(const Query *query, uint64_t words, bint titled, Work *work) noexcept nogil
cdef int64_t words_missing(Query *query, int64_t first, int64_t end) noexcept nogil


cdef inline double positive_part(double value) noexcept nogil:
    return value if value > 0.0 else 0.0


cdef inline void look_at(Work *work, int64_t article) noexcept nogil:
    work.article = article
    work.first = work.arrays.first_paragraph[article]
    work.end = work.arrays.first_paragraph[article + 1]


cdef inline void look_at_document(Work *work, int64_t doc) noexcept nogil:
    """Look at the article of a document."""
    work.article = article_at(work.arrays, doc, &work.first, &work.end)
