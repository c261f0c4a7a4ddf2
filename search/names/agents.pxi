"""The speaker behind or in front of a verb of saying: `search.names.agents`, in loops.

What is rare is left to the patterns of the oracle.
"""

from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Py_UNICODE_ISSPACE, Text, at, is_word
from search.names.compiled_clues cimport Mention

from search.names import agents as agents_oracle, capitals, records
from search.names.capitals import WEEKDAYS_WRITTEN
from search.names.lists import Word

cdef int ROLE = Word.ROLE | Word.TITLE, ADDRESS = Word.ADDRESS | Word.TITLE, ORDINARY = Word.ORDINARY
cdef str PERSON = records.PERSON, ORGANISATION = records.ORGANISATION, NONE = ""
cdef Py_ssize_t MAX_WORDS = agents_oracle.MAX_WORDS, MAX_LENGTH = agents_oracle.MAX_LENGTH
cdef frozenset PRONOUNS = agents_oracle.PRONOUNS, PRONOUNS_BEFORE = agents_oracle.PRONOUNS_BEFORE
cdef frozenset KIN = agents_oracle.KIN
cdef Py_ssize_t LONGEST_KIN = max(map(len, KIN))
cdef frozenset ADVERBS = agents_oracle.ADVERBS, STOP_WORDS = agents_oracle.STOP_WORDS
cdef Py_ssize_t LONGEST_PRONOUN = max(map(len, PRONOUNS | PRONOUNS_BEFORE)), LONGEST_STOP = max(map(len, STOP_WORDS))
cdef Py_ssize_t LONGEST_ADVERB = max(map(len, ADVERBS))
cdef tuple WEEKDAYS = tuple(WEEKDAYS_WRITTEN)
cdef frozenset BETWEEN_ROLE_AND_NAME = agents_oracle.BETWEEN_ROLE_AND_NAME
cdef object adverbial_of = agents_oracle.ADVERBIAL, demonstrative = agents_oracle.DEMONSTRATIVE
cdef object pronoun_before = agents_oracle.PRONOUN_BEFORE
cdef object is_relation = agents_oracle.is_relation, ends_part = agents_oracle.ENDS_PART
cdef object is_lower = agents_oracle.is_lower, has_verb = agents_oracle.has_verb
cdef object degrees_of = capitals.DEGREES, ends_clause = agents_oracle.ENDS_CLAUSE
cdef str LEGAL_BEHIND = agents_oracle.LEGAL_BEHIND, FROM = agents_oracle.FROM
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

    cdef Agent agent_before(self, Py_ssize_t i, Py_ssize_t first) except *:
        """Return the subject of the verb at ``i``: ``agents.Agents.before``."""
        cdef Py_ssize_t end = self.before_adverbs(i, max(first, i - 60)), begin, found
        cdef str kind
        begin = self.pronoun_before(end, max(first, end - 9))
        if begin >= 0:
            return agent_of(begin, end, BY_PRONOUN, -1)
        end = self.before_brackets(end, max(first, end - 64))
        found = self.ending_at(end)
        cdef Agent named
        if found >= 0:
            kind = (<Mention> self.mentions[found]).kind
            if kind is not PERSON:
                named = self.from_where((<Mention> self.mentions[found]).start)
                if named.by == BY_NOTHING:
                    named = self.with_apposition(first, end)
                if named.by != BY_NOTHING:
                    return named
                if kind is not ORGANISATION and kind is not NONE:
                    return self.described(first, end)
            begin = self.kin(first, (<Mention> self.mentions[found]).start)
            if begin >= 0:
                return agent_of(begin, (<Mention> self.mentions[found]).end, BY_DESCRIPTION, -1)
            return self.named(found)
        if self.has_person_before_comma(max(first, end - MAX_LENGTH), end):
            adverbial = adverbial_of.search(self.whole, max(first, end - MAX_LENGTH), end)
            if adverbial is not None:
                found = self.ending_at(adverbial.start())
                if found >= 0 and (<Mention> self.mentions[found]).kind is PERSON:
                    return self.named(found)
            named = self.with_apposition(first, end)
            if named.by != BY_NOTHING:
                return named
        return self.described(first, end)

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

    cdef Agent from_where(self, Py_ssize_t i) except *:
        """Return the person who is from what is named at ``i``: ``agents.Agents._from``."""
        cdef Py_ssize_t found = -1
        if i > len(FROM) and self.starts_with(FROM, i - len(FROM)):
            found = self.ending_at(i - len(FROM))
        return self.named(found) if found >= 0 and (<Mention> self.mentions[found]).kind is PERSON else nobody()

    cdef bint has_person_before_comma(self, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Return whether a comma in a range has the name of a person in front of it."""
        cdef Py_ssize_t i = self.first_mention(end) - 1
        cdef Mention one
        while i >= 0:
            one = <Mention> self.mentions[i]
            if one.end < start:
                return False
            if one.end < end and one.kind is PERSON:
                if at(&self.text, one.end) == 44 or at(&self.text, self.skipped(one.end)) == 40:  # ,(
                    return True
            i -= 1
        return False

    cdef Py_ssize_t before_adverbs(self, Py_ssize_t end, Py_ssize_t first) except -1:
        """Return the offset in front of adverbs and commas that end at ``end``: ``agents._ADVERBS``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t found, begin, word
        if first > end:
            return end
        if end > first and at(text, end - 1) == 10:
            end -= 1
        cdef Py_ssize_t last = self.before_blanks(end, first)
        while True:
            found, word = last, last
            while word > first and last - word <= LONGEST_ADVERB and not at(text, word - 1) in (32, 44):
                word -= 1
            if word == last or last - word > LONGEST_ADVERB:
                return found
            if PyUnicode_Substring(self.whole, word, last) not in ADVERBS:
                return found
            begin = self.before_blanks(word, first)
            if last - word == 5 and self.starts_with("tegas", word):
                for phrase in ("secara ", "dengan "):
                    if word - first >= 8 and self.starts_with(phrase, word - 7):
                        if self.before_blanks(word - 7, first) < word - 7:
                            begin = self.before_blanks(word - 7, first)
            if begin == word:
                return found
            last = begin

    cdef Py_ssize_t before_blanks(self, Py_ssize_t end, Py_ssize_t first) noexcept:
        while end > first and at(&self.text, end - 1) in (32, 44):
            end -= 1
        return end

    cdef Py_ssize_t pronoun_before(self, Py_ssize_t end, Py_ssize_t first) except -2:
        """Return the start of a pronoun that ends at ``end``, or -1: ``agents.PRONOUN_BEFORE``."""
        cdef Text* text = &self.text
        if first > end:
            return -1
        if end > first and at(text, end - 1) == 10:
            end -= 1
        cdef Py_ssize_t begin = end
        cdef bint is_ascii = True
        while begin > 0 and end - begin <= LONGEST_PRONOUN and (is_word(at(text, begin - 1)) or at(text, begin - 1) == 45):
            begin -= 1
            is_ascii = is_ascii and at(text, begin) < 128
        if end - begin < 2 or begin < first:
            return -1
        if not is_ascii:  # letters with another case than that of small ones
            found = pronoun_before.search(self.whole, first, end)
            return found.start(1) if found else -1
        return begin if PyUnicode_Substring(self.whole, begin, end).lower() in PRONOUNS_BEFORE else -1

    cdef Py_ssize_t before_brackets(self, Py_ssize_t end, Py_ssize_t first) noexcept:
        """Return the offset in front of brackets that end at ``end``: ``agents._PARENTHESIS``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t last = end, i
        if last > first and at(text, last - 1) == 10:
            last -= 1
        if last <= first or at(text, last - 1) != 41:
            return end
        i = last - 1
        while i > first and last - 1 - i < 61 and at(text, i - 1) != 40 and at(text, i - 1) != 41:
            i -= 1
        if i <= first or not 1 <= last - 1 - i <= 60 or at(text, i - 1) != 40:
            return end
        i -= 1
        while i > first and Py_UNICODE_ISSPACE(at(text, i - 1)):
            i -= 1
        return i

    cdef Agent with_apposition(self, Py_ssize_t first, Py_ssize_t end) except *:
        """Return a name with a description behind it: *Strauss Zelnick, bos Rockstar*."""
        cdef Py_ssize_t comma = self.last_comma(max(first, end - MAX_LENGTH), end)
        if comma < 0:
            return nobody()
        cdef Py_ssize_t found = self.ending_at(comma), begin
        if found < 0 and comma > first and at(&self.text, comma - 1) == 41:  # )
            begin = self.before_brackets(comma, max(first, comma - 64))
            found = self.ending_at(begin) if begin < comma else -1
        if found >= 0 and (<Mention> self.mentions[found]).kind is PERSON and self.begins_role(comma + 1, end):
            return self.named(found)
        return nobody()

    cdef Agent described(self, Py_ssize_t first, Py_ssize_t end) except *:
        """Return a speaker who is described: ``agents.Agents._described``."""
        cdef Py_ssize_t start = max(first, self.last_comma(first, end) + 1), begin, skip, count
        while start < end and Py_UNICODE_ISSPACE(at(&self.text, start)):
            start += 1
        if start >= end or self.blanks(start, end) >= MAX_WORDS:
            return nobody()
        phrase = PyUnicode_Substring(self.whole, start, end)
        cdef list words = phrase.split(" ")
        count = len(words)
        for skip in range(min(2, count)):
            if kinds_of(<str> words[skip]) & ROLE:
                if skip and not kinds_of(<str> words[0]) & ORDINARY:
                    break
                if count - skip > 3 and not (demonstrative.search(phrase) or is_lower(phrase)):
                    return nobody()
                begin = start + (len(<str> words[0]) + 1 if skip else 0)
                return nobody() if has_verb(words) else agent_of(begin, end, BY_DESCRIPTION, -1)
        return nobody()


cdef inline bint may_end_degree(uint32_t c) noexcept:
    return 97 <= (c | 32) <= 122 or c == 46 or c == 41  # .)
