# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The documents that hold all words: those of a window's rarest word are looked up in the lists of the others.

A long list that many documents are looked up in is made a bitmap first; bitmaps are intersected 64 documents at a
time. A document is scored if its group's bound reaches the least score of the k best (block-max: Ding and Suel
2011, "Faster top-k document retrieval using block-max indexes").
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
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
    cdef float bounds[GROUPS]
    cdef Word *rarest = &search.words[0]
    cdef Word *word
    cdef int32_t i
    for i in range(1, search.word_count):
        if search.words[i].count < rarest.count:
            rarest = &search.words[i]
    for i in range(search.word_count):
        word = &search.words[i]
        if word.test == NULL and (
            word.n > 1 if word == rarest else word.count + MARKING_COST < WORTH_MARKING * rarest.count
        ):
            if not _mark(word):
                return False
    if rows == NULL and rarest.count >= WORTH_SKIPPING:
        _find_bounds(search, bounds)
    else:
        for i in range(GROUPS):
            bounds[i] = 3.4e38
    if rarest.test == NULL:
        _look_up(search, best, rows, rarest, bounds, base)
    else:
        _intersect(search, best, rows, rarest, bounds, base)
    return True


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


cdef void _find_bounds(Search *search, float *bounds) noexcept nogil:
    """Sum up what each group of 64 documents of the window can score at most."""
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
    for group in range(GROUPS):
        bounds[group] += constant


cdef inline bint _holds(const Word *word, uint32_t low) noexcept nogil:
    cdef int32_t i
    if word.test != NULL:
        return word.test[low >> 3] >> (low & 7) & 1
    for i in range(word.n):
        if holds(&word.terms[i], low):
            return True
    return False


cdef void _look_up(
    Search *search, Best *best, Rows *rows, const Word *rarest, const float *bounds, int64_t base
) noexcept nogil:
    """Look the documents of the rarest word, a list, up in the others."""
    cdef const Container *here = rarest.terms[0].here
    cdef uint32_t place, low
    cdef int32_t i
    for place in range(here.count):
        low = here.low[place]
        for i in range(search.word_count):
            if &search.words[i] != rarest and not _holds(&search.words[i], low):
                break
        else:
            _found(search, best, rows, low, bounds, base)


cdef void _intersect(
    Search *search, Best *best, Rows *rows, const Word *rarest, const float *bounds, int64_t base
) noexcept nogil:
    """Intersect bitmaps; look what is left up in the lists of words that have none."""
    cdef uint64_t word, other
    cdef uint32_t group, low
    cdef int32_t i
    for group in range(WINDOW_WORDS):
        memcpy(&word, rarest.test + 8 * group, 8)
        for i in range(search.word_count):
            if search.words[i].test != NULL:
                memcpy(&other, search.words[i].test + 8 * group, 8)
                word &= other
        while word:
            low = 64 * group + warta_lowest(word)
            word &= word - 1
            for i in range(search.word_count):
                if search.words[i].test == NULL and not _holds(&search.words[i], low):
                    break
            else:
                _found(search, best, rows, low, bounds, base)


cdef inline void _found(
    Search *search, Best *best, Rows *rows, uint32_t low, const float *bounds, int64_t base
) noexcept nogil:
    """Count a document that holds all words; score it if it could be among the best."""
    if rows != NULL:
        in_a_row(search, best, rows, low, base + low)
    elif is_allowed(search, low, base + low):
        best.total += 1
        if bounds[low >> 6] >= best.least * SLACK:
            keep(best, exact_score(search, low, base + low), base + low)
