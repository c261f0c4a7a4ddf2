"""Reported speech, and what a quotation is: `search.names.reported` and `search.names.said`, in loops."""

cimport cython
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Py_UNICODE_ISSPACE, Py_UNICODE_ISUPPER, Text, at
from search.names.compiled_clues cimport Mention

from search.names import reported as reported_oracle
from search.names.lists import Word

cdef int NOMINAL = Word.NOMINAL
cdef Py_ssize_t MIN_WORDS_REPORTED = reported_oracle.MIN_WORDS_REPORTED
cdef Py_ssize_t LONGEST_SENTENCE = reported_oracle.LONGEST_SENTENCE, LONGEST_SPOKEN = reported_oracle.LONGEST_SPOKEN
cdef frozenset ADJUNCT = reported_oracle.ADJUNCT, TO_WHOM = reported_oracle.TO_WHOM, AT_START = reported_oracle.AT_START
cdef tuple AGAIN = reported_oracle.AGAIN
cdef str KALAU = reported_oracle.KALAU, BY_WHOM = reported_oracle.BY, BAHWA = reported_oracle.BAHWA
cdef tuple AGAR = reported_oracle.AGAR
cdef frozenset ASKED_FOR = reported_oracle.ASKED_FOR
cdef frozenset LINKS = reported_oracle.LINKS
cdef object later_agar = reported_oracle.LATER_AGAR, day_in_front = reported_oracle.DAY_IN_FRONT
cdef object behind_apposition = reported_oracle.behind_apposition, later_bahwa = reported_oracle.LATER_BAHWA


@cython.no_gc
cdef class Said:
    """The compiled `search.names.said.Said`: a quotation with its speaker in the same paragraph."""

    cdef Py_ssize_t start, end, verb_start, verb_end  # a verb that is missing begins at -1
    cdef Py_ssize_t agent_start, agent_end
    cdef By by
    cdef Mention mention
    cdef bint direct, whole, closed, tagged


cdef inline void copy_agent(Said into, Said other):
    into.agent_start, into.agent_end, into.by, into.mention = other.agent_start, other.agent_end, other.by, other.mention


cdef class Reported(Tags):
    """A paragraph in which reported speech is looked for.

    found: the quotations, of both forms
    """

    cdef list found

    cdef Said said(self, Py_ssize_t start, Py_ssize_t end, bint direct, Agent agent, Py_ssize_t verb_start, Py_ssize_t verb_end):
        cdef Said made = Said.__new__(Said)
        made.start, made.end, made.direct = start, end, direct
        made.verb_start, made.verb_end = verb_start, verb_end
        made.agent_start, made.agent_end, made.by = agent.start, agent.end, agent.by
        made.mention = <Mention> self.mentions[agent.mention] if agent.mention >= 0 else None
        made.whole = made.closed = made.tagged = True
        return made

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
        if use == PASSIVE:
            return self.told_by(start, end, first)
        if use == TAG or use == NO_VERB:
            found = self.according(start, end, first, False)
            if found is None and use == TAG and PyUnicode_Substring(self.whole, start, end).lower() in BOTH:
                return self.clause(start, end, first, TAG)
            return found
        return self.clause(start, end, first, use)

    cdef Said clause(self, Py_ssize_t verb, Py_ssize_t verb_end, Py_ssize_t first, Use use):
        """Read *X mengatakan (bahwa) CLAUSE*: ``reported.Reported._clause``."""
        cdef Agent agent = self.agent_before(verb, first)
        cdef Text* text = &self.text
        cdef Py_ssize_t start, end, last
        cdef bint named = False, comma
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
        comma = at(text, start) == 44
        if comma:
            start = self.skipped(start + 1)
        if self.starts_with("bahwa", start) and start + 5 < text.size and Py_UNICODE_ISSPACE(at(text, start + 5)):
            start, named = self.skipped(start + 5), True
        if at(text, start) == 44:
            comma = True
            start = self.skipped(start + 1)
        if use == TAG:  # *X bilang, ...*, *X bilang kalau ...*
            named = named or at(text, verb_end) == 44 or self.starts_with(KALAU, verb_end)
            if self.starts_with(KALAU, verb_end):
                start += len(KALAU) - 1
        end = self.sentence_end(start)
        if comma and 65 <= at(text, start) <= 90:
            day = day_in_front.match(self.whole, start, end)
            if day is not None:
                start = day.end()
        if at(text, start) == 58 and at(text, start + 1) == 32:  # :
            start += 2
        if start >= end or at(text, start) in (34, 0x201C, 58):  # "“:
            return None
        if not named:
            last = self.named_at(verb_end, start, end, use, comma)
            if last >= 0:
                start, named = last, True
        if not named:
            word = self.word_at(start)
            if use != SAYS or kinds_of(word) & NOMINAL:
                return None
            if word in ADJUNCT:
                in_front = self.in_front(verb, verb_end, first, agent, end)
                if in_front is not None or word in TO_WHOM:
                    return in_front
        return self.until_mark(self.said(start, end, False, agent, verb, verb_end))

    cdef str word_at(self, Py_ssize_t start):
        cdef Py_ssize_t end = self.letters_end(start)
        return PyUnicode_Substring(self.whole, start, end).lower() if end > start else ""

    cdef Py_ssize_t named_at(self, Py_ssize_t verb_end, Py_ssize_t start, Py_ssize_t end, Use use, bint comma) except -2:
        """Return where the clause begins: ``reported.Reported._named_at``; -1 if nothing shows one."""
        cdef str word = self.word_at(start)
        if word in ADJUNCT:
            later = later_bahwa.match(self.whole, verb_end, end)
            return later.end() if later is not None else -1
        if use == TAG:
            return -1
        if word in AGAR:
            return start + len(word) + 1
        if use == ASKS and later_agar.match(self.whole, verb_end, end) is not None:
            return -1 if word in ASKED_FOR else start
        return start if comma and word and word not in LINKS and word.capitalize() not in WEEKDAYS else -1

    cdef Said told_by(self, Py_ssize_t verb, Py_ssize_t verb_end, Py_ssize_t first):
        """Read *Dikatakan X, CLAUSE*: ``reported.Reported._told_by``."""
        cdef Text* text = &self.text
        cdef Py_ssize_t start, end
        if verb != first or not Py_UNICODE_ISUPPER(at(text, first)):
            return None
        cdef Agent agent = self.agent_behind(
            verb_end + len(BY_WHOM) if self.starts_with(BY_WHOM, verb_end) and at(text, verb_end + len(BY_WHOM)) == 32 else verb_end
        )
        if agent.by == BY_NOTHING or agent.by == BY_DESCRIPTION:
            return None
        end, start = self.sentence_end(agent.end), self.behind_degrees(agent.end)
        if self.starts_with(BAHWA, start):
            start += len(BAHWA)
        elif self.starts_with(", ", start):
            start = behind_apposition(self.whole, start + 2, end)
        else:
            return None
        if start >= end or at(text, start) in (34, 0x201C):
            return None
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
        """Read *menurut X, CLAUSE* and *CLAUSE, kata X*: ``reported.Reported._according``."""
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
