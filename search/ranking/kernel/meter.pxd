# cython: language_level=3
"""The meter of a search: it says, at each block of postings, whether the budget of the search is spent."""

from libc.stdint cimport int64_t, uint32_t


cdef enum:
    LOOKED_AT = 1023           # the clock is read every 1024 steps; a power of two minus one


cdef struct Meter:
    void *budget               # a Budget (a borrowed reference), or NULL if the search has no bounds
    int64_t look_at            # the time of the next check of the budget, in nanoseconds of the monotonic clock
    uint32_t steps
    bint spent


cdef bint look(Meter *meter) noexcept nogil


cdef inline bint is_spent(Meter *meter) noexcept nogil:
    """Return whether the budget is spent. It is called for small steps, such as one article."""
    meter.steps += 1
    return meter.steps & LOOKED_AT == 0 and look(meter)


cdef void begin_meter(Meter *meter) except *
cdef int settle(Meter *meter) except -1
