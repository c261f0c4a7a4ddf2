"""A text as bytes, one a character, for loops over words and sentences."""

from libc.stdint cimport uint8_t

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


cdef struct Span:
    # A half-open range of characters.
    Py_ssize_t start
    Py_ssize_t end


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

    cdef int read(self, str text) except -1
    cdef int _reserve(self, Py_ssize_t size) except -1
    cdef void _read_ascii(self, const uint8_t *text) noexcept nogil


cdef inline bint is_letter(uint8_t small) noexcept nogil:
    return c"a" <= small <= c"z"


cdef inline bint is_digit(uint8_t c) noexcept nogil:
    return c"0" <= c <= c"9"


cdef inline bint is_blank(uint8_t c) noexcept nogil:
    """Tell whether Python takes a character for white space."""
    return c == c" " or 9 <= c <= 13 or 28 <= c <= 31 or c == OTHER_BLANK or c == NO_BREAK_BLANK
