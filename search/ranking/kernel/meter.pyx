# cython: language_level=3
"""The meter of a search: it compares the clock with the budget while the kernel works without the GIL."""

from libc.stdint cimport int64_t

from search.budget import current_budget

cdef extern from *:
    """
    #include <stdint.h>
    #ifdef _WIN32
    #include <windows.h>
    static int64_t warta_now(void) {
        return (int64_t) GetTickCount64() * 1000000;
    }
    #else
    #include <time.h>
    static int64_t warta_now(void) {
        struct timespec now;
        if (clock_gettime(CLOCK_MONOTONIC, &now))
            return 0;
        return (int64_t) now.tv_sec * 1000000000LL + now.tv_nsec;
    }
    #endif
    """
    int64_t monotonic "warta_now"() noexcept nogil


cdef void begin_meter(Meter *meter) except *:
    """Begin to check the budget of this thread, which must stay alive until ``settle``."""
    cdef int64_t wait
    budget = current_budget()
    meter.budget = NULL if budget is None else <void *> budget
    meter.look_at = meter.work = 0
    meter.spent = False
    if budget is not None:
        wait = budget.until_look
        meter.look_at = monotonic() + wait


cdef bint look(Meter *meter) noexcept nogil:
    """Return whether the budget is spent. It is called for large steps, such as one window."""
    cdef int64_t wait
    if meter.budget == NULL:
        return False
    if not meter.spent and monotonic() >= meter.look_at:
        with gil:
            wait = (<object> meter.budget).look_from_kernel()
        meter.spent = wait < 0
        meter.look_at = monotonic() + wait
    return meter.spent


cdef int settle(Meter *meter) except -1:
    """Raise the error by which the search ended early, if its budget was spent."""
    if meter.spent:
        (<object> meter.budget).settle()
    return 0
