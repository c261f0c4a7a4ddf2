"""The module finds the ends of tokens, their form, and what is between them.

Nothing at ``size`` or beyond is a token.
"""

from libc.stdint cimport uint8_t, uint32_t

cdef enum:  # what is between two tokens
    NOTHING = 1
    BLANK = 2
    COLON = 4
    SLASH = 8
    DASH = 16
    AND = 32
    SPACED_AND = 64
    POINT = 128
    POINT_BLANK = 256
    SIGN = 512
    SIGN_BLANK = 1024
    COLON_BLANK = 2048
    RING = 4096
    OPENING = 8192
    CLOSING = 16384


cdef enum:  # as in search.indonesian.unit_words.Kind, which `units` compares when it is loaded
    SCALE = 1
    MONEY_SCALE = 2
    MEASURE = 4
    PERCENT = 8
    DOLLAR = 16
    COUNTRY = 32
    CURRENCY = 64
    DOLLAR_SIGN = 128
    LAW = 256
    NUMBER = 512
    YEAR = 1024
    ORDINAL = 2048
    POWER = 4096
    PER = 8192
    RATE = 16384
    DEGREE = 32768
    TEMPERATURE = 65536
    MEASURE_BEFORE = 131072


cdef struct Range:
    Py_ssize_t start, end


cdef inline bint is_digit(uint8_t byte) noexcept nogil:
    return 48 <= byte <= 57


cdef inline bint is_letter(uint8_t byte) noexcept nogil:
    return 97 <= (byte | 32) <= 122


cdef inline bint is_capital(uint8_t byte) noexcept nogil:
    return 65 <= byte <= 90


cdef inline bint is_alphanumeric(uint8_t byte) noexcept nogil:
    return is_digit(byte) or is_letter(byte)


cdef inline int joint_size(const uint8_t *text) noexcept nogil:
    """Return the number of bytes of the hyphen or apostrophe at this address, 0 if there is none."""
    if text[0] == c"-" or text[0] == c"'" or text[0] == c"`":
        return 1
    if text[0] == 0xE2 and text[1] == 0x80:
        if text[2] == 0x90 or text[2] == 0x91 or text[2] == 0x98 or text[2] == 0x99:
            return 3
    return 0


cdef inline Py_ssize_t token_end(const uint8_t *text, Py_ssize_t at) noexcept nogil:
    """Return the end of the token that begins at this letter or digit. A zero byte must follow the text."""
    cdef Py_ssize_t end = at
    cdef int joint
    if is_letter(text[at]):
        if text[at + 1] == 46 and is_letter(text[at + 2]) and text[at + 3] == 46:  # an initialism
            end = at + 4
            while is_letter(text[end]) and text[end + 1] == 46:
                end += 2
            if is_letter(text[end]) and not is_alphanumeric(text[end + 1]):
                end += 1
            return end
        if (text[at] | 32) == 114 and (text[at + 1] | 32) == 112 and is_digit(text[at + 2]):  # Rp5
            return at + 2
        if (text[at] | 32) == 109 and is_digit(text[at + 1]):  # M5,2
            end = at + 2
            while is_digit(text[end]):
                end += 1
            if (text[end] == 46 or text[end] == 44) and is_digit(text[end + 1]):
                return at + 1
            end = at
    else:
        while is_digit(text[end]):
            end += 1
        if (text[end] == 46 or text[end] == 44) and is_digit(text[end + 1]):  # 1.500,75
            while (text[end] == 46 or text[end] == 44) and is_digit(text[end + 1]):
                end += 1
                while is_digit(text[end]):
                    end += 1
            return end
    while True:
        while is_alphanumeric(text[end]):
            end += 1
        joint = joint_size(text + end)
        if not joint or not is_alphanumeric(text[end + joint]):
            return end
        end += joint


cdef inline uint32_t hash_of(const uint8_t *form, Py_ssize_t size) noexcept nogil:
    """Return the hash FNV-1a (Fowler, Noll, Vo) with its high bits mixed into the low ones, which choose the slot."""
    cdef uint32_t hashed = 2166136261u
    cdef Py_ssize_t i
    for i in range(size):
        hashed = (hashed ^ form[i]) * 16777619u
    return hashed ^ hashed >> 15


cdef inline bint are_digits(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(token.start, token.end):
        if not is_digit(text[i]):
            return False
    return token.start < size


cdef inline bint are_letters(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(token.start, token.end):
        if not is_letter(text[i]):
            return False
    return token.start < size


cdef inline bint are_numbers(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    """Return whether a token has only digits and characters between them."""
    cdef Py_ssize_t i
    if token.start >= size or not is_digit(text[token.start]):
        return False
    for i in range(token.start, token.end):
        if not (is_digit(text[i]) or text[i] == c"," or text[i] == c"." or text[i] == c"-"):
            return False
    return True


cdef inline bint is_number_with_letters(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(token.start, token.end):
        if not (is_digit(text[i]) or is_letter(text[i])):
            return False
    return token.start < size and is_digit(text[token.start]) and not are_digits(text, size, token)


cdef inline bint are_several_words(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    """Return whether a token is several words by its capitals, or words and a number."""
    cdef Py_ssize_t i
    cdef bint several = False
    for i in range(token.start, token.end):
        if not (is_digit(text[i]) or is_letter(text[i])):
            return False
        if i + 1 < token.end and is_letter(text[i]):
            if is_capital(text[i + 1]) and not is_capital(text[i]):
                several = True
            elif i + 2 < token.end and is_digit(text[i + 1]) and is_digit(text[i + 2]):
                several = True
    return several and is_letter(text[token.start])


cdef inline int gap_between(const uint8_t *text, Py_ssize_t size, Py_ssize_t end, Range token) noexcept nogil:
    """Return what is between an end and the token that follows it; 0 for anything else, or if there is no token."""
    cdef Py_ssize_t length = token.start - end
    cdef const uint8_t *at = text + end
    if token.start >= size or length > 5:
        return 0
    if length == 0:
        return NOTHING
    if length == 1:
        if at[0] == c" ":
            return BLANK
        if at[0] == c".":
            return POINT
        if at[0] == c"/":
            return SLASH
        if at[0] == c":":
            return COLON
        if at[0] == c"&":
            return AND
        if at[0] == c"$":
            return SIGN
    elif length == 2 and at[1] == c" ":
        if at[0] == c".":
            return POINT_BLANK
        if at[0] == c"$":
            return SIGN_BLANK
        if at[0] == c":":
            return COLON_BLANK
        if at[0] == c")":
            return CLOSING
    elif length == 2 and at[0] == c" " and at[1] == c"(":
        return OPENING
    elif length == 2 and at[0] == 0xC2 and at[1] == 0xA0:
        return BLANK
    elif length == 3 and at[0] == c" " and at[1] == c"&" and at[2] == c" ":
        return SPACED_AND
    if at[0] == c" ":
        at += 1
        length -= 1
    if length and at[length - 1] == c" ":
        length -= 1
    if length == 1 and at[0] == c"-":
        return DASH
    if length == 2 and at[0] == 0xC2 and at[1] == 0xB0:
        return RING
    if length == 3 and at[0] == 0xE2 and at[1] == 0x80 and 0x92 <= at[2] <= 0x95:
        return DASH
    if length == 3 and at[0] == 0xE2 and at[1] == 0x88 and at[2] == 0x92:
        return DASH
    return 0
