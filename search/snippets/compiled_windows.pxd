from search.snippets.plain cimport PlainText, Span

cdef bint choose_window(PlainText text, const Span *marks, Py_ssize_t n, Py_ssize_t length, Span *chosen) noexcept nogil
cdef str to_html(PlainText text, const Span *marks, Py_ssize_t n, Span window)
