# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The module finds the quotations of a paragraph: `search.names.quotes`, in loops.

``marks.pxi`` finds the ranges in quotation marks, ``agents.pxi`` and ``subjects.pxi`` speakers beside a verb of saying,
``tags.pxi`` the verbs with them, ``reported.pxi`` reported speech; ``resolving.pxi`` says for an article who they are.
"""

from search.names.characters cimport Py_UNICODE_ISSPACE, Py_UNICODE_ISUPPER, Text, at
from search.names.compiled_clues cimport Mention

from search.names import quotes as oracle
from search.names.labels import COLON as _COLON, LONGEST_LABEL as _LONGEST_LABEL, label_in

include "marks.pxi"
include "word_kinds.pxi"
include "agents.pxi"
include "subjects.pxi"
include "verbs.pxi"
include "tags.pxi"
include "reported.pxi"

cdef Py_ssize_t MIN_WORDS_UNTAGGED = oracle.MIN_WORDS_UNTAGGED, LONGEST_TAG = oracle.LONGEST_TAG
cdef str COLON = _COLON
cdef Py_ssize_t LONGEST_LABEL = _LONGEST_LABEL
cdef object has_marks = oracle.has_marks


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


cdef class Quotes(Reported):
    """The object reads the quotations of one paragraph."""

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


include "resolving.pxi"
