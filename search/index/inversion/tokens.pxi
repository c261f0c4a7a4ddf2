"""The tokens of a text of plain characters, each unit before its first token, and what tokens are."""

from libc.stdint cimport uint8_t, uint32_t

from search.index.format.checksums cimport crc32
from search.index.inversion.shapes cimport Range, hash_of, is_alphanumeric, is_digit, token_end

cdef enum:
    OTHER = 0
    LETTER = 1
    DIGIT = 2
    JOINT = 4
    WIDE = 8  # a byte of a character that is not ASCII

cdef struct Token:  # a token of a text, and its hash
    uint32_t start
    uint32_t size
    uint32_t hashed


cdef uint8_t KIND[256]
cdef bint PLAIN_BEHIND_C2[256]


cdef void _classify() noexcept:
    cdef int byte
    for byte in range(256):
        KIND[byte] = WIDE if byte >= 0x80 else OTHER
    for byte in range(26):
        KIND[65 + byte] = KIND[97 + byte] = LETTER
    for byte in range(10):
        KIND[48 + byte] = DIGIT
    KIND[45] = KIND[39] = KIND[96] = JOINT  # - ' `
    for byte in range(256):
        PLAIN_BEHIND_C2[byte] = byte in (0xA0, 0xA3, 0xA5, 0xAB, 0xB0, 0xBB)


_classify()


cdef bint is_plain(const uint8_t *text, Py_ssize_t size) noexcept nogil:
    """Return whether all characters beyond ASCII are among these few, as in `search.indonesian.units`.

    U+2010 to U+2027 (quotes, dashes), the minus sign, no-break space, the quotes U+00AB and U+00BB, the degree
    sign, and the signs of the euro, the pound and the yen.
    """
    cdef Py_ssize_t at = 0
    while at < size:
        if text[at] < 0x80:
            at += 1
        elif text[at] == 0xE2 and text[at + 1] == 0x80 and 0x90 <= text[at + 2] <= 0xA7:
            at += 3
        elif text[at] == 0xE2 and text[at + 1] == 0x88 and text[at + 2] == 0x92:
            at += 3
        elif text[at] == 0xE2 and text[at + 1] == 0x82 and text[at + 2] == 0xAC:
            at += 3
        elif text[at] == 0xC2 and PLAIN_BEHIND_C2[text[at + 1]]:
            at += 2
        else:
            return False
    return True


cdef inline bint _alphanumeric(uint8_t byte) noexcept nogil:
    return (KIND[byte] & (LETTER | DIGIT)) != 0


cdef uint32_t form_hash(const uint8_t *form, Py_ssize_t size) noexcept nogil:
    """Return the hash of a token."""
    return hash_of(form, size)


cdef bint fold_plain(const uint8_t *form, uint32_t size, uint8_t *folded) noexcept nogil:
    """Write a form in lower case; return whether it is plain (`search.index.inversion.forms.is_plain_form`)."""
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


cdef inline bint _has_digits(const uint8_t *text, Py_ssize_t size) noexcept nogil:
    cdef Py_ssize_t i
    cdef uint8_t any_digit = 0
    for i in range(size):  # there is no branch, so the compiler compares many at once
        any_digit |= <uint8_t> (text[i] - 48) < 10
    return any_digit


cdef inline bint _may_begin(const uint8_t *text, Range token, bint digits) noexcept nogil:
    """Return whether a token may begin a unit, by the characters around it.

    digits: whether the text contains any digit, which most units need
    """
    cdef uint8_t byte = text[token.end]
    cdef uint32_t sizes
    if byte == c" ":
        byte = text[token.end + 1]
        if byte == c"&":
            return True
        if digits:
            if is_digit(byte) or is_digit(text[token.start]):
                return True
            sizes = LAW_SIZES[_pair(text + token.start)]
            if sizes and token.end - token.start < 32 and sizes >> (token.end - token.start) & 1:
                if LAW_THIRDS[_pair(text + token.start)] >> (text[token.start + 2] & 31) & 1:
                    return True
    elif byte == c"." or byte == c"&" or byte == c"$":
        return True
    elif digits and (byte == 0xC2 or byte == c":" or is_digit(byte) or is_digit(text[token.start])):
        return True
    return token.start > 0 and text[token.start - 1] == c"#"


# It is called by a pointer, so that the compiler does not inline it into the loop over all tokens.
cdef Range (*FIND_UNIT)(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil
FIND_UNIT = _unit


cdef inline Token _token(const uint8_t *text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    return Token(<uint32_t> start, <uint32_t> (end - start), hash_of(text + start, end - start))


cdef Py_ssize_t find_tokens(const uint8_t *text, Py_ssize_t size, Token *tokens) noexcept nogil:
    """Find the tokens of a plain text, each unit before its first token; return their number, at most ``size + 1``.

    A zero follows the text, or a blank and then other text.
    """
    cdef Py_ssize_t count = 0, at = 0
    cdef Range token, unit
    cdef bint digits = _has_digits(text, size)
    while at < size:
        if not is_alphanumeric(text[at]):
            at += 1
            continue
        token.start, token.end = at, token_end(text, at)
        if _may_begin(text, token, digits):
            unit = FIND_UNIT(text, size, token)
            if unit.end:
                tokens[count] = _token(text, unit.start, unit.end)
                count += 1
        tokens[count] = _token(text, token.start, token.end)
        count += 1
        at = token.end
    return count
