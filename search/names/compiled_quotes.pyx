# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module finds the quotations of a paragraph: `search.names.quotes`, in loops.

``marks.pxi`` finds the ranges in quotation marks, ``agents.pxi`` speakers beside a verb of saying, ``tags.pxi`` the
verbs with them; ``resolving.pxi`` says for an article who they are.
"""

cimport cython
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Py_UNICODE_ISSPACE, Py_UNICODE_ISUPPER, Text, at, is_word
from search.names.compiled_clues cimport Mention

from search.names import quotes as oracle
from search.names.labels import COLON as _COLON, LONGEST_LABEL as _LONGEST_LABEL, label_in
from search.names.lists import Word

include "marks.pxi"
include "word_kinds.pxi"
include "agents.pxi"
include "subjects.pxi"
include "verbs.pxi"
include "tags.pxi"

cdef int NOMINAL = Word.NOMINAL, GIVEN = Word.GIVEN
cdef Py_ssize_t MIN_WORDS_UNTAGGED = oracle.MIN_WORDS_UNTAGGED, MIN_WORDS_REPORTED = oracle.MIN_WORDS_REPORTED
cdef Py_ssize_t LONGEST_SENTENCE = oracle.LONGEST_SENTENCE, LONGEST_TAG = oracle.LONGEST_TAG
cdef Py_ssize_t LONGEST_SPOKEN = oracle.LONGEST_SPOKEN
cdef frozenset ADJUNCT = oracle.ADJUNCT, TO_WHOM = oracle.TO_WHOM, AT_START = oracle.AT_START
cdef tuple AGAIN = oracle.AGAIN
cdef str COLON = _COLON
cdef Py_ssize_t LONGEST_LABEL = _LONGEST_LABEL
cdef str KALAU = oracle.KALAU
cdef object behind_apposition = oracle.behind_apposition
cdef object later_bahwa = oracle.LATER_BAHWA, has_marks = oracle.has_marks


@cython.no_gc
cdef class Said:
    """The compiled `search.names.quotes.Said`: a quotation with its speaker in the same paragraph."""

    cdef Py_ssize_t start, end, verb_start, verb_end  # a verb that is missing begins at -1
    cdef Py_ssize_t agent_start, agent_end
    cdef By by
    cdef Mention mention
    cdef bint direct, whole, closed, tagged


def range_of(Said one):
    return one.start, one.end


def spoken_in(paragraphs, clues):
    """Return the quotations of each paragraph: ``quotes.spoken_in``."""
    cdef list spoken = [], mentions, verbs
    cdef Quotes passage
    for whole, clue in zip(paragraphs, clues):
        if clue is None:
            spoken.append(())
            continue
        mentions, verbs = clue
        passage = Quotes.__new__(Quotes, whole, mentions)
        passage.find_ranges(has_marks(whole), len(verbs) > 0)
        spoken.append(passage.read(verbs))
    return spoken


cdef class Quotes(Tags):
    """The object reads the quotations of one paragraph."""

    cdef list found

    cdef Said said(self, Py_ssize_t start, Py_ssize_t end, bint direct, Agent agent, Py_ssize_t verb_start, Py_ssize_t verb_end):
        cdef Said made = Said.__new__(Said)
        made.start, made.end, made.direct = start, end, direct
        made.verb_start, made.verb_end = verb_start, verb_end
        made.agent_start, made.agent_end, made.by = agent.start, agent.end, agent.by
        made.mention = <Mention> self.mentions[agent.mention] if agent.mention >= 0 else None
        made.whole = made.closed = made.tagged = True
        return made

    cdef list read(self, list verbs):
        """Return all quotations in order."""
        cdef Py_ssize_t tag_end = -1, i
        cdef Said last = None, one
        self.found = []
        for i in range(self.range_count):
            if self.ranges[i].start < 0:
                one = self.unopened(&self.ranges[i])
            else:
                one = self.direct(&self.ranges[i], last, tag_end)
            if one is not None:
                self.found.append(one)
                last = one
                tag_end = one.agent_end if one.by != BY_NOTHING and one.agent_start > one.end else -1
        self.reported(verbs)
        if not self.found and not self.range_count:
            self.labelled_speech(len(verbs) > 0)
        self.sort()
        self.introduced()
        return self.found

    cdef void labelled_speech(self, bint has_verbs) except *:
        """Read an answer or a headline without marks: ``_Paragraph._labelled``."""
        cdef Mention one
        cdef Py_ssize_t start, end = self.text.size
        for one in self.mentions:
            if one.end >= LONGEST_LABEL or at(&self.text, one.end) == 58:  # :
                break
        else:
            return
        one = label_in(self.whole, self.mentions) if one.end < LONGEST_LABEL else None
        if one is None:
            return
        start = one.end + len(COLON)
        if has_verbs:
            end = self.sentence_end(start)
        else:
            while end > start and Py_UNICODE_ISSPACE(at(&self.text, end - 1)):
                end -= 1
        self.found.append(self.said(start, end, False, self.named(self.first_mention(one.start)), -1, -1))

    cdef void sort(self) except *:
        """Sort the quotations by their ranges, if they are not in order."""
        cdef Py_ssize_t i
        cdef Said one, other
        for i in range(1, len(self.found)):
            other, one = self.found[i - 1], self.found[i]
            if one.start < other.start or (one.start == other.start and one.end < other.end):
                self.found.sort(key=range_of)
                return

    # Direct speech

    cdef Said unopened(self, Marked* one):
        cdef Tag tag = self.tag_behind(one.end)
        cdef Py_ssize_t marks, start
        cdef Said made
        if tag.start < 0:
            return None
        marks = self.ranges_before(one.end)
        start = self.sentence_start(one.end - 1, self.ranges[marks - 1].end + 1 if marks else 0)
        if start >= one.end:
            return None
        made = self.said(start, one.end, True, tag.agent, tag.start, tag.end)
        made.whole = False
        return made

    cdef Said direct(self, Marked* one, Said last, Py_ssize_t tag_end):
        cdef Py_ssize_t start = one.start, end = one.end
        cdef Tag tag
        cdef Agent label
        cdef Said made = None
        if start >= end:
            return None
        if one.closed:
            tag = self.tag_behind(end)
            if tag.start >= 0:
                return self.said(start, end, True, tag.agent, tag.start, tag.end)
        tag = self.tag_before(start - 1)
        if tag.start < 0:
            tag = self.passive_before(start - 1)
        if tag.start >= 0:
            made = self.said(start, end, True, tag.agent, tag.start, tag.end)
        elif last is not None and last.by != BY_NOTHING and tag_end >= 0 and self.speech_goes_on(one, tag_end):
            made = self.said(start, end, True, tag.agent, last.verb_start, last.verb_end)
            copy_agent(made, last)
        elif not one.closed or ends_spoken(at(&self.text, end - 1)):
            label = self.label(start - 1)
            if label.by != BY_NOTHING:
                made = self.said(start, end, True, label, -1, -1)
            elif self.blanks(start, end) + 1 >= MIN_WORDS_UNTAGGED:
                first = at(&self.text, start)
                if Py_UNICODE_ISUPPER(first) or first in (40, 91, 46, 0x2026):  # ([.…
                    made = self.said(start, end, True, label, -1, -1)
                    made.tagged = False
        if made is not None:
            made.closed = one.closed
        return made

    cdef bint speech_goes_on(self, Marked* one, Py_ssize_t tag_end) except *:
        """Return whether speech is in the sentence of the last tag, or is the next sentence."""
        cdef Py_ssize_t first = self.skipped(tag_end), begin = self.sentence_start(one.start - 1, tag_end), end = begin - 1
        if begin != one.start - 1 or begin - tag_end > LONGEST_TAG:
            return begin == first
        if one.closed and at(&self.text, one.end - 1) not in (46, 63, 33, 0x2026):  # .?!…
            return False
        while end > tag_end and Py_UNICODE_ISSPACE(at(&self.text, end)):
            end -= 1
        return self.sentence_start(end, tag_end) == first

    # Reported speech

    cdef void reported(self, list verbs) except *:
        cdef Py_ssize_t covered = -1, inside = 0, start, end
        cdef Said one
        for start, end in verbs:
            if start < covered or start in self.used:
                continue
            while inside < self.range_count and (self.ranges[inside].start < 0 or self.ranges[inside].end <= start):
                inside += 1
            if inside < self.range_count and self.ranges[inside].start <= start:
                continue
            one = self.reported_by(start, end)
            if one is not None and self.blanks(one.start, one.end) + 1 >= MIN_WORDS_REPORTED:
                self.found.append(one)
                covered = one.end

    cdef Said reported_by(self, Py_ssize_t start, Py_ssize_t end):
        cdef Py_ssize_t first = self.sentence_start(start, max(0, start - LONGEST_SENTENCE)), marks
        cdef Use use
        cdef uint32_t c
        marks = self.ranges_before(start)
        if marks:
            first = max(first, self.ranges[marks - 1].end + 1)
        while first < start and at(&self.text, first) in (32, 44, 46, 34, 0x201D, 0x2013, 0x2014, 45):  # ,."”–—-
            first += 1
        use = self.use_of(start, end, True)
        if use == ACCORDING or (use == NO_VERB and end - start == 10 and self.starts_with("enurutnya", start + 1)):
            return self.according(start, end, first, True)
        cdef Said found
        if use == TAG or use == NO_VERB:
            found = self.according(start, end, first, False)
            if found is None and use == TAG and PyUnicode_Substring(self.whole, start, end).lower() in BOTH:
                return self.clause(start, end, first, TAG)
            return found
        return self.clause(start, end, first, use)

    cdef Said clause(self, Py_ssize_t verb, Py_ssize_t verb_end, Py_ssize_t first, Use use):
        """Read *X mengatakan (bahwa) CLAUSE*: ``_Paragraph._clause``."""
        cdef Agent agent = self.agent_before(verb, first)
        cdef Text* text = &self.text
        cdef Py_ssize_t start, end, last
        cdef bint named = False
        cdef str word
        cdef Said in_front
        if agent.by == BY_NOTHING:
            return None
        start = self.skipped(verb_end)
        if start > verb_end:
            for again in AGAIN:
                if self.starts_with(again, start):
                    start = self.skipped(start + len(<str> again))
                    break
        if at(text, start) == 44:
            start = self.skipped(start + 1)
        if self.starts_with("bahwa", start) and start + 5 < text.size and Py_UNICODE_ISSPACE(at(text, start + 5)):
            start, named = self.skipped(start + 5), True
        if at(text, start) == 44:
            start = self.skipped(start + 1)
        if use == TAG:  # *X bilang, ...*, *X bilang kalau ...*
            named = named or at(text, verb_end) == 44 or self.starts_with(KALAU, verb_end)
            if self.starts_with(KALAU, verb_end):
                start += len(KALAU) - 1
        end = self.sentence_end(start)
        if at(text, start) == 58 and at(text, start + 1) == 32:  # :
            start += 2
        if start >= end or at(text, start) in (34, 0x201C, 58):  # "“:
            return None
        last = self.letters_end(start)
        word = PyUnicode_Substring(self.whole, start, last).lower() if last > start else ""
        if word in ADJUNCT:
            later = later_bahwa.match(self.whole, verb_end, end)
            if later is not None:
                start, named = later.end(), True
        if not named:
            if use != SAYS or kinds_of(word) & NOMINAL:
                return None
            if word in ADJUNCT:
                in_front = self.in_front(verb, verb_end, first, agent, end)
                if in_front is not None or word in TO_WHOM:
                    return in_front
        return self.until_mark(self.said(start, end, False, agent, verb, verb_end))

    cdef Said in_front(self, Py_ssize_t verb, Py_ssize_t verb_end, Py_ssize_t first, Agent agent, Py_ssize_t end):
        """Read *CLAUSE, X mengatakan pada Sabtu*."""
        cdef Py_ssize_t role = agent.start, comma, i
        if agent.mention >= 0 and (<Mention> self.mentions[agent.mention]).role is not None:
            role = (<Mention> self.mentions[agent.mention]).role[0]
        comma = self.last_comma(first, role)
        if comma < 0 or self.blanks(verb_end, end) > 6:
            return None
        for i in range(comma + 1, role):
            if not Py_UNICODE_ISSPACE(at(&self.text, i)):
                return None
        return self.said(first, comma, False, agent, verb, verb_end)

    cdef Said according(self, Py_ssize_t start, Py_ssize_t end, Py_ssize_t first, bint according):
        """Read *menurut X, CLAUSE* and *CLAUSE, kata X*: ``_Paragraph._according``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t front = first, front_end = start, verb_end = end, stop, rest, i, words
        cdef Agent agent
        while front < front_end and Py_UNICODE_ISSPACE(at(text, front)):
            front += 1
        while front_end > front and Py_UNICODE_ISSPACE(at(text, front_end - 1)):
            front_end -= 1
        cdef bint is_clause = front_end > front and at(text, front_end - 1) == 44
        if not according and not is_clause:
            if front_end > front or PyUnicode_Substring(self.whole, start, end).lower() not in AT_START:
                return None
        if end - start >= 3 and self.starts_with("nya", end - 3):
            agent = agent_of(end - 3, end, BY_PRONOUN, -1)
            verb_end = end - 3
        else:
            agent = self.agent_behind(end)
        if agent.by == BY_NOTHING:
            return None
        stop, rest = self.sentence_end(agent.end), self.behind_degrees(agent.end)
        cdef bint adjunct = at(text, rest) != 44
        if adjunct and not according and front_end <= front and Py_UNICODE_ISUPPER(at(text, start)):
            return None
        while rest < stop and at(text, rest) in (32, 44):
            rest += 1
        if rest < stop and at(text, rest) in (34, 0x201C):
            return None
        words = self.blanks(front, front_end) + 1 if front_end > front else 0
        if words <= MAX_BLANKS_BETWEEN:
            if adjunct and not according and is_clause:  # *Kami siap, kata dia di Jakarta*
                i = self.letters_end(rest)
                if i > rest and PyUnicode_Substring(self.whole, rest, i) in STOP_WORDS:
                    return self.said(first, first + front_end - front - 1, False, agent, start, verb_end)
            if rest >= stop:
                return None
            if according and (not adjunct or self.starts_with(FROM, agent.end)):
                rest = behind_apposition(self.whole, rest, stop)
            return self.until_mark(self.said(rest, stop, False, agent, start, verb_end))
        if is_clause:
            i = agent.end
            while i < stop and at(text, i) in (32, 41):  # )
                i += 1
            if i >= stop or at(text, i) != 44 or self.blanks(agent.end, stop) <= MAX_BLANKS_BETWEEN:
                stop = first + front_end - front - 1
        return self.said(first, stop, False, agent, start, verb_end)

    cdef Said until_mark(self, Said one):
        """Return reported speech up to direct speech inside it; None if nothing is left."""
        cdef Py_ssize_t i = self.ranges_before(one.start), end
        cdef Marked* marks
        while i < self.range_count:
            marks = &self.ranges[i]
            if marks.start >= one.end:
                return one
            if one.start < marks.start and marks.end >= one.end and (marks.end - marks.start > LONGEST_SPOKEN or not marks.closed):
                end = marks.start - 1
                if end <= one.start:
                    return None
                while end > 0 and Py_UNICODE_ISSPACE(at(&self.text, end - 1)):
                    end -= 1
                one.end = end
                return one
            i += 1
        return one

    cdef void introduced(self) except *:
        """Give direct speech without a speaker that of reported speech just before it."""
        cdef Said one, last
        cdef Py_ssize_t i, j
        for i in range(1, len(self.found)):
            one, last = self.found[i], self.found[i - 1]
            if one.direct and not one.tagged and not last.direct:
                for j in range(last.end, one.start):
                    if at(&self.text, j) not in (32, 46, 34, 0x201C):  # ."“
                        break
                else:
                    if last.by != BY_NOTHING:
                        copy_agent(one, last)


cdef inline void copy_agent(Said into, Said other):
    into.agent_start, into.agent_end, into.by, into.mention = other.agent_start, other.agent_end, other.by, other.mention


include "resolving.pxi"
