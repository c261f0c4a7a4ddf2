"""The module finds the quotations of one paragraph: direct ones in quotation marks, and reported speech."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from search.later import Pattern
from search.names.agents import FROM, STOP_WORDS, Agent, Agents, is_lower
from search.names.capitals import word_kinds
from search.names.labels import COLON, label_in
from search.names.lists import Word, lists
from search.names.marks import Marked, Sentences, marked, single_marked
from search.names.mentions import Clue, Mention
from search.names.records import BY_NAME, BY_PRONOUN, DIRECT, REPORTED
from search.names.tags import MAX_BLANKS_BETWEEN, SPOKEN, WORDS, Tags

MIN_WORDS_UNTAGGED = 6
MIN_WORDS_REPORTED = 2
LATER_BAHWA = Pattern(r"[^.!?\"“]{1,90}?\bbahwa ")
AGAIN = ("juga", "pula", "lagi", "kembali")
_BAHWA = Pattern(rf"(?:\s+(?:{'|'.join(AGAIN)}))?\s*,?\s*(bahwa\s+)?(?:,\s*)?")
ADJUNCT = frozenset(("kepada", "saat", "dalam", "ketika", "usai", "pada", "lewat", "melalui", "di", "hal"))
TO_WHOM = frozenset(("kepada", "lewat", "melalui", "hal"))
LONGEST_SENTENCE = 1000
ENDS_SPEECH = frozenset(".?!…")
#: The longest rest of a sentence behind a speaker, in front of what else he says.
LONGEST_TAG = 120
#: Longer texts in quotation marks inside reported speech are quotations of their own.
LONGEST_SPOKEN = 60
#: Words that an office in front of a clause does not have, and its greatest length.
_IN_CLAUSE = Pattern(
    r"(?:(?:me|ber|ter|di)[a-z]{3,}|telah|sudah|akan|belum|masih|harus|bisa|dapat|perlu|sedang|tidak|bukan|itu|ini"
    r"|yang|untuk|agar|bahwa|adalah|jangan)$"
)
LONGEST_APPOSITION = 120
#: Behind *bilang*: X bilang kalau ...
KALAU = " kalau "
#: What may stand in front of a clause: marks, and the dash of a dialogue.
BEFORE_CLAUSE = frozenset(' ,."”–—-')
_WORD = Pattern(r"[\w-]+")
AT_START = frozenset(("kata", "ujar", "katanya", "ujarnya"))


class Said(NamedTuple):
    """A quotation, before the rest of the article is read; ``records.Quotation`` explains the other fields.

    agent:  who speaks, or None
    closed: False for direct speech without a closing mark, which may go on in the next paragraph
    tagged: whether it has a verb of saying
    """

    start: int
    end: int
    form: str
    agent: Agent | None
    verb: tuple[int, int] | None
    whole: bool
    closed: bool
    tagged: bool


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
        self._reported(verbs)
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

    # Reported speech

    def _reported(self, verbs: Iterable[tuple[int, int]]) -> None:
        covered = -1
        ranges = iter([one for one in self.ranges if one.start >= 0])
        inside = next(ranges, None)
        for verb in verbs:
            at = verb[0]
            if at in self.tags.used or at < covered:
                continue
            while inside and inside.end <= at:
                inside = next(ranges, None)
            if inside and inside.start <= at:
                continue
            reported = self._reported_by(verb)
            if reported and self.text.count(" ", reported.start, reported.end) + 1 >= MIN_WORDS_REPORTED:
                self.quotations.append(reported)
                covered = reported.end

    def _reported_by(self, verb: tuple[int, int]) -> Said | None:
        at = verb[0]
        word = self.text[at : verb[1]].lower()
        first = self.sentences.start(at, max(0, at - LONGEST_SENTENCE))
        marks = bisect_left(self.ranges, at, key=lambda one: one.end)
        if marks:
            first = max(first, self.ranges[marks - 1].end + 1)
        while first < at and self.text[first] in BEFORE_CLAUSE:
            first += 1
        if word in ("menurut", "menurutnya"):
            return self._according(verb, first, True)
        if lists().verbs.get(word) == "tag" or word not in lists().verbs:
            found = self._according(verb, first, False)
            return self._clause(verb, first, "tag") if found is None and word in lists().both else found
        return self._clause(verb, first, lists().verbs[word])

    def _clause(self, verb: tuple[int, int], first: int, use: str) -> Said | None:
        """Read *X mengatakan (bahwa) CLAUSE*."""
        agent = self.agents.before(verb[0], first)
        if agent is None:
            return None
        behind = _BAHWA.match(self.text, verb[1])
        start = behind.end() if behind else verb[1]
        named = bool(behind and behind[1])
        if use == "tag":  # *X bilang, ...*, *X bilang kalau ...*
            named = named or self.text.startswith((",", KALAU), verb[1])
            start += (len(KALAU) - 1) * self.text.startswith(KALAU, verb[1])
        end = self.sentences.end(start)
        if self.text[start : start + 2] == ": ":
            start += 2
        if start >= end or self.text[start] in '"“:':
            return None
        following = WORDS.match(self.text, start)
        word = following[0].lower() if following else ""
        if word in ADJUNCT and (later := LATER_BAHWA.match(self.text, verb[1], end)):
            start, named = later.end(), True
        if not named:
            if use != "says" or word_kinds(word) & Word.NOMINAL:
                return None
            if word in ADJUNCT:
                in_front = self._in_front(verb, first, agent, end)
                if in_front or word in TO_WHOM:
                    return in_front
        return self._until_mark(Said(start, end, REPORTED, agent, verb, True, True, True))

    def _in_front(self, verb: tuple[int, int], first: int, agent: Agent, end: int) -> Said | None:
        """Read *CLAUSE, X mengatakan pada Sabtu*."""
        role = agent.mention.role[0] if agent.mention and agent.mention.role else agent.start
        comma = self.text.rfind(",", first, role)
        if comma < 0 or self.text[comma + 1 : role].strip() or self.text.count(" ", verb[1], end) > 6:
            return None
        return Said(first, comma, REPORTED, agent, verb, True, True, True)

    def _according(self, at: tuple[int, int], first: int, according: bool) -> Said | None:  # noqa: PLR0911 - one question after the other
        """Read *menurut X, CLAUSE*, *CLAUSE, menurut X* and *CLAUSE, kata dia, CLAUSE*."""
        text, (start, end) = self.text, at
        front = text[first:start].strip()
        if not according and not (front.endswith(",") if front else text[start:end].lower() in AT_START):
            return None
        if text[start:end].endswith("nya"):
            agent: Agent | None = Agent(end - 3, end, BY_PRONOUN, None)
            verb = (start, end - 3)
        else:
            agent, verb = self.agents.behind(end), (start, end)
        if agent is None:
            return None
        stop = self.sentences.end(agent.end)
        rest = self.agents.behind_degrees(agent.end)
        adjunct = not text.startswith(",", rest)
        if adjunct and not according and not front and text[start].isupper():
            return None  # *Kata Ridwan Kamil itu benar*
        while rest < stop and text[rest] in " ,":
            rest += 1
        if rest < stop and text[rest] in '"“':
            return None
        tail = text[agent.end : stop]
        if front.count(" ") + bool(front) <= MAX_BLANKS_BETWEEN:
            if adjunct and not according and front.endswith(","):  # *Kami siap, kata dia di Jakarta*
                behind = WORDS.match(text, rest)
                if behind and behind[0] in STOP_WORDS:
                    return Said(first, first + len(front) - 1, REPORTED, agent, verb, True, True, True)
            if according and rest < stop and (not adjunct or text.startswith(FROM, agent.end)):
                rest = behind_apposition(text, rest, stop)
            said_here = Said(rest, stop, REPORTED, agent, verb, True, True, True)
            return self._until_mark(said_here) if rest < stop else None
        at_end = not tail.lstrip(" )").startswith(",") or tail.count(" ") <= MAX_BLANKS_BETWEEN
        if front.endswith(",") and at_end:
            stop = first + len(front) - 1
        return Said(first, stop, REPORTED, agent, verb, True, True, True)

    def _until_mark(self, one: Said) -> Said | None:
        """Return reported speech up to the start of direct speech inside it; None if nothing is left."""
        first = bisect_left(self.ranges, one.start, key=lambda marks: marks.end)
        last = bisect_left(self.ranges, one.end, lo=first, key=lambda marks: marks.start)
        for marks in self.ranges[first:last]:
            spoken = marks.end - marks.start > LONGEST_SPOKEN or not marks.closed
            if one.start < marks.start < one.end and spoken and marks.end >= one.end:
                end = marks.start - 1
                return one._replace(end=len(self.text[:end].rstrip())) if end > one.start else None
        return one

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


def behind_apposition(text: str, start: int, end: int) -> int:
    """Return the offset behind an office that explains a speaker, else ``start``: *Menurut X, Ketua Y, ...*.

    It has a name in it, and no verb. *Menurut X dari Y, ...* is the same.
    """
    first = WORDS.match(text, start)
    if not first or not (word_kinds(first[0]) & Word.TITLE or first[0] == FROM.strip()):
        return start
    comma = text.find(", ", start, min(end, start + LONGEST_APPOSITION))
    words = text[start:comma].split(" ") if comma > 0 else []
    is_office = len(words) > 1 and not is_lower(text[start:comma]) and not any(map(_IN_CLAUSE.match, words))
    return comma + 2 if is_office else start


def tag_end_of(text: str, at: int) -> int:
    """Return the first offset from ``at`` on that is no blank, as ``Sentences.start`` does."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at
