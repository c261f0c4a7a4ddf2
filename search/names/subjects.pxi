"""The speaker in front of a verb of saying, its subject: `search.names.agents`, in loops."""

from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Py_UNICODE_ISSPACE, Text, at, is_word
from search.names.compiled_clues cimport Mention

from search.names import agents as agents_oracle
from search.names.lists import Word

cdef int ORDINARY = Word.ORDINARY
cdef frozenset ADVERBS = agents_oracle.ADVERBS
cdef Py_ssize_t LONGEST_ADVERB = max(map(len, ADVERBS))
cdef object adverbial_of = agents_oracle.ADVERBIAL, demonstrative = agents_oracle.DEMONSTRATIVE
cdef object manner = agents_oracle.MANNER
cdef object pronoun_before = agents_oracle.PRONOUN_BEFORE
cdef object is_lower = agents_oracle.is_lower, has_verb = agents_oracle.has_verb
cdef str FROM = agents_oracle.FROM


cdef class Subjects(Agents):
    """The same paragraph, in which subjects are looked for."""

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
        named = self.first_person(first, end)
        return named if named.by != BY_NOTHING else self.described(first, end)

    cdef Agent first_person(self, Py_ssize_t first, Py_ssize_t end) except *:
        """Return the person who begins a sentence: ``agents.Agents._first``."""
        cdef Py_ssize_t i, begin
        cdef Mention one
        for i in range(self.first_mention(first), len(self.mentions)):
            one = <Mention> self.mentions[i]
            if one.start >= end:
                break
            if one.kind is PERSON and one.end <= end:
                begin = one.start if one.role is None else <Py_ssize_t> one.role[0]
                if begin == first and manner.match(self.whole, one.end, end) is not None:
                    return self.named(i)
                break
        return nobody()

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
