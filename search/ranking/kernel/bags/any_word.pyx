# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The k best documents that hold any of the words.

**Bounds first** (block-max pruning: Mallia, Suel and Tonellotto 2024, "Faster learned sparse retrieval with
block-max pruning"). What each group of 64 documents can score at most is summed over all words for all groups of
the index: from the greatest impacts that frequent words carry (Ding and Suel 2011, "Faster top-k document
retrieval using block-max indexes"), and from the postings themselves of the others. Then groups are scored, those
with the greatest bounds first, layer by layer, until no bound reaches the least score of the k best.

**Within a group** words are taken in the order of what they can score, the greatest first, until those left
cannot bring a new document among the best; these are only looked up for the documents that are still in question
(MaxScore: Turtle and Flood 1995, "Query evaluation: strategies and optimizations", with the bounds of the group).
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset

from search.ranking.kernel.bags.best cimport Best, keep
from search.ranking.kernel.bags.bounds cimport Bounds, find_bounds, free_bounds, groups_between, units
from search.ranking.kernel.bags.windows cimport (
    GROUPS, SLACK, Search, Term, begin, enter, exact_score, is_allowed, rough_score,
)
from search.ranking.kernel.cursors cimport WINDOW_BITS, Container, first_place, place_of, warta_lowest, warta_ones

cdef enum:
    LAYERS = 6


cdef bint find_any(Search *search, Best *best) noexcept nogil:
    """Put the best documents that hold any of the words into ``best``. Returns False without memory."""
    cdef Bounds bounds
    cdef uint32_t upper, lower, needed, width
    memset(&bounds, 0, sizeof(bounds))
    if not find_bounds(search, &bounds):
        free_bounds(&bounds)
        return False
    upper = <uint32_t> bounds.greatest + 1
    width = 1 + bounds.greatest // LAYERS
    needed = units(&bounds, best.least)
    while upper > needed:
        lower = max(needed, upper - width if upper > width else 0)
        _score_layer(search, &bounds, best, lower, upper)
        upper = lower
        needed = units(&bounds, best.least)
    free_bounds(&bounds)
    return True


cdef void _score_layer(
    Search *search, const Bounds *bounds, Best *best, uint32_t lower, uint32_t upper
) noexcept nogil:
    """Score the groups whose bounds are from ``lower`` to below ``upper``."""
    cdef uint16_t groups[GROUPS]
    cdef const uint16_t *of_window
    cdef uint32_t found, i
    cdef int32_t number
    begin(search)
    for number in range(bounds.n):
        if bounds.most[number] < lower:
            continue
        of_window = bounds.groups + number * GROUPS
        found = groups_between(of_window, lower, upper, groups)
        if not found:
            continue
        enter(search, bounds.windows[number])
        for i in range(found):
            if of_window[groups[i]] >= units(bounds, best.least):
                _score_group(search, bounds, best, groups[i], of_window[groups[i]], bounds.windows[number])


cdef inline uint64_t _documents_of(Term *term, uint32_t group, uint32_t *place) noexcept nogil:
    """Return which documents of a group hold a word, as bits, and the place of the first."""
    cdef const Container *here = term.here
    cdef uint32_t at
    cdef uint64_t word = 0
    if here.low == NULL:
        memcpy(&word, here.bits + 8 * group, 8)
        place[0] = place_of(here, 64 * group)
        return word
    at = place[0] = first_place(here, 64 * group)
    while at < here.count and here.low[at] >> 6 == group:
        word |= <uint64_t> 1 << (here.low[at] & 63)
        at += 1
    return word


cdef void _score_group(
    Search *search, const Bounds *bounds, Best *best, uint32_t group, uint32_t bound, uint32_t window
) noexcept nogil:
    """Score the documents of a group that could be among the best. bound: of the group, in units."""
    cdef float sums[64]
    cdef float least = <float> (best.least * SLACK), score, missing
    cdef int64_t base = (<int64_t> window << WINDOW_BITS) + 64 * group
    cdef uint64_t held = 0, word, bit
    cdef uint32_t place, at, needed = units(bounds, best.least), scored
    cdef int32_t i, left = <int32_t> bound, most
    cdef const uint8_t *may = search.may
    cdef Term *term
    for i in range(search.n):
        term = &search.terms[search.order[i]]
        if term.here == NULL:
            continue
        if term.here.impacts != NULL and term.per_impact != 0.0:
            if term.here.impacts[group] == 0:
                continue
            most = (<int32_t> bounds.factors[search.order[i]] * term.here.impacts[group] >> 8) + 1
        else:
            most = -1
        if left >= <int32_t> needed:  # a document that holds none of the words before may still suffice
            word = _documents_of(term, group, &place)
            scored = 0
            while word:
                at = warta_lowest(word)
                bit = word & (0 - word)
                word ^= bit
                score = rough_score(term, place, base + at)
                if may == NULL or may[search.articles[base + at]]:
                    sums[at] = sums[at] + score if held & bit else score
                    held |= bit
                if most < 0:
                    scored = max(scored, 1 + <uint32_t> <int32_t> (bounds.units * score))
                place += 1
            left -= scored if most < 0 else most
            continue
        missing = least - left / bounds.units
        word = held
        while word:
            bit = word & (0 - word)
            if sums[warta_lowest(word)] < missing:
                held ^= bit
            word ^= bit
        if held == 0:
            return
        word = _documents_of(term, group, &place) 
        scored = 0
        bit = word
        word &= held
        while word:
            at = warta_lowest(word)
            word &= word - 1
            score = rough_score(term, place + warta_ones(<const uint8_t *> &bit, 0, at), base + at)
            sums[at] += score
        if most >= 0:
            left -= most
    while held:
        at = warta_lowest(held)
        held &= held - 1
        if sums[at] >= least and is_allowed(search, 64 * group + at, base + at):
            keep(best, exact_score(search, 64 * group + at, base + at), base + at)
            least = <float> (best.least * SLACK)
