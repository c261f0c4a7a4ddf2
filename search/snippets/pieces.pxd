from search.snippets.plain cimport PlainText, Span


cdef class Pieces:
    cdef readonly object analyzer
    cdef dict _words, _pieces

    cdef object word(self, PlainText text, Span core)
    cdef list places(self, PlainText text, Span piece)


cdef Span piece_around(PlainText text, Py_ssize_t at) noexcept nogil
cdef Span without_punctuation(PlainText text, Span piece) noexcept nogil
cdef bint is_plain(PlainText text, Span core) noexcept nogil
cdef Span span_of(object place, Py_ssize_t start)
