# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The documents that satisfy a conjunction: every disjunction has a term in them.

In each window, the documents of the rarest disjunction are looked up in the lists of the others. A long list in which
many documents are looked up is converted into a bitmap first; bitmaps are intersected 64 documents at a time. A
document is scored if the bound of its block reaches the threshold of the k best. If matches need not be counted,
documents of other blocks are not even looked up (block-max: Ding and Suel 2011, "Faster top-k document retrieval using
block-max indexes").
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.bits cimport lowest_bit
from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.meter cimport is_spent, look
from search.ranking.kernel.paragraph_phrase cimport PhraseScorer, collect_phrase
from search.ranking.kernel.paragraph_scorer cimport (
    BLOCKS, SLACK, Scorer, TermScorer, Disjunction, begin, exact_score, is_allowed, leave, next_window,
)
from search.ranking.kernel.postings cimport NO_WINDOW, WINDOW_WORDS, add_to_bitmap, contains, enter_window
from search.ranking.kernel.top_k cimport TopK, offer


cdef enum:
    # Relative costs: setting a bit for a document 1, clearing a bitmap 200, looking a document up in a list 8.
    LOOKUP_COST = 8
    CLEARING_COST = 200
    WORTH_SKIPPING = 512       # bounds pay if the rarest disjunction has so many documents in a window
    BATCH = 4096        # documents that are handled together


cdef inline bint find_all(Scorer *scorer, TopK *top, PhraseScorer *phrase) noexcept nogil:
    """Collect the documents that satisfy the conjunction.

    phrase: if not NULL, documents must contain this phrase, which also says how they are collected
    top:    receives the k best

    It ends when the budget is spent. Returns False if memory runs out.
    """
    cdef uint32_t window
    cdef bint enough = True
    cdef int32_t i
    begin(scorer)
    while enough and scorer.disjunction_count:
        window = 0
        for i in range(scorer.disjunction_count):  # the first window that can contain all of them
            window = max(window, next_window(scorer.disjunctions[i].terms, scorer.disjunctions[i].n))
        if window == NO_WINDOW or look(&scorer.meter):
            break
        if _enter(scorer, window):
            enough = _find_in_window(scorer, top, phrase, <int64_t> window << WINDOW_BITS)
        leave(scorer)
    for i in range(scorer.disjunction_count):
        free(scorer.disjunctions[i].bitmap)
        scorer.disjunctions[i].bitmap = NULL
    return enough


cdef inline bint _enter(Scorer *scorer, uint32_t window) noexcept nogil:
    """Move to a window. Returns whether every disjunction has a term there."""
    cdef Disjunction *disjunction
    cdef int32_t i, j
    cdef bint every = True
    for i in range(scorer.disjunction_count):
        disjunction = &scorer.disjunctions[i]
        disjunction.count = 0
        disjunction.test = NULL
        for j in range(disjunction.n):
            enter_window(&disjunction.terms[j].cursor, window)
            if disjunction.terms[j].cursor.here != NULL:
                disjunction.count += disjunction.terms[j].cursor.here.count
                if disjunction.n == 1:
                    disjunction.test = disjunction.terms[j].cursor.here.bits
        every = every and disjunction.count > 0
    for i in range(scorer.excluded_count):
        enter_window(&scorer.excluded[i].cursor, window)
    return every


cdef inline bint _find_in_window(Scorer *scorer, TopK *top, PhraseScorer *phrase, int64_t base) noexcept nogil:
    """Collect the documents of the current window. Returns False if memory runs out."""
    cdef float bounds[BLOCKS]
    cdef uint16_t low[BATCH]
    cdef Disjunction *rarest = &scorer.disjunctions[0]
    cdef uint32_t at = 0, n
    _put_rarest_first(scorer)
    if rarest.n > 1 and not _make_bitmap(rarest):
        return False
    _find_bounds(scorer, phrase, bounds)
    if rarest.test != NULL:
        _intersect(scorer, top, phrase, bounds, low, base)
        return True
    while at < rarest.count:
        n = min(rarest.count - at, <uint32_t> BATCH)
        n = _filter(scorer, top, bounds, rarest.terms[0].cursor.here.low + at, n, low)
        _collect(scorer, top, phrase, low, n, bounds, base)
        at += BATCH
    return True


cdef inline void _put_rarest_first(Scorer *scorer) noexcept nogil:
    cdef Disjunction first
    cdef int32_t i
    for i in range(1, scorer.disjunction_count):
        if scorer.disjunctions[i].count < scorer.disjunctions[0].count:
            first = scorer.disjunctions[i]
            scorer.disjunctions[i] = scorer.disjunctions[0]
            scorer.disjunctions[0] = first


cdef inline bint _make_bitmap(Disjunction *disjunction) noexcept nogil:
    """Make the bitmap of a disjunction in the current window. Returns False if memory runs out."""
    cdef int32_t i
    if disjunction.bitmap == NULL:
        disjunction.bitmap = <uint8_t *> malloc(WINDOW_WORDS * sizeof(uint64_t))
        if disjunction.bitmap == NULL:
            return False
    memset(disjunction.bitmap, 0, WINDOW_WORDS * sizeof(uint64_t))
    for i in range(disjunction.n):
        add_to_bitmap(disjunction.terms[i].cursor.here, <uint64_t *> disjunction.bitmap)
    disjunction.test = disjunction.bitmap
    return True


cdef inline bint _pays_as_bitmap(const Disjunction *disjunction, uint32_t lookups) noexcept nogil:
    return disjunction.test == NULL and disjunction.count + CLEARING_COST < LOOKUP_COST * lookups


cdef inline void _find_bounds(Scorer *scorer, const PhraseScorer *phrase, float *bounds) noexcept nogil:
    """Compute the bounds of the window's blocks, or set them to infinity if they are not worth their cost."""
    cdef int32_t block
    if scorer.disjunctions[0].count < WORTH_SKIPPING or (phrase != NULL and scorer.counted):
        for block in range(BLOCKS):
            bounds[block] = 3.4e38
    elif phrase == NULL:
        _sum_bounds(scorer, bounds)
    else:
        _min_bounds(scorer, bounds)


cdef inline void _sum_bounds(Scorer *scorer, float *bounds) noexcept nogil:
    """Set the bound of each block to the sum of the bounds of all terms."""
    cdef float constant = 0.0, factor
    cdef const uint8_t *impacts
    cdef TermScorer *term
    cdef int32_t i, block
    memset(bounds, 0, BLOCKS * sizeof(float))
    for i in range(scorer.n):
        term = &scorer.terms[i]
        if term.cursor.here == NULL:
            continue
        impacts = term.cursor.here.impacts
        if impacts == NULL or term.per_impact == 0.0:
            constant += <float> term.bound
            continue
        factor = <float> term.per_impact
        for block in range(BLOCKS):
            bounds[block] += factor * impacts[block]
    factor = <float> (1.0 + scorer.n * 2.0 ** -23)  # the rounding error of each addition
    for block in range(BLOCKS):
        bounds[block] = (bounds[block] + constant) * factor


cdef inline void _min_bounds(Scorer *scorer, float *bounds) noexcept nogil:
    """Set the bound of each block to the least bound of a term: a phrase is not more frequent than its terms.

    Terms with frequencies greater than MAX_TF are left out, because their impacts are too small for a phrase.
    """
    cdef float bound, factor
    cdef const uint8_t *impacts
    cdef TermScorer *term
    cdef int32_t i, block
    for block in range(BLOCKS):
        bounds[block] = <float> scorer.terms.weight
    for i in range(scorer.n):
        term = &scorer.terms[i]
        impacts = term.cursor.here.impacts
        if impacts == NULL or term.per_impact == 0.0 or term.cursor.here.occurrences.has_uncounted:
            continue
        factor = <float> term.per_impact
        for block in range(BLOCKS):
            bound = factor * impacts[block]
            bounds[block] = bound if bound < bounds[block] else bounds[block]


cdef inline float _block_threshold(const Scorer *scorer, const TopK *top) noexcept nogil:
    """Return the bound that a block must reach to be visited."""
    return 0.0 if scorer.counted else <float> (top.threshold * SLACK)


cdef inline bint _contains(const Disjunction *disjunction, uint32_t low) noexcept nogil:
    cdef int32_t i
    for i in range(disjunction.n):
        if contains(disjunction.terms[i].cursor.here, low):
            return True
    return False


cdef inline uint32_t _filter(
    Scorer *scorer, TopK *top, const float *bounds, const uint16_t *of, uint32_t count, uint16_t *low
) noexcept nogil:
    """Filter documents of the rarest disjunction by all others into ``low``. Returns how many remain."""
    cdef float threshold = _block_threshold(scorer, top)
    cdef uint32_t i, n = 0, left
    cdef Disjunction *disjunction
    cdef int32_t number
    for i in range(count):  # without branches here and below, which would be mispredicted
        low[n] = of[i]
        n += bounds[of[i] >> 6] >= threshold
    for number in range(1, scorer.disjunction_count):
        disjunction = &scorer.disjunctions[number]
        left, n = n, 0
        if _pays_as_bitmap(disjunction, left):
            _make_bitmap(disjunction)  # if memory runs out, the documents are looked up
        if disjunction.test != NULL:
            for i in range(left):
                low[n] = low[i]
                n += disjunction.test[low[i] >> 3] >> (low[i] & 7) & 1
        else:
            for i in range(left):
                low[n] = low[i]
                n += _contains(disjunction, low[i])
    return n


cdef inline void _intersect(
    Scorer *scorer, TopK *top, PhraseScorer *phrase, const float *bounds, uint16_t *low, int64_t base
) noexcept nogil:
    """Intersect the bitmaps, and look the remaining documents up in the other lists."""
    cdef uint64_t bits, other
    cdef uint32_t block, n = 0
    cdef int32_t i
    for i in range(1, scorer.disjunction_count):
        if _pays_as_bitmap(&scorer.disjunctions[i], scorer.disjunctions[0].count):
            _make_bitmap(&scorer.disjunctions[i])
    for block in range(WINDOW_WORDS):
        if bounds[block] < _block_threshold(scorer, top):
            continue
        memcpy(&bits, scorer.disjunctions[0].test + 8 * block, 8)
        for i in range(1, scorer.disjunction_count):
            if scorer.disjunctions[i].test != NULL:
                memcpy(&other, scorer.disjunctions[i].test + 8 * block, 8)
                bits &= other
        while bits:
            low[n] = <uint16_t> (64 * block + lowest_bit(bits))
            bits &= bits - 1
            for i in range(1, scorer.disjunction_count):
                if scorer.disjunctions[i].test == NULL and not _contains(&scorer.disjunctions[i], low[n]):
                    break
            else:
                n += 1
        if n > BATCH - 64:
            _collect(scorer, top, phrase, low, n, bounds, base)
            n = 0
    _collect(scorer, top, phrase, low, n, bounds, base)


cdef inline void _collect(
    Scorer *scorer, TopK *top, PhraseScorer *phrase, const uint16_t *low, uint32_t n, const float *bounds, int64_t base
) noexcept nogil:
    """Count matching documents, and offer those to the k best that may reach the threshold."""
    cdef uint32_t i
    for i in range(n):
        if bounds[low[i] >> 6] < _block_threshold(scorer, top):
            continue
        if phrase != NULL:
            if is_spent(&scorer.meter, 8 * scorer.n):
                return
            collect_phrase(scorer, top, phrase, low[i], base + low[i])
        elif is_allowed(scorer, low[i], base + low[i]):
            top.total += 1
            if bounds[low[i] >> 6] >= top.threshold * SLACK:
                offer(top, 0, exact_score(scorer, low[i], base + low[i]), base + low[i], 0)
