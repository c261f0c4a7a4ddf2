# cython: language_level=3
"""The meter of a search: it says, at each block of postings, whether the budget of the search is spent."""

from libc.stdint cimport int64_t, uint32_t


cdef enum:
    LOOKED_AT = 1023           # steps between two looks at the clock, less one; a power of two less one


cdef struct Meter:
    void *budget               # a Budget, borrowed, or NULL: nothing is bounded
    int64_t look_at            # when the budget is asked again, in nanoseconds of the monotonic clock
    uint32_t steps
    bint spent


cdef bint look(Meter *meter) noexcept nogil


cdef inline bint is_spent(Meter *meter) noexcept nogil:
    """Return whether the budget is spent; for small steps, as one article each."""
    meter.steps += 1
    return meter.steps & LOOKED_AT == 0 and look(meter)


cdef void begin_meter(Meter *meter) except *
cdef int settle(Meter *meter) except -1
