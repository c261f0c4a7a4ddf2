# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The k best documents that contain any of the terms.

**Block-max pruning** (Mallia, Suel and Tonellotto 2024, "Faster learned sparse retrieval with block-max pruning").
First the upper bounds of all blocks of 64 documents are computed. Frequent terms store the greatest impact of each
block (Ding and Suel 2011, "Faster top-k document retrieval using block-max indexes"); for other terms the postings are
scored. Then the blocks are scored, those with the greatest bounds first, until no bound reaches the threshold of the k
best.

**A single term without impacts** has no bounds to add. The threshold gives, for each frequency, the greatest length
that a document of the k best can have, so most postings cost one comparison.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.index.format.format cimport OFTEN, WINDOW_BITS
from search.ranking.kernel.documents cimport DocumentMap, all_visible, allowed_documents
from search.ranking.kernel.meter cimport look
from search.ranking.kernel.paragraph_blocks cimport Entered, PresentTerm, enter_terms, score_block
from search.ranking.kernel.paragraph_bounds cimport Bounds, blocks_between, find_bounds, free_bounds, units
from search.ranking.kernel.paragraph_scorer cimport (
    BLOCKS, SLACK, Scorer, TermScorer, begin, enter, is_allowed, leave, next_window, score_at,
)
from search.ranking.kernel.postings cimport (
    NO_WINDOW, WINDOW_WORDS, Container, add_to_bitmap, code_of, ones,
)
from search.ranking.kernel.top_k cimport TopK, offer


cdef enum:
    LAYERS = 6


cdef inline bint find_any(Scorer *scorer, TopK *top) noexcept nogil:
    """Put the best documents that contain any term into ``top``. Returns False if memory runs out."""
    cdef Bounds bounds
    cdef Entered entered
    cdef uint32_t upper, lower, needed, width
    cdef bint enough
    memset(&bounds, 0, sizeof(bounds))
    entered.terms = <PresentTerm *> malloc(scorer.n * sizeof(PresentTerm))
    enough = entered.terms != NULL and find_bounds(scorer, &bounds)
    upper = <uint32_t> bounds.greatest + 1
    width = 1 + bounds.greatest // LAYERS
    needed = units(&bounds, top.threshold)
    while enough and upper > needed and not scorer.meter.spent:
        lower = max(needed, upper - width if upper > width else 0)
        _score_layer(scorer, &bounds, &entered, top, lower, upper)
        upper = lower
        needed = units(&bounds, top.threshold)
    free(entered.terms)
    free_bounds(&bounds)
    return enough


cdef inline void _score_layer(
    Scorer *scorer, const Bounds *bounds, Entered *entered, TopK *top, uint32_t lower, uint32_t upper
) noexcept nogil:
    """Score the blocks whose bounds are at least ``lower`` and below ``upper``."""
    cdef uint16_t blocks[BLOCKS]
    cdef const uint16_t *of_window
    cdef uint32_t count, i
    cdef int32_t number
    begin(scorer)
    for number in range(bounds.n):
        if bounds.max_in_window[number] < lower:
            continue
        if look(&scorer.meter):
            break
        of_window = bounds.blocks + number * BLOCKS
        count = blocks_between(of_window, lower, upper, blocks)
        if not count:
            continue
        enter_terms(scorer, bounds, entered, bounds.windows[number])
        for i in range(count):
            if of_window[blocks[i]] >= units(bounds, top.threshold):
                score_block(scorer, bounds, entered, top, blocks[i], of_window[blocks[i]])


cdef inline bint is_one_list(const Scorer *scorer) noexcept nogil:
    """Return whether the query is one term without bitmaps and without impacts."""
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
    """Put the best documents of a single term into ``top``."""
    cdef const TermScorer *term = &scorer.terms[0]
    cdef const Container *here
    cdef uint32_t limits[OFTEN]    # for each frequency code: a document of this length or longer scores too little
    cdef const uint16_t *listed
    cdef const uint8_t *lengths
    cdef uint32_t rank, count
    cdef int64_t base
    cdef int32_t i
    for i in range(OFTEN):
        limits[i] = 256
    begin(scorer)
    _lower(term, top.threshold, limits)
    for i in range(term.cursor.n):
        if look(&scorer.meter):
            break
        here = &term.cursor.containers[i]
        base = <int64_t> here.window << WINDOW_BITS
        listed, count, lengths = here.low, here.count, term.lengths + base
        enter(scorer, here.window)
        for rank in range(count):
            if lengths[listed[rank]] >= limits[code_of(here, rank)]:
                continue
            if is_allowed(scorer, listed[rank], base + listed[rank]):
                offer(top, 0, score_at(term, rank, base + listed[rank]), base + listed[rank], 0)
                _lower(term, top.threshold, limits)


cdef inline void _lower(const TermScorer *term, double threshold, uint32_t *limits) noexcept nogil:
    """Lower the limits to the lengths with which a document can reach the threshold."""
    cdef double needed = threshold * SLACK
    cdef uint32_t code
    for code in range(OFTEN - 1):
        while limits[code] and term.weight * term.saturations[code << 8 | (limits[code] - 1)] < needed:
            limits[code] -= 1


cdef inline int64_t count_any(Scorer *scorer) noexcept nogil:
    """Return how many visible documents contain any term and no excluded one."""
    cdef int64_t counted = 0
    cdef uint32_t window
    if scorer.n == 1 and all_visible(&scorer.documents) and scorer.excluded_count == 0:
        for window in range(<uint32_t> scorer.terms[0].cursor.n):
            counted += scorer.terms[0].cursor.containers[window].count
        return counted
    begin(scorer)
    while True:
        window = next_window(scorer.terms, scorer.n)
        if window == NO_WINDOW or look(&scorer.meter):
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


cdef inline void _hide(const DocumentMap *documents, int64_t block, uint64_t *bits) noexcept nogil:
    """Remove invisible documents from the bitmap of a window; ``block`` is the number of its first block."""
    cdef int32_t i
    for i in range(WINDOW_WORDS):
        if documents.live != NULL:
            bits[i] &= documents.live[block + i]
        if documents.allowed != NULL and bits[i]:
            bits[i] &= allowed_documents(documents, block + i)
