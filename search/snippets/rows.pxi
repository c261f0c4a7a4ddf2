"""Terms that are marked only where they stand in a row, one directly after the other."""

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject
from cpython.tuple cimport PyTuple_GET_ITEM
from libc.stdint cimport int32_t, uint64_t

from search.snippets.spans cimport Span, Spans, add_span

cdef enum:
    MOST_STANDING = 256


cdef struct Standing:
    # A term of the row in a text: its position, which of the row's it is (a bit each), its place.
    Py_ssize_t position
    uint64_t terms
    Span span


cdef struct Region:
    Standing[MOST_STANDING] standing
    Py_ssize_t n
    Py_ssize_t position   # of the next term


cdef class Row:
    """One row.

    terms: the terms as the index has them, each with the bits of its places in the row
    shown: which of them have shown a trace in the text at hand; all: the bits of all
    """

    cdef readonly dict terms
    cdef readonly object form
    cdef readonly bint exact
    cdef int32_t size
    cdef uint64_t shown, all

    def __init__(self, form, bint exact):
        """Take the terms of a form, at most 63 of them."""
        wanted = form.exacts if exact else form.stems
        self.form, self.exact, self.size = form, exact, len(wanted)
        self.all = (<uint64_t> 1 << self.size) - 1
        self.terms = {}
        for i, term in enumerate(wanted):
            self.terms[term] = self.terms.get(term, 0) | 1 << i

    cdef int mark_from(self, PlainText text, Pieces pieces, Span piece, Spans *marks) except -1:
        """Mark the rows that begin in a piece."""
        cdef Region region
        cdef Py_ssize_t i, beginning, needed = 0
        region.n = region.position = 0
        _stand(self, text, pieces, piece, &region)
        beginning = region.n
        for i in range(beginning):
            if region.standing[i].terms & 1:
                needed = region.standing[i].position + self.size
        while region.position < needed and piece.end < text.size:
            piece = piece_around(text, piece.end + 1)
            _stand(self, text, pieces, piece, &region)
        for i in range(beginning):
            if region.standing[i].terms & 1:
                _complete(self, &region, i, marks)
        marks.overflows |= region.n == MOST_STANDING
        return 0


cdef int _stand(Row row, PlainText text, Pieces pieces, Span piece, Region *region) except -1:
    """Add the terms of a piece to those before it."""
    cdef Span core = without_punctuation(text, piece)
    cdef Py_ssize_t i, base = region.position, offset
    if core.start == core.end:
        return 0
    if is_plain(text, core):
        term = <object> PyTuple_GET_ITEM(pieces.word(text, core), 1 if row.exact else 2)
        _add(row, term, base, core, region)
        region.position = base + 1
        return 0
    for place in pieces.places(text, piece):
        offset = <object> PyTuple_GET_ITEM(place, 0)
        term = <object> PyTuple_GET_ITEM(place, 2 if row.exact else 1)
        _add(row, term, base + offset, span_of(place, piece.start), region)
        region.position = max(region.position, base + offset + 1)
    return 0


cdef int _add(Row row, term, Py_ssize_t position, Span span, Region *region) except -1:
    cdef PyObject *bits = PyDict_GetItem(row.terms, term)
    if bits == NULL or region.n == MOST_STANDING:
        return 0
    region.standing[region.n].position = position
    region.standing[region.n].terms = <object> bits
    region.standing[region.n].span = span
    region.n += 1
    return 0


cdef void _complete(Row row, const Region *region, Py_ssize_t first, Spans *marks) noexcept:
    """Mark a row that begins with a term, where all others follow."""
    cdef Py_ssize_t last = first, i
    cdef int32_t term
    cdef bint follows
    cdef Span span
    for term in range(1, row.size):
        follows = False
        for i in range(region.n):
            if region.standing[i].position == region.standing[last].position + 1:
                if region.standing[i].terms >> term & 1:
                    last, follows = i, True
                    break
        if not follows:
            return
    span.start, span.end = region.standing[first].span.start, region.standing[last].span.end
    add_span(marks, span)
