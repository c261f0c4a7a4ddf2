"""A text as bytes, one a character, for loops over words and sentences."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.stdlib cimport free, malloc


cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object text)
    bint Py_UNICODE_ISSPACE(Py_UCS4 c)


cdef enum:
    # What stands for a character beyond ASCII. Those up to LAST_ODD may belong to a word, and only the
    # analysis knows to which.
    OTHER = 0x80
    OTHER_BLANK = 0x81
    APOSTROPHE_OPENING = 0x82
    APOSTROPHE_CLOSING = 0x83
    LAST_ODD = 0x83
    QUOTE_OPENING = 0x84
    QUOTE_CLOSING = 0x85
    ELLIPSIS = 0x86
    DASH = 0x87
    NO_BREAK_BLANK = 0x88

ctypedef fused Character:
    uint8_t
    uint16_t
    uint32_t


cdef class PlainText:
    """One text at a time.

    size:  characters, and bytes of `plain` and `small`
    plain: ASCII as it is, what stands for others; small: the same in small letters, then a zero
    has_markup: whether a character means something in HTML
    """

    cdef str text
    cdef Py_ssize_t size
    cdef const uint8_t *plain
    cdef uint8_t *small
    cdef bint has_markup
    cdef uint8_t *_room
    cdef Py_ssize_t _room_size

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
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef const void *characters = PyUnicode_DATA(text)
        cdef uint8_t *plain
        self._reserve(size if size > 1024 else 1024)
        self.text, self.size, self.small = text, size, self._room
        if PyUnicode_IS_ASCII(text):
            self._read_ascii(<const uint8_t *> characters)
            return 0
        plain = self._room + self._room_size + 1
        self.plain = plain
        if kind == 1:
            self.has_markup = _read(<const uint8_t *> characters, size, plain, self.small)
        elif kind == 2:
            self.has_markup = _read(<const uint16_t *> characters, size, plain, self.small)
        else:
            self.has_markup = _read(<const uint32_t *> characters, size, plain, self.small)
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


cdef bint _read(const Character *text, Py_ssize_t size, uint8_t *plain, uint8_t *small) noexcept:
    """Write what stands for each character, and the same in small letters; tell whether there is markup."""
    cdef Py_ssize_t i
    cdef uint8_t c, markup = 0
    for i in range(size):
        c = <uint8_t> text[i] if text[i] < 128 else _standing_for(text[i])
        markup |= (c == c"&") | (c == c"<") | (c == c">") | (c == c'"') | (c == c"'")
        plain[i] = c
        small[i] = c + (<uint8_t> (<uint8_t> (c - 65) < 26) << 5)
    small[size] = 0
    return markup


cdef uint8_t _standing_for(Py_UCS4 c) noexcept:
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


cdef inline bint is_letter(uint8_t small) noexcept nogil:
    return c"a" <= small <= c"z"


cdef inline bint is_digit(uint8_t c) noexcept nogil:
    return c"0" <= c <= c"9"


cdef inline bint is_blank(uint8_t c) noexcept nogil:
    """Tell whether Python takes a character for white space."""
    return c == c" " or 9 <= c <= 13 or 28 <= c <= 31 or c == OTHER_BLANK or c == NO_BREAK_BLANK
