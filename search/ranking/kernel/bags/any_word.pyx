# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The k best documents that hold any of the words.

**Bounds first** (block-max pruning: Mallia, Suel and Tonellotto 2024, "Faster learned sparse retrieval with
block-max pruning"). What each group of 64 documents can score at most is summed over all words for all groups of
the index: from the greatest impacts that frequent words carry (Ding and Suel 2011, "Faster top-k document
retrieval using block-max indexes"), and from the postings themselves of the others. Then groups are scored, those
with the greatest bounds first, layer by layer, until no bound reaches the least score of the k best.
"""

from libc.stdint cimport int32_t, uint16_t, uint32_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.ranking.kernel.bags.best cimport Best
from search.ranking.kernel.bags.bounds cimport Bounds, find_bounds, free_bounds, groups_between, units
from search.ranking.kernel.bags.groups cimport Entered, Present, enter_words, score_group
from search.ranking.kernel.bags.windows cimport GROUPS, Search, begin

cdef enum:
    LAYERS = 6


cdef bint find_any(Search *search, Best *best) noexcept nogil:
    """Put the best documents that hold any of the words into ``best``. Returns False without memory."""
    cdef Bounds bounds
    cdef Entered entered
    cdef uint32_t upper, lower, needed, width
    cdef bint enough
    memset(&bounds, 0, sizeof(bounds))
    entered.words = <Present *> malloc(search.n * sizeof(Present))
    enough = entered.words != NULL and find_bounds(search, &bounds)
    upper = <uint32_t> bounds.greatest + 1
    width = 1 + bounds.greatest // LAYERS
    needed = units(&bounds, best.least)
    while enough and upper > needed:
        lower = max(needed, upper - width if upper > width else 0)
        _score_layer(search, &bounds, &entered, best, lower, upper)
        upper = lower
        needed = units(&bounds, best.least)
    free(entered.words)
    free_bounds(&bounds)
    return enough


cdef void _score_layer(
    Search *search, const Bounds *bounds, Entered *entered, Best *best, uint32_t lower, uint32_t upper
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
        enter_words(search, bounds, entered, bounds.windows[number])
        for i in range(found):
            if of_window[groups[i]] >= units(bounds, best.least):
                score_group(search, bounds, entered, best, groups[i], of_window[groups[i]])
