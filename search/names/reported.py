"""The module finds the reported speech of one paragraph: *X mengatakan bahwa ...*, *menurut X, ...*."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from search.later import Pattern
from search.names.agents import FROM, STOP_WORDS, Agent, Agents, is_lower
from search.names.capitals import WEEKDAY, WEEKDAYS_WRITTEN, word_kinds
from search.names.lists import Word, lists
from search.names.marks import Marked, Sentences
from search.names.records import BY_DESCRIPTION, BY_PRONOUN, REPORTED
from search.names.said import Said
from search.names.tags import MAX_BLANKS_BETWEEN, WORDS, Tags

MIN_WORDS_REPORTED = 2
LATER_BAHWA = Pattern(r"[^.!?\"“]{1,90}?\bbahwa ")
#: What is asked for: *X meminta agar ...*, and of whom: *X meminta warga agar ...*.
AGAR = ("agar", "supaya")
_THINGS = "maaf doa izin bantuan restu uang dana waktu tambahan pertolongan perlindungan dukungan"
#: What is no clause behind *meminta*: *X meminta izin agar ...*.
ASKED_FOR = frozenset(_THINGS.split())
LATER_AGAR = Pattern(r" (?:[^ .,:;!?\"“()]+ ){1,8}?(?:agar|supaya) ")
AGAIN = ("juga", "pula", "lagi", "kembali")
_BAHWA = Pattern(rf"(?:\s+(?:{'|'.join(AGAIN)}))?\s*,?\s*(bahwa\s+)?(?:,\s*)?")
ADJUNCT = frozenset(("kepada", "saat", "dalam", "ketika", "usai", "pada", "lewat", "melalui", "di", "hal"))
#: *X menjelaskan, Senin (3/4), ...*
DAY_IN_FRONT = Pattern(rf"{WEEKDAY}(?: [^,.;:\"“]{{1,30}})?, (?:bahwa )?")
#: What does not begin a clause behind *X menjelaskan,*.
LINKS = (
    ADJUNCT
    | STOP_WORDS
    | {"dan", "serta", "tetapi", "tapi", "namun", "sedangkan", "sementara", "atau", "lalu"}
)
TO_WHOM = frozenset(("kepada", "lewat", "melalui", "hal"))
LONGEST_SENTENCE = 1000
#: Longer texts in quotation marks inside reported speech are quotations of their own.
LONGEST_SPOKEN = 60
#: Words that an office in front of a clause does not have, and its greatest length.
_IN_CLAUSE = Pattern(
    r"(?:(?:me|ber|ter|di)[a-z]{3,}|telah|sudah|akan|belum|masih|harus|bisa|dapat|perlu|sedang|tidak|bukan|itu|ini"
    r"|yang|untuk|agar|bahwa|adalah|jangan)$"
)
LONGEST_APPOSITION = 120
#: Behind *dikatakan*, and behind the speaker.
BY, BAHWA = " oleh", " bahwa "
#: Behind *bilang*: X bilang kalau ...
KALAU = " kalau "
#: What may stand in front of a clause: marks, and the dash of a dialogue.
BEFORE_CLAUSE = frozenset(' ,."”–—-')
AT_START = frozenset(("kata", "ujar", "katanya", "ujarnya"))


class Reported:
    """The object finds the reported speech of one paragraph."""

    def __init__(
        self, text: str, ranges: Sequence[Marked], sentences: Sentences, agents: Agents, tags: Tags
    ) -> None:
        self.text = text
        self.ranges = ranges
        self.sentences = sentences
        self.agents = agents
        self.tags = tags

    def read(self, verbs: Iterable[tuple[int, int]]) -> list[Said]:
        """Return the reported speech, in order. verbs: the ranges of the verbs of saying."""
        found: list[Said] = []
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
                found.append(reported)
                covered = reported.end
        return found

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
        if lists().verbs.get(word) == "passive":
            return self._told_by(verb, first)
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
        comma = "," in self.text[verb[1] : start]
        if use == "tag":  # *X bilang, ...*, *X bilang kalau ...*
            named = named or self.text.startswith((",", KALAU), verb[1])
            start += (len(KALAU) - 1) * self.text.startswith(KALAU, verb[1])
        end = self.sentences.end(start)
        if comma and (day := DAY_IN_FRONT.match(self.text, start, end)):
            start = day.end()
        if self.text[start : start + 2] == ": ":
            start += 2
        if start >= end or self.text[start] in '"“:':
            return None
        if not named:
            clause = self._named_at(verb[1], start, end, use, comma)
            start, named = max(start, clause), clause >= 0
        if not named:
            word = self._word(start)
            if use != "says" or word_kinds(word) & Word.NOMINAL:
                return None
            if word in ADJUNCT:
                in_front = self._in_front(verb, first, agent, end)
                if in_front or word in TO_WHOM:
                    return in_front
        return self._until_mark(Said(start, end, REPORTED, agent, verb, True, True, True))

    def _word(self, start: int) -> str:
        """Return the word that starts at an offset, in small letters, or ""."""
        word = WORDS.match(self.text, start)
        return word[0].lower() if word else ""

    def _named_at(self, verb_end: int, start: int, end: int, use: str, comma: bool) -> int:
        """Return where the clause begins that *bahwa*, *agar* or a comma shows; -1 if nothing does."""
        word = self._word(start)
        if word in ADJUNCT:
            later = LATER_BAHWA.match(self.text, verb_end, end)
            return later.end() if later else -1
        if use == "tag":
            return -1
        if word in AGAR:
            return start + len(word) + 1
        if use == "asks" and LATER_AGAR.match(self.text, verb_end, end):
            return -1 if word in ASKED_FOR else start
        told = comma and word and word not in LINKS and word.capitalize() not in WEEKDAYS_WRITTEN
        return start if told else -1

    def _told_by(self, verb: tuple[int, int], first: int) -> Said | None:
        """Read *Dikatakan X, CLAUSE* and *Ditegaskan oleh X bahwa CLAUSE*."""
        text = self.text
        if verb[0] != first or not text[first].isupper():
            return None
        agent = self.agents.behind(verb[1] + len(BY) * text.startswith(BY + " ", verb[1]))
        if agent is None or agent.by == BY_DESCRIPTION:
            return None
        end = self.sentences.end(agent.end)
        start = self.agents.behind_degrees(agent.end)
        if text.startswith(BAHWA, start):
            start += len(BAHWA)
        elif text.startswith(", ", start):
            start = behind_apposition(text, start + 2, end)
        else:
            return None
        if start >= end or text[start] in '"“':
            return None
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
