"""Traces of words (`search.indonesian.traces`), all looked for at once in a text in small letters."""

from libc.stdint cimport int16_t, int32_t, uint8_t, uint64_t
from libc.string cimport memcmp

cdef enum:
    MOST_TRACES = 512  # at most 32,767
    PAIRS = 1024  # of letters, by the lower five bits of both


cdef struct Trace:
    # What is looked for, for whom: a row of words and its terms (a bit each), or a word alone (no row).
    const uint8_t *letters
    int32_t size
    int32_t following   # the next trace that begins with the same letter, -1 for none
    int32_t row
    uint64_t terms


cdef struct Traces:
    Trace traces[MOST_TRACES]
    int32_t n
    uint8_t pairs[PAIRS]    # whether a trace may begin with such a pair of letters
    int16_t first[256]      # the first trace that begins with a letter, -1 for none


cdef inline void begin(Traces *all) noexcept nogil:
    cdef int32_t i
    all.n = 0
    for i in range(PAIRS):
        all.pairs[i] = 0
    for i in range(256):
        all.first[i] = -1


cdef inline bint add(Traces *all, const uint8_t *letters, int32_t size, int32_t row, uint64_t terms) noexcept nogil:
    """Add a trace of at least one letter, which has to outlive the traces; False where there is no room."""
    cdef Trace *made = &all.traces[all.n]
    cdef int32_t i
    if all.n == MOST_TRACES:
        return False
    made.letters, made.size, made.row, made.terms = letters, size, row, terms
    made.following = all.first[letters[0]]
    all.first[letters[0]] = all.n
    all.n += 1
    if size > 1:
        all.pairs[pair(letters)] = 1
    else:
        for i in range(32):
            all.pairs[(letters[0] & 31) << 5 | i] = 1
    return True


cdef inline int32_t pair(const uint8_t *letters) noexcept nogil:
    return (letters[0] & 31) << 5 | (letters[1] & 31)


cdef inline bint shows(const Trace *trace, const uint8_t *small, Py_ssize_t left) noexcept nogil:
    """Tell whether a text shows a trace here; ``left``: how many letters follow, from here on."""
    return trace.size <= left and not memcmp(trace.letters, small, trace.size)


cdef inline bint shows_any(const Traces *all, const uint8_t *small, Py_ssize_t size) noexcept nogil:
    """Tell whether letters, followed by a zero, show any trace."""
    cdef Py_ssize_t i
    cdef int32_t t
    for i in range(size):
        if all.pairs[pair(small + i)]:
            t = all.first[small[i]]
            while t >= 0:
                if shows(&all.traces[t], small + i, size - i):
                    return True
                t = all.traces[t].following
    return False
