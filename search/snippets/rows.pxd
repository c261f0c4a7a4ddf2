from libc.stdint cimport int32_t, uint64_t

from search.snippets.pieces cimport Pieces
from search.snippets.plain cimport PlainText, Span
from search.snippets.spans cimport Spans


cdef class Row:
    cdef readonly dict terms
    cdef readonly object form
    cdef readonly bint exact
    cdef int32_t size
    cdef uint64_t shown, all

    cdef int mark_from(self, PlainText text, Pieces pieces, Span piece, Spans *marks) except -1
