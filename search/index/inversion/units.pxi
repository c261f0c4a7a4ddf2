"""The units in a text of plain characters, read as `search.indonesian.units` does.

The functions are those of that module. An end of 0 means that there is none. Nothing that begins at ``size`` or beyond
is read as a token.
"""

from libc.stdint cimport uint8_t

from search.index.inversion.shapes cimport (
    AND, BLANK, CLOSING, COLON, COLON_BLANK, COUNTRY, CURRENCY, DASH, DEGREE, DOLLAR, DOLLAR_SIGN, LAW, MEASURE,
    MEASURE_BEFORE, MONEY_SCALE, NOTHING, NUMBER, OPENING, ORDINAL, PER, PERCENT, POINT, POINT_BLANK, POWER, RATE,
    RING, SCALE, SIGN, SIGN_BLANK, SLASH, SPACED_AND, TEMPERATURE, YEAR, Range, are_digits, are_letters, are_numbers,
    are_several_words, gap_between, is_capital, is_digit, is_letter, is_number_with_letters, token_end,
)

cdef enum:
    MAX_WORDS = 6
    MAX_SLASHES = 8
    MAX_INITIALS = 6
    MAX_JOINED = 8


cdef Py_ssize_t _end_of_token(const uint8_t *text, Py_ssize_t at) noexcept nogil:
    return token_end(text, at)  # it is not inlined here, unlike in the loop over all tokens


cdef inline Range _next(const uint8_t *text, Py_ssize_t size, Py_ssize_t end) noexcept nogil:
    """Return the token that follows an end."""
    cdef Range token
    while end < size and not (is_digit(text[end]) or is_letter(text[end])):
        end += 1
    token.start = end
    token.end = _end_of_token(text, end) if end < size else end
    return token


cdef inline bint _takes(
    const uint8_t *text, Py_ssize_t size, Py_ssize_t end, int kinds, int gaps, Range *following
) noexcept nogil:
    """Return whether a word of these kinds follows behind one of these gaps; write the token that follows."""
    following[0] = _next(text, size, end)
    if not gap_between(text, size, end, following[0]) & gaps:
        return False
    return (_kinds(text, size, following[0]) & kinds) != 0


cdef Py_ssize_t _number(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Range following
    cdef Py_ssize_t first = token.end, end = token.end
    cdef int gap
    if are_numbers(text, size, token):
        following = _next(text, size, end)
        gap = gap_between(text, size, end, following)
        if gap == COLON and are_numbers(text, size, following):
            while gap == COLON and are_numbers(text, size, following):
                end = following.end
                following = _next(text, size, end)
                gap = gap_between(text, size, end, following)
            return end
        if gap == SLASH:
            return _slashes(text, size, following)
        if gap == DASH and are_numbers(text, size, following):
            end = following.end
        if _takes(text, size, end, SCALE, NOTHING | BLANK, &following):
            end = following.end
    elif not is_number_with_letters(text, size, token):
        return 0
    return _measured(text, size, first, end)


cdef Py_ssize_t _measured(const uint8_t *text, Py_ssize_t size, Py_ssize_t first, Py_ssize_t end) noexcept nogil:
    cdef Range following
    cdef int kinds
    if _takes(text, size, end, MEASURE | PERCENT | DOLLAR, NOTHING | BLANK, &following):
        kinds = _kinds(text, size, following)
        end = following.end
        if kinds & DOLLAR:
            return following.end if _takes(text, size, end, COUNTRY, BLANK, &following) else end
        return _behind_measure(text, size, end, kinds) if kinds & MEASURE else end
    if _takes(text, size, end, TEMPERATURE, RING, &following):
        return following.end
    if end == first and is_letter(text[end - 1]):  # 5km/jam
        end = _behind_measure(text, size, end, MEASURE)
    return _percent(text, size, end) or (end if end > first else 0)


cdef Py_ssize_t _behind_measure(const uint8_t *text, Py_ssize_t size, Py_ssize_t end, int kinds) noexcept nogil:
    cdef Range following, rate
    if _takes(text, size, end, POWER, BLANK, &following) or _takes(text, size, end, RATE, SLASH, &following):
        return following.end
    if kinds & DEGREE and _takes(text, size, end, TEMPERATURE, BLANK, &following):
        return following.end
    if _takes(text, size, end, PER, BLANK, &following) and _takes(text, size, following.end, RATE, BLANK, &rate):
        return rate.end
    return end


cdef Py_ssize_t _percent(const uint8_t *text, Py_ssize_t size, Py_ssize_t end) noexcept nogil:
    if end < size and text[end] == c" ":
        end += 1
    elif end + 1 < size and text[end] == 0xC2 and text[end + 1] == 0xA0:
        end += 2
    return end + 1 if end < size and text[end] == c"%" else 0


cdef Py_ssize_t _slashes(const uint8_t *text, Py_ssize_t size, Range last) noexcept nogil:
    cdef Range following
    cdef Py_ssize_t slashes
    for slashes in range(1, MAX_SLASHES):
        following = _next(text, size, last.end)
        if not gap_between(text, size, last.end, following) & (SLASH | POINT):
            break
        last = following
    return last.end


cdef Py_ssize_t _money(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Range following
    if are_numbers(text, size, token):
        following = _next(text, size, token.end)
        if gap_between(text, size, token.end, following) == DASH and are_numbers(text, size, following):
            token = following
        if _takes(text, size, token.end, SCALE | MONEY_SCALE, NOTHING | BLANK, &following):
            token = following
    elif not is_number_with_letters(text, size, token):
        return 0
    return token.end


cdef Py_ssize_t _named(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef int kinds = _kinds(text, size, token)
    cdef Range following
    cdef Py_ssize_t end
    cdef int gap
    if not kinds:
        return 0
    following = _next(text, size, token.end)
    gap = gap_between(text, size, token.end, following)
    if kinds & DOLLAR_SIGN and token.end < size and text[token.end] == c"$":
        end = _money(text, size, following) if gap & (SIGN | SIGN_BLANK) else 0
        return end or token.end + 1
    if kinds & (CURRENCY | MEASURE_BEFORE) and gap & (NOTHING | BLANK | POINT | POINT_BLANK):
        end = _money(text, size, following)
        if end:
            return end
    if kinds & LAW:
        return _law(text, size, token)
    if kinds & NUMBER:
        return _numbered(text, size, token)
    if kinds & ORDINAL and gap == BLANK and are_digits(text, size, following):
        return following.end
    return 0


cdef Py_ssize_t _law(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Range following
    cdef int word, gap
    cdef bint inside = False  # Undang-Undang (UU) Nomor 13
    for word in range(MAX_WORDS):
        following = _next(text, size, token.end)
        gap = gap_between(text, size, token.end, following)
        if inside and gap == CLOSING:
            inside = False
        elif not inside and gap == OPENING and _kinds(text, size, following) & LAW:
            inside = True
        elif inside or gap != BLANK:
            return 0
        if _kinds(text, size, following) & NUMBER:
            return _numbered(text, size, following)
        if is_digit(text[following.start]):
            return _year(text, size, following)
        token = following
    return 0


cdef Py_ssize_t _numbered(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Range following = _next(text, size, token.end)
    cdef int gap = gap_between(text, size, token.end, following)
    if gap & (BLANK | POINT | POINT_BLANK | COLON | COLON_BLANK) and are_digits(text, size, following):
        return _year(text, size, following) or following.end
    return 0


cdef Py_ssize_t _year(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Range year = _next(text, size, token.end)
    if not are_digits(text, size, token):
        return 0
    if gap_between(text, size, token.end, year) != SLASH:
        if not _takes(text, size, token.end, YEAR, BLANK, &token):
            return 0
        year = _next(text, size, token.end)
        if not gap_between(text, size, token.end, year) & (BLANK | POINT | POINT_BLANK):
            return 0
    return year.end if are_digits(text, size, year) and year.end - year.start == 4 else 0


cdef Py_ssize_t _joined(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Py_ssize_t first = token.end
    cdef Range following
    cdef int gap, parts = 1
    cdef bint short
    if text[token.end] == c" " and text[token.end + 1] != c"&":
        return 0
    while parts < MAX_JOINED and are_letters(text, size, token):
        following = _next(text, size, token.end)
        gap = gap_between(text, size, token.end, following)
        short = token.end - token.start <= 2 and following.end - following.start <= 2
        if not are_letters(text, size, following) or not (gap == AND or (short and gap == SPACED_AND)):
            break
        token = following
        parts += 1
    return token.end if token.end > first else 0


cdef Py_ssize_t _initials(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    cdef Py_ssize_t first = token.end
    cdef Range following = _next(text, size, token.end)
    cdef int gap = gap_between(text, size, token.end, following), letters = 1
    if not gap & (POINT | POINT_BLANK):
        return 0
    while token.end - token.start == 1 and following.end - following.start == 1 and letters < MAX_INITIALS:
        if not is_letter(text[following.start]) or gap_between(text, size, token.end, following) != gap:
            break
        if gap == POINT_BLANK:
            if not (is_capital(text[token.start]) and is_capital(text[following.start])):
                break
            if following.end >= size or text[following.end] != c".":
                break
        token = following
        following = _next(text, size, token.end)
        letters += 1
    return token.end if token.end > first else 0


cdef Py_ssize_t _sign_before(const uint8_t *text, Py_ssize_t start) noexcept nogil:
    """Return the start of the sign of a currency before a number, or -1."""
    cdef Py_ssize_t end = start - 1 if start and text[start - 1] == c" " else start
    if end >= 1 and text[end - 1] == c"$":
        return end - 1
    if end >= 2 and text[end - 2] == 0xC2 and (text[end - 1] == 0xA3 or text[end - 1] == 0xA5):
        return end - 2
    if end >= 3 and text[end - 3] == 0xE2 and text[end - 2] == 0x82 and text[end - 1] == 0xAC:
        return end - 3
    return -1


cdef Range _unit(const uint8_t *text, Py_ssize_t size, Range token) noexcept nogil:
    """Return the unit that begins with a token; its end is 0 if there is none."""
    cdef Py_ssize_t start = token.start, sign
    cdef Range unit
    unit.start, unit.end = start, 0
    if start and text[start - 1] == c"#" and are_several_words(text, size, token):
        unit.start, unit.end = start - 1, token.end
    elif not is_digit(text[start]):
        unit.end = _named(text, size, token)
        if not unit.end and (text[token.end] == c"&" or text[token.end] == c" "):
            unit.end = _joined(text, size, token)
        elif not unit.end and text[token.end] == c".":
            unit.end = _initials(text, size, token)
    elif not (start and (text[start - 1] == c"/" or (start > 1 and text[start - 1] == c":" and is_digit(text[start - 2])))):
        sign = _sign_before(text, start)
        if sign < 0 or (sign and (is_digit(text[sign - 1]) or is_letter(text[sign - 1]))):
            unit.end = _number(text, size, token)
        else:
            unit.start, unit.end = sign, _money(text, size, token)
    return unit
