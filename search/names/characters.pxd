"""The header has the questions about characters that the compiled reading of names asks."""

from libc.stdint cimport uint32_t

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t at)
    bint Py_UNICODE_ISALNUM(Py_UCS4 character)
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 character)
    bint Py_UNICODE_ISALPHA(Py_UCS4 character)
    bint Py_UNICODE_ISSPACE(Py_UCS4 character)
    bint Py_UNICODE_ISUPPER(Py_UCS4 character)
    bint Py_UNICODE_ISLOWER(Py_UCS4 character)


cdef struct Text:
    int kind
    void* data
    Py_ssize_t size


cdef inline Text text_of(str whole):
    """Return where the characters of a string are; the string has to live as long as the text is used."""
    cdef Text text
    text.kind, text.data, text.size = PyUnicode_KIND(whole), PyUnicode_DATA(whole), len(whole)
    return text


cdef inline uint32_t at(Text* text, Py_ssize_t i) noexcept:
    """Return the character at an offset, or 0 outside of the text."""
    return PyUnicode_READ(text.kind, text.data, i) if 0 <= i < text.size else 0


cdef inline bint is_word(uint32_t c) noexcept:
    """Return whether a character is a letter, a digit or ``_``: ``\\w`` of patterns."""
    if c < 128:
        return 97 <= c <= 122 or 65 <= c <= 90 or 48 <= c <= 57 or c == 95
    return Py_UNICODE_ISALNUM(c)


cdef inline bint is_upper(uint32_t c) noexcept:
    """Return whether a character is a capital that begins a name: ``capitals.FURTHER_CAPITALS`` and Latin 1."""
    if c < 128:
        return 65 <= c <= 90
    if c <= 0xFF:
        return 0xC0 <= c <= 0xDE and c != 0xD7
    return c in (
        0x100, 0x106, 0x10C, 0x11E, 0x12A, 0x130, 0x141, 0x14C, 0x15A, 0x15E, 0x160, 0x16A, 0x17B, 0x17D, 0x218, 0x21A
    )


cdef inline bint is_letter(uint32_t c) noexcept:
    """Return whether a character is inside a word of a run."""
    return is_word(c) or c == 39 or c == 0x2019  # ' ’


cdef inline bint bars_run(uint32_t c) noexcept:
    """Return whether no run begins behind a character: ``[\\w@#/.-]``."""
    return is_word(c) or 45 <= c <= 47 or c == 64 or c == 35


cdef inline bint ends_sentence(uint32_t c) noexcept:
    """Return whether a character is in ``mentions.ENDS_SENTENCE``."""
    return c in (46, 33, 63, 58, 34, 0x201C, 0x201D, 10, 0x2022, 124, 61, 59)


cdef inline bint is_around(uint32_t c) noexcept:
    """Return whether a character is in ``mentions.AROUND``."""
    return c in (44, 40, 41, 91, 93, 34, 0x201C, 0x201D, 39, 0x2018)
