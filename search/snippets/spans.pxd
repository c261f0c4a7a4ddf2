"""A half-open range of characters, and a list of them."""

cdef enum:
    MOST_SPANS = 128


cdef struct Span:
    Py_ssize_t start
    Py_ssize_t end


cdef struct Spans:
    # `overflows`: there were more, which were left out.
    Span[MOST_SPANS] spans
    Py_ssize_t n
    bint overflows


cdef inline void add_span(Spans *all, Span span) noexcept nogil:
    if all.n == MOST_SPANS:
        all.overflows = True
        return
    all.spans[all.n] = span
    all.n += 1


cdef inline void merge(Spans *all) noexcept nogil:
    """Sort the ranges, join those that overlap. They come nearly sorted."""
    cdef Span *spans = all.spans
    cdef Span span
    cdef Py_ssize_t i, j, kept = 0
    for i in range(1, all.n):
        span, j = spans[i], i
        while j and span.start < spans[j - 1].start:
            spans[j] = spans[j - 1]
            j -= 1
        spans[j] = span
    for i in range(all.n):
        if kept and spans[i].start < spans[kept - 1].end:
            spans[kept - 1].end = max(spans[kept - 1].end, spans[i].end)
        else:
            spans[kept] = spans[i]
            kept += 1
    all.n = kept
