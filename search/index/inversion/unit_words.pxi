"""The table of the words of units, by their letters: `search.indonesian.unit_words`, for loops over the bytes of a text."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset

from search.index.inversion.shapes cimport (
    COUNTRY, CURRENCY, DEGREE, DOLLAR, DOLLAR_SIGN, LAW, MEASURE, MEASURE_BEFORE, MONEY_SCALE, NUMBER, ORDINAL, PER,
    PERCENT, POWER, RATE, SCALE, TEMPERATURE, YEAR, Range, is_capital,
)
from search.indonesian.unit_words import KINDS, LONGEST, unit_words

cdef enum:
    LONGEST_WORD = 16
    SLOTS = 2048  # a power of two, several times the words


cdef struct WordSlot:
    uint64_t first, second  # the letters of a word, zeros behind them
    uint32_t kinds          # 0 if the slot is free

cdef WordSlot[SLOTS] WORDS
# By the first two letters of words that may begin a law: bits for their sizes and for their third letters.
cdef uint32_t[1024] LAW_SIZES, LAW_THIRDS


cdef inline int _pair(const uint8_t *word) noexcept nogil:
    return (word[0] & 31) << 5 | (word[1] & 31)


cdef WordSlot *_slot(const uint8_t *word, Py_ssize_t size, uint64_t *letters) noexcept nogil:
    """Return the slot of a word in any case, or a free one; write its letters."""
    cdef uint8_t[LONGEST_WORD] small
    cdef Py_ssize_t i, at
    memset(small, 0, LONGEST_WORD)
    for i in range(size):
        small[i] = word[i] | 32 if is_capital(word[i]) else word[i]
    memcpy(letters, small, LONGEST_WORD)
    at = <Py_ssize_t> ((letters[0] ^ letters[1] * 0x9E3779B97F4A7C15u) * 0xFF51AFD7ED558CCDu >> 40) & (SLOTS - 1)
    while WORDS[at].kinds and (WORDS[at].first != letters[0] or WORDS[at].second != letters[1]):
        at = (at + 1) & (SLOTS - 1)
    return &WORDS[at]


def _read_words():
    cdef uint64_t[2] letters
    cdef WordSlot *slot
    cdef bytes encoded
    assert LONGEST == LONGEST_WORD and len(unit_words().kinds) < SLOTS // 2
    assert KINDS == {
        "scale": SCALE, "money scale": MONEY_SCALE, "measure": MEASURE, "percent": PERCENT, "dollar": DOLLAR,
        "country": COUNTRY, "currency": CURRENCY, "dollar sign": DOLLAR_SIGN, "law": LAW, "number": NUMBER,
        "year": YEAR, "ordinal": ORDINAL, "power": POWER, "per": PER, "rate": RATE, "degree": DEGREE,
        "temperature": TEMPERATURE, "measure before": MEASURE_BEFORE,
    }
    for word, kinds in unit_words().kinds.items():
        encoded = word.encode()
        slot = _slot(encoded, len(encoded), letters)
        slot.first, slot.second, slot.kinds = letters[0], letters[1], kinds
        if kinds & LAW:
            LAW_SIZES[_pair(encoded)] |= <uint32_t> 1 << len(encoded)
            LAW_THIRDS[_pair(encoded)] |= <uint32_t> 1 << ((encoded + b" ")[2] & 31)


_read_words()


cdef inline int _kinds(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    """Return the kinds of a token; 0 at the end of the text."""
    cdef uint64_t[2] letters
    if token.start >= size or token.end - token.start > LONGEST_WORD:
        return 0
    return _slot(text + token.start, token.end - token.start, letters).kinds
