# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The documents that hold all words: those of a window's rarest word are looked up in the lists of the others.

A long list that many documents are looked up in is made a bitmap first; bitmaps are intersected 64 documents at a
time. A document is scored if its group's bound reaches the least score of the k best, and not even looked up where
nothing is counted (block-max: Ding and Suel 2011, "Faster top-k document retrieval using block-max indexes").
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.bags.best cimport Best, keep
from search.ranking.kernel.cursors cimport BITMAP_BYTES, WINDOW_BITS, Container, warta_lowest
from search.ranking.kernel.bags.rows cimport Rows, in_a_row
from search.ranking.kernel.bags.windows cimport (
    GROUPS, NO_WINDOW, SLACK, WINDOW_WORDS, Search, Term, Word, enter_window, exact_score, holds, is_allowed, mark,
)

cdef enum:
    # Marking a document of a list costs 1, an empty bitmap 200, looking one document up in the list itself 8.
    WORTH_MARKING = 8
    MARKING_COST = 200
    WORTH_SKIPPING = 512       # documents in a window
    MOST_AT_ONCE = 4096        # documents of a list


cdef bint find_all(Search *search, Best *best, Rows *rows) noexcept nogil:
    """Go through the documents that hold all words: ``rows`` if terms must stand in a row, else into ``best``.

    Returns False without memory.
    """
    cdef uint32_t window
    cdef bint enough = True
    cdef int32_t i
    for i in range(search.n):
        search.terms[i].at = 0
    for i in range(search.excluded_count):
        search.excluded[i].at = 0
    while enough and search.word_count:
        window = 0
        for i in range(search.word_count):  # the first window that may hold all of them
            window = max(window, _next_window(&search.words[i]))
        if window == NO_WINDOW:
            break
        if _enter(search, window):
            enough = _find_in_window(search, best, rows, <int64_t> window << WINDOW_BITS)
        for i in range(search.n):
            search.terms[i].at += search.terms[i].here != NULL
    for i in range(search.word_count):
        free(search.words[i].marks)
        search.words[i].marks = NULL
    return enough


cdef inline uint32_t _next_window(const Word *word) noexcept nogil:
    cdef uint32_t nearest = NO_WINDOW
    cdef const Term *term
    cdef int32_t i
    for i in range(word.n):
        term = &word.terms[i]
        if term.at < term.n and term.containers[term.at].window < nearest:
            nearest = term.containers[term.at].window
    return nearest


cdef bint _enter(Search *search, uint32_t window) noexcept nogil:
    """Enter a window; tell whether it holds all words."""
    cdef Word *word
    cdef int32_t i, j
    cdef bint every = True
    for i in range(search.word_count):
        word = &search.words[i]
        word.count = 0
        word.test = NULL
        for j in range(word.n):
            enter_window(&word.terms[j], window)
            if word.terms[j].here != NULL:
                word.count += word.terms[j].here.count
                if word.n == 1:
                    word.test = word.terms[j].here.bits
        every = every and word.count > 0
    for i in range(search.excluded_count):
        enter_window(&search.excluded[i], window)
    return every


cdef bint _find_in_window(Search *search, Best *best, Rows *rows, int64_t base) noexcept nogil:
    """Find the documents of the window that was entered. Returns False without memory."""
    cdef float bounds[GROUPS]
    cdef uint16_t low[MOST_AT_ONCE]
    cdef Word *rarest = &search.words[0]
    cdef uint32_t at = 0, n
    _put_rarest_first(search)
    if rarest.n > 1 and not _mark(rarest):
        return False
    _find_bounds(search, rows, bounds)
    if rarest.test != NULL:
        _intersect(search, best, rows, bounds, low, base)
        return True
    while at < rarest.count:
        n = min(rarest.count - at, <uint32_t> MOST_AT_ONCE)
        n = _narrow(search, best, bounds, rarest.terms[0].here.low + at, n, low)
        _found(search, best, rows, low, n, bounds, base)
        at += MOST_AT_ONCE
    return True


cdef void _put_rarest_first(Search *search) noexcept nogil:
    cdef Word first
    cdef int32_t i
    for i in range(1, search.word_count):
        if search.words[i].count < search.words[0].count:
            first = search.words[i]
            search.words[i] = search.words[0]
            search.words[0] = first


cdef bint _mark(Word *word) noexcept nogil:
    """Make a bitmap of a word's documents in the window. Returns False without memory."""
    cdef int32_t i
    if word.marks == NULL:
        word.marks = <uint8_t *> malloc(BITMAP_BYTES)
        if word.marks == NULL:
            return False
    memset(word.marks, 0, BITMAP_BYTES)
    for i in range(word.n):
        mark(word.terms[i].here, <uint64_t *> word.marks)
    word.test = word.marks
    return True


cdef inline bint _is_worth_marking(const Word *word, uint32_t lookups) noexcept nogil:
    return word.test == NULL and word.count + MARKING_COST < WORTH_MARKING * lookups


cdef void _find_bounds(Search *search, const Rows *rows, float *bounds) noexcept nogil:
    """Find what each group of 64 documents of the window can score at most, where that is worth knowing."""
    cdef int32_t group
    if search.words[0].count < WORTH_SKIPPING or (rows != NULL and search.counted):
        for group in range(GROUPS):
            bounds[group] = 3.4e38
    elif rows == NULL:
        _sum_bounds(search, bounds)
    else:
        _least_bounds(search, bounds)


cdef void _sum_bounds(Search *search, float *bounds) noexcept nogil:
    """Sum up what all words can score at most."""
    cdef float constant = 0.0, factor
    cdef const uint8_t *impacts
    cdef Term *term
    cdef int32_t i, group
    memset(bounds, 0, GROUPS * sizeof(float))
    for i in range(search.n):
        term = &search.terms[i]
        if term.here == NULL:
            continue
        impacts = term.here.impacts
        if impacts == NULL or term.per_impact == 0.0:
            constant += <float> term.bound
            continue
        factor = <float> term.per_impact
        for group in range(GROUPS):
            bounds[group] += factor * impacts[group]
    factor = <float> (1.0 + search.n * 2.0 ** -23)  # each addition may have lost half a unit of 24 bits
    for group in range(GROUPS):
        bounds[group] = (bounds[group] + constant) * factor


cdef void _least_bounds(Search *search, float *bounds) noexcept nogil:
    """Tell what a row can score at most: no more than any of its terms whose occurrences are all counted."""
    cdef float bound, factor
    cdef const uint8_t *impacts
    cdef Term *term
    cdef int32_t i, group
    for group in range(GROUPS):
        bounds[group] = <float> search.terms.weight
    for i in range(search.n):
        term = &search.terms[i]
        impacts = term.here.impacts
        if impacts == NULL or term.per_impact == 0.0 or term.here.occurrences.has_uncounted:
            continue
        factor = <float> term.per_impact
        for group in range(GROUPS):
            bound = factor * impacts[group]
            bounds[group] = bound if bound < bounds[group] else bounds[group]


cdef inline float _least(const Search *search, const Best *best) noexcept nogil:
    """Return the bound from which on a group is looked at."""
    return 0.0 if search.counted else <float> (best.least * SLACK)


cdef inline bint _holds(const Word *word, uint32_t low) noexcept nogil:
    cdef int32_t i
    for i in range(word.n):
        if holds(&word.terms[i], low):
            return True
    return False


cdef uint32_t _narrow(
    Search *search, Best *best, const float *bounds, const uint16_t *of, uint32_t count, uint16_t *low
) noexcept nogil:
    """List which of so many documents of the rarest word are in all others; return how many they are."""
    cdef float least = _least(search, best)
    cdef uint32_t i, n = 0, left
    cdef Word *word
    cdef int32_t number
    for i in range(count):  # here and below without branches that would be guessed wrongly
        low[n] = of[i]
        n += bounds[of[i] >> 6] >= least
    for number in range(1, search.word_count):
        word = &search.words[number]
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


cdef void _intersect(
    Search *search, Best *best, Rows *rows, const float *bounds, uint16_t *low, int64_t base
) noexcept nogil:
    """Intersect bitmaps; look what is left up in the lists of words that have none."""
    cdef uint64_t word, other
    cdef uint32_t group, n = 0
    cdef int32_t i
    for i in range(1, search.word_count):
        if _is_worth_marking(&search.words[i], search.words[0].count):
            _mark(&search.words[i])
    for group in range(WINDOW_WORDS):
        if bounds[group] < _least(search, best):
            continue
        memcpy(&word, search.words[0].test + 8 * group, 8)
        for i in range(1, search.word_count):
            if search.words[i].test != NULL:
                memcpy(&other, search.words[i].test + 8 * group, 8)
                word &= other
        while word:
            low[n] = <uint16_t> (64 * group + warta_lowest(word))
            word &= word - 1
            for i in range(1, search.word_count):
                if search.words[i].test == NULL and not _holds(&search.words[i], low[n]):
                    break
            else:
                n += 1
        if n > MOST_AT_ONCE - 64:
            _found(search, best, rows, low, n, bounds, base)
            n = 0
    _found(search, best, rows, low, n, bounds, base)


cdef void _found(
    Search *search, Best *best, Rows *rows, const uint16_t *low, uint32_t n, const float *bounds, int64_t base
) noexcept nogil:
    """Count documents that hold all words; score those that could be among the best."""
    cdef uint32_t i
    for i in range(n):
        if bounds[low[i] >> 6] < _least(search, best):
            continue
        if rows != NULL:
            in_a_row(search, best, rows, low[i], base + low[i])
        elif is_allowed(search, low[i], base + low[i]):
            best.total += 1
            if bounds[low[i] >> 6] >= best.least * SLACK:
                keep(best, exact_score(search, low[i], base + low[i]), base + low[i])
