"""The pieces of a text, from blank to blank, and what the analysis makes of them. No token holds a blank."""

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject
from cpython.tuple cimport PyTuple_GET_ITEM
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint8_t

from search.snippets.spans cimport Span


cdef class Pieces:
    """An analyzer with what it knows already, which costs a look-up."""

    cdef readonly object analyzer
    cdef dict _words, _pieces

    def __init__(self, analyzer):
        self.analyzer = analyzer
        self._words, self._pieces = analyzer.known_words, analyzer.known_pieces

    cdef object word(self, PlainText text, Span core):
        """Return the term of a plain word, an ``IndexTerm``."""
        surface = PyUnicode_Substring(text.text, core.start, core.end)
        cdef PyObject *known = PyDict_GetItem(self._words, surface)
        word = <object> known if known != NULL else self.analyzer.word(surface)
        return <object> PyTuple_GET_ITEM(<object> PyTuple_GET_ITEM(word, 0), 0)

    cdef list places(self, PlainText text, Span piece):
        """Return the terms of a piece, each a ``Place`` in it."""
        characters = PyUnicode_Substring(text.text, piece.start, piece.end)
        cdef PyObject *known = PyDict_GetItem(self._pieces, characters)
        return <list> known if known != NULL else self.analyzer.places_in_piece(characters)


cdef Span piece_around(PlainText text, Py_ssize_t at) noexcept nogil:
    """Return the piece that a character is in; empty where it is a blank or the end."""
    cdef Span piece
    piece.start = piece.end = at
    while piece.start and text.small[piece.start - 1] != c" ":
        piece.start -= 1
    while piece.end < text.size and text.small[piece.end] != c" ":
        piece.end += 1
    return piece


cdef Span without_punctuation(PlainText text, Span piece) noexcept nogil:
    """Return a piece without what stands around its words; empty where it has none."""
    while piece.start < piece.end and not _belongs_to_word(text.small[piece.start]):
        piece.start += 1
    while piece.start < piece.end and not _belongs_to_word(text.small[piece.end - 1]):
        piece.end -= 1
    return piece


cdef inline bint _belongs_to_word(uint8_t c) noexcept nogil:
    return is_letter(c) or is_digit(c) or OTHER <= c <= LAST_ODD


cdef bint is_plain(PlainText text, Span core) noexcept nogil:
    """Tell whether a piece is a word of ASCII letters, which is one term.

    A hashtag may be several terms, and what may be a Roman numeral by its letters is two.
    """
    cdef Py_ssize_t i
    cdef bint other = False
    if core.start and text.small[core.start - 1] == c"#":
        return False
    for i in range(core.start, core.end):
        if not is_letter(text.small[i]):
            return False
        other |= text.small[i] != c"i" and text.small[i] != c"v" and text.small[i] != c"x"
    return other


cdef Span span_of(object place, Py_ssize_t start):
    """Return where a ``Place`` of the piece that begins at ``start`` is in the text."""
    cdef Span span
    span.start = start + <Py_ssize_t> <object> PyTuple_GET_ITEM(place, 3)
    span.end = start + <Py_ssize_t> <object> PyTuple_GET_ITEM(place, 4)
    return span
