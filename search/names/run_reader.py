"""The module divides the words of a run into names: *Menteri Keuangan Sri Mulyani* is a role and a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from search.names.lists import Word
from search.names.records import EVENT, LAW, ORGANISATION, PERSON, PLACE
from search.names.run_ends import LONGEST_NAME, RunEnds
from search.names.run_words import TAILS
from search.names.shapes import Form

_LONGEST_EVENT = 8
#: The number of words of letters that only the article tells of: *SYL*, of a man whose name was given before.
NO_WORDS = 0
_NO_NAMES = Word.TITLE | Word.ADDRESS | Word.NO_NAME | Word.EVENT_HEAD | Word.LAW_HEAD
_NOT_BEFORE_ARTICLE = _NO_NAMES | Word.ORGANISATION_HEAD | Word.COMPANY_HEAD | Word.PLACE_HEAD
_HEADS = Word.ORGANISATION_HEAD | Word.COMPANY_HEAD | Word.PLACE_HEAD


def is_law_head(kind: int) -> bool:
    """Return whether a word of this shape is a kind of law: *UU* is, but *Uu* is a man."""
    return bool(kind & Word.LAW_HEAD) and bool(kind & Form.UPPER or not kind & Form.PAIR)


class Segment(NamedTuple):
    """A name in a run.

    start, end: the range of the name: of its words in a sequence of shapes, of characters in a run
    kind:       one of ``KINDS``, or "" if only the words beside the run can tell it
    sure:       False if the kind is guessed from the form of the name
    role:       the start of the role in front of it, or -1
    tokens:     the number of its words; ``NO_WORDS`` for letters of which nothing in the run tells
    """

    start: int
    end: int
    kind: str
    sure: bool
    role: int
    tokens: int


class Run(NamedTuple):
    """The names of a run, and the start of a role without a person behind it in the run, or -1."""

    segments: tuple[Segment, ...]
    open_role: int


class RunReader(RunEnds):
    """The object reads the names of one run, of which it knows the shapes of the words only."""

    def __init__(self, shapes: Sequence[int], announced: str) -> None:
        super().__init__(shapes, announced)
        self._announced = announced
        self._names: list[Segment] = []

    def read(self) -> Run:
        """Return the names of the run, and where a role begins whose person is not in it."""
        if self.is_shouted():
            return Run((), -1)
        i = self._ordinary(self._announced) if self._announced in (PLACE, ORGANISATION) else 0
        while i < self.count:
            i = max(self._step(i), i + 1)  # a name of no words would be read for ever
        return Run(tuple(self._names), self.role)

    def _ordinary(self, kind: str) -> int:
        """Read a name of ordinary words behind its kind, *desa Kutuk*, *grup Padi*; return its end, or 0."""
        first = self.bits[0]
        if (
            not first & Word.ORDINARY
            or first & (_NO_NAMES | _HEADS)
            or self.known(0)
            or not self.is_capital(0)
        ):
            return 0
        end = self.place_end(-1) if kind == PLACE else self.organisation_end(-1, False)
        return self._add(0, end, kind, True) if end else 0

    def _step(self, i: int) -> int:
        """Read the name or other word that begins at word i, and return the index of the next word."""
        kind = self.bits[i]
        if not kind & Form.CAPITAL:
            if not kind & (Form.DOCTOR | Form.AND | Form.COMMA | Form.IN_TITLES):
                self.role = -1
            return i + 1
        if kind & Form.SHIP and self.is_capital(i + 1):
            return self.ship_end(i)
        if self.is_capital(i + 1) and self.bits[i + 1] & Form.WITH_ARTICLE and not kind & _NOT_BEFORE_ARTICLE:
            return self._person(i)
        end = self._headed(i, kind)
        return end or self._unheaded(i, kind)

    def _headed(self, i: int, kind: int) -> int:  # noqa: PLR0911 - one kind of name after the other
        """Read a name whose kind is known from a list or from its first word; return its end, or 0."""
        phrase = self.phrase_head(i)
        if phrase and phrase[1] == "title phrase":
            self._begin_role(i)
            return phrase[0]
        if phrase and self.is_capital(phrase[0]):
            first, sort = phrase
            end = (
                self.place_end(first - 1) if sort == "place head" else self.organisation_end(first - 1, False)
            )
            if end > first and (sort == "place head" or self.is_distinct(first, end)):
                return self._add(i, end, PLACE if sort == "place head" else ORGANISATION, True)
        known = self.known(i)
        if is_law_head(kind) and i + 1 < self.count:
            return self._law(i)
        event = kind & Word.EVENT_HEAD and not (known and known[1] == ORGANISATION)  # Kongres AS is none
        event = event and (not kind & Word.PART or self.is_holiday(i))
        if event and i + 1 < self.count and self.bits[i + 1] & (Form.CAPITAL | Form.DIGIT):
            return self._event(i)
        if known and not (kind & Word.PLACE_HEAD and known[0] == i + 1 and self.goes_with_head(i + 1)):
            return self._known_name(i, *known)
        if kind & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD) and self._has_name(i + 1):
            of_state = bool(kind & Word.ORGANISATION_HEAD)
            end = self.organisation_end(i, of_state)
            if end > i + 1 and (of_state or kind & Word.LEGAL_FORM or self.is_distinct(i + 1, end)):
                return self._add(i, end, ORGANISATION, True)
        if kind & (Word.FOREIGN | TAILS) and (end := self.joined_end(i)):
            return self._add(i, end, ORGANISATION, True)
        if kind & Word.PLACE_HEAD and self.is_capital(i + 1):
            end = self.place_end(i)
            if end > i + 1 and not all(bits & Form.LATIN_NUMBER for bits in self.bits[i + 1 : end]):
                return self._add(i, end, PLACE, True)  # not Wilayah III, which names no place by itself
        return 0

    def _unheaded(self, i: int, kind: int) -> int:  # noqa: PLR0911, PLR0912 - one kind of word after the other
        """Read another word: of a role, an address, a person, or an ordinary one; return the next index."""
        if kind & Form.I_OR_NI and self.is_capital(i + 1) and self.bits[i + 1] & Form.BALINESE:
            return self._add(i, self.person_end(i), PERSON, True)
        if kind & Word.TITLE and not kind & Word.GIVEN:
            self._begin_role(i)
            if kind & (Word.OF_A_PLACE | Word.OF_AN_ORGANISATION):
                return self._of_what(i)
        elif kind & Word.ADDRESS and not kind & (Word.ADDRESS_PART | Word.GIVEN):
            self.titled = True
        elif kind & Form.THE and self.role < 0 and self.is_capital(i + 1):
            return self._with_article(i)
        elif kind & Word.NO_NAME:
            end = self.tail(i + 1) if self.is_acronym(i) else 0
            if end and not self.is_capital(end):
                return self._add(i, end, self.kind_of_tail(end), True)
            if not (kind & Form.RI or (self.role >= 0 and self.is_acronym(i))):  # Ketua DPRD DKI
                self.role, self.titled = -1, False
        elif kind & Word.EVENT_HEAD and self.is_capital(i + 1) and self.bits[i + 1] & Word.NO_NAME:
            return i + 2  # Hari Senin
        elif is_law_head(kind) or (
            kind & (_HEADS | Word.EVENT_HEAD | Word.EVENT_TAIL) and not kind & (Word.GIVEN | Word.PART)
        ):
            self.titled = self.titled and self.role >= 0
        elif self.is_acronym(i) and not self.are_initials(i):
            return self._acronym(i)
        elif kind & Form.CLUB and self.role < 0 and not self.titled:
            return self._add(i, self.seat(i + 1), ORGANISATION, True)
        elif kind & Word.ORDINARY and self._has_tail(i):
            return self._add(i, self.tail(i + 1), ORGANISATION, True)
        elif not self._is_said_of_what(i) and not self._is_plain(i, kind):
            return self._person(i)
        return i + 1

    def _begin_role(self, i: int) -> None:
        self.role = i if self.role < 0 else self.role
        self.titled = True

    def _has_name(self, i: int) -> bool:
        """Return whether a name or the number of a school is behind a kind of organisation: *SMAN 6*."""
        numbered = i < self.count and self.bits[i] & Form.DIGIT and self.bits[i - 1] & Form.UPPER
        return self.is_named(i) or bool(numbered)

    def _has_tail(self, i: int) -> bool:
        """Return whether what ends an organisation's name follows an ordinary word: *Pelita Air Service*."""
        if not self.is_capital(i + 1) or not self.bits[i + 1] & TAILS:
            return False
        end = self.tail(i + 1)
        clear = (
            end > i + 2 or not self.bits[i + 1] & Word.ORDINARY
        )  # *air* and *bank* are words of the language
        return clear and end > i and self.kind_of_tail(end) == ORGANISATION

    def _is_said_of_what(self, i: int) -> bool:
        return self.role >= 0 and i > 0 and bool(self.bits[i - 1] & Form.OF_WHAT)

    def _is_plain(self, i: int, kind: int) -> bool:
        """Return whether word i begins no name, because it is ordinary or has capitals only."""
        if kind & Word.FOREIGN and self.role >= 0 and not kind & (Word.GIVEN | Word.PART):
            return True  # of an office: Chief Digital Transformation Officer
        if kind & Word.ORDINARY and not (kind & Word.ADDRESS_PART and self.is_capital(i + 1)):
            self.titled = self.titled and self.role >= 0
            return True
        return bool(kind & Form.LOUD) and not kind & (Word.GIVEN | Word.PART)

    def _known_name(self, i: int, end: int, kind: str) -> int:
        if kind == PERSON:
            surname = end == i + 1 and self.bits[i] & Word.GIVEN and self.is_capital(end)
            if surname and self.begins_unknown(end):
                return self._person(i)  # Sukarno Alatas, who is somebody else
            if end > i + 1 and self.is_capital(end) and self.bits[end] & Word.GIVEN:
                end += 1  # Budi Karya Sumadi
            return self._add(i, end, PERSON, True)
        last = self.tail(end)
        if last:
            return self._add(i, last, self.kind_of_tail(last), True)
        if kind == PLACE:
            while end < self.count and self.bits[end] & Word.DIRECTION and self.is_capital(end):
                end += 1
            before = self._names[-1] if self._names else None
            if before and (before.end, before.kind) == (i, PLACE) and self._may_be_person_of(i, end):
                return self._person(i)
            alone = end == i + 1 and self.role < 0 and not self.titled
            alone = alone and not self.bits[i] & (Form.UPPER | Form.COUNTRY)
            if (
                alone
                and self.is_capital(end)
                and self.begins_unknown(end)
                and not self.bits[end] & Word.GIVEN
            ):
                return self._person(i)
        else:
            while end < self.count and (self.bits[end] & Form.RI or self.is_state_acronym(i, end)):
                end += 1
            if end == i + 1 and self.bits[i] & Word.ORGANISATION_HEAD:
                end = self.organisation_end(i, True)
            end = self.with_country(end) or self.seat(end)
        return self._add(i, end, kind, True)

    def _may_be_person_of(self, i: int, end: int) -> bool:
        """Return whether a town behind the place of an office begins a name: *Wali Kota Bogor Bima Arya*."""
        town = self.role >= 0 and end == i + 1 and self.bits[i] & Form.TOWN
        return bool(town) and self.is_capital(end) and self.begins_unknown(end)

    def _of_what(self, i: int) -> int:
        """Read the district or the organisation of an office, *Kapolsek Cisauk*; return the next index."""
        end = i + 1
        if (
            not self.is_capital(end)
            or not self.begins_unknown(end)
            or self.bits[end] & (Word.GIVEN | Word.ORDINARY)
        ):
            return end
        end += 1
        if self.bits[i] & Word.OF_A_PLACE:
            while self.is_capital(end) and self.bits[end] & (Word.ORDINARY | Word.DIRECTION | Form.COMPASS):
                if self.bits[end] & (Word.TITLE | Word.ADDRESS | Word.NO_NAME):
                    break
                end += 1
            return self._add(i + 1, end, PLACE, True)
        if self.is_capital(end):
            return i + 1
        return self._add(i + 1, end, ORGANISATION, False)

    def _add(self, i: int, end: int, kind: str, sure: bool) -> int:
        """Add a name of the words from i to end, and return end."""
        role = self.role if kind == PERSON else -1
        if kind == EVENT and end < self.count and self.bits[end] & Form.DIGIT:
            end += 1
        self._names.append(Segment(i, end, kind, sure, role, end - i))
        if kind == PERSON:
            self.role = -1
        self.titled = False if self.role < 0 else self.titled
        return end

    def _law(self, i: int) -> int:
        end = i + 1
        if any(bits & Form.DIGIT for bits in self.bits[end : i + 16]):
            while end < self.count and self.bits[end] & Word.TITLE:  # Peraturan Menteri Keuangan Nomor 5
                end += 1
        while end < self.count and end < i + 16 and not self.bits[end] & Word.TITLE:
            if self.bits[end] & Form.AND and end + 1 < self.count and is_law_head(self.bits[end + 1]):
                break
            end += 1
        numbered = any(bits & Form.DIGIT for bits in self.bits[i:end])
        if self.bits[i] & Word.NO_NAME or end == i + 1 or not (numbered or self.is_capital(i + 1)):
            return i + 1
        if not numbered and self.bits[i] & Form.LAW_BY_NUMBER:
            return i + 1
        return self._add(i, end, LAW, True)

    def _event(self, i: int) -> int:
        end = i + 1
        stops = Word.TITLE | Word.ADDRESS | Word.LAW_HEAD
        called = self.bits[i] & (Form.TROPHY | Word.PART)  # Piala Presiden, Hari Ibu
        if called and self.bits[end] & (Word.TITLE | Word.ADDRESS):
            end += 1
        while end < self.count and end < i + _LONGEST_EVENT and not self.bits[end] & stops:
            if not self.bits[end] & (Form.CAPITAL | Form.DIGIT):
                break
            end += 1
        return self._add(i, end, EVENT, True)

    def _acronym(self, i: int) -> int:
        end = i + 1
        while end < self.count and self.bits[end] & Form.RI:
            end += 1
        tail = self.tail(end)
        if tail:
            kind = self.kind_of_tail(tail)
            return self._add(i, tail, kind, kind == EVENT)
        last = self.with_country(end) or self.seat(end)
        if last == i + 1:
            self._names.append(Segment(i, last, "", False, -1, NO_WORDS))
            return last
        return self._add(i, last, ORGANISATION, False)

    def _person(self, i: int) -> int:
        """Read a name whose first word does not tell its kind; usually it is a person. Return its end."""
        end = self.person_end(i)
        tail = self.tail(i + 1)
        if tail:
            return self._add(i, tail, self.kind_of_tail(tail), True)
        if self.role < 0 and not self.titled and not self.bits[i] & Word.GIVEN:
            place = self.place_by_words(i, end)
            if place:
                return self._add(i, place, PLACE, False)
        if any(self.bits[j] & Form.IN_TITLES for j in range(i, end)):
            return self._add(i, end, ORGANISATION, False)
        if not self.is_titled(i):
            last = self.with_country(end)
            if last or (end > i + 1 and any(self.bits[j] & Word.FOREIGN for j in range(i, end))):
                return self._add(i, last or end, ORGANISATION if last else "", False)
        sure = self.role >= 0 or self.titled or bool(self.bits[i] & (Word.GIVEN | Word.ADDRESS_PART))
        count = end - i
        if count > LONGEST_NAME and not sure:
            return end
        guess = PERSON if sure or count > 1 else ""
        letter = all(bits & Form.SINGLE for bits in self.bits[i:end])
        if letter and end == self.count:  # *ibu Brigadir J*, whose rank no other one has
            self.role = -1
        return end if letter else self._add(i, end, guess, sure)

    def _with_article(self, i: int) -> int:
        """Return the end of a name that begins with the English article: *The Jakarta Post*."""
        stop = Word.TITLE | Word.NO_NAME | Word.ADDRESS
        end = i + 1
        while end < self.count and end <= i + LONGEST_NAME:
            kind = self.bits[end]
            if kind & stop or not kind & (Form.CAPITAL | Form.IN_TITLES):
                break
            end += 1
        while not self.is_capital(end - 1):
            end -= 1
        if end == i + 1:
            return end
        tail = self.bits[end - 1] & TAILS
        return self._add(i, end, self.kind_of_tail(end) if tail else ORGANISATION, bool(tail))
