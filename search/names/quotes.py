"""The quotations of one paragraph: direct ones in quotation marks, and reported speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from search.names.agents import Agent, Agents
from search.names.capitals import word_kinds
from search.names.lists import Word, lists
from search.names.marks import Marked, Sentences, marked, single_marked
from search.names.mentions import Mention
from search.names.records import BY_NAME, BY_PRONOUN, DIRECT, REPORTED

_WORDS = re.compile(r"[A-Za-z-]+")
_CLOSING = re.compile(r"\s*[\"“”»]?['’]?")
_NEXT = re.compile(r"[\s,.–—-]*(?:\([^)]{1,40}\)[\s,.]*)?([A-Za-z-]+)")
_FEWEST_UNTAGGED = 6
_FEWEST_REPORTED = 2
_LATER_BAHWA = re.compile(r"[^.!?\"“]{1,90}?\bbahwa ")
_BAHWA = re.compile(r"(?:\s+(?:juga|pula|lagi|kembali))?\s*,?\s*(bahwa\s+)?(?:,\s*)?")
_ADJUNCT = frozenset(("kepada", "saat", "dalam", "ketika", "usai", "pada", "lewat", "melalui", "di", "hal"))
_TO_WHOM = frozenset(("kepada", "lewat", "melalui", "hal"))
_LONGEST_SENTENCE = 1000
_CONJUNCTIONS = 5
_AT_START = frozenset(("kata", "ujar", "katanya", "ujarnya"))

_LONGEST_SUBJECT = 60
_Tag: TypeAlias = "tuple[Agent | None, tuple[int, int]]"


class Said(NamedTuple):
    """A quotation before the article is known; see ``records.Quotation``.

    closed: False for direct speech that goes on in the next paragraph, or has lost its closing mark
    tagged: a verb of saying stands with it
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
def _saying() -> frozenset[str]:
    verbs = lists().verbs
    tags = [verb for verb, use in verbs.items() if use == "tag"]
    small = [*verbs, *(tag + "nya" for tag in tags), "menurut", "menurutnya"]
    return frozenset((*small, *(word.capitalize() for word in small)))


def said(text: str, mentions: Sequence[Mention]) -> list[Said]:
    """Return the quotations of a paragraph, in order. Takes time linear in the length of the text."""
    ranges = marked(text) if '"' in text or "“" in text or "”" in text or "«" in text or "„" in text else []
    words = text.replace(",", " ").replace(".", " ").replace(":", " ").replace('"', " ").split()
    verbs = _saying().intersection(words)
    if not ranges and verbs and ("'" in text or "‘" in text):
        ranges = single_marked(text)
    if not ranges and not verbs:
        return []
    return _Paragraph(text, mentions, ranges).read(verbs)


def _places(text: str, verbs: Iterable[str]) -> list[tuple[int, int]]:
    """Return where verbs stand, in order."""
    found = set()
    for verb in verbs:
        at = text.find(verb)
        while at >= 0:
            end = at + len(verb)
            if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
                found.add((at, end))
            at = text.find(verb, end)
    return sorted(found)


class _Paragraph:
    def __init__(self, text: str, mentions: Sequence[Mention], ranges: Sequence[Marked]) -> None:
        self.text = text
        self.ranges = ranges
        self.sentences = Sentences(text)
        self.agents = Agents(text, mentions)
        self.used: set[int] = set()  # where verbs stand that belong to a direct quotation
        self.found: list[Said] = []

    def read(self, verbs: Iterable[str]) -> list[Said]:
        tag_end = -1
        last: Said | None = None
        for one in self.ranges:
            one_said = self._unopened(one) if one.start < 0 else self._direct(one, last, tag_end)
            if one_said:
                self.found.append(one_said)
                last = one_said
                tag_end = one_said.agent.end if one_said.agent and one_said.agent.start > one.end else -1
        self._reported(_places(self.text, verbs))
        self.found.sort()
        return self._introduced()

    # Direct speech

    def _unopened(self, one: Marked) -> Said | None:
        tag = self._tag(one.end)
        if not tag:
            return None
        marks = bisect_left(self.ranges, one.end, key=lambda other: other.end)
        start = self.sentences.start(one.end - 1, self.ranges[marks - 1].end + 1 if marks else 0)
        return Said(start, one.end, DIRECT, tag[0], tag[1], False, True, True) if start < one.end else None

    def _direct(self, one: Marked, last: Said | None, tag_end: int) -> Said | None:
        start, end, closed = one
        if start >= end:
            return None
        tag = self._tag(end) if closed else None
        if tag:
            return Said(start, end, DIRECT, tag[0], tag[1], True, closed, True)
        before = self._tag_before(start - 1) or self._passive_before(start - 1)
        if before:
            return Said(start, end, DIRECT, before[0], before[1], True, closed, True)
        if (
            last
            and last.agent
            and tag_end >= 0
            and self.sentences.start(start - 1, tag_end) == tag_end_of(self.text, tag_end)
        ):
            return Said(start, end, DIRECT, last.agent, last.verb, True, closed, True)
        words = self.text.count(" ", start, end) + 1
        begins = self.text[start].isupper() or self.text[start] in "([.…"
        spoken = not closed or self.text[end - 1] in ",.?!…"
        if words >= _FEWEST_UNTAGGED and begins and spoken:
            return Said(start, end, DIRECT, None, None, True, closed, False)
        return None

    def _tag(self, at: int) -> _Tag | None:
        """Return speaker and verb behind a quotation: *kata X*, *ujarnya*, *ia melanjutkan*."""
        text = self.text
        behind = _CLOSING.match(text, at)
        at = behind.end() if behind else at
        match = _NEXT.match(text, at)
        if not match:
            return None
        word, start = match[1], match.start(1)
        verbs = lists().verbs
        if verbs.get(word) == "tag":
            agent = self.agents.behind(match.end())
            if agent is None and word in ("kata", "ujar", "tutur", "ucap"):
                return self._mark_used(start, (None, (start, match.end())))
            return self._mark_used(start, (agent, (start, match.end()))) if agent else None
        if word.endswith("nya") and verbs.get(word[:-3]) == "tag":
            stem = match.end() - 3
            named = self.agents.behind(match.end())
            if not named or named.mention is None or named.start != match.end() + 1:
                named = Agent(stem, match.end(), BY_PRONOUN, None)
            return self._mark_used(start, (named, (start, stem)))
        return self._subject_tag(word, start, match.end())

    def _subject_tag(self, word: str, start: int, end: int) -> _Tag | None:
        """Return speaker and verb behind a quotation in the order *ia melanjutkan*, *Zaki menandasi*."""
        agent = None
        if word in ("ia", "dia", "Ia", "Dia"):
            agent = Agent(start, end, BY_PRONOUN, None)
        else:
            for mention in self.agents.between(start, start + _LONGEST_SUBJECT):
                if mention.start == start:
                    agent = Agent(start, mention.end, BY_NAME, mention)
        following = _NEXT.match(self.text, agent.end) if agent else None
        if not agent or not following or following[1] not in lists().verbs or self.text[agent.end] != " ":
            return None
        return self._mark_used(following.start(1), (agent, following.span(1)))

    def _mark_used(self, at: int, tag: _Tag) -> _Tag:
        self.used.add(at)
        return tag

    def _tag_before(self, at: int) -> _Tag | None:
        """Return speaker and verb in front of a quotation whose mark is at ``at``: *X mengatakan, "..."*."""
        first = self.sentences.start(at, max(0, at - 300))
        sentence = self.text[first:at].rstrip()
        if not sentence or (
            sentence[-1] not in ",:" and not sentence.endswith("bahwa") and not self._ends_verb(sentence)
        ):
            return None
        for match in reversed(list(_WORDS.finditer(sentence))):
            word, start = match[0], first + match.start()
            use = lists().verbs.get(word.lower())
            between = sentence[match.end() :].strip(" ,:")
            if between.count(" ") > _CONJUNCTIONS:
                return None
            if use in ("says", "only with bahwa"):
                agent = self.agents.before(start, first)
                return self._mark_used(start, (agent, (start, first + match.end()))) if agent else None
            if use == "tag" or word.lower() == "menurut":
                agent = self.agents.behind(first + match.end())
                if agent and agent.end <= at:
                    return self._mark_used(start, (agent, (start, first + match.end())))
                return None
        return None

    def _passive_before(self, at: int) -> _Tag | None:
        """Return who is named in the sentence in front of a quotation: *Hal senada dikatakan X. "..."*."""
        end = at
        while end and self.text[end - 1].isspace():
            end -= 1
        if not end or self.text[end - 1] != ".":
            return None
        first = self.sentences.start(end - 1, max(0, end - 300))
        for match in _WORDS.finditer(self.text, first, end):
            if lists().verbs.get(match[0].lower()) == "passive":
                agent = self.agents.behind(match.end())
                return self._mark_used(match.start(), (agent, match.span())) if agent else None
        return None

    def _ends_verb(self, sentence: str) -> bool:
        return sentence.rpartition(" ")[2] in lists().verbs

    # Reported speech

    def _reported(self, verbs: Iterable[tuple[int, int]]) -> None:
        covered = -1
        ranges = iter([one for one in self.ranges if one.start >= 0])
        inside = next(ranges, None)
        for verb in verbs:
            at = verb[0]
            if at in self.used or at < covered:
                continue
            while inside and inside.end <= at:
                inside = next(ranges, None)
            if inside and inside.start <= at:
                continue
            found = self._reported_by(verb)
            if found and self.text.count(" ", found.start, found.end) + 1 >= _FEWEST_REPORTED:
                self.found.append(found)
                covered = found.end

    def _reported_by(self, verb: tuple[int, int]) -> Said | None:
        at = verb[0]
        word = self.text[at : verb[1]].lower()
        first = self.sentences.start(at, max(0, at - _LONGEST_SENTENCE))
        marks = bisect_left(self.ranges, at, key=lambda one: one.end)
        if marks:
            first = max(first, self.ranges[marks - 1].end + 1)
        while first < at and self.text[first] in ' ,."”':
            first += 1
        if word in ("menurut", "menurutnya"):
            return self._according(verb, first, True)
        if lists().verbs.get(word) == "tag" or word not in lists().verbs:
            return self._according(verb, first, False)
        return self._clause(verb, first, lists().verbs[word])

    def _clause(self, verb: tuple[int, int], first: int, use: str) -> Said | None:
        """Read *X mengatakan (bahwa) CLAUSE*."""
        agent = self.agents.before(verb[0], first)
        if agent is None:
            return None
        behind = _BAHWA.match(self.text, verb[1])
        start = behind.end() if behind else verb[1]
        end = self.sentences.end(start)
        if self.text[start : start + 2] == ": ":
            start += 2
        if start >= end or self.text[start] in '"“:':
            return None
        named = bool(behind and behind[1])
        following = _WORDS.match(self.text, start)
        word = following[0].lower() if following else ""
        if word in _ADJUNCT and (later := _LATER_BAHWA.match(self.text, verb[1], end)):
            start, named = later.end(), True
        if not named:
            if use != "says" or word_kinds(word) & Word.NOMINAL:
                return None
            if word in _ADJUNCT:
                in_front = self._in_front(verb, first, agent, end)
                if in_front or word in _TO_WHOM:
                    return in_front
        return self._until_mark(Said(start, end, REPORTED, agent, verb, True, True, True))

    def _in_front(self, verb: tuple[int, int], first: int, agent: Agent, end: int) -> Said | None:
        """Read *CLAUSE, X mengatakan pada Sabtu*."""
        role = agent.mention.role[0] if agent.mention and agent.mention.role else agent.start
        comma = self.text.rfind(",", first, role)
        if comma < 0 or self.text[comma + 1 : role].strip() or self.text.count(" ", verb[1], end) > 6:
            return None
        return Said(first, comma, REPORTED, agent, verb, True, True, True)

    def _according(self, at: tuple[int, int], first: int, according: bool) -> Said | None:
        """Read *menurut X, CLAUSE*, *CLAUSE, menurut X* and *CLAUSE, kata dia, CLAUSE*."""
        text, (start, end) = self.text, at
        front = text[first:start].strip()
        if not according and not (front.endswith(",") if front else text[start:end] in _AT_START):
            return None
        if text[start:end].endswith("nya"):
            agent: Agent | None = Agent(end - 3, end, BY_PRONOUN, None)
            verb = (start, end - 3)
        else:
            agent, verb = self.agents.behind(end), (start, end)
        if agent is None:
            return None
        stop = self.sentences.end(agent.end)
        rest = agent.end
        while rest < stop and text[rest] in " ,":
            rest += 1
        if rest < stop and text[rest] in '"“':
            return None
        tail = text[agent.end : stop]
        if front.count(" ") + bool(front) <= _CONJUNCTIONS:
            said_here = Said(rest, stop, REPORTED, agent, verb, True, True, True)
            return self._until_mark(said_here) if rest < stop else None
        at_end = not tail.lstrip(" )").startswith(",") or tail.count(" ") <= _CONJUNCTIONS
        if front.endswith(",") and at_end:
            stop = first + len(front) - 1
        return Said(first, stop, REPORTED, agent, verb, True, True, True)

    def _until_mark(self, one: Said) -> Said | None:
        """Return reported speech that ends where direct speech of its own begins."""
        first = bisect_left(self.ranges, one.start, key=lambda marks: marks.end)
        last = bisect_left(self.ranges, one.end, lo=first, key=lambda marks: marks.start)
        for marks in self.ranges[first:last]:
            spoken = marks.end - marks.start > 60 or not marks.closed
            if one.start < marks.start < one.end and spoken and marks.end >= one.end:
                end = marks.start - 1
                return one._replace(end=len(self.text[:end].rstrip())) if end > one.start else None
        return one

    def _introduced(self) -> list[Said]:
        """Give direct speech the speaker of the sentence right in front of it, who is reported there."""
        for i, one in enumerate(self.found):
            last = self.found[i - 1] if i else None
            if one.form == DIRECT and not one.tagged and last and last.form == REPORTED:
                between = self.text[last.end : one.start].strip(' ."“')
                if not between and last.agent:
                    self.found[i] = one._replace(agent=last.agent)
        return self.found


def tag_end_of(text: str, at: int) -> int:
    """Return the first place behind ``at`` that is no blank, as ``sentence_start`` does."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at
