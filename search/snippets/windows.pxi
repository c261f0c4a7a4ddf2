"""The piece of a text that shows its marks best, and its HTML: `search.snippets.windows` in loops."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcmp, memcpy

from search.snippets.spans cimport Span

cdef extern from "Python.h":
    str PyUnicode_FromKindAndData(int kind, const void *characters, Py_ssize_t size)

cdef enum:
    LEAD = 60          # as in `search.snippets.windows`
    MOST_MARKS = 64    # whose words are told apart by a bit each
    LONGEST_ESCAPE = 6
    TAGS = 13          # characters of <mark> and </mark>

ctypedef fused Char:
    uint8_t
    uint16_t
    uint32_t


cdef bint choose_window(
    PlainText text, const Span *marks, Py_ssize_t n, Py_ssize_t length, Span *chosen
) noexcept nogil:
    """Choose the window; False where that takes more than bytes: many marks, or marks beyond ASCII."""
    cdef uint64_t words[MOST_MARKS]
    cdef uint64_t seen
    cdef Py_ssize_t i, j, start, end, different, inside, longest = 0
    cdef Py_ssize_t best_different = -1, best_inside = -1
    cdef Py_ssize_t at, sentence = 0, seen_until = 0, late = -1
    cdef Span best, window, mark
    if 4 * text.size <= 5 * length:
        chosen.start, chosen.end = 0, text.size
        return True
    if n > 1 and not _tell_words_apart(text, marks, n, words):
        return False
    best.start = best.end = window.start = window.end = 0
    for i in range(n if n else 1):
        mark.start = mark.end = 0
        if n:
            mark = marks[i]
        # Marks ascend, so what stands before the last one need not be looked at again.
        at = _last_sentence(text, max(seen_until, mark.start - 2 * LEAD), mark.start)
        sentence = at if at >= 0 else sentence
        seen_until = mark.start
        start = _window_start(text, sentence, mark.start)
        if start + length > text.size:
            if late < 0:
                late = _first_sentence(text, text.size - length)
            end = _window_start_near_end(text, late, mark.start, text.size - length)
            start = end if end < start else start
        end = start + length if start + length > mark.end else mark.end
        if start == window.start and end == window.end:
            continue
        window.start, window.end = start, end
        seen, different, inside = 0, 0, 0
        if n > 1:
            for j in range(n):
                if marks[j].start >= start and marks[j].end <= end:
                    inside += 1
                    different += not seen & words[j]
                    seen |= words[j]
        if different > best_different or (different == best_different and inside > best_inside):
            best_different, best_inside, best = different, inside, window
    for i in range(n):
        if best.start <= marks[i].end <= best.end and marks[i].end > longest:
            longest = marks[i].end
    chosen.start = best.start
    chosen.end = _window_end(text, best.end, longest)
    for i in range(n):  # a mark across an edge is shown whole
        if marks[i].start < chosen.start < marks[i].end:
            chosen.start = marks[i].start
        if marks[i].start < chosen.end < marks[i].end:
            chosen.end = marks[i].end
    return True


cdef bint _tell_words_apart(PlainText text, const Span *marks, Py_ssize_t n, uint64_t *words) noexcept nogil:
    """Give marks of the same word, in capitals or not, the same bit."""
    cdef Py_ssize_t i, j, size
    if n > MOST_MARKS:
        return False
    for i in range(n):
        size = marks[i].end - marks[i].start
        for j in range(size):
            if text.small[marks[i].start + j] >= 0x80:
                return False
        words[i] = <uint64_t> 1 << i
        for j in range(i):
            if marks[j].end - marks[j].start == size and not memcmp(
                text.small + marks[i].start, text.small + marks[j].start, size
            ):
                words[i] = words[j]
                break
    return True


cdef inline bint _begins_sentence(PlainText text, Py_ssize_t at) noexcept nogil:
    """Tell whether a capital or a digit, perhaps in quotes, follows blanks after the end of a sentence."""
    return at == 0 or (is_blank(text.plain[at - 1]) and at < text.size and _follows_sentence(text, at))


cdef bint _follows_sentence(PlainText text, Py_ssize_t at) noexcept nogil:
    cdef const uint8_t *plain = text.plain
    cdef Py_ssize_t before = at
    cdef uint8_t c = plain[at]
    if c == c'"' or c == c"'" or c == c"(" or c == c"[" or c == QUOTE_OPENING or c == APOSTROPHE_OPENING:
        if at + 1 == text.size:
            return False
        c = plain[at + 1]
    if not (c"A" <= c <= c"Z" or is_digit(c)):
        return False
    while before and is_blank(plain[before - 1]):
        before -= 1
    if not before:
        return False
    c = plain[before - 1]
    if before > 1 and (
        c == c'"' or c == c"'" or c == c")" or c == c"]" or c == QUOTE_CLOSING or c == APOSTROPHE_CLOSING
    ):
        c = plain[before - 2]
    return c == c"." or c == c"!" or c == c"?" or c == ELLIPSIS


cdef Py_ssize_t _last_sentence(PlainText text, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Return the last beginning of a sentence from ``first`` to ``last``, both included; -1 for none."""
    cdef Py_ssize_t at = last
    while at >= first and at >= 0:
        if _begins_sentence(text, at):
            return at
        at -= 1
    return -1


cdef Py_ssize_t _blank(PlainText text, Py_ssize_t first, Py_ssize_t last) noexcept nogil:
    """Return the first " " of a half-open range, -1 for none."""
    cdef Py_ssize_t at
    for at in range(first, last):
        if text.plain[at] == c" ":
            return at
    return -1


cdef Py_ssize_t _first_sentence(PlainText text, Py_ssize_t first) noexcept nogil:
    """Return the first beginning of a sentence from ``first`` on, the size of the text for none."""
    cdef Py_ssize_t at
    for at in range(first, text.size):
        if _begins_sentence(text, at):
            return at
    return text.size


cdef Py_ssize_t _window_start(PlainText text, Py_ssize_t sentence, Py_ssize_t match) noexcept nogil:
    cdef Py_ssize_t blank
    if match - sentence <= 2 * LEAD:
        return sentence
    blank = _blank(text, match - LEAD, match)
    return blank + 1 if blank >= 0 else match


cdef Py_ssize_t _window_start_near_end(
    PlainText text, Py_ssize_t sentence, Py_ssize_t match, Py_ssize_t earliest
) noexcept nogil:
    """Where little text follows, what stands before fills the window; ``sentence``: the first from there."""
    cdef Py_ssize_t blank
    if sentence <= match:
        return sentence
    blank = _blank(text, earliest, match)
    return blank + 1 if blank >= 0 else match


cdef Py_ssize_t _window_end(PlainText text, Py_ssize_t end, Py_ssize_t not_before) noexcept nogil:
    cdef Py_ssize_t at
    if end >= text.size:
        return text.size
    at = _last_sentence(text, end - LEAD + 1, end)
    if at >= not_before and at >= 0:
        while at and is_blank(text.plain[at - 1]):
            at -= 1
        return at
    at = end
    while at >= not_before and at > 0:
        if text.plain[at] == c" ":
            return at
        at -= 1
    return end


cdef str to_html(PlainText text, const Span *marks, Py_ssize_t n, Span window):
    """Return a window as HTML: escaped, marks in <mark>, "…" where text was cut off."""
    cdef int kind = PyUnicode_KIND(text.text)
    cdef const void *characters = PyUnicode_DATA(text.text)
    cdef str html
    if kind == 1:
        html = _written(<const uint8_t *> characters, text.has_markup, marks, n, window)
    elif kind == 2:
        html = _written(<const uint16_t *> characters, text.has_markup, marks, n, window)
    else:
        html = _written(<const uint32_t *> characters, text.has_markup, marks, n, window)
    if window.start > 0:
        html = "…" + html
    return html + "…" if window.end < text.size else html


cdef str _written(const Char *text, bint escaped, const Span *marks, Py_ssize_t n, Span window):
    cdef Py_ssize_t i, at = window.start, size = window.end - window.start
    cdef Char *start = <Char *> malloc(((LONGEST_ESCAPE if escaped else 1) * size + TAGS * n + 1) * sizeof(Char))
    cdef Char *end = start
    if start == NULL:
        raise MemoryError
    for i in range(n):
        if marks[i].start < window.start or marks[i].end > window.end:
            continue
        end = _piece(end, text, at, marks[i].start, escaped)
        end = _ascii(end, "<mark>", 6)
        end = _piece(end, text, marks[i].start, marks[i].end, escaped)
        end = _ascii(end, "</mark>", 7)
        at = marks[i].end
    end = _piece(end, text, at, window.end, escaped)
    try:
        return PyUnicode_FromKindAndData(sizeof(Char), start, end - start)
    finally:
        free(start)


cdef Char *_piece(Char *to, const Char *text, Py_ssize_t first, Py_ssize_t last, bint escaped) noexcept nogil:
    cdef Py_ssize_t i
    if not escaped:
        memcpy(to, text + first, (last - first) * sizeof(Char))
        return to + (last - first)
    for i in range(first, last):
        if text[i] == c"&":
            to = _ascii(to, "&amp;", 5)
        elif text[i] == c"<":
            to = _ascii(to, "&lt;", 4)
        elif text[i] == c">":
            to = _ascii(to, "&gt;", 4)
        elif text[i] == c'"':
            to = _ascii(to, "&quot;", 6)
        elif text[i] == c"'":
            to = _ascii(to, "&#x27;", 6)
        else:
            to[0] = text[i]
            to += 1
    return to


cdef Char *_ascii(Char *to, const char *characters, Py_ssize_t size) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(size):
        to[i] = <Char> characters[i]
    return to + size
