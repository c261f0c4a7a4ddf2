# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""How many documents hold any of the words: bitmaps joined window by window."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memset

from search.ranking.kernel.bags.visible cimport Visible, all_visible, let_through
from search.ranking.kernel.bags.windows cimport (
    NO_WINDOW, WINDOW_WORDS, Search, begin, enter, leave, mark, next_window,
)
from search.ranking.kernel.cursors cimport WINDOW_BITS, warta_ones


cdef int64_t count_any(Search *search) noexcept nogil:
    """Return how many documents hold any of the words and are allowed."""
    cdef int64_t counted = 0
    cdef uint32_t window
    if search.n == 1 and all_visible(&search.visible) and search.excluded_count == 0:
        for window in range(<uint32_t> search.terms[0].n):
            counted += search.terms[0].containers[window].count
        return counted
    begin(search)
    while True:
        window = next_window(search.terms, search.n)
        if window == NO_WINDOW:
            return counted
        enter(search, window)
        counted += _count_window(search, <int64_t> window << WINDOW_BITS)
        leave(search)


cdef int64_t _count_window(Search *search, int64_t base) noexcept nogil:
    cdef uint64_t bits[WINDOW_WORDS]
    cdef uint64_t excluded[WINDOW_WORDS]
    cdef int32_t i
    memset(bits, 0, sizeof(bits))
    for i in range(search.n):
        mark(search.terms[i].here, bits)
    if search.excluded_count:
        memset(excluded, 0, sizeof(excluded))
        for i in range(search.excluded_count):
            mark(search.excluded[i].here, excluded)
        for i in range(WINDOW_WORDS):
            bits[i] &= ~excluded[i]
    if not all_visible(&search.visible):
        _hide(&search.visible, base >> 6, bits)
    return warta_ones(<const uint8_t *> bits, WINDOW_WORDS, 0)


cdef void _hide(const Visible *visible, int64_t group, uint64_t *bits) noexcept nogil:
    """Take out of a window, which begins at a group, what may not be found."""
    cdef int32_t i
    for i in range(WINDOW_WORDS):
        if visible.live != NULL:
            bits[i] &= visible.live[group + i]
        if visible.may != NULL and bits[i]:
            bits[i] &= let_through(visible, group + i)
