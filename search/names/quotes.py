"""The module finds the quotations of one paragraph: direct ones in quotation marks, and reported speech."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import itemgetter

from search.later import Pattern
from search.names.agents import Agent, Agents
from search.names.labels import COLON, label_in
from search.names.lists import lists
from search.names.marks import Marked, Sentences, marked, single_marked
from search.names.mentions import Clue, Mention
from search.names.records import BY_NAME, DIRECT, REPORTED
from search.names.reported import Reported
from search.names.said import Said
from search.names.tags import SPOKEN, Tags

MIN_WORDS_UNTAGGED = 6
ENDS_SPEECH = frozenset(".?!…")
#: The longest rest of a sentence behind a speaker, in front of what else he says.
LONGEST_TAG = 120
_WORD = Pattern(r"[\w-]+")


@cache
def saying() -> frozenset[str]:
    """Return all words of which a quotation may be told by, in small letters and with a capital."""
    verbs = lists().verbs
    tags = [verb for verb, use in verbs.items() if use == "tag"]
    small = [*verbs, *(tag + "nya" for tag in tags), "menurut", "menurutnya"]
    return frozenset((*small, *(word.capitalize() for word in small)))


def verbs_in(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the verbs of saying in a paragraph, and of *menurut*."""
    verbs = saying()
    return [match.span() for match in _WORD.finditer(text) if match[0] in verbs]


def has_marks(text: str) -> bool:
    """Return whether a paragraph has quotation marks of which the direction can be told."""
    return '"' in text or "“" in text or "”" in text or "«" in text or "„" in text


def spoken_in(paragraphs: Sequence[str], clues: Sequence[Clue]) -> list[Sequence[Said]]:
    """Return the quotations of each paragraph, in order, given its clues (``search.names.clues``)."""
    return [said(text, *clue) if clue else () for text, clue in zip(paragraphs, clues, strict=True)]


def said(text: str, mentions: Sequence[Mention], verbs: Sequence[tuple[int, int]]) -> list[Said]:
    """Return the quotations of a paragraph, in order. The time is linear in the length of the text.

    mentions: its names
    verbs:    the ranges of its verbs of saying
    """
    ranges = marked(text) if has_marks(text) else []
    if not ranges and verbs and ("'" in text or "‘" in text):
        ranges = single_marked(text)
    return _Paragraph(text, mentions, ranges).read(verbs)


_RANGE = itemgetter(0, 1)


class _Paragraph:
    def __init__(self, text: str, mentions: Sequence[Mention], ranges: Sequence[Marked]) -> None:
        self.text = text
        self.ranges = ranges
        self.sentences = Sentences(text)
        self.agents = Agents(text, mentions)
        self.tags = Tags(text, self.sentences, self.agents)
        self.quotations: list[Said] = []

    def read(self, verbs: Sequence[tuple[int, int]]) -> list[Said]:
        tag_end = -1
        last: Said | None = None
        for one in self.ranges:
            one_said = self._unopened(one) if one.start < 0 else self._direct(one, last, tag_end)
            if one_said:
                self.quotations.append(one_said)
                last = one_said
                tag_end = one_said.agent.end if one_said.agent and one_said.agent.start > one.end else -1
        reported = Reported(self.text, self.ranges, self.sentences, self.agents, self.tags)
        self.quotations += reported.read(verbs)
        if not self.quotations and not self.ranges:
            self._labelled(bool(verbs))
        self.quotations.sort(key=_RANGE)
        return self._introduced()

    def _labelled(self, has_verbs: bool) -> None:
        """Read an answer or a headline without marks: *Anies Baswedan: Kami belum menerima laporan itu*."""
        one = label_in(self.text, self.agents.mentions)
        if one:
            start = one.end + len(COLON)
            end = self.sentences.end(start) if has_verbs else len(self.text.rstrip())
            agent = Agent(one.start, one.end, BY_NAME, one)
            self.quotations.append(Said(start, end, REPORTED, agent, None, True, True, True))

    # Direct speech

    def _unopened(self, one: Marked) -> Said | None:
        tag = self.tags.behind(one.end)
        if not tag:
            return None
        marks = bisect_left(self.ranges, one.end, key=lambda other: other.end)
        start = self.sentences.start(one.end - 1, self.ranges[marks - 1].end + 1 if marks else 0)
        return Said(start, one.end, DIRECT, tag[0], tag[1], False, True, True) if start < one.end else None

    def _direct(self, one: Marked, last: Said | None, tag_end: int) -> Said | None:
        start, end, closed = one
        if start >= end:
            return None
        tag = self.tags.behind(end) if closed else None
        tag = tag or self.tags.before(start - 1) or self.tags.passive_before(start - 1)
        if tag:
            return Said(start, end, DIRECT, tag[0], tag[1], True, closed, True)
        if last and last.agent and tag_end >= 0 and self._goes_on(one, tag_end):
            return Said(start, end, DIRECT, last.agent, last.verb, True, closed, True)
        spoken = not closed or self.text[end - 1] in SPOKEN
        if spoken and (label := self.tags.label(start - 1)):
            return Said(start, end, DIRECT, label, None, True, closed, True)
        words = self.text.count(" ", start, end) + 1
        begins = self.text[start].isupper() or self.text[start] in "([.…"
        if words >= MIN_WORDS_UNTAGGED and begins and spoken:
            return Said(start, end, DIRECT, None, None, True, closed, False)
        return None

    def _goes_on(self, one: Marked, tag_end: int) -> bool:
        """Return whether speech is in the sentence of the last tag, or is the next sentence."""
        first, at = tag_end_of(self.text, tag_end), one.start - 1
        begin = self.sentences.start(at, tag_end)
        if begin != at or begin - tag_end > LONGEST_TAG:
            return begin == first
        if one.closed and self.text[one.end - 1] not in ENDS_SPEECH:
            return False
        end = begin - 1
        while end > tag_end and self.text[end].isspace():
            end -= 1
        return self.sentences.start(end, tag_end) == first

    def _introduced(self) -> list[Said]:
        """Return all quotations.

        Direct speech without a speaker gets that of reported speech just before it.
        """
        for i, one in enumerate(self.quotations):
            last = self.quotations[i - 1] if i else None
            if one.form == DIRECT and not one.tagged and last and last.form == REPORTED:
                between = self.text[last.end : one.start].strip(' ."“')
                if not between and last.agent:
                    self.quotations[i] = one._replace(agent=last.agent)
        return self.quotations


def tag_end_of(text: str, at: int) -> int:
    """Return the first offset from ``at`` on that is no blank, as ``Sentences.start`` does."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at
