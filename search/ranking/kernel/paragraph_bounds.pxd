# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Upper bounds of the scores in each block of 64 documents, for all blocks of an index.

Bounds are 16-bit integers. The unit is chosen so that the greatest scores of all terms add up to at most 65,535. The
bound of each term is rounded up, so a block with a bound of zero contains none of the terms.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy, memset

from search.bits cimport lowest_bit, prefetch
from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.meter cimport look
from search.ranking.kernel.paragraph_scorer cimport (
    BLOCKS, SLACK, Scorer, TermScorer, begin, enter, leave, next_window, approximate_score,
)
from search.ranking.kernel.postings cimport NO_WINDOW, Container, enter_window, rewind

cdef extern from *:
    """
    /* Add the bounds of impacts to those of a window's blocks; `factor`: the bound of an impact of 256, in units. */
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

    /* List the blocks of a window whose bounds are at least `lower` and below `lower + width`; return their number. */
    WARTA_WITH_AVX2 static uint32_t warta_between(
        const uint16_t *bounds, uint16_t lower, uint16_t width, uint16_t *blocks
    ) {
        uint32_t n = 0;
        for (int begin = 0; begin < 1024; begin += 32) {
            uint16_t any = 0;
            for (int i = begin; i < begin + 32; i++)
                any |= (uint16_t) (bounds[i] - lower) < width;
            if (!any)
                continue;
            for (int i = begin; i < begin + 32; i++) {
                blocks[n] = (uint16_t) i;
                n += (uint16_t) (bounds[i] - lower) < width;
            }
        }
        return n;
    }
    """
    void warta_add_bounds(const uint8_t *impacts, uint16_t factor, uint16_t *bounds) noexcept nogil
    uint16_t warta_greatest(const uint16_t *bounds) noexcept nogil
    uint32_t warta_between(const uint16_t *bounds, uint16_t lower, uint16_t width, uint16_t *blocks) noexcept nogil

cdef enum:
    MAX_UNITS = 65535
    AHEAD = 32                 # the length of a document is prefetched so many postings before it is used


cdef struct Bounds:
    # The bounds of the blocks in all windows with any term.
    uint32_t *windows
    uint16_t *blocks           # BLOCKS bounds for each window
    uint16_t *max_in_window     # the greatest bound of each window
    uint16_t *factors          # for each term the bound of an impact of 256, in units
    int32_t n                  # number of windows
    uint16_t greatest          # the greatest bound of all
    float units                # units for a score of 1


cdef inline uint32_t units(const Bounds *bounds, double threshold) noexcept nogil:
    """Return the bound, in units, that a block must reach if one of its documents scores ``threshold``."""
    cdef double units = threshold * SLACK * bounds.units
    return <uint32_t> units if units > 1.0 else 1


cdef inline bint find_bounds(Scorer *scorer, Bounds *bounds) noexcept nogil:
    """Compute the bounds of all blocks. Returns False if memory runs out."""
    cdef int32_t i, number
    cdef double total = 0.0
    cdef uint16_t *blocks
    cdef TermScorer *term
    for i in range(scorer.n):
        bounds.n += scorer.terms[i].cursor.n  # there are at most so many windows
        total += scorer.terms[i].weight if scorer.terms[i].per_impact == 0.0 else 256.0 * scorer.terms[i].per_impact
    bounds.units = <float> ((MAX_UNITS - 3 * scorer.n) / total) if total else 0.0
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
    bounds.blocks = <uint16_t *> malloc(max(1, bounds.n) * BLOCKS * sizeof(uint16_t))
    bounds.max_in_window = <uint16_t *> malloc(max(1, bounds.n) * sizeof(uint16_t))
    if bounds.blocks == NULL or bounds.max_in_window == NULL:
        return False
    memset(bounds.blocks, 0, bounds.n * BLOCKS * sizeof(uint16_t))
    for i in range(scorer.n):
        term = &scorer.terms[i]
        bounds.factors[i] = 1 + <uint16_t> (256.0 * term.per_impact * bounds.units)
        rewind(&term.cursor)
        for number in range(bounds.n):
            if look(&scorer.meter):
                break
            enter_window(&term.cursor, bounds.windows[number])
            if term.cursor.here != NULL:
                blocks = bounds.blocks + number * BLOCKS
                if term.cursor.here.impacts != NULL and term.per_impact != 0.0:
                    warta_add_bounds(term.cursor.here.impacts, bounds.factors[i], blocks)
                else:
                    _add_postings(term, bounds.units, blocks)
    for number in range(bounds.n):
        bounds.max_in_window[number] = warta_greatest(bounds.blocks + number * BLOCKS)
        bounds.greatest = max(bounds.greatest, bounds.max_in_window[number])
    return True


cdef inline void _add_postings(const TermScorer *term, float units, uint16_t *bounds) noexcept nogil:
    """Add, for each block, the greatest score of the postings in a container."""
    cdef const Container *here = term.cursor.here
    cdef int64_t base = <int64_t> here.window << WINDOW_BITS
    cdef uint32_t rank = 0, low, block, last = BLOCKS, greatest = 0, scored
    cdef uint64_t word
    if here.low != NULL:
        for rank in range(here.count):
            if rank + AHEAD < here.count:
                prefetch(&term.lengths[base + here.low[rank + AHEAD]])
            low = here.low[rank]
            block = low >> 6
            scored = 1 + <uint32_t> <int32_t> (units * approximate_score(term, rank, base + low))
            greatest &= 0 - <uint32_t> (block == last)  # without a branch, which would be mispredicted
            scored = scored if scored > greatest else greatest
            bounds[block] += <uint16_t> (scored - greatest)
            greatest, last = scored, block
        return
    for block in range(BLOCKS):
        memcpy(&word, here.bits + 8 * block, 8)
        greatest = 0
        while word:
            low = 64 * block + lowest_bit(word)
            word &= word - 1
            scored = 1 + <uint32_t> <int32_t> (units * approximate_score(term, rank, base + low))
            greatest = scored if scored > greatest else greatest
            rank += 1
        bounds[block] += <uint16_t> greatest


cdef inline void free_bounds(Bounds *bounds) noexcept nogil:
    free(bounds.windows)
    free(bounds.blocks)
    free(bounds.factors)
    free(bounds.max_in_window)


cdef inline uint32_t blocks_between(
    const uint16_t *bounds, uint32_t lower, uint32_t upper, uint16_t *blocks
) noexcept nogil:
    """List the blocks of a window whose bounds are at least ``lower`` and below ``upper``. Returns their number."""
    return warta_between(bounds, <uint16_t> lower, <uint16_t> (upper - lower), blocks)
