"""The module finds the speaker behind or in front of a verb of saying."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from search.later import Pattern
from search.names.capitals import DEGREES, WEEKDAY, word_kinds
from search.names.lists import Word, lists
from search.names.marks import TITLES
from search.names.mentions import LEGAL_BEHIND, Mention
from search.names.records import BY_DESCRIPTION, BY_NAME, BY_PRONOUN, ORGANISATION, PERSON

MAX_WORDS = 9
MAX_LENGTH = 160  # characters of a description or an apposition
PRONOUNS = frozenset(("dia", "ia", "beliau", "mereka", "dirinya", "Dia", "Ia", "Beliau", "Mereka"))
PRONOUNS_BEFORE = frozenset(("ia", "dia", "beliau", "mereka", "dirinya", "pihaknya"))
_PRONOUN = Pattern(rf"\s*({'|'.join(PRONOUNS)})\b")
PRONOUN_BEFORE = Pattern(rf"(?<![\w-])({'|'.join(PRONOUNS_BEFORE)})$", re.IGNORECASE)
_STOPS = """
saat ketika kepada dalam usai seusai sambil seperti pada dikutip melalui lewat dengan di menjelaskan
menanggapi yang soal terkait mengenai sebagaimana setelah sembari sebelum disertai dilansir mengutip
menambahkan seraya hari menirukan untuk tadi kemarin sebagai ke waktu berdasarkan merujuk
"""
#: Words behind which no name of a speaker stands any more.
STOP_WORDS = frozenset(_STOPS.split())
_STOP = Pattern(
    rf" (?:{'|'.join(STOP_WORDS)}|{WEEKDAY})\b"
    r"|[;:!?\n\"“”]|(?<![\s.(][A-Z])(?<!\bdr)(?<!\bDr)(?<!\bIr)(?<!\bKH)(?<!\bHj)(?<!\bH)(?<!Prof)"
    + "".join(rf"(?<!\b{word})" for word in TITLES)
    + r"\.(?=\s|$|\w)"
)
_BEFORE_VERBS = """
juga pun kemudian lalu kembali sempat telah hanya turut pernah sendiri sudah masih akan kerap lantas bahkan
sebelumnya tegas berkali-kali tetap terus selanjutnya mengaku
"""
#: What may stand between a speaker and his verb.
ADVERBS = frozenset((*_BEFORE_VERBS.split(), "secara tegas", "dengan tegas"))
_ADVERBS = Pattern(rf"(?:[ ,]+(?:{'|'.join(ADVERBS)}))*[ ,]*$")
ADVERBIAL = Pattern(
    r"(?:, (?:(?:di|pada|dalam|saat|usai|kepada|melalui|lewat|ketika) [^,.]{1,80}"
    rf"|{WEEKDAY}(?: [^,.]{{1,30}})?))+$"
)
#: What stands between the first person of a sentence and its verb: *X lewat keterangan tertulis mengatakan*.
MANNER = Pattern(r" (?:lewat|melalui|dalam|kepada|saat|ketika|usai|seusai|di|pada) [^,.;:!?\n\"“”()]{1,80}$")
#: What stands behind a name that ends its part of a sentence.
ENDS_PART = Pattern(r"[,.]| \(|$| (?:saat|ketika|kepada|dalam|usai|di|pada)\b")
_PARENTHESIS = Pattern(r"\s*\([^()]{1,60}\)$")
DEMONSTRATIVE = Pattern(r" (?:itu|ini|tersebut)(?: (?:juga|pun))?$")
#: What ends a clause in front of a name, and the last characters of degrees.
ENDS_CLAUSE = Pattern(r"[.:;!?\n\"“”]")
MAY_END_DEGREE = Pattern(r"[A-Za-z.)]")
FROM = " dari "
#: The longest place of a description: *di Pasar Wanasari*.
LONGEST_PLACE = 80
#: What may stand between a role and the name of the speaker who has it.
BETWEEN_ROLE_AND_NAME = frozenset(("", "yakni", "yaitu", "dr.", "Dr."))
_RELATED = """
kuasa pengacara advokat penasihat istri suami ayah ibu anak putra putri adik kakak paman bibi tante keluarga
kerabat ajudan sopir asisten manajer pelatih jubir juru
"""
_KIN = """
istri suami ayah anak putra putri adik kakak paman bibi tante keluarga kerabat ajudan rekan teman sahabat
mertua menantu cucu keponakan sepupu kekasih pacar tetangga
"""
#: Whoever is described by one of these in front of a name is somebody else: *istri X*, *kakak X itu*.
KIN = frozenset(_KIN.split())
#: Whoever is one of these is that to somebody: *pengacara X, Y* is Y.
RELATED = frozenset(_RELATED.split())


class Agent(NamedTuple):
    """A speaker as the paragraph names him.

    start, end: the range of the name, pronoun or description
    by:         which of these it is: ``BY_NAME``, ``BY_PRONOUN`` or ``BY_DESCRIPTION``
    mention:    the name, or None
    """

    start: int
    end: int
    by: str
    mention: Mention | None


_START = attrgetter("start")


class Agents:
    """The object finds speakers in one paragraph."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.mentions = mentions
        self._by_end: dict[int, Mention] = {}

    def behind(self, at: int) -> Agent | None:
        """Return the speaker that is named behind a verb that ends at ``at``, or None."""
        pronoun = _PRONOUN.match(self.text, at)
        if pronoun:
            return Agent(pronoun.start(1), pronoun.end(1), BY_PRONOUN, None)
        while self.text[at : at + 1].isspace():
            at += 1
        stop = _STOP.search(self.text, at, at + MAX_LENGTH)
        limit = stop.start() if stop else min(len(self.text), at + MAX_LENGTH)
        comma = self.text.find(",", at, limit)
        first = limit if comma < 0 else comma
        role = self._begins_role(at, first)
        for mention in self.between(at, limit):
            if mention.start >= first and not (
                role and self.text[first : mention.start].strip(" ,)") in BETWEEN_ROLE_AND_NAME
            ):
                break
            if mention.kind == PERSON or (not mention.kind and mention.start == at):
                if mention.start > at and not (role or mention.role or self._is_address(at, mention.start)):
                    break
                one = self._related(at, mention, limit) if mention.start > at else mention
                if one is mention and mention.start > at and (kin := self._kin(at, mention.start)) >= 0:
                    return Agent(kin, mention.end, BY_DESCRIPTION, None)
                return Agent(one.start, one.end, BY_NAME, one)
        for mention in self.between(at, first):
            if mention.kind == ORGANISATION and mention.start == at and mention.end >= first - 12:
                return Agent(mention.start, mention.end, BY_NAME, mention)
        phrase = self.text[at:first].rstrip()
        if role and phrase.count(" ") < MAX_WORDS:
            named = self._behind_place(limit) if first == limit else None
            return named or Agent(at, at + len(phrase), BY_DESCRIPTION, None)
        return None

    def _behind_place(self, at: int) -> Agent | None:
        """Return the name behind the place of a description: *pedagang di Pasar Wanasari, Herman (50)*."""
        if not self.text.startswith(" di ", at):
            return None
        comma = self.text.find(", ", at, at + LONGEST_PLACE)
        i = bisect_left(self.mentions, comma + 2, key=_START) if comma > 0 else len(self.mentions)
        if i == len(self.mentions) or ENDS_CLAUSE.search(self.text, at, comma):
            return None
        mention = self.mentions[i]
        alone = mention.start == comma + 2 and ENDS_PART.match(self.text, mention.end)
        return (
            Agent(mention.start, mention.end, BY_NAME, mention) if alone and mention.kind == PERSON else None
        )

    def behind_degrees(self, at: int) -> int:
        """Return the end of the degrees behind a name that ends at ``at``; if there are none, ``at``."""
        degrees = DEGREES.match(self.text, at)
        return degrees.end() if degrees else at

    def _related(self, at: int, mention: Mention, limit: int) -> Mention:
        """Return who is described by a relation to the person of a name, else the name: *pengacara X, Y*."""
        i = bisect_left(self.mentions, mention.end, key=_START)
        following = self.mentions[i] if i < len(self.mentions) else mention
        if (
            following.kind != PERSON
            or following.end > limit
            or not is_relation(self.text[at : mention.start])
        ):
            return mention
        alone = self.text[mention.end : following.start] == ", "
        return following if alone and ENDS_PART.match(self.text, following.end) else mention

    def before(self, at: int, first: int) -> Agent | None:  # noqa: PLR0911 - one form after the other
        """Return the subject of a verb that starts at ``at``, or None; its sentence starts at ``first``."""
        text = self.text
        adverbs = _ADVERBS.search(text, max(first, at - 60), at)
        end = adverbs.start() if adverbs else at
        pronoun = PRONOUN_BEFORE.search(text, max(first, end - 9), end)
        if pronoun:
            return Agent(pronoun.start(1), end, BY_PRONOUN, None)
        parenthesis = _PARENTHESIS.search(text, max(first, end - 64), end)
        if parenthesis:
            end = parenthesis.start()
        mention = self._ending_at(end)
        if mention and mention.kind != PERSON:
            named = self._from(mention.start) or self._with_apposition(first, end)
            if named:
                return named
        if mention:
            if mention.kind not in (PERSON, ORGANISATION, ""):
                return self._described(first, end)
            kin = self._kin(first, mention.start)
            if kin >= 0:
                return Agent(kin, mention.end, BY_DESCRIPTION, None)
            return Agent(mention.start, mention.end, BY_NAME, mention)
        adverbial = ADVERBIAL.search(text, max(first, end - MAX_LENGTH), end)
        if adverbial and (mention := self._ending_at(adverbial.start())) and mention.kind == PERSON:
            return Agent(mention.start, mention.end, BY_NAME, mention)
        return self._with_apposition(first, end) or self._first(first, end) or self._described(first, end)

    def _first(self, first: int, end: int) -> Agent | None:
        """Return the person who begins a sentence, with an adverbial up to ``end``: *X dalam rapat itu*."""
        for mention in self.between(first, end):
            if mention.kind == PERSON:
                begins = (mention.role[0] if mention.role else mention.start) == first
                alone = begins and MANNER.match(self.text, mention.end, end)
                return Agent(mention.start, mention.end, BY_NAME, mention) if alone else None
        return None

    def _from(self, at: int) -> Agent | None:
        """Return the person who is from what is named at ``at``: *Bivitri Susanti dari STH Jentera*."""
        mention = self._ending_at(at - len(FROM)) if self.text.endswith(FROM, 0, at) else None
        person = mention and mention.kind == PERSON
        return Agent(mention.start, mention.end, BY_NAME, mention) if mention and person else None

    def _with_apposition(self, first: int, end: int) -> Agent | None:
        """Return a name that has a description behind it: *Strauss Zelnick, bos Rockstar*."""
        comma = self.text.rfind(",", max(first, end - MAX_LENGTH), end)
        if comma < 0:
            return None
        mention = self._ending_at(comma)
        if mention is None and (parenthesis := _PARENTHESIS.search(self.text, max(first, comma - 64), comma)):
            mention = self._ending_at(parenthesis.start())
        if mention and mention.kind == PERSON and self._begins_role(comma + 1, end):
            return Agent(mention.start, mention.end, BY_NAME, mention)
        return None

    def _described(self, first: int, end: int) -> Agent | None:
        comma = self.text.rfind(",", first, end)
        start = max(first, comma + 1)
        while start < end and self.text[start].isspace():
            start += 1
        phrase = self.text[start:end]
        if not phrase or phrase.count(" ") >= MAX_WORDS:
            return None
        words = phrase.split(" ")
        for skip in range(min(2, len(words))):
            if word_kinds(words[skip]) & (Word.ROLE | Word.TITLE):
                if skip and not word_kinds(words[0]) & Word.ORDINARY:
                    break
                if len(words) - skip > 3 and not (DEMONSTRATIVE.search(phrase) or is_lower(phrase)):
                    return None
                begin = start + sum(len(word) + 1 for word in words[:skip])
                return Agent(begin, end, BY_DESCRIPTION, None) if not has_verb(words) else None
        return None

    def _kin(self, first: int, at: int) -> int:
        """Return where a word of kinship in front of a name begins, at least ``first``; -1 without one."""
        if not self.text[at - 1 : at].isspace():
            return -1
        begin = max(first, self.text.rfind(" ", first, at - 1) + 1)
        word = self.text[begin : at - 1]
        return begin if (word.lower() if begin == first else word) in KIN else -1

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """Return the names that are inside a range of the text."""
        i = bisect_left(self.mentions, start, key=_START)
        found = []
        for mention in self.mentions[i:]:
            if mention.start >= end:
                break
            if mention.end <= end:
                found.append(mention)
        return found

    def _ending_at(self, end: int) -> Mention | None:
        if not self._by_end:
            self._by_end = {mention.end: mention for mention in self.mentions}
        mention = self._by_end.get(end)
        if mention or not end or not MAY_END_DEGREE.match(self.text, end - 1):
            return mention
        i = bisect_left(self.mentions, end, key=_START) - 1
        last = self.mentions[i] if i >= 0 else None
        if last is None:
            return None
        is_legal = self.text[last.end : end] == LEGAL_BEHIND
        return last if is_legal or DEGREES.fullmatch(self.text, last.end, end) else None

    def labelled(self, at: int, first: int) -> Agent | None:
        """Return the person whose name is a sentence that ends with a colon: *Anies Baswedan: "..."*.

        first, at: where this sentence starts, and the quotation behind it
        """
        end = at
        while end > first and self.text[end - 1].isspace():
            end -= 1
        if end == first or self.text[end - 1] != ":":
            return None
        mention = self._ending_at(end - 1)
        if mention is None or mention.kind != PERSON:
            return None
        begin = mention.role[0] if mention.role else mention.start
        return Agent(mention.start, mention.end, BY_NAME, mention) if begin == first else None

    def _begins_role(self, start: int, end: int) -> bool:
        words = self.text[start:end].split(None, 2)[:2]
        return bool(words) and bool(word_kinds(words[0].strip(".,")) & (Word.ROLE | Word.TITLE))

    def _is_address(self, start: int, end: int) -> bool:
        words = self.text[start:end].split()
        return len(words) <= 4 and all(
            word_kinds(word.strip(".,")) & (Word.ADDRESS | Word.TITLE) for word in words
        )


def is_relation(description: str) -> bool:
    """Return whether a description in front of a name is of somebody else, by a relation to who is named."""
    return not RELATED.isdisjoint(description.lower().split())


def is_lower(phrase: str) -> bool:
    """Return whether a phrase has no capital behind its first letter."""
    return phrase[1:].islower()


@cache
def _verb_like() -> frozenset[str]:
    return frozenset(lists().verbs) | {"yang", "untuk", "agar", "bahwa", "tidak", "adalah", "akan", "dari"}


def has_verb(words: Sequence[str]) -> bool:
    """Return whether words have a verb of saying or a word that begins a clause, so that they name nobody."""
    return words[-1] == "yang" or any(word in _verb_like() for word in words[:-1])
