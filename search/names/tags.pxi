"""The tag of a direct quotation: `search.names.tags`, in loops."""

from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Py_UNICODE_ISSPACE, Text, at, is_word
from search.names.compiled_clues cimport Mention
from search.names.known cimport PyDict_GetItem

from search.names import tags as tags_oracle
from search.names.lists import lists

cdef enum:
    LONGEST_BRACKETS = 40
    FARTHEST = 300

cdef enum Use:
    # How a word of saying stands, by ``verbs.tsv``; PRONOUN has *-nya* behind it.
    NO_VERB = 0
    TAG = 1
    SAYS = 2
    WITH_BAHWA = 3
    PASSIVE = 4
    ACCORDING = 5
    ASKS = 6


cdef struct Tag:
    # A speaker, perhaps nobody, and the range of the verb; without a verb there is no tag.
    Agent agent
    Py_ssize_t start, end


cdef Py_ssize_t LONGEST_SUBJECT = tags_oracle.LONGEST_SUBJECT, MAX_BLANKS_BETWEEN = tags_oracle.MAX_BLANKS_BETWEEN
cdef frozenset SUBJECTS = tags_oracle.SUBJECTS, ALONE = tags_oracle.ALONE, BOTH = lists().both
cdef object statement_of = tags_oracle.STATEMENT, told_by = tags_oracle.TOLD_BY
cdef frozenset TOLD = tags_oracle.TOLD
cdef dict uses = {
    **{verb: {"tag": TAG, "says": SAYS, "only with bahwa": WITH_BAHWA, "asks": ASKS, "passive": PASSIVE}[use]
       for verb, use in lists().verbs.items()},
    "menurut": ACCORDING,
}


cdef Tag no_tag() noexcept:
    return tag_of(nobody(), -1, -1)


cdef Tag tag_of(Agent agent, Py_ssize_t start, Py_ssize_t end) noexcept:
    cdef Tag made
    made.agent, made.start, made.end = agent, start, end
    return made


cdef class Tags(Subjects):
    """A paragraph in which the tags of quotations are looked for."""

    cdef set used

    def __cinit__(self, *_):
        self.used = set()

    cdef Use use_of(self, Py_ssize_t start, Py_ssize_t end, bint any_case) except *:
        """Return how a word of saying stands. any_case: whether it may be written with capitals."""
        if start >= end or not may_say(end - start, at(&self.text, start), at(&self.text, end - 1)):
            return NO_VERB
        word = PyUnicode_Substring(self.whole, start, end)
        cdef PyObject* found = PyDict_GetItem(uses, word.lower() if any_case else word)
        return <Use> <int> <object> found if found else NO_VERB

    cdef Tag marked_used(self, Agent agent, Py_ssize_t start, Py_ssize_t end) except *:
        self.used.add(start)
        return tag_of(agent, start, end)

    cdef Py_ssize_t next_word(self, Py_ssize_t i) noexcept:
        """Return the start of the next word of letters: ``tags._NEXT``; -1 if there is none."""
        cdef Text* text = &self.text
        cdef Py_ssize_t end
        cdef uint32_t c = at(text, i)
        while i < text.size and (Py_UNICODE_ISSPACE(c) or c in (44, 46, 45, 0x2013, 0x2014)):  # ,.-–—
            i += 1
            c = at(text, i)
        if c == 40:  # (
            end = i + 1
            while end < text.size and end - i <= LONGEST_BRACKETS and at(text, end) != 41:
                end += 1
            if end == i + 1 or at(text, end) != 41:
                return -1
            i = end + 1
            c = at(text, i)
            while i < text.size and (Py_UNICODE_ISSPACE(c) or c == 44 or c == 46):
                i += 1
                c = at(text, i)
        return i if 97 <= (c | 32) <= 122 else -1

    cdef Tag tag_behind(self, Py_ssize_t i) except *:
        """Return the tag behind a quotation that ends at ``i``: ``tags.Tags.behind``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t start, end
        cdef Agent agent
        cdef bint spoken = ends_spoken(at(text, i - 1))
        i = self.skipped(i)
        if at(text, i) in (34, 0x201C, 0x201D, 0xBB):  # "“”»
            i += 1
        if at(text, i) in (39, 0x2019):  # '’
            i += 1
        start = self.next_word(i)
        if start < 0:
            return no_tag()
        end = self.letters_end(start)
        if self.use_of(start, end, False) == TAG:
            agent = self.agent_behind(end)
            if agent.by == BY_NOTHING and PyUnicode_Substring(self.whole, start, end) not in ALONE:
                return no_tag()
            return self.marked_used(agent, start, end)
        if end - start > 3 and self.starts_with("nya", end - 3) and self.use_of(start, end - 3, False) == TAG:
            agent = self.agent_behind(end)
            if agent.by == BY_NOTHING or agent.mention < 0 or agent.start != end + 1:
                agent = agent_of(end - 3, end, BY_PRONOUN, -1)
            return self.marked_used(agent, start, end - 3)
        if end - start == 8 and self.starts_with("demikian", start):
            statement = statement_of.match(self.whole, end)
            if statement is not None:
                agent = self.agent_behind(statement.end())
                if agent.mention >= 0 and agent.start == <Py_ssize_t> statement.end() + 1:
                    return self.marked_used(agent, start, end)
        if end - start in (3, 8) and PyUnicode_Substring(self.whole, start, end) in TOLD:
            told = told_by.match(self.whole, end)
            if told is not None:
                agent = self.agent_behind(told.end())
                return no_tag() if agent.by == BY_NOTHING else self.marked_used(agent, told.start(1), told.end(1))
        if not spoken and at(text, i) != 44:  # ,
            return no_tag()
        return self.subject_tag(start, end)

    cdef Agent label(self, Py_ssize_t i) except *:
        """Return the speaker who is named like a label in front of a quotation: ``tags.Tags.label``."""
        cdef Py_ssize_t last = i
        while last > 0 and Py_UNICODE_ISSPACE(at(&self.text, last - 1)):
            last -= 1
        if at(&self.text, last - 1) != 58:  # :
            return nobody()
        return self.labelled(i, self.sentence_start(i, max(0, i - FARTHEST)))

    cdef Tag subject_tag(self, Py_ssize_t start, Py_ssize_t end) except *:
        """Return the tag behind a quotation whose verb is behind the speaker: *Zaki menandasi*."""
        cdef Agent agent = nobody()
        cdef Py_ssize_t i
        cdef Mention one
        if 2 <= end - start <= 3 and PyUnicode_Substring(self.whole, start, end) in SUBJECTS:
            agent = agent_of(start, end, BY_PRONOUN, -1)
        else:
            i = self.first_mention(start)
            if i < len(self.mentions):
                one = <Mention> self.mentions[i]
                if one.start == start and one.end <= start + LONGEST_SUBJECT:
                    agent = agent_of(start, one.end, BY_NAME, i)
        if agent.by == BY_NOTHING or at(&self.text, agent.end) != 32:
            return no_tag()
        start = self.next_word(agent.end)
        if start < 0:
            return no_tag()
        end = self.letters_end(start)
        cdef Use use = self.use_of(start, end, False)
        return no_tag() if use == NO_VERB or use == ACCORDING else self.marked_used(agent, start, end)

    cdef Tag tag_before(self, Py_ssize_t i) except *:
        """Return the tag in front of a quotation that opens at ``i``: ``tags.Tags.before``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t first = self.sentence_start(i, max(0, i - FARTHEST)), end = i, start, last, begin, stop
        cdef Use use
        cdef Agent agent
        while end > first and Py_UNICODE_ISSPACE(at(text, end - 1)):
            end -= 1
        if end <= first:
            return no_tag()
        if at(text, end - 1) not in (44, 58) and not (end - first >= 5 and self.starts_with("bahwa", end - 5)):
            start = end
            while start > first and at(text, start - 1) != 32:
                start -= 1
            use = self.use_of(start, end, False)
            if use == NO_VERB or use == ACCORDING:
                return no_tag()
        last = end
        while last > first:
            start = last
            while start > first and is_in_verb(at(text, start - 1)):
                start -= 1
            if start == last:
                last -= 1
                continue
            begin, stop = last, end
            while begin < stop and at(text, begin) in (32, 44, 58):
                begin += 1
            while begin < stop and at(text, stop - 1) in (32, 44, 58):
                stop -= 1
            if self.blanks(begin, stop) > MAX_BLANKS_BETWEEN:
                return no_tag()
            use = self.use_of(start, last, True)
            if use == SAYS or use == WITH_BAHWA or use == ASKS:
                agent = self.agent_before(start, first)
                return no_tag() if agent.by == BY_NOTHING else self.marked_used(agent, start, last)
            if use == TAG or use == ACCORDING:
                agent = self.agent_behind(last)
                if agent.by == BY_NOTHING and PyUnicode_Substring(self.whole, start, last).lower() in BOTH:
                    agent = self.agent_before(start, first)
                if agent.by != BY_NOTHING and agent.end <= i:
                    return self.marked_used(agent, start, last)
                return no_tag()
            last = start
        return no_tag()

    cdef Tag passive_before(self, Py_ssize_t i) except *:
        """Return the tag in the sentence before a quotation: ``tags.Tags.passive_before``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t end = i, start, last
        cdef Agent agent
        while end > 0 and Py_UNICODE_ISSPACE(at(text, end - 1)):
            end -= 1
        if end <= 0 or at(text, end - 1) != 46:
            return no_tag()
        start = self.sentence_start(end - 1, max(0, end - FARTHEST))
        while start < end:
            if not is_in_verb(at(text, start)):
                start += 1
                continue
            last = start
            while last < end and is_in_verb(at(text, last)):
                last += 1
            if self.use_of(start, last, True) == PASSIVE:
                agent = self.agent_behind(last)
                return no_tag() if agent.by == BY_NOTHING else self.marked_used(agent, start, last)
            start = last
        return no_tag()


cdef inline bint is_in_verb(uint32_t c) noexcept:
    return 97 <= (c | 32) <= 122 or c == 45


cdef inline bint ends_spoken(uint32_t c) noexcept:
    """Return whether a character is in ``tags.SPOKEN``."""
    return c in (44, 46, 63, 33, 0x2026)  # ,.?!…
