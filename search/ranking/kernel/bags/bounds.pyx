# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What groups of 64 documents can score at most, for all groups of an index.

Bounds are 16-bit integers, in units of which the greatest scores of all words make 65,535 at most; what a word
adds is rounded up, so that a group with a bound of zero holds none of the words.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.bits cimport prefetch
from search.ranking.kernel.bags.windows cimport (
    GROUPS, NO_WINDOW, Search, Term, begin, enter, enter_window, leave, next_window, rough_score,
)
from search.ranking.kernel.cursors cimport WINDOW_BITS, Container, warta_lowest

cdef extern from *:
    """
    #if defined(__GNUC__) && defined(__x86_64__) && defined(__linux__)
    #define WARTA_CLONES __attribute__((target_clones("avx2", "default")))
    #else
    #define WARTA_CLONES
    #endif

    /* Add what impacts may score to the bounds of a window's groups; `factor`: units that an impact of 256 may. */
    WARTA_CLONES static void warta_add_bounds(const uint8_t *impacts, uint16_t factor, uint16_t *bounds) {
        for (int i = 0; i < 1024; i++)
            bounds[i] += (uint16_t) ((((uint32_t) (uint16_t) (impacts[i] << 8) * factor) >> 16) + (impacts[i] != 0));
    }

    WARTA_CLONES static uint16_t warta_greatest(const uint16_t *bounds) {
        uint16_t greatest = 0;
        for (int i = 0; i < 1024; i++)
            greatest = bounds[i] > greatest ? bounds[i] : greatest;
        return greatest;
    }

    /* List the groups of a window whose bounds are from `lower` to below `upper`; return how many there are. */
    WARTA_CLONES static uint32_t warta_between(
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


cdef bint find_bounds(Search *search, Bounds *bounds) noexcept nogil:
    """Sum the bounds of all groups up. Returns False without memory."""
    cdef int32_t i, number
    cdef double most = 0.0
    cdef uint16_t *groups
    cdef Term *term
    for i in range(search.n):
        bounds.n += search.terms[i].n  # at most so many windows
        most += search.terms[i].weight if search.terms[i].per_impact == 0.0 else 256.0 * search.terms[i].per_impact
    bounds.units = <float> ((MOST_UNITS - 3 * search.n) / most) if most else 0.0
    bounds.windows = <uint32_t *> malloc(max(1, bounds.n) * sizeof(uint32_t))
    bounds.factors = <uint16_t *> malloc(max(1, search.n) * sizeof(uint16_t))
    if bounds.windows == NULL or bounds.factors == NULL:
        return False
    bounds.n = 0
    begin(search)
    while next_window(search.terms, search.n) != NO_WINDOW:
        bounds.windows[bounds.n] = next_window(search.terms, search.n)
        enter(search, bounds.windows[bounds.n])
        leave(search)
        bounds.n += 1
    bounds.groups = <uint16_t *> malloc(max(1, bounds.n) * GROUPS * sizeof(uint16_t))
    bounds.most = <uint16_t *> malloc(max(1, bounds.n) * sizeof(uint16_t))
    if bounds.groups == NULL or bounds.most == NULL:
        return False
    memset(bounds.groups, 0, bounds.n * GROUPS * sizeof(uint16_t))
    for i in range(search.n):
        term = &search.terms[i]
        bounds.factors[i] = 1 + <uint16_t> (256.0 * term.per_impact * bounds.units)
        term.at = 0
        for number in range(bounds.n):
            enter_window(term, bounds.windows[number])
            if term.here != NULL:
                groups = bounds.groups + number * GROUPS
                if term.here.impacts != NULL and term.per_impact != 0.0:
                    warta_add_bounds(term.here.impacts, bounds.factors[i], groups)
                else:
                    _add_postings(term, bounds.units, groups)
    for number in range(bounds.n):
        bounds.most[number] = warta_greatest(bounds.groups + number * GROUPS)
        bounds.greatest = max(bounds.greatest, bounds.most[number])
    return True


cdef void _add_postings(const Term *term, float units, uint16_t *bounds) noexcept nogil:
    """Add what the postings of a container score at most in each group."""
    cdef const Container *here = term.here
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
            low = 64 * group + warta_lowest(word)
            word &= word - 1
            scored = 1 + <uint32_t> <int32_t> (units * rough_score(term, place, base + low))
            greatest = scored if scored > greatest else greatest
            place += 1
        bounds[group] += <uint16_t> greatest


cdef void free_bounds(Bounds *bounds) noexcept nogil:
    free(bounds.windows)
    free(bounds.groups)
    free(bounds.factors)
    free(bounds.most)


cdef uint32_t groups_between(const uint16_t *bounds, uint32_t lower, uint32_t upper, uint16_t *groups) noexcept nogil:
    """List the groups of a window whose bounds are from ``lower`` to below ``upper``; return how many there are."""
    return warta_between(bounds, <uint16_t> lower, <uint16_t> (upper - lower), groups)
