# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The k best documents that hold any of the words.

**Bounds first** (block-max pruning: Mallia, Suel and Tonellotto 2024, "Faster learned sparse retrieval with
block-max pruning"). What each group of 64 documents can score at most is summed over all words for all groups of
the index: from the greatest impacts that frequent words carry (Ding and Suel 2011, "Faster top-k document
retrieval using block-max indexes"), and from the postings themselves of the others. Then groups are scored, those
with the greatest bounds first, layer by layer, until no bound reaches the least score of the k best.

**One word** of which no impacts tell leaves nothing to sum up or to skip. What the best have reached says for each
frequency below which length a document could be among them, so that most postings cost one comparison.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.index.format.format cimport OFTEN, WINDOW_BITS
from search.ranking.kernel.documents cimport DocumentMap, all_visible, let_through
from search.ranking.kernel.paragraph_bounds cimport Bounds, find_bounds, free_bounds, groups_between, units
from search.ranking.kernel.paragraph_groups cimport Entered, Present, enter_words, score_group
from search.ranking.kernel.paragraph_scorer cimport (
    GROUPS, SLACK, Scorer, TermScorer, begin, enter, is_allowed, leave, next_window, score_at,
)
from search.ranking.kernel.postings cimport (
    NO_WINDOW, WINDOW_WORDS, Container, add_to_bitmap, code_of, ones,
)
from search.ranking.kernel.top_k cimport TopK, keep


cdef enum:
    LAYERS = 6


cdef inline bint find_any(Scorer *scorer, TopK *top) noexcept nogil:
    """Put the best documents that hold any of the words into ``top``. Returns False without memory."""
    cdef Bounds bounds
    cdef Entered entered
    cdef uint32_t upper, lower, needed, width
    cdef bint enough
    memset(&bounds, 0, sizeof(bounds))
    entered.words = <Present *> malloc(scorer.n * sizeof(Present))
    enough = entered.words != NULL and find_bounds(scorer, &bounds)
    upper = <uint32_t> bounds.greatest + 1
    width = 1 + bounds.greatest // LAYERS
    needed = units(&bounds, top.least)
    while enough and upper > needed:
        lower = max(needed, upper - width if upper > width else 0)
        _score_layer(scorer, &bounds, &entered, top, lower, upper)
        upper = lower
        needed = units(&bounds, top.least)
    free(entered.words)
    free_bounds(&bounds)
    return enough


cdef inline void _score_layer(
    Scorer *scorer, const Bounds *bounds, Entered *entered, TopK *top, uint32_t lower, uint32_t upper
) noexcept nogil:
    """Score the groups whose bounds are from ``lower`` to below ``upper``."""
    cdef uint16_t groups[GROUPS]
    cdef const uint16_t *of_window
    cdef uint32_t found, i
    cdef int32_t number
    begin(scorer)
    for number in range(bounds.n):
        if bounds.most[number] < lower:
            continue
        of_window = bounds.groups + number * GROUPS
        found = groups_between(of_window, lower, upper, groups)
        if not found:
            continue
        enter_words(scorer, bounds, entered, bounds.windows[number])
        for i in range(found):
            if of_window[groups[i]] >= units(bounds, top.least):
                score_group(scorer, bounds, entered, top, groups[i], of_window[groups[i]])


cdef inline bint is_one_list(const Scorer *scorer) noexcept nogil:
    """Tell whether the search is for one word whose documents are listed, without impacts."""
    cdef const Container *here
    cdef int32_t i
    if scorer.n != 1:
        return False
    for i in range(scorer.terms[0].cursor.n):
        here = &scorer.terms[0].cursor.containers[i]
        if here.low == NULL or (here.impacts != NULL and scorer.terms[0].per_impact != 0.0):
            return False
    return True


cdef inline void find_one(Scorer *scorer, TopK *top) noexcept nogil:
    """Put the best documents that hold the word into ``top``."""
    cdef const TermScorer *term = &scorer.terms[0]
    cdef const Container *here
    cdef uint32_t limits[OFTEN]    # documents so long do not suffice, by code of the frequency
    cdef const uint16_t *listed
    cdef const uint8_t *lengths
    cdef uint32_t place, count
    cdef int64_t base
    cdef int32_t i
    for i in range(OFTEN):
        limits[i] = 256
    begin(scorer)
    _lower(term, top.least, limits)
    for i in range(term.cursor.n):
        here = &term.cursor.containers[i]
        base = <int64_t> here.window << WINDOW_BITS
        listed, count, lengths = here.low, here.count, term.lengths + base
        enter(scorer, here.window)
        for place in range(count):
            if lengths[listed[place]] >= limits[code_of(here, place)]:
                continue
            if is_allowed(scorer, listed[place], base + listed[place]):
                keep(top, 0, score_at(term, place, base + listed[place]), base + listed[place], 0)
                _lower(term, top.least, limits)


cdef inline void _lower(const TermScorer *term, double least, uint32_t *limits) noexcept nogil:
    """Lower the limits to lengths with which ``least`` is reached."""
    cdef double needed = least * SLACK
    cdef uint32_t code
    for code in range(OFTEN - 1):
        while limits[code] and term.weight * term.few[code << 8 | (limits[code] - 1)] < needed:
            limits[code] -= 1


cdef inline int64_t count_any(Scorer *scorer) noexcept nogil:
    """Return how many documents hold any of the words and are allowed."""
    cdef int64_t counted = 0
    cdef uint32_t window
    if scorer.n == 1 and all_visible(&scorer.documents) and scorer.excluded_count == 0:
        for window in range(<uint32_t> scorer.terms[0].cursor.n):
            counted += scorer.terms[0].cursor.containers[window].count
        return counted
    begin(scorer)
    while True:
        window = next_window(scorer.terms, scorer.n)
        if window == NO_WINDOW:
            return counted
        enter(scorer, window)
        counted += _count_window(scorer, <int64_t> window << WINDOW_BITS)
        leave(scorer)


cdef inline int64_t _count_window(Scorer *scorer, int64_t base) noexcept nogil:
    cdef uint64_t bits[WINDOW_WORDS]
    cdef uint64_t excluded[WINDOW_WORDS]
    cdef int32_t i
    memset(bits, 0, sizeof(bits))
    for i in range(scorer.n):
        add_to_bitmap(scorer.terms[i].cursor.here, bits)
    if scorer.excluded_count:
        memset(excluded, 0, sizeof(excluded))
        for i in range(scorer.excluded_count):
            add_to_bitmap(scorer.excluded[i].cursor.here, excluded)
        for i in range(WINDOW_WORDS):
            bits[i] &= ~excluded[i]
    if not all_visible(&scorer.documents):
        _hide(&scorer.documents, base >> 6, bits)
    return ones(<const uint8_t *> bits, WINDOW_WORDS, 0)


cdef inline void _hide(const DocumentMap *documents, int64_t group, uint64_t *bits) noexcept nogil:
    """Take out of a window, which begins at a group, what may not be found."""
    cdef int32_t i
    for i in range(WINDOW_WORDS):
        if documents.live != NULL:
            bits[i] &= documents.live[group + i]
        if documents.allowed != NULL and bits[i]:
            bits[i] &= let_through(documents, group + i)
