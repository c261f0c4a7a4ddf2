# cython: language_level=3
"""The meter of a search: it says, at each block of postings, whether the budget of the search is spent."""

from libc.stdint cimport int64_t


cdef enum:
    LOOKED_AT = 4096           # the clock is read after so much work: some ten microseconds


cdef struct Meter:
    void *budget               # a Budget (a borrowed reference), or NULL if the search has no bounds
    int64_t look_at            # the time of the next check of the budget, in nanoseconds of the monotonic clock
    int64_t work               # since the clock was read
    bint spent


cdef bint look(Meter *meter) noexcept nogil


cdef inline bint is_spent(Meter *meter, int64_t work) noexcept nogil:
    """Return whether the budget is spent. It is called for small steps, such as one article.

    work: what the step costs: how many terms, nodes or paragraphs are looked at
    """
    meter.work += work
    if meter.work < LOOKED_AT:
        return False
    meter.work = 0
    return look(meter)


cdef void begin_meter(Meter *meter) except *
cdef int settle(Meter *meter) except -1
