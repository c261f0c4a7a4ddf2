"""The speaker behind a verb of saying: `search.names.agents`, in loops.

What is rare is left to the patterns of the oracle.
"""

from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Py_UNICODE_ISSPACE, Text, at, is_word
from search.names.compiled_clues cimport Mention

from search.names import agents as agents_oracle, capitals, records
from search.names.capitals import WEEKDAYS_WRITTEN
from search.names.lists import Word

cdef int ROLE = Word.ROLE | Word.TITLE, ADDRESS = Word.ADDRESS | Word.TITLE
cdef str PERSON = records.PERSON, ORGANISATION = records.ORGANISATION, NONE = ""
cdef Py_ssize_t MAX_WORDS = agents_oracle.MAX_WORDS, MAX_LENGTH = agents_oracle.MAX_LENGTH
cdef frozenset PRONOUNS = agents_oracle.PRONOUNS, PRONOUNS_BEFORE = agents_oracle.PRONOUNS_BEFORE
cdef frozenset STOP_WORDS = agents_oracle.STOP_WORDS, KIN = agents_oracle.KIN
cdef Py_ssize_t LONGEST_KIN = max(map(len, KIN))
cdef Py_ssize_t LONGEST_PRONOUN = max(map(len, PRONOUNS | PRONOUNS_BEFORE)), LONGEST_STOP = max(map(len, STOP_WORDS))
cdef tuple WEEKDAYS = tuple(WEEKDAYS_WRITTEN)
cdef frozenset BETWEEN_ROLE_AND_NAME = agents_oracle.BETWEEN_ROLE_AND_NAME
cdef object is_relation = agents_oracle.is_relation, ends_part = agents_oracle.ENDS_PART
cdef object degrees_of = capitals.DEGREES, ends_clause = agents_oracle.ENDS_CLAUSE
cdef str LEGAL_BEHIND = agents_oracle.LEGAL_BEHIND
cdef Py_ssize_t LONGEST_PLACE = agents_oracle.LONGEST_PLACE


cdef enum By:
    # How a speaker is named: not at all, or as in ``records``.
    BY_NOTHING = 0
    BY_NAME = 1
    BY_PRONOUN = 2
    BY_DESCRIPTION = 3


cdef struct Agent:
    # A speaker: ``agents.Agent``. mention: the index of the name among those of the paragraph, or -1.
    Py_ssize_t start, end, mention
    By by


cdef Agent agent_of(Py_ssize_t start, Py_ssize_t end, By by, Py_ssize_t mention) noexcept:
    cdef Agent made
    made.start, made.end, made.by, made.mention = start, end, by, mention
    return made


cdef Agent nobody() noexcept:
    return agent_of(0, 0, BY_NOTHING, -1)


cdef class Agents(Passage):
    """A paragraph with its names, in which speakers are looked for."""

    cdef list mentions

    def __cinit__(self, str whole not None, list mentions not None):
        self.mentions = mentions

    cdef Py_ssize_t first_mention(self, Py_ssize_t i) noexcept:
        """Return the index of the first name that begins at or behind the offset ``i``."""
        cdef Py_ssize_t low = 0, high = len(self.mentions), middle
        while low < high:
            middle = (low + high) // 2
            if (<Mention> self.mentions[middle]).start < i:
                low = middle + 1
            else:
                high = middle
        return low

    cdef Py_ssize_t ending_at(self, Py_ssize_t end) except -2:
        """Return the index of the name that ends at an offset, perhaps with degrees behind it, or -1."""
        cdef Py_ssize_t i = self.first_mention(end) - 1, last
        if i < 0:
            return -1
        last = (<Mention> self.mentions[i]).end
        if last == end:
            return i
        if at(&self.text, last) == 32:
            return i if end - last == len(LEGAL_BEHIND) and self.starts_with(LEGAL_BEHIND, last) else -1
        if last + 2 >= end or at(&self.text, last) != 44 or not may_end_degree(at(&self.text, end - 1)):
            return -1
        return i if degrees_of.fullmatch(self.whole, last, end) is not None else -1

    cdef Py_ssize_t behind_degrees(self, Py_ssize_t i) except -1:
        """Return the end of the degrees behind a name that ends at ``i``: ``agents.Agents.behind_degrees``."""
        if at(&self.text, i) != 44 or at(&self.text, i + 1) != 32 or not 65 <= at(&self.text, i + 2) <= 90:
            return i
        degrees = degrees_of.match(self.whole, i)
        return degrees.end() if degrees is not None else i

    cdef Agent labelled(self, Py_ssize_t i, Py_ssize_t first) except *:
        """Return the person whose name is a sentence that ends with a colon: ``agents.Agents.labelled``."""
        cdef Py_ssize_t found, begin
        cdef Mention one
        while i > first and Py_UNICODE_ISSPACE(at(&self.text, i - 1)):
            i -= 1
        if i <= first or at(&self.text, i - 1) != 58:  # :
            return nobody()
        found = self.ending_at(i - 1)
        if found < 0:
            return nobody()
        one = <Mention> self.mentions[found]
        begin = one.start if one.role is None else one.role[0]
        return self.named(found) if one.kind is PERSON and begin == first else nobody()

    cdef Agent behind_place(self, Py_ssize_t i) except *:
        """Return the name behind the place of a description: ``agents.Agents._behind_place``."""
        cdef Py_ssize_t comma, found
        cdef Mention one
        if not self.starts_with(" di ", i):
            return nobody()
        comma = (<str> self.whole).find(", ", i, i + LONGEST_PLACE)
        found = self.first_mention(comma + 2) if comma > 0 else len(self.mentions)
        if found == len(self.mentions) or ends_clause.search(self.whole, i, comma) is not None:
            return nobody()
        one = <Mention> self.mentions[found]
        if one.start != comma + 2 or one.kind is not PERSON or not ends_part.match(self.whole, one.end):
            return nobody()
        return self.named(found)

    cdef Agent named(self, Py_ssize_t i) noexcept:
        """Return the name with an index as a speaker."""
        cdef Mention one = <Mention> self.mentions[i]
        return agent_of(one.start, one.end, BY_NAME, i)

    cdef Py_ssize_t word_end(self, Py_ssize_t i) noexcept:
        while is_word(at(&self.text, i)):
            i += 1
        return i

    cdef Py_ssize_t letters_end(self, Py_ssize_t i) noexcept:
        """Return the end of letters and hyphens: ``tags.WORDS``."""
        cdef uint32_t c = at(&self.text, i)
        while 97 <= (c | 32) <= 122 or c == 45:
            i += 1
            c = at(&self.text, i)
        return i

    cdef Agent agent_behind(self, Py_ssize_t i) except *:
        """Return the speaker behind a verb that ends at ``i``: ``agents.Agents.behind``."""
        cdef Py_ssize_t start = self.skipped(i), end = self.word_end(start), limit, first, j, count, other, kin
        cdef Mention one
        if 2 <= end - start <= LONGEST_PRONOUN and PyUnicode_Substring(self.whole, start, end) in PRONOUNS:
            return agent_of(start, end, BY_PRONOUN, -1)
        i = start
        limit = self.stop_behind(i)
        first = i
        while first < limit and at(&self.text, first) != 44:  # ,
            first += 1
        cdef bint role = self.begins_role(i, first)
        count = len(self.mentions)
        cdef Py_ssize_t begin = self.first_mention(i)
        cdef Agent named
        for j in range(begin, count):
            one = <Mention> self.mentions[j]
            if one.start >= limit:
                break
            if one.end > limit:
                continue
            if one.start >= first and not (role and self.goes_on(first, one.start)):
                break
            if one.kind is PERSON or (one.kind is NONE and one.start == i):
                if one.start > i and not (role or one.role or self.is_address(i, one.start)):
                    break
                if one.start == i:
                    return self.named(j)
                other = self.related(i, j, limit)
                kin = self.kin(i, one.start) if other == j else -1
                return agent_of(kin, one.end, BY_DESCRIPTION, -1) if kin >= 0 else self.named(other)
        if begin < count:
            one = <Mention> self.mentions[begin]
            if one.start == i and i < first and one.end <= first and one.kind is ORGANISATION and one.end >= first - 12:
                return self.named(begin)
        if not role:
            return nobody()
        cdef bint to_limit = first == limit
        while first > i and Py_UNICODE_ISSPACE(at(&self.text, first - 1)):
            first -= 1
        if to_limit and self.blanks(i, first) < MAX_WORDS:
            named = self.behind_place(limit)
            if named.by != BY_NOTHING:
                return named
        return agent_of(i, first, BY_DESCRIPTION, -1) if self.blanks(i, first) < MAX_WORDS else nobody()

    cdef Py_ssize_t related(self, Py_ssize_t start, Py_ssize_t i, Py_ssize_t limit) except -1:
        """Return the index of who is described by a relation to a name, else ``i``: ``agents.Agents._related``."""
        cdef Mention one = <Mention> self.mentions[i], following
        if i + 1 == len(self.mentions) or at(&self.text, one.end) != 44 or at(&self.text, one.end + 1) != 32:
            return i
        following = <Mention> self.mentions[i + 1]
        if following.start != one.end + 2 or following.end > limit or following.kind is not PERSON:
            return i
        if not is_relation(PyUnicode_Substring(self.whole, start, one.start)):
            return i
        return i + 1 if ends_part.match(self.whole, following.end) else i

    cdef Py_ssize_t kin(self, Py_ssize_t first, Py_ssize_t i) except -2:
        """Return where a word of kinship right in front of a name begins: ``agents.Agents._kin``."""
        cdef Py_ssize_t begin = i - 1
        if begin < first or not Py_UNICODE_ISSPACE(at(&self.text, begin)):
            return -1
        while begin > first and at(&self.text, begin - 1) != 32:
            begin -= 1
            if i - begin > LONGEST_KIN + 1:
                return -1
        if begin == first:
            return begin if PyUnicode_Substring(self.whole, begin, i - 1).lower() in KIN else -1
        if not 97 <= at(&self.text, begin) <= 122:
            return -1
        return begin if PyUnicode_Substring(self.whole, begin, i - 1) in KIN else -1

    cdef bint goes_on(self, Py_ssize_t start, Py_ssize_t end) except *:
        """Return whether a name goes on with the role in front of it: *Ketua Umum, dr. X*."""
        while start < end and at(&self.text, start) in (32, 44, 41):  # ,)
            start += 1
        while start < end and at(&self.text, end - 1) in (32, 44, 41):
            end -= 1
        if start == end:
            return True
        return end - start <= 5 and PyUnicode_Substring(self.whole, start, end) in BETWEEN_ROLE_AND_NAME

    cdef Py_ssize_t stop_behind(self, Py_ssize_t start) except -1:
        """Return where no speaker is looked for any more: the pattern is ``agents._STOP``."""
        cdef Text text = self.text
        cdef Py_ssize_t i, end
        cdef uint32_t c
        text.size = min(text.size, start + MAX_LENGTH)
        for i in range(start, text.size):
            c = at(&text, i)
            if c == 32:
                end = i + 1
                while is_word(at(&text, end)):
                    end += 1
                if 2 <= end - i - 1 <= LONGEST_STOP and PyUnicode_Substring(self.whole, i + 1, end) in STOP_WORDS:
                    return i
                if 65 <= at(&text, i + 1) <= 90 and self.is_weekday(&text, i + 1):
                    return i
            elif c in (59, 58, 33, 63, 10, 34, 0x201C, 0x201D):  # ;:!? "“”
                return i
            elif c == 46 and not is_in_title(&text, i):
                c = at(&text, i + 1)
                if i + 1 == text.size or Py_UNICODE_ISSPACE(c) or is_word(c):
                    return i
        return text.size

    cdef bint is_weekday(self, Text* text, Py_ssize_t i) except *:
        """Return whether a weekday stands at an offset."""
        cdef Py_ssize_t j
        for day in WEEKDAYS:
            for j in range(len(<str> day)):
                if at(text, i + j) != <uint32_t> (<str> day)[j]:
                    break
            else:
                if not is_word(at(text, i + len(<str> day))):
                    return True
        return False

    cdef bint begins_role(self, Py_ssize_t start, Py_ssize_t end) except *:
        """Return whether the first word of a range begins a role."""
        while start < end and Py_UNICODE_ISSPACE(at(&self.text, start)):
            start += 1
        cdef Py_ssize_t last = start
        while last < end and not Py_UNICODE_ISSPACE(at(&self.text, last)):
            last += 1
        if start == last:
            return False
        while start < last and at(&self.text, start) in (44, 46):
            start += 1
        while start < last and at(&self.text, last - 1) in (44, 46):
            last -= 1
        return kinds_of(PyUnicode_Substring(self.whole, start, last)) & ROLE != 0

    cdef bint is_address(self, Py_ssize_t start, Py_ssize_t end) except *:
        """Return whether a range has words of address only, at most four."""
        cdef list words = PyUnicode_Substring(self.whole, start, end).split()
        if len(words) > 4:
            return False
        for word in words:
            if not kinds_of((<str> word).strip(".,")) & ADDRESS:
                return False
        return True


cdef inline bint may_end_degree(uint32_t c) noexcept:
    return 97 <= (c | 32) <= 122 or c == 46 or c == 41  # .)
