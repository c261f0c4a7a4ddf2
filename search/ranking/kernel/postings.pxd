# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Posting lists and cursors over them, which move in two ways: to the next document from one on, or by windows.

A window is the 65,536 documents of a container. Whoever goes from window to window looks documents up in the container
of the window (``find``, ``contains``); whoever goes from document to document ``advance``s.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.bits cimport lowest_bit
from search.index.format.format cimport LOW_BITS, MOST_COUNTED, OFTEN, WINDOW_BITS

cdef extern from *:
    """
    #include <string.h>

    /* Set bits in whole 64-bit words, and in the low `rest` bits of the word after them. */
    WARTA_WITH_POPCNT static uint32_t warta_ones(const uint8_t *bits, uint32_t words, uint32_t rest) {
        uint32_t ones = 0;
        uint64_t word;
        for (uint32_t i = 0; i < words; i++) {
            memcpy(&word, bits + 8 * i, 8);
            ones += (uint32_t) WARTA_POPCOUNT(word);
        }
        if (rest) {
            memcpy(&word, bits + 8 * words, 8);
            ones += (uint32_t) WARTA_POPCOUNT(word & ((1ULL << rest) - 1));
        }
        return ones;
    }
    #define WARTA_END (1LL << 40)
    """
    uint32_t ones "warta_ones"(const uint8_t *bits, uint32_t words, uint32_t rest) noexcept nogil
    const int64_t END "WARTA_END"  # greater than every document number


cdef enum:
    WINDOW_WORDS = 1024        # of 64 bits, one for each 64 documents
    NO_WINDOW = 1 << 30        # greater than every window


cdef struct Occurrences:
    # How often and where the term occurs, of one segment's list; see search.index.format.lists.
    const uint8_t *codes       # two bits a posting, or NULL where all occur once
    const uint8_t *often       # the places of those that occur four times or more, then their frequencies
    uint32_t often_count
    bint has_uncounted         # whether any is greater than what is counted, MOST_COUNTED
    uint32_t postings
    const uint8_t *start       # of the positions, or NULL
    const uint8_t *end


cdef struct Container:
    uint32_t window
    uint32_t count
    uint32_t first             # postings of the same segment's list before this container
    const uint16_t *low        # the documents, or NULL where they are a bitmap
    const uint8_t *bits
    const uint16_t *ranks      # the place of the first document of every 2^rank_bits, NULL in a short list
    uint32_t rank_bits
    const uint8_t *impacts     # for every 64 documents, or NULL
    const uint8_t *codes       # as those of the occurrences
    const Occurrences *occurrences  # of the segment's list
    const double *weights      # of a list made by a search, instead


cdef struct Cursor:
    const Container *containers
    int32_t n
    int32_t at                 # the container
    const Container *here      # the same; by windows, NULL where the window has none
    uint32_t i                 # place in its documents; in a bitmap the bit
    int64_t doc                # END when the list is over; not used by windows


cdef class PostingList:
    cdef Container *containers
    cdef Occurrences *occurrences
    cdef uint16_t *ranks       # of containers that are not bitmaps
    cdef readonly int32_t n
    cdef readonly int64_t count
    cdef readonly int64_t articles
    cdef readonly int impact
    cdef readonly int tenth
    cdef object _kept
    cdef Container *_reserve(self, int32_t containers, int32_t segments) except NULL
    cdef _add_ranks(self)


cdef inline void rewind(Cursor *k) noexcept nogil:
    """Go back before the first document."""
    k.at = 0
    k.i = 0
    k.doc = -1
    k.here = NULL


cdef inline void open_cursor(Cursor *k, PostingList postings) noexcept:
    k.containers = postings.containers
    k.n = postings.n
    rewind(k)


cdef inline uint32_t first_bit_from(const uint8_t *bits, uint32_t bit) noexcept nogil:
    """Return the first set bit from ``bit`` on, 65,536 where there is none."""
    cdef uint32_t word_at = bit >> 6
    cdef uint64_t word
    memcpy(&word, bits + 8 * word_at, 8)
    word &= (<uint64_t> -1) << (bit & 63)
    while word == 0:
        word_at += 1
        if word_at == WINDOW_WORDS:
            return 1 << WINDOW_BITS
        memcpy(&word, bits + 8 * word_at, 8)
    return 64 * word_at + lowest_bit(word)


cdef inline uint32_t first_place_from(
    const uint16_t *low, uint32_t place, uint32_t count, uint32_t wanted
) noexcept nogil:
    """Return the first place from ``place`` on that holds ``wanted`` or more, ``count`` where none does.

    Galloping (Bentley and Yao 1976): the cost grows with the logarithm of the distance.
    """
    cdef uint32_t step = 1, middle, high
    if place >= count or low[place] >= wanted:
        return place
    while place + step < count and low[place + step] < wanted:
        place += step
        step += step
    high = place + step if place + step < count else count
    place += 1
    while place < high:
        middle = (place + high) >> 1
        if low[middle] < wanted:
            place = middle + 1
        else:
            high = middle
    return place


cdef inline int64_t advance(Cursor *k, int64_t target) noexcept nogil:
    """Move to the first document from ``target`` on and return it."""
    cdef uint32_t window = <uint32_t> (target >> WINDOW_BITS)
    cdef uint32_t wanted, place
    cdef const Container *here
    if k.doc >= target:
        return k.doc
    while k.at < k.n:
        here = &k.containers[k.at]
        if here.window >= window:
            wanted = <uint32_t> (target & LOW_BITS) if here.window == window else 0
            if here.low != NULL:
                place = first_place_from(here.low, k.i, here.count, wanted)
                if place < here.count:
                    k.i, k.here = place, here
                    k.doc = (<int64_t> here.window << WINDOW_BITS) + here.low[place]
                    return k.doc
            else:
                place = first_bit_from(here.bits, wanted)
                if place >> WINDOW_BITS == 0:
                    k.i, k.here = place, here
                    k.doc = (<int64_t> here.window << WINDOW_BITS) + place
                    return k.doc
        k.at += 1
        k.i = 0
    k.doc = END
    return END


cdef inline int64_t step(Cursor *k) noexcept nogil:
    """Move to the next document and return it."""
    cdef const Container *here = k.here
    if here.low != NULL and k.i + 1 < here.count:
        k.i += 1
        k.doc = (<int64_t> here.window << WINDOW_BITS) + here.low[k.i]
        return k.doc
    return advance(k, k.doc + 1)


cdef inline void enter_window(Cursor *k, uint32_t window) noexcept nogil:
    """Move on to a window, or to the next one that the list has."""
    while k.at < k.n and k.containers[k.at].window < window:
        k.at += 1
    k.here = NULL
    if k.at < k.n and k.containers[k.at].window == window:
        k.here = &k.containers[k.at]


cdef inline void leave_window(Cursor *k) noexcept nogil:
    k.at += k.here != NULL


cdef inline uint32_t window_of(const Cursor *k) noexcept nogil:
    """Return the window to enter next, NO_WINDOW after the last."""
    return k.containers[k.at].window if k.at < k.n else <uint32_t> NO_WINDOW


cdef inline uint32_t first_place(const Container *here, uint32_t low) noexcept nogil:
    """Return the first place in a list of documents that holds ``low`` or more, ``count`` where none does."""
    cdef uint32_t place = here.ranks[low >> here.rank_bits] if here.ranks != NULL else 0
    while place < here.count and here.low[place] < low:
        place += 1
    return place


cdef inline bint contains(const Container *here, uint32_t low) noexcept nogil:
    """Tell whether a container, or none, holds a document of its window."""
    cdef uint32_t place
    if here == NULL:
        return False
    if here.low == NULL:
        return here.bits[low >> 3] >> (low & 7) & 1
    place = first_place(here, low)
    return place < here.count and here.low[place] == low


cdef inline bint find(const Container *here, uint32_t low, uint32_t *place) noexcept nogil:
    """Do the same, and say which of the postings it is."""
    if here == NULL:
        return False
    if here.low != NULL:
        place[0] = first_place(here, low)
        return place[0] < here.count and here.low[place[0]] == low
    if not here.bits[low >> 3] >> (low & 7) & 1:
        return False
    place[0] = place_of(here, low)
    return True


cdef inline void add_to_bitmap(const Container *here, uint64_t *bits) noexcept nogil:
    """Add the documents of a container, or of none, to a bitmap of its window."""
    cdef uint64_t word
    cdef uint32_t i
    if here == NULL:
        return
    if here.low != NULL:
        for i in range(here.count):
            bits[here.low[i] >> 6] |= <uint64_t> 1 << (here.low[i] & 63)
        return
    for i in range(WINDOW_WORDS):
        memcpy(&word, here.bits + 8 * i, 8)
        bits[i] |= word


cdef inline uint32_t place_of(const Container *here, uint32_t i) noexcept nogil:
    """Return which of a container's postings is meant; never past the last, whatever a bitmap holds."""
    cdef uint32_t group, place
    if here.low != NULL:
        return i
    group = i >> 9
    place = here.ranks[group] + ones(here.bits + 64 * group, (i >> 6) & 7, i & 63)
    return place if place < here.count else here.count - 1


cdef inline uint32_t often_from(const Occurrences *source, uint32_t posting) noexcept nogil:
    """Return which is the first that occurs often, from a posting on (bisection)."""
    cdef uint32_t low = 0, high = source.often_count, middle, place
    while low < high:
        middle = (low + high) >> 1
        memcpy(&place, source.often + 4 * <int64_t> middle, 4)
        if place < posting:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline uint32_t often_tf(const Occurrences *source, uint32_t number) noexcept nogil:
    """Return how often the one of this number occurs."""
    cdef uint32_t tf
    memcpy(&tf, source.often + 4 * (<int64_t> source.often_count + number), 4)
    return tf


cdef inline uint32_t code_at(const Container *here, uint32_t place) noexcept nogil:
    """Return the two bits of a posting whose container has such."""
    cdef uint32_t posting = here.first + place
    return here.codes[posting >> 2] >> (2 * (posting & 3)) & 3


cdef inline uint32_t code_of(const Container *here, uint32_t place) noexcept nogil:
    """Return the same of any posting: how often its word occurs, once, twice, thrice or often."""
    if here.codes != NULL:
        return code_at(here, place)
    return 0 if here.weights == NULL else OFTEN - 1


cdef inline double frequency_at(const Container *here, uint32_t place) noexcept nogil:
    """Return how often the list's word stands in the document of a posting, 255 for 255 or more."""
    cdef uint32_t code, tf
    if here.codes != NULL:
        code = code_at(here, place)
        if code + 1 < OFTEN:
            return code + 1
        tf = often_tf(here.occurrences, often_from(here.occurrences, here.first + place))
        return tf if tf < MOST_COUNTED else MOST_COUNTED
    if here.weights != NULL:
        return here.weights[place]
    return 1.0


cdef inline double frequency(Cursor *k) noexcept nogil:
    """Return the same for the current document."""
    return frequency_at(k.here, place_of(k.here, k.i))


cdef struct Place:
    # A posting: the container that holds it, and which of its postings it is.
    const Container *here
    uint32_t place


cdef inline Place place_at(Cursor *k) noexcept nogil:
    cdef Place found
    found.here = k.here
    found.place = place_of(k.here, k.i)
    return found


cdef Cursor *cursors_of(list lists) except NULL
