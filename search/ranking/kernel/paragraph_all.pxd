# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The documents that hold all words: those of a window's rarest word are looked up in the lists of the others.

A long list that many documents are looked up in is made a bitmap first; bitmaps are intersected 64 documents at a
time. A document is scored if its group's bound reaches the least score of the k best, and not even looked up where
nothing is counted (block-max: Ding and Suel 2011, "Faster top-k document retrieval using block-max indexes").
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.bits cimport lowest_bit
from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.paragraph_phrase cimport PhraseScorer, in_a_row
from search.ranking.kernel.paragraph_scorer cimport (
    GROUPS, SLACK, Scorer, TermScorer, Word, begin, exact_score, is_allowed, leave, next_window,
)
from search.ranking.kernel.postings cimport NO_WINDOW, WINDOW_WORDS, add_to_bitmap, contains, enter_window
from search.ranking.kernel.top_k cimport TopK, keep


cdef enum:
    # Marking a document of a list costs 1, an empty bitmap 200, looking one document up in the list itself 8.
    WORTH_MARKING = 8
    MARKING_COST = 200
    WORTH_SKIPPING = 512       # documents in a window
    MOST_AT_ONCE = 4096        # documents of a list


cdef inline bint find_all(Scorer *scorer, TopK *top, PhraseScorer *phrase) noexcept nogil:
    """Go through the documents that hold all words: ``phrase`` if terms must stand in a row, else into ``top``.

    Returns False without memory.
    """
    cdef uint32_t window
    cdef bint enough = True
    cdef int32_t i
    begin(scorer)
    while enough and scorer.word_count:
        window = 0
        for i in range(scorer.word_count):  # the first window that may hold all of them
            window = max(window, next_window(scorer.words[i].terms, scorer.words[i].n))
        if window == NO_WINDOW:
            break
        if _enter(scorer, window):
            enough = _find_in_window(scorer, top, phrase, <int64_t> window << WINDOW_BITS)
        leave(scorer)
    for i in range(scorer.word_count):
        free(scorer.words[i].bitmap)
        scorer.words[i].bitmap = NULL
    return enough


cdef inline bint _enter(Scorer *scorer, uint32_t window) noexcept nogil:
    """Enter a window; tell whether it holds all words."""
    cdef Word *word
    cdef int32_t i, j
    cdef bint every = True
    for i in range(scorer.word_count):
        word = &scorer.words[i]
        word.count = 0
        word.test = NULL
        for j in range(word.n):
            enter_window(&word.terms[j].cursor, window)
            if word.terms[j].cursor.here != NULL:
                word.count += word.terms[j].cursor.here.count
                if word.n == 1:
                    word.test = word.terms[j].cursor.here.bits
        every = every and word.count > 0
    for i in range(scorer.excluded_count):
        enter_window(&scorer.excluded[i].cursor, window)
    return every


cdef inline bint _find_in_window(Scorer *scorer, TopK *top, PhraseScorer *phrase, int64_t base) noexcept nogil:
    """Find the documents of the window that was entered. Returns False without memory."""
    cdef float bounds[GROUPS]
    cdef uint16_t low[MOST_AT_ONCE]
    cdef Word *rarest = &scorer.words[0]
    cdef uint32_t at = 0, n
    _put_rarest_first(scorer)
    if rarest.n > 1 and not _mark(rarest):
        return False
    _find_bounds(scorer, phrase, bounds)
    if rarest.test != NULL:
        _intersect(scorer, top, phrase, bounds, low, base)
        return True
    while at < rarest.count:
        n = min(rarest.count - at, <uint32_t> MOST_AT_ONCE)
        n = _narrow(scorer, top, bounds, rarest.terms[0].cursor.here.low + at, n, low)
        _found(scorer, top, phrase, low, n, bounds, base)
        at += MOST_AT_ONCE
    return True


cdef inline void _put_rarest_first(Scorer *scorer) noexcept nogil:
    cdef Word first
    cdef int32_t i
    for i in range(1, scorer.word_count):
        if scorer.words[i].count < scorer.words[0].count:
            first = scorer.words[i]
            scorer.words[i] = scorer.words[0]
            scorer.words[0] = first


cdef inline bint _mark(Word *word) noexcept nogil:
    """Make a bitmap of a word's documents in the window. Returns False without memory."""
    cdef int32_t i
    if word.bitmap == NULL:
        word.bitmap = <uint8_t *> malloc(WINDOW_WORDS * sizeof(uint64_t))
        if word.bitmap == NULL:
            return False
    memset(word.bitmap, 0, WINDOW_WORDS * sizeof(uint64_t))
    for i in range(word.n):
        add_to_bitmap(word.terms[i].cursor.here, <uint64_t *> word.bitmap)
    word.test = word.bitmap
    return True


cdef inline bint _is_worth_marking(const Word *word, uint32_t lookups) noexcept nogil:
    return word.test == NULL and word.count + MARKING_COST < WORTH_MARKING * lookups


cdef inline void _find_bounds(Scorer *scorer, const PhraseScorer *phrase, float *bounds) noexcept nogil:
    """Find what each group of 64 documents of the window can score at most, where that is worth knowing."""
    cdef int32_t group
    if scorer.words[0].count < WORTH_SKIPPING or (phrase != NULL and scorer.counted):
        for group in range(GROUPS):
            bounds[group] = 3.4e38
    elif phrase == NULL:
        _sum_bounds(scorer, bounds)
    else:
        _least_bounds(scorer, bounds)


cdef inline void _sum_bounds(Scorer *scorer, float *bounds) noexcept nogil:
    """Sum up what all words can score at most."""
    cdef float constant = 0.0, factor
    cdef const uint8_t *impacts
    cdef TermScorer *term
    cdef int32_t i, group
    memset(bounds, 0, GROUPS * sizeof(float))
    for i in range(scorer.n):
        term = &scorer.terms[i]
        if term.cursor.here == NULL:
            continue
        impacts = term.cursor.here.impacts
        if impacts == NULL or term.per_impact == 0.0:
            constant += <float> term.bound
            continue
        factor = <float> term.per_impact
        for group in range(GROUPS):
            bounds[group] += factor * impacts[group]
    factor = <float> (1.0 + scorer.n * 2.0 ** -23)  # each addition may have lost half a unit of 24 bits
    for group in range(GROUPS):
        bounds[group] = (bounds[group] + constant) * factor


cdef inline void _least_bounds(Scorer *scorer, float *bounds) noexcept nogil:
    """Tell what a row can score at most: no more than any of its terms whose occurrences are all counted."""
    cdef float bound, factor
    cdef const uint8_t *impacts
    cdef TermScorer *term
    cdef int32_t i, group
    for group in range(GROUPS):
        bounds[group] = <float> scorer.terms.weight
    for i in range(scorer.n):
        term = &scorer.terms[i]
        impacts = term.cursor.here.impacts
        if impacts == NULL or term.per_impact == 0.0 or term.cursor.here.occurrences.has_uncounted:
            continue
        factor = <float> term.per_impact
        for group in range(GROUPS):
            bound = factor * impacts[group]
            bounds[group] = bound if bound < bounds[group] else bounds[group]


cdef inline float _least(const Scorer *scorer, const TopK *top) noexcept nogil:
    """Return the bound from which on a group is looked at."""
    return 0.0 if scorer.counted else <float> (top.least * SLACK)


cdef inline bint _holds(const Word *word, uint32_t low) noexcept nogil:
    cdef int32_t i
    for i in range(word.n):
        if contains(word.terms[i].cursor.here, low):
            return True
    return False


cdef inline uint32_t _narrow(
    Scorer *scorer, TopK *top, const float *bounds, const uint16_t *of, uint32_t count, uint16_t *low
) noexcept nogil:
    """List which of so many documents of the rarest word are in all others; return how many they are."""
    cdef float least = _least(scorer, top)
    cdef uint32_t i, n = 0, left
    cdef Word *word
    cdef int32_t number
    for i in range(count):  # here and below without branches that would be guessed wrongly
        low[n] = of[i]
        n += bounds[of[i] >> 6] >= least
    for number in range(1, scorer.word_count):
        word = &scorer.words[number]
        left, n = n, 0
        if _is_worth_marking(word, left):
            _mark(word)  # without memory they are looked up
        if word.test != NULL:
            for i in range(left):
                low[n] = low[i]
                n += word.test[low[i] >> 3] >> (low[i] & 7) & 1
        else:
            for i in range(left):
                low[n] = low[i]
                n += _holds(word, low[i])
    return n


cdef inline void _intersect(
    Scorer *scorer, TopK *top, PhraseScorer *phrase, const float *bounds, uint16_t *low, int64_t base
) noexcept nogil:
    """Intersect bitmaps; look what is left up in the lists of words that have none."""
    cdef uint64_t word, other
    cdef uint32_t group, n = 0
    cdef int32_t i
    for i in range(1, scorer.word_count):
        if _is_worth_marking(&scorer.words[i], scorer.words[0].count):
            _mark(&scorer.words[i])
    for group in range(WINDOW_WORDS):
        if bounds[group] < _least(scorer, top):
            continue
        memcpy(&word, scorer.words[0].test + 8 * group, 8)
        for i in range(1, scorer.word_count):
            if scorer.words[i].test != NULL:
                memcpy(&other, scorer.words[i].test + 8 * group, 8)
                word &= other
        while word:
            low[n] = <uint16_t> (64 * group + lowest_bit(word))
            word &= word - 1
            for i in range(1, scorer.word_count):
                if scorer.words[i].test == NULL and not _holds(&scorer.words[i], low[n]):
                    break
            else:
                n += 1
        if n > MOST_AT_ONCE - 64:
            _found(scorer, top, phrase, low, n, bounds, base)
            n = 0
    _found(scorer, top, phrase, low, n, bounds, base)


cdef inline void _found(
    Scorer *scorer, TopK *top, PhraseScorer *phrase, const uint16_t *low, uint32_t n, const float *bounds, int64_t base
) noexcept nogil:
    """Count documents that hold all words; score those that could be among the best."""
    cdef uint32_t i
    for i in range(n):
        if bounds[low[i] >> 6] < _least(scorer, top):
            continue
        if phrase != NULL:
            in_a_row(scorer, top, phrase, low[i], base + low[i])
        elif is_allowed(scorer, low[i], base + low[i]):
            top.total += 1
            if bounds[low[i] >> 6] >= top.least * SLACK:
                keep(top, 0, exact_score(scorer, low[i], base + low[i]), base + low[i], 0)
