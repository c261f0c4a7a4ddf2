"""The ranges in quotation marks and the ends of sentences: `search.names.marks`, in loops."""

from libc.stdint cimport uint32_t
from libc.stdlib cimport free, realloc

from search.names.characters cimport (
    Py_UNICODE_ISALNUM, Py_UNICODE_ISSPACE, Py_UNICODE_ISUPPER, Text, at, is_word, text_of
)

from search.names.marks import single_marked

cdef enum:
    EITHER = 0
    OPEN = 1
    CLOSE = 2


cdef struct Marked:
    # The range of a text in quotation marks: ``marks.Marked``.
    Py_ssize_t start, end
    bint closed


cdef class Passage:
    """The text of a paragraph, its ranges in quotation marks, and the ends of its sentences."""

    cdef str whole
    cdef Text text
    cdef Marked* ranges
    cdef Py_ssize_t range_count, range_room
    cdef Py_ssize_t* ends
    cdef Py_ssize_t end_count, end_room  # -1 ends: they are not computed yet

    def __cinit__(self, str whole not None, *_):
        self.whole, self.text, self.end_count = whole, text_of(whole), -1

    def __dealloc__(self):
        free(self.ranges)
        free(self.ends)

    cdef int find_ranges(self, bint any_marks, bint any_verbs) except -1:
        """Set the ranges in quotation marks: double ones, or else single ones around sentences."""
        if any_marks:
            self._double_marked()
        if not self.range_count and any_verbs and ("'" in self.whole or "‘" in self.whole):
            for start, end, _ in single_marked(self.whole):
                self._add_range(start, end, True)
        return 0

    cdef int _double_marked(self) except -1:
        """Set the ranges: ``marks.marked``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t i, opening = -1, depth = 0
        cdef uint32_t c
        cdef int side
        for i in range(text.size):
            c = at(text, i)
            if not (c == 34 or c == 0xAB or c == 0xBB or 0x201C <= c <= 0x201F):  # "«»“”„‟
                continue
            side = side_of(text, i, c)
            if opening < 0:
                if side == CLOSE:
                    self._add_range(-1, i, True)
                elif self.skipped(i + 1) < text.size:
                    opening, depth = i + 1, 0
            elif side == OPEN:
                if ends_a_sentence(text, i):
                    self._add_range(opening, i, False)
                    opening, depth = i + 1, 0
                else:
                    depth += 1
            elif depth:
                depth -= 1
            else:
                self._add_range(opening, i, True)
                opening = -1
        if opening >= 0:
            self._add_range(opening, text.size, False)
        return 0

    cdef int _add_range(self, Py_ssize_t start, Py_ssize_t end, bint closed) except -1:
        """Add a range without the blanks at its ends."""
        while end > max(start, 0) and Py_UNICODE_ISSPACE(at(&self.text, end - 1)):
            end -= 1
        while 0 <= start < end and Py_UNICODE_ISSPACE(at(&self.text, start)):
            start += 1
        if self.range_count == self.range_room:
            more = <Marked*> realloc(self.ranges, (2 * self.range_room + 8) * sizeof(Marked))
            if not more:
                raise MemoryError
            self.ranges, self.range_room = more, 2 * self.range_room + 8
        self.ranges[self.range_count].start = start
        self.ranges[self.range_count].end = end
        self.ranges[self.range_count].closed = closed
        self.range_count += 1
        return 0

    cdef Py_ssize_t ranges_before(self, Py_ssize_t i) noexcept:
        """Return how many ranges end in front of the offset ``i``."""
        cdef Py_ssize_t low = 0, high = self.range_count, middle
        while low < high:
            middle = (low + high) // 2
            if self.ranges[middle].end < i:
                low = middle + 1
            else:
                high = middle
        return low

    cdef int _find_ends(self) except -1:
        """Set the ends of all sentences: the pattern is ``marks.SENTENCE_END``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t i = 0, end
        cdef uint32_t c
        self.end_count = 0
        while i < text.size:
            c = at(text, i)
            if not is_final(c):
                i += 1
                continue
            end = end_behind(text, i)
            if not end:
                i += 1
                continue
            if self.end_count == self.end_room:
                more = <Py_ssize_t*> realloc(self.ends, (2 * self.end_room + 16) * sizeof(Py_ssize_t))
                if not more:
                    raise MemoryError
                self.ends, self.end_room = more, 2 * self.end_room + 16
            self.ends[self.end_count] = end
            self.end_count += 1
            i = end
        return 0

    cdef Py_ssize_t _sentence(self, Py_ssize_t i) except -1:
        """Return how many sentences end at or in front of the offset ``i``."""
        if self.end_count < 0:
            self._find_ends()
        cdef Py_ssize_t low = 0, high = self.end_count, middle
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= i:
                low = middle + 1
            else:
                high = middle
        return low

    cdef Py_ssize_t sentence_start(self, Py_ssize_t i, Py_ssize_t first) except -1:
        """Return the start of the sentence that contains the offset ``i``, but at least ``first``."""
        cdef Py_ssize_t sentence = self._sentence(i)
        if sentence:
            first = max(self.ends[sentence - 1], first)
        while first < i and Py_UNICODE_ISSPACE(at(&self.text, first)):
            first += 1
        return first

    cdef Py_ssize_t sentence_end(self, Py_ssize_t i) except -1:
        """Return the end of the sentence that contains the offset ``i``; its period belongs to it."""
        cdef Py_ssize_t sentence = self._sentence(i), end = self.text.size
        if sentence == self.end_count:
            while end and Py_UNICODE_ISSPACE(at(&self.text, end - 1)):
                end -= 1
            return end
        end = self.ends[sentence]
        while end - 1 > i and at(&self.text, end - 1) in (34, 0x201D, 0x2019, 41):  # "”’)
            end -= 1
        return end

    cdef bint starts_with(self, str word, Py_ssize_t i) noexcept:
        """Return whether a word stands at the offset ``i``."""
        cdef Py_ssize_t j
        for j in range(len(word)):
            if at(&self.text, i + j) != <uint32_t> word[j]:
                return False
        return True

    cdef Py_ssize_t blanks(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Return the number of blanks in a range."""
        cdef Py_ssize_t i, count = 0
        for i in range(start, end):
            count += at(&self.text, i) == 32
        return count

    cdef Py_ssize_t skipped(self, Py_ssize_t i) noexcept:
        """Return the first offset from ``i`` on that is no white space."""
        while i < self.text.size and Py_UNICODE_ISSPACE(at(&self.text, i)):
            i += 1
        return i

    cdef Py_ssize_t last_comma(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Return the offset of the last comma in a range, or -1."""
        end = min(end, self.text.size)
        while end > start:
            end -= 1
            if at(&self.text, end) == 44:
                return end
        return -1


cdef int side_of(Text* text, Py_ssize_t i, uint32_t mark) noexcept:
    """Return whether a mark opens or closes a quotation: ``marks._side``."""
    cdef uint32_t before = at(text, i - 1) if i else 32
    cdef uint32_t behind = at(text, i + 1) if i + 1 < text.size else 32
    cdef uint32_t last
    if mark == 0x201C or mark == 0x201E or mark == 0xAB:  # “„«
        if not Py_UNICODE_ISSPACE(behind) or not i:
            return OPEN
        last = before if not Py_UNICODE_ISSPACE(before) or i < 2 else at(text, i - 2)
        return CLOSE if last in (44, 46, 63, 33) else OPEN  # ,.?!
    if mark == 0x201D or mark == 0xBB:  # ”»
        return OPEN if Py_UNICODE_ISSPACE(before) and Py_UNICODE_ISALNUM(behind) else CLOSE
    if Py_UNICODE_ISSPACE(before) or before == 40 or before == 91:  # ([
        return EITHER if Py_UNICODE_ISSPACE(behind) else OPEN
    if Py_UNICODE_ISSPACE(behind) or behind in (44, 46, 59, 58, 41, 93, 63, 33, 45, 0x2013, 0x2014):  # ,.;:)]?!-–—
        return CLOSE
    return OPEN if before in (46, 33, 63, 58) and Py_UNICODE_ISUPPER(behind) else EITHER  # .!?:


cdef bint ends_a_sentence(Text* text, Py_ssize_t i) noexcept:
    """Return whether a sentence ends in front of the offset ``i``."""
    while i and Py_UNICODE_ISSPACE(at(text, i - 1)):
        i -= 1
    return i > 0 and at(text, i - 1) in (46, 33, 63, 34, 0x201D)  # .!?"”


cdef inline bint is_final(uint32_t c) noexcept:
    return c == 46 or c == 33 or c == 63 or c == 0x2026  # .!?…


cdef Py_ssize_t end_behind(Text* text, Py_ssize_t i) noexcept:
    """Return the end of the sentence that the character at ``i`` ends, or 0 if it ends none."""
    cdef Py_ssize_t end, following
    cdef uint32_t c, before
    if at(text, i) != 46 or not is_abbreviated(text, i):
        end = i + 1
        while is_final(at(text, end)):
            end += 1
        while at(text, end) in (34, 0x201D, 0x2019, 41):  # "”’)
            end += 1
        following = end
        while following < text.size and Py_UNICODE_ISSPACE(at(text, following)):
            following += 1
        if following == text.size or (following > end and not 97 <= at(text, following) <= 122):
            return end
    before, c = at(text, i - 1), at(text, i + 1)
    if 97 <= before <= 122 or 48 <= before <= 57 or before in (41, 37, 34, 0x201D):  # )%"”
        if 65 <= c <= 90 or c == 34 or c == 0x201C:
            return i + 1
    return 0


cdef bint is_abbreviated(Text* text, Py_ssize_t i) noexcept:
    """Return whether the period at ``i`` is that of an abbreviation or an initial."""
    cdef uint32_t last = at(text, i - 1), second = at(text, i - 2), third = at(text, i - 3)
    cdef bint begins
    if 65 <= last <= 90 and (i == 1 or (i > 1 and (second == 46 or second == 40 or Py_UNICODE_ISSPACE(second)))):
        return True
    if i > 1 and not is_word(third):
        if last == 114 and second in (100, 68, 73, 77):  # dr Dr Ir Mr
            return True
        if (second == 75 and last == 72) or (second == 72 and last == 106):  # KH Hj
            return True
        if (second == 78 and last == 111) or (second == 83 and last == 116):  # No St
            return True
    if i > 2 and not is_word(at(text, i - 4)):
        if is_short_title(third, second, last):
            return True
    return at(text, i - 4) == 80 and third == 114 and second == 111 and last == 102  # Prof


cdef inline bint is_short_title(uint32_t first, uint32_t second, uint32_t last) noexcept:
    """Return whether three letters are in ``marks.TITLES``."""
    if first == 68 or first == 100:  # Drs Dra drg
        return second == 114 and (last == 103 if first == 100 else last == 115 or last == 97)
    if first == 77:  # Moh Muh Mgr
        return (last == 104 and (second == 111 or second == 117)) or (second == 103 and last == 114)
    if first == 80 or first == 85:  # Pdt Ust
        return last == 116 and second == (100 if first == 80 else 115)
    return first == 84 and second == 103 and last == 107  # Tgk


cdef bint is_in_title(Text* text, Py_ssize_t i) noexcept:
    """Return whether the period at ``i`` belongs to a title or an initial: ``agents._STOP``."""
    cdef uint32_t last = at(text, i - 1), second = at(text, i - 2), third = at(text, i - 3)
    if 65 <= last <= 90 and i > 1 and (second == 46 or second == 40 or Py_UNICODE_ISSPACE(second)):
        return True
    if i > 1 and not is_word(third):
        if last == 114 and second in (100, 68, 73):  # dr Dr Ir
            return True
        if (second == 75 and last == 72) or (second == 72 and last == 106):  # KH Hj
            return True
    if i > 0 and last == 72 and not is_word(second):  # H
        return True
    if i > 2 and not is_word(at(text, i - 4)) and is_short_title(third, second, last):
        return True
    return at(text, i - 4) == 80 and third == 114 and second == 111 and last == 102  # Prof
