"""The module divides a run of capitals into names: *Menteri Keuangan Sri Mulyani* is a role and a person.

Only the shapes of the words are read, so each sequence of shapes is read once. Results are also cached by the
text of the run, because names repeat. The words beside a run are read in ``mentions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from search.names.capitals import CACHE_ENTRIES, TOKENS
from search.names.lists import Word
from search.names.records import EVENT, LAW, ORGANISATION, PERSON, PLACE
from search.names.run_words import RunWords
from search.names.shapes import Form, shapes_of

_MAX_CACHED_LENGTH = 160
MAX_CACHED_WORDS = 12
_LONGEST_NAME = 6
_LONGEST_PLACE = 3
_LONGEST_EVENT = 8

_NO_PERSON = (
    Word.NO_NAME
    | Word.EVENT_HEAD
    | Word.LAW_HEAD
    | Word.TITLE
    | Word.ADDRESS
    | Word.ORGANISATION_HEAD
    | Word.COMPANY_HEAD
    | Word.PLACE_HEAD
)


class Segment(NamedTuple):
    """A name in a run.

    start, end: the range of the name: of its words in a sequence of shapes, of characters in a run
    kind:       one of ``KINDS``, or "" if only the words beside the run can tell it
    sure:       False if the kind is guessed from the form of the name
    role:       the start of the role in front of it, or -1
    tokens:     the number of its words
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


def run_names(text: str, after_title: bool) -> Run:
    """Return the names of a run, with their ranges of characters.

    after_title: whether a word such as *penyanyi* is in front of the run
    """
    return _cached(text, after_title) if len(text) <= _MAX_CACHED_LENGTH else located(text, after_title)


def located(text: str, after_title: bool) -> Run:
    """Do the same without remembering the run; only its sequence of shapes is remembered."""
    words = TOKENS.findall(text)
    shapes = shapes_of(words)
    read = (
        read_once(shapes, after_title) if len(words) <= MAX_CACHED_WORDS else read_shapes(shapes, after_title)
    )
    if read == _NOTHING:
        return read
    places = [match.span() for match in TOKENS.finditer(text)]
    starts = [place[0] for place in places]
    starts.append(-1)  # of no role
    segments = tuple(
        Segment(starts[start], places[end - 1][1], kind, sure, starts[role], tokens)
        for start, end, kind, sure, role, tokens in read.segments
    )
    return Run(segments, starts[read.open_role])


_cached = lru_cache(CACHE_ENTRIES)(located)
_NOTHING = Run((), -1)


def read_shapes(shapes: Sequence[int], after_title: bool) -> Run:
    """Return the names in a sequence of shapes (``search.names.shapes``), with their ranges of words."""
    return _Reader(shapes, after_title).read()


read_once = lru_cache(CACHE_ENTRIES)(read_shapes)


class _Reader(RunWords):
    """The object reads the words of one run from left to right.

    role:   the start of a role whose person is not read yet, or -1
    titled: whether a title or a word of address is in front of the next word
    names:  the names that are read so far
    """

    def __init__(self, shapes: Sequence[int], after_title: bool) -> None:
        super().__init__(shapes)
        self.role = -1
        self.titled = after_title
        self.names: list[Segment] = []

    def read(self) -> Run:
        if self.is_shouted():
            return Run((), -1)
        i = 0
        while i < self.count:
            i = self._step(i)
        return Run(tuple(self.names), self.role)

    def _step(self, i: int) -> int:
        """Read the name or other word that begins at word i, and return the index of the next word."""
        kind = self.bits[i]
        if not kind & Form.CAPITAL:
            if not kind & (Form.DOCTOR | Form.AND):
                self.role = -1
            return i + 1
        end = self._headed(i, kind)
        return end or self._unheaded(i, kind)

    def _headed(self, i: int, kind: int) -> int:
        """Read a name whose kind is known from a list or from its first word; return its end, or 0."""
        known = self.known(i)
        if kind & Word.LAW_HEAD and i + 1 < self.count:
            return self._law(i)
        if kind & Word.EVENT_HEAD and i + 1 < self.count and self.is_capital(i + 1):
            return self._event(i)
        if known:
            return self._known_name(i, *known)
        if kind & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD) and self.is_named(i + 1):
            of_state = bool(kind & Word.ORGANISATION_HEAD)
            end = self._organisation(i, of_state)
            if end > i + 1 and (of_state or self.is_distinct(i + 1, end)):
                return self._add(i, end, ORGANISATION, True)
        if kind & Word.PLACE_HEAD and self.is_capital(i + 1):
            end = self._place(i)
            if end > i + 1:
                return self._add(i, end, PLACE, True)
        return 0

    def _unheaded(self, i: int, kind: int) -> int:
        """Read another word: of a role, an address, a person, or an ordinary one; return the next index."""
        if kind & Word.TITLE and not kind & Word.GIVEN:
            self.role = i if self.role < 0 else self.role
            self.titled = True
        elif kind & Word.ADDRESS and not kind & (Word.ADDRESS_PART | Word.GIVEN):
            self.titled = True
        elif kind & Word.NO_NAME:
            if not kind & Form.RI:
                self.role, self.titled = -1, False
        elif self.is_acronym(i) and not self.are_initials(i):
            return self._acronym(i)
        elif kind & Form.CLUB and self.role < 0 and not self.titled:
            return self._add(i, self.seat(i + 1), ORGANISATION, True)
        elif not self._is_said_of_what(i) and not self._is_plain(i, kind):
            return self._person(i)
        return i + 1

    def _is_said_of_what(self, i: int) -> bool:
        return self.role >= 0 and i > 0 and bool(self.bits[i - 1] & Form.OF_WHAT)

    def _is_plain(self, i: int, kind: int) -> bool:
        """Return whether word i begins no name, because it is ordinary or has capitals only."""
        if kind & Word.ORDINARY and not (kind & Word.ADDRESS_PART and self.is_capital(i + 1)):
            self.titled = self.titled and self.role >= 0
            return True
        return bool(kind & Form.LOUD) and not kind & (Word.GIVEN | Word.PART)

    def _known_name(self, i: int, end: int, kind: str) -> int:
        if kind == PERSON:
            return self._add(i, end, PERSON, True)
        last = self.tail(end)
        if last:
            tail = self.bits[last - 1]
            return self._add(i, last, ORGANISATION if tail & Word.ORGANISATION_TAIL else PLACE, True)
        if kind == PLACE:
            while end < self.count and self.bits[end] & Word.DIRECTION and self.is_capital(end):
                end += 1
            alone = end == i + 1 and self.role < 0 and not self.titled and not self.bits[i] & Form.UPPER
            if alone and self.is_capital(end) and self.begins_unknown(end):
                return self._person(i)
        else:
            while end < self.count and (self.bits[end] & Form.RI or self._is_state_acronym(i, end)):
                end += 1
            if end == i + 1 and self.bits[i] & Word.ORGANISATION_HEAD:
                end = self._organisation(i, True)
            end = self.seat(end)
        return self._add(i, end, kind, True)

    def _is_state_acronym(self, i: int, end: int) -> bool:
        return bool(self.bits[i] & Form.OF_STATE) and self.is_acronym(end)

    def _add(self, i: int, end: int, kind: str, sure: bool) -> int:
        """Add a name of the words from i to end, and return end."""
        role = self.role if kind == PERSON else -1
        self.names.append(Segment(i, end, kind, sure, role, end - i))
        if kind == PERSON:
            self.role = -1
        self.titled = False if self.role < 0 else self.titled
        return end

    def _law(self, i: int) -> int:
        end = i + 1
        while end < self.count and end < i + 16 and not self.bits[end] & Word.TITLE:
            end += 1
        numbered = any(bits & Form.DIGIT for bits in self.bits[i:end])
        if self.bits[i] & Word.NO_NAME or not (numbered or self.is_capital(i + 1)):
            return i + 1
        if not numbered and self.bits[i] & Form.LAW_BY_NUMBER:
            return i + 1
        return self._add(i, end, LAW, True)

    def _event(self, i: int) -> int:
        end = i + 1
        stops = Word.TITLE | Word.ADDRESS | Word.LAW_HEAD
        while end < self.count and end < i + _LONGEST_EVENT and not self.bits[end] & stops:
            if not self.bits[end] & (Form.CAPITAL | Form.DIGIT):
                break
            end += 1
        return self._add(i, end, EVENT, True)

    def _acronym(self, i: int) -> int:
        end = i + 1
        while end < self.count and self.bits[end] & Form.RI:
            end += 1
        last = self.tail(end) or self.seat(end)
        if last == i + 1:
            return last  # nothing tells what the letters mean
        return self._add(i, last, ORGANISATION, False)

    def _organisation(self, i: int, of_state: bool) -> int:
        """Return the end of an organisation whose first word i tells its kind."""
        j = i + 1
        if not of_state and self.is_capital(j) and self.bits[j] & Word.ORGANISATION_HEAD:
            return j
        while j < self.count and j < i + 10:
            kind = self.bits[j]
            if kind & Form.DIGIT:
                if not self.is_capital(j + 1):
                    break
            elif not kind & Form.CAPITAL:
                ordinary = self.is_capital(j + 1) and self.bits[j + 1] & Word.ORDINARY
                if not kind & (Form.OF | Form.DOCTOR) and not (
                    kind & (Form.AND | Form.AMPERSAND) and ordinary and not self.known(j + 1)
                ):
                    break
                if self.bits[j + 1] & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD) and j > i + 1:
                    break
            elif (
                (kind & (Word.NO_NAME | Word.EVENT_HEAD) and not kind & Form.RI and not kind & Word.ORDINARY)
                or (kind & (Word.TITLE | Word.ADDRESS) and j > i + 1 and not kind & Word.GIVEN)
                or (self.role >= 0 and self._may_begin_person(j, of_state))
            ):
                break
            j += 1
        return j

    def _may_begin_person(self, j: int, of_state: bool) -> bool:
        if self.known(j) or self.is_acronym(j) or self.bits[j] & Word.ORDINARY:
            return False
        if of_state:
            return True
        return bool(self.bits[j] & Word.GIVEN) and not self.bits[j - 1] & Word.COMPANY_HEAD

    def _place(self, i: int) -> int:
        """Return the end of a place whose first word i tells its kind."""
        j = i + 1
        if self.bits[j] & (Word.PLACE_HEAD | Word.TITLE) and not self.known(j):
            if not self.is_capital(j + 1):
                return i + 1 if self.bits[j] & Word.TITLE else j + 1
            j += 1
        while self.bits[j] & Word.ORDINARY and not self.known(j) and self.is_capital(j + 1):
            if self.bits[j + 1] & (Word.TITLE | Word.NO_NAME | Word.ADDRESS) or j > i + 3:
                break
            j += 1
        known = self.known(j)
        if known:
            j = known[0]
        elif self.bits[j] & Form.NO_PLACE:
            return i + 1
        else:
            first = j
            while j < self.count and j < first + _LONGEST_PLACE and self.is_capital(j):
                stop = Word.TITLE | Word.NO_NAME | Word.ADDRESS | Word.PLACE_HEAD
                if j > first and (self.bits[j] & stop or self.is_acronym(j) or self.known(j)):
                    break
                if self.bits[j] & (Word.NO_NAME | Word.LAW_HEAD):
                    break
                j += 1
        while j < self.count and self.bits[j] & Word.DIRECTION and self.is_capital(j):
            j += 1
        return j

    def _person(self, i: int) -> int:
        """Read a name whose first word does not tell its kind; usually it is a person. Return its end."""
        end = self._person_end(i)
        tail = self.tail(i + 1)
        if tail:
            kind = self.bits[tail - 1]
            return self._add(i, tail, ORGANISATION if kind & Word.ORGANISATION_TAIL else PLACE, True)
        if any(self.bits[j] & Form.IN_TITLES for j in range(i, end)):
            return self._add(i, end, ORGANISATION, False)
        sure = self.role >= 0 or self.titled or bool(self.bits[i] & (Word.GIVEN | Word.ADDRESS_PART))
        count = end - i
        if count > _LONGEST_NAME and not sure:
            return end
        guess = PERSON if sure or count > 1 else ""
        letter = count == 1 and self.bits[i] & Form.SINGLE
        return end if letter else self._add(i, end, guess, sure)

    def _person_end(self, i: int) -> int:
        j = i + 1
        while j < self.count and self._goes_on(i, j):
            j += 1
        while not self.is_capital(j - 1):
            j -= 1
        return j

    def _goes_on(self, i: int, j: int) -> bool:
        """Return whether word j belongs to the name of a person that begins at word i."""
        kind = self.bits[j]
        if not kind & Form.CAPITAL:
            return bool(kind & Form.IN_PERSONS) or (bool(kind & Form.IN_TITLES) and not self._is_titled(i))
        if kind & (Form.SINGLE | Form.LATIN_NUMBER | Word.GIVEN | Word.PART):
            return True
        if kind & _NO_PERSON or self.is_acronym(j):
            return False
        if kind & Word.ORDINARY and self.count > 2:  # *Sri Mulyani Sebut*: a headline within the text
            return False
        return self._is_surname(i, j) or self.known(j) is None

    def _is_surname(self, i: int, j: int) -> bool:
        """Return whether word j is a town that is a surname here, behind a given name: *Marwan Batubara*."""
        return j == i + 1 and bool(self.bits[i] & Word.GIVEN) and bool(self.bits[j] & Form.TOWN)

    def _is_titled(self, i: int) -> bool:
        return self.role >= 0 or self.titled or bool(self.bits[i] & Word.GIVEN)
