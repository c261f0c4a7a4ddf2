# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Where tokens and units begin and end: `search.indonesian.units.forms_and_units` for nearly every text."""

from libc.stdint cimport uint8_t, uint32_t

from search.index.format.checksums cimport crc32

cdef enum:
    OTHER = 0
    LETTER = 1
    DIGIT = 2
    JOINT = 4
    WIDE = 8  # a byte of a character that is not ASCII

cdef uint8_t KIND[256]


cdef void _classify() noexcept:
    cdef int byte
    for byte in range(256):
        KIND[byte] = WIDE if byte >= 0x80 else OTHER
    for byte in range(26):
        KIND[65 + byte] = KIND[97 + byte] = LETTER
    for byte in range(10):
        KIND[48 + byte] = DIGIT
    KIND[45] = KIND[39] = KIND[96] = JOINT  # - ' `


_classify()


cdef bint is_plain(const uint8_t *text, Py_ssize_t size) noexcept nogil:
    """Tell whether all characters beyond ASCII are U+2010 to U+2027 (quotes, dashes), U+00A0, U+00AB, U+00BB."""
    cdef Py_ssize_t at = 0
    while at < size:
        if text[at] < 0x80:
            at += 1
        elif text[at] == 0xE2 and text[at + 1] == 0x80 and 0x90 <= text[at + 2] <= 0xA7:
            at += 3
        elif text[at] == 0xC2 and (text[at + 1] == 0xA0 or text[at + 1] == 0xAB or text[at + 1] == 0xBB):
            at += 2
        else:
            return False
    return True


cdef inline int _joint(const uint8_t *text) noexcept nogil:
    """Return the bytes of the hyphen or apostrophe at this place, 0 where there is none."""
    if KIND[text[0]] == JOINT:
        return 1
    if text[0] == 0xE2 and text[1] == 0x80:
        if text[2] == 0x90 or text[2] == 0x91 or text[2] == 0x98 or text[2] == 0x99:
            return 3
    return 0


cdef inline bint _alphanumeric(uint8_t byte) noexcept nogil:
    return (KIND[byte] & (LETTER | DIGIT)) != 0


cdef inline Py_ssize_t _token_end(const uint8_t *text, Py_ssize_t at) noexcept nogil:
    """Return where the token ends that begins at this letter or digit; the zero behind the text ends all."""
    cdef Py_ssize_t end = at
    cdef int joint
    if KIND[text[at]] == LETTER:
        if text[at + 1] == 46 and KIND[text[at + 2]] == LETTER and text[at + 3] == 46:  # an initialism
            end = at + 4
            while KIND[text[end]] == LETTER and text[end + 1] == 46:
                end += 2
            if KIND[text[end]] == LETTER and not _alphanumeric(text[end + 1]):
                end += 1
            return end
        if (text[at] | 32) == 114 and (text[at + 1] | 32) == 112 and KIND[text[at + 2]] == DIGIT:  # Rp5
            return at + 2
    else:
        while KIND[text[end]] == DIGIT:
            end += 1
        if (text[end] == 46 or text[end] == 44) and KIND[text[end + 1]] == DIGIT:  # 1.500,75
            while (text[end] == 46 or text[end] == 44) and KIND[text[end + 1]] == DIGIT:
                end += 1
                while KIND[text[end]] == DIGIT:
                    end += 1
            return end
    while True:
        while _alphanumeric(text[end]):
            end += 1
        joint = _joint(text + end)
        if not joint or not _alphanumeric(text[end + joint]):
            return end
        end += joint


cdef inline uint32_t _hash(const uint8_t *form, Py_ssize_t size) noexcept nogil:
    """FNV-1a (Fowler, Noll, Vo), its high bits mixed into the low ones, which choose the slot."""
    cdef uint32_t hashed = 2166136261u
    cdef Py_ssize_t i
    for i in range(size):
        hashed = (hashed ^ form[i]) * 16777619u
    return hashed ^ hashed >> 15


cdef Py_ssize_t _end_of_token(const uint8_t *text, Py_ssize_t at) noexcept nogil:
    return _token_end(text, at)  # not in line, as where all tokens are gone through


include "units.pxi"


# By way of a pointer, so that the compiler leaves it out of the loop over all tokens.
cdef Range (*FIND_UNIT)(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil
FIND_UNIT = _unit


cdef inline Token _token(const uint8_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    return Token(<uint32_t> start, <uint32_t> (end - start), _hash(text + start, end - start))


cdef Py_ssize_t find_tokens(const uint8_t *text, Py_ssize_t size, Token *found) noexcept nogil:
    """Find the tokens of a plain text, each unit before its first; return how many, at most ``size + 1``.

    A zero follows the text, or a blank and then what does not belong to it.
    """
    cdef Py_ssize_t tokens = 0, at = 0
    cdef Range token, unit
    cdef bint digits = _has_digits(text, size)
    while at < size:
        if not _alphanumeric(text[at]):
            at += 1
            continue
        token.start, token.end = at, _token_end(text, at)
        if _may_begin(text, token, digits):
            unit = FIND_UNIT(text, size, token)
            if unit.end:
                found[tokens] = _token(text, unit.start, unit.end)
                tokens += 1
        found[tokens] = _token(text, token.start, token.end)
        tokens += 1
        at = token.end
    return tokens


cdef uint32_t form_hash(const uint8_t *form, Py_ssize_t size) noexcept nogil:
    """Return what a token of these bytes is hashed to."""
    return _hash(form, size)


cdef bint fold_plain(const uint8_t *form, uint32_t size, uint8_t *folded) noexcept nogil:
    """Write a form in small letters; tell whether it is `search.index.inversion.forms.is_plain_form`."""
    cdef uint32_t i
    cdef uint8_t kinds = 0
    cdef bint numeral = size > 1 and form[0] < 97
    for i in range(size):
        kinds |= KIND[form[i]] or DIGIT | LETTER
        folded[i] = form[i] | 32 if KIND[form[i]] == LETTER else form[i]
        numeral = numeral and (folded[i] == c"i" or folded[i] == c"v" or folded[i] == c"x")
    return (kinds == LETTER and not numeral) or kinds == DIGIT


cdef uint32_t ascii_word_hash(const uint8_t *form, uint32_t size) noexcept nogil:
    """Return `search.index.inversion.forms.word_hash` of an ASCII form."""
    cdef uint32_t checksum = 0, i
    cdef uint8_t byte
    for i in range(size):
        if _alphanumeric(form[i]):
            byte = form[i] | 32 if KIND[form[i]] == LETTER else form[i]
            checksum = crc32(checksum, &byte, 1)
    return checksum
