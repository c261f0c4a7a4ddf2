# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Posting lists, and cursors that move over them either by documents (``advance``) or by windows.

A window is the range of 65,536 documents that one container covers. A search that goes from window to window looks
documents up in the container of the current window (``find``, ``contains``). The rank of a posting is its index in the
container: the number of postings before it there.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.bits cimport lowest_bit
from search.index.format.format cimport LOW_BITS, MAX_TF, OFTEN, WINDOW_BITS

cdef extern from *:
    """
    #include <string.h>

    /* Count the set bits of `words` 64-bit words, and of the low `rest` bits of the next one. */
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
    WINDOW_WORDS = 1024        # 64-bit words in the bitmap of a window: one for each block of 64 documents
    NO_WINDOW = 1 << 30        # greater than every window


cdef struct Occurrences:
    # The frequencies and positions of a term in one segment; see search.index.format.lists.
    const uint8_t *codes       # two bits for each posting; NULL if every frequency is 1
    const uint8_t *often       # the postings with a frequency of 4 or more, then these frequencies
    uint32_t often_count
    bint has_uncounted         # whether any frequency is greater than MAX_TF
    uint32_t postings
    const uint8_t *start       # the encoded positions, or NULL
    const uint8_t *end


cdef struct Container:
    uint32_t window
    uint32_t count
    uint32_t first             # postings of the segment's list before this container
    const uint16_t *low        # the documents' low 16 bits, or NULL if they are stored as a bitmap
    const uint8_t *bits
    const uint16_t *ranks      # for every 2^rank_bits documents the rank of the first; NULL in a short list
    uint32_t rank_bits
    const uint8_t *impacts     # for each block of 64 documents, or NULL
    const uint8_t *codes       # the same pointer as in the occurrences
    const Occurrences *occurrences  # of the segment's list
    const double *weights      # frequencies of a list that a search made, instead of occurrences


cdef struct Cursor:
    const Container *containers
    int32_t n
    int32_t at                 # the index of the current container
    const Container *here      # that container; moving by windows, NULL if the window has none
    uint32_t i                 # the rank of the posting; in a bitmap the bit of the document
    int64_t doc                # END after the last document; not used when moving by windows


cdef class PostingList:
    cdef Container *containers
    cdef Occurrences *occurrences
    cdef uint16_t *ranks       # of all containers that are not bitmaps
    cdef readonly int32_t n
    cdef readonly int64_t count
    cdef readonly int64_t articles
    cdef readonly int64_t frequency
    cdef readonly int impact
    cdef readonly int tenth
    cdef object _kept
    cdef Container *_reserve(self, int32_t containers, int32_t segments) except NULL
    cdef _add_ranks(self)


cdef inline void rewind(Cursor *k) noexcept nogil:
    """Move the cursor before the first document."""
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


cdef inline uint32_t first_rank_from(
    const uint16_t *low, uint32_t rank, uint32_t count, uint32_t wanted
) noexcept nogil:
    """Return the first rank from ``rank`` on whose document is ``wanted`` or greater; ``count`` if there is none.

    Galloping (Bentley and Yao 1976): the cost grows with the logarithm of the distance.
    """
    cdef uint32_t step = 1, middle, high
    if rank >= count or low[rank] >= wanted:
        return rank
    while rank + step < count and low[rank + step] < wanted:
        rank += step
        step += step
    high = rank + step if rank + step < count else count
    rank += 1
    while rank < high:
        middle = (rank + high) >> 1
        if low[middle] < wanted:
            rank = middle + 1
        else:
            high = middle
    return rank


cdef inline int64_t advance(Cursor *k, int64_t target) noexcept nogil:
    """Move to the first document that is ``target`` or greater, and return it."""
    cdef uint32_t window = <uint32_t> (target >> WINDOW_BITS)
    cdef uint32_t wanted, rank, bit
    cdef const Container *here
    if k.doc >= target:
        return k.doc
    while k.at < k.n:
        here = &k.containers[k.at]
        if here.window >= window:
            wanted = <uint32_t> (target & LOW_BITS) if here.window == window else 0
            if here.low != NULL:
                rank = first_rank_from(here.low, k.i, here.count, wanted)
                if rank < here.count:
                    k.i, k.here = rank, here
                    k.doc = (<int64_t> here.window << WINDOW_BITS) + here.low[rank]
                    return k.doc
            else:
                bit = first_bit_from(here.bits, wanted)
                if bit >> WINDOW_BITS == 0:
                    k.i, k.here = bit, here
                    k.doc = (<int64_t> here.window << WINDOW_BITS) + bit
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
    """Move to a window; ``here`` is NULL if the list has no container for it."""
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


cdef inline uint32_t first_rank(const Container *here, uint32_t low) noexcept nogil:
    """Return the first rank whose document is ``low`` or greater; ``count`` if there is none."""
    cdef uint32_t rank = here.ranks[low >> here.rank_bits] if here.ranks != NULL else 0
    while rank < here.count and here.low[rank] < low:
        rank += 1
    return rank


cdef inline bint contains(const Container *here, uint32_t low) noexcept nogil:
    """Return whether a container has a document. The container may be NULL."""
    cdef uint32_t rank
    if here == NULL:
        return False
    if here.low == NULL:
        return here.bits[low >> 3] >> (low & 7) & 1
    rank = first_rank(here, low)
    return rank < here.count and here.low[rank] == low


cdef inline bint find(const Container *here, uint32_t low, uint32_t *rank) noexcept nogil:
    """Return whether a container has a document, and set its rank. The container may be NULL."""
    if here == NULL:
        return False
    if here.low != NULL:
        rank[0] = first_rank(here, low)
        return rank[0] < here.count and here.low[rank[0]] == low
    if not here.bits[low >> 3] >> (low & 7) & 1:
        return False
    rank[0] = rank_of(here, low)
    return True


cdef inline void add_to_bitmap(const Container *here, uint64_t *bits) noexcept nogil:
    """Add the documents of a container to a bitmap of its window. The container may be NULL."""
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


cdef inline uint32_t rank_of(const Container *here, uint32_t i) noexcept nogil:
    """Return the rank for the ``i`` of a cursor; at most the last one, even if a bitmap is damaged."""
    cdef uint32_t part, rank
    if here.low != NULL:
        return i
    part = i >> 9
    rank = here.ranks[part] + ones(here.bits + 64 * part, (i >> 6) & 7, i & 63)
    return rank if rank < here.count else here.count - 1


cdef inline uint32_t often_from(const Occurrences *source, uint32_t posting) noexcept nogil:
    """Return the index of the first frequent posting (4 or more) that is ``posting`` or later (bisection)."""
    cdef uint32_t low = 0, high = source.often_count, middle, rank
    while low < high:
        middle = (low + high) >> 1
        memcpy(&rank, source.often + 4 * <int64_t> middle, 4)
        if rank < posting:
            low = middle + 1
        else:
            high = middle
    return low


cdef inline uint32_t often_tf(const Occurrences *source, uint32_t number) noexcept nogil:
    """Return the frequency of a frequent posting by its index."""
    cdef uint32_t tf
    memcpy(&tf, source.often + 4 * (<int64_t> source.often_count + number), 4)
    return tf


cdef inline uint32_t code_at(const Container *here, uint32_t rank) noexcept nogil:
    """Return the two-bit frequency code of a posting; ``codes`` must not be NULL."""
    cdef uint32_t posting = here.first + rank
    return here.codes[posting >> 2] >> (2 * (posting & 3)) & 3


cdef inline uint32_t code_of(const Container *here, uint32_t rank) noexcept nogil:
    """Return the frequency code of any posting: 0, 1, 2 for that many plus one, OFTEN - 1 for all others."""
    if here.codes != NULL:
        return code_at(here, rank)
    return 0 if here.weights == NULL else OFTEN - 1


cdef inline double frequency_at(const Container *here, uint32_t rank) noexcept nogil:
    """Return the frequency of a posting, at most MAX_TF."""
    cdef uint32_t code, tf
    if here.codes != NULL:
        code = code_at(here, rank)
        if code + 1 < OFTEN:
            return code + 1
        tf = often_tf(here.occurrences, often_from(here.occurrences, here.first + rank))
        return tf if tf < MAX_TF else MAX_TF
    if here.weights != NULL:
        return here.weights[rank]
    return 1.0


cdef inline double frequency(Cursor *k) noexcept nogil:
    """Return the frequency of the current document, at most MAX_TF."""
    return frequency_at(k.here, rank_of(k.here, k.i))


cdef struct Posting:
    # One posting: its container, and its rank there.
    const Container *here
    uint32_t rank


cdef inline Posting posting_at(Cursor *k) noexcept nogil:
    cdef Posting posting
    posting.here = k.here
    posting.rank = rank_of(k.here, k.i)
    return posting


cdef Cursor *cursors_of(list lists) except NULL
