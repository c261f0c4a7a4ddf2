# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""A text as bytes, one a character, for loops over words and sentences."""

from cpython.unicode cimport (
    PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ,
)
from libc.stdint cimport uint8_t
from libc.stdlib cimport free, malloc


cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object text)
    bint Py_UNICODE_ISSPACE(Py_UCS4 c)


cdef class PlainText:

    def __cinit__(self):
        self._room = NULL

    def __dealloc__(self):
        free(self._room)

    cdef int _reserve(self, Py_ssize_t size) except -1:
        """Make room for two texts of so many characters."""
        if size <= self._room_size:
            return 0
        free(self._room)
        self._room_size = 0
        self._room = <uint8_t *> malloc(2 * size + 2)
        if self._room == NULL:
            raise MemoryError
        self._room_size = size
        return 0

    cdef int read(self, str text) except -1:
        """Take a text; what was read of another is gone."""
        cdef Py_ssize_t i, size = PyUnicode_GET_LENGTH(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef void *characters = PyUnicode_DATA(text)
        cdef uint8_t *plain
        cdef uint8_t c
        cdef bint markup = False
        self._reserve(size if size > 1024 else 1024)
        self.text, self.size, self.small = text, size, self._room
        if PyUnicode_IS_ASCII(text):
            self._read_ascii(<const uint8_t *> characters)
            return 0
        plain = self._room + self._room_size + 1
        self.plain = plain
        for i in range(size):
            c = _standing_for(PyUnicode_READ(kind, characters, i))
            markup |= is_markup(c)
            plain[i] = c
            self.small[i] = c + 32 if c"A" <= c <= c"Z" else c
        self.small[size] = 0
        self.has_markup = markup
        return 0

    cdef void _read_ascii(self, const uint8_t *text) noexcept nogil:
        cdef Py_ssize_t i
        cdef uint8_t c, markup = 0
        cdef uint8_t *small = self.small
        for i in range(self.size):  # without a branch: the compiler does sixteen at once
            c = text[i]
            markup |= (c == c"&") | (c == c"<") | (c == c">") | (c == c'"') | (c == c"'")
            small[i] = c + (<uint8_t> (<uint8_t> (c - 65) < 26) << 5)
        small[self.size] = 0
        self.plain = text
        self.has_markup = markup


cdef inline bint is_markup(uint8_t c) noexcept nogil:
    return c == c"&" or c == c"<" or c == c">" or c == c'"' or c == c"'"


cdef inline uint8_t _standing_for(Py_UCS4 c) noexcept:
    if c < 128:
        return <uint8_t> c
    if c == 0x201C:
        return QUOTE_OPENING
    if c == 0x201D:
        return QUOTE_CLOSING
    if c == 0x2013 or c == 0x2014:
        return DASH
    if c == 0x2026:
        return ELLIPSIS
    if c == 0xA0:
        return NO_BREAK_BLANK
    if c == 0x2018:
        return APOSTROPHE_OPENING
    if c == 0x2019:
        return APOSTROPHE_CLOSING
    return OTHER_BLANK if Py_UNICODE_ISSPACE(c) else OTHER
