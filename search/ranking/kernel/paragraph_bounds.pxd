# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What groups of 64 documents can score at most, for all groups of an index.

Bounds are 16-bit integers, in units of which the greatest scores of all words make 65,535 at most; what a word
adds is rounded up, so that a group with a bound of zero holds none of the words.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.bits cimport lowest_bit, prefetch
from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.paragraph_scorer cimport (
    GROUPS, SLACK, Scorer, TermScorer, begin, enter, leave, next_window, rough_score,
)
from search.ranking.kernel.postings cimport NO_WINDOW, Container, enter_window, rewind

cdef extern from *:
    """
    /* Add what impacts may score to the bounds of a window's groups; `factor`: units that an impact of 256 may. */
    WARTA_WITH_AVX2 static void warta_add_bounds(
        const uint8_t *WARTA_RESTRICT impacts, uint16_t factor, uint16_t *WARTA_RESTRICT bounds
    ) {
        for (int i = 0; i < 1024; i++)
            bounds[i] += (uint16_t) ((((uint32_t) (uint16_t) (impacts[i] << 8) * factor) >> 16) + (impacts[i] != 0));
    }

    WARTA_WITH_AVX2 static uint16_t warta_greatest(const uint16_t *bounds) {
        uint16_t greatest = 0;
        for (int i = 0; i < 1024; i++)
            greatest = bounds[i] > greatest ? bounds[i] : greatest;
        return greatest;
    }

    /* List the groups of a window whose bounds are from `lower` to below `upper`; return how many there are. */
    WARTA_WITH_AVX2 static uint32_t warta_between(
        const uint16_t *bounds, uint16_t lower, uint16_t width, uint16_t *groups
    ) {
        uint32_t n = 0;
        for (int begin = 0; begin < 1024; begin += 32) {
            uint16_t any = 0;
            for (int i = begin; i < begin + 32; i++)
                any |= (uint16_t) (bounds[i] - lower) < width;
            if (!any)
                continue;
            for (int i = begin; i < begin + 32; i++) {
                groups[n] = (uint16_t) i;
                n += (uint16_t) (bounds[i] - lower) < width;
            }
        }
        return n;
    }
    """
    void warta_add_bounds(const uint8_t *impacts, uint16_t factor, uint16_t *bounds) noexcept nogil
    uint16_t warta_greatest(const uint16_t *bounds) noexcept nogil
    uint32_t warta_between(const uint16_t *bounds, uint16_t lower, uint16_t width, uint16_t *groups) noexcept nogil

cdef enum:
    MOST_UNITS = 65535
    AHEAD = 32                 # postings whose lengths are asked for before they are needed


cdef struct Bounds:
    # Of the groups of all windows that hold any word.
    uint32_t *windows
    uint16_t *groups           # GROUPS for each window
    uint16_t *most             # the greatest of each window
    uint16_t *factors          # of each term: units that an impact of 256 may score
    int32_t n                  # windows
    uint16_t greatest
    float units                # in a score of 1


cdef inline uint32_t units(const Bounds *bounds, double least) noexcept nogil:
    """Return the units that the bound of a group must have for one of its documents to score ``least``."""
    cdef double units = least * SLACK * bounds.units
    return <uint32_t> units if units > 1.0 else 1


cdef inline bint find_bounds(Scorer *scorer, Bounds *bounds) noexcept nogil:
    """Sum the bounds of all groups up. Returns False without memory."""
    cdef int32_t i, number
    cdef double most = 0.0
    cdef uint16_t *groups
    cdef TermScorer *term
    for i in range(scorer.n):
        bounds.n += scorer.terms[i].cursor.n  # at most so many windows
        most += scorer.terms[i].weight if scorer.terms[i].per_impact == 0.0 else 256.0 * scorer.terms[i].per_impact
    bounds.units = <float> ((MOST_UNITS - 3 * scorer.n) / most) if most else 0.0
    bounds.windows = <uint32_t *> malloc(max(1, bounds.n) * sizeof(uint32_t))
    bounds.factors = <uint16_t *> malloc(max(1, scorer.n) * sizeof(uint16_t))
    if bounds.windows == NULL or bounds.factors == NULL:
        return False
    bounds.n = 0
    begin(scorer)
    while next_window(scorer.terms, scorer.n) != NO_WINDOW:
        bounds.windows[bounds.n] = next_window(scorer.terms, scorer.n)
        enter(scorer, bounds.windows[bounds.n])
        leave(scorer)
        bounds.n += 1
    bounds.groups = <uint16_t *> malloc(max(1, bounds.n) * GROUPS * sizeof(uint16_t))
    bounds.most = <uint16_t *> malloc(max(1, bounds.n) * sizeof(uint16_t))
    if bounds.groups == NULL or bounds.most == NULL:
        return False
    memset(bounds.groups, 0, bounds.n * GROUPS * sizeof(uint16_t))
    for i in range(scorer.n):
        term = &scorer.terms[i]
        bounds.factors[i] = 1 + <uint16_t> (256.0 * term.per_impact * bounds.units)
        rewind(&term.cursor)
        for number in range(bounds.n):
            enter_window(&term.cursor, bounds.windows[number])
            if term.cursor.here != NULL:
                groups = bounds.groups + number * GROUPS
                if term.cursor.here.impacts != NULL and term.per_impact != 0.0:
                    warta_add_bounds(term.cursor.here.impacts, bounds.factors[i], groups)
                else:
                    _add_postings(term, bounds.units, groups)
    for number in range(bounds.n):
        bounds.most[number] = warta_greatest(bounds.groups + number * GROUPS)
        bounds.greatest = max(bounds.greatest, bounds.most[number])
    return True


cdef inline void _add_postings(const TermScorer *term, float units, uint16_t *bounds) noexcept nogil:
    """Add what the postings of a container score at most in each group."""
    cdef const Container *here = term.cursor.here
    cdef int64_t base = <int64_t> here.window << WINDOW_BITS
    cdef uint32_t place = 0, low, group, last = GROUPS, greatest = 0, scored
    cdef uint64_t word
    if here.low != NULL:
        for place in range(here.count):
            if place + AHEAD < here.count:
                prefetch(&term.lengths[base + here.low[place + AHEAD]])
            low = here.low[place]
            group = low >> 6
            scored = 1 + <uint32_t> <int32_t> (units * rough_score(term, place, base + low))
            greatest &= 0 - <uint32_t> (group == last)  # no branch that would be guessed wrongly
            scored = scored if scored > greatest else greatest
            bounds[group] += <uint16_t> (scored - greatest)
            greatest, last = scored, group
        return
    for group in range(GROUPS):
        memcpy(&word, here.bits + 8 * group, 8)
        greatest = 0
        while word:
            low = 64 * group + lowest_bit(word)
            word &= word - 1
            scored = 1 + <uint32_t> <int32_t> (units * rough_score(term, place, base + low))
            greatest = scored if scored > greatest else greatest
            place += 1
        bounds[group] += <uint16_t> greatest


cdef inline void free_bounds(Bounds *bounds) noexcept nogil:
    free(bounds.windows)
    free(bounds.groups)
    free(bounds.factors)
    free(bounds.most)


cdef inline uint32_t groups_between(
    const uint16_t *bounds, uint32_t lower, uint32_t upper, uint16_t *groups
) noexcept nogil:
    """List the groups of a window whose bounds are from ``lower`` to below ``upper``; return how many there are."""
    return warta_between(bounds, <uint16_t> lower, <uint16_t> (upper - lower), groups)
