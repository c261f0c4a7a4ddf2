"""The module finds where the names in one run of capitals end."""

from __future__ import annotations

from collections.abc import Sequence

from search.names.lists import ANY_KIND, Word
from search.names.records import ORGANISATION, PERSON, PLACE
from search.names.run_words import TAILS, RunWords
from search.names.shapes import Form

LONGEST_NAME = 6
_LONGEST_PLACE = 3
_LONGEST_SHIP = 3

_NO_PERSON = (
    Word.NO_NAME
    | Word.EVENT_HEAD
    | Word.LAW_HEAD
    | Word.TITLE
    | Word.ADDRESS
    | Word.ORGANISATION_HEAD
    | Word.COMPANY_HEAD
    | Word.PLACE_HEAD
    | Word.EVENT_TAIL
)

_LEGAL_TAIL = Word.ORGANISATION_TAIL | Word.LEGAL_FORM  # Tbk
_IN_ORGANISATIONS = Form.RI | Form.LATIN_NUMBER | Form.PEOPLE | Word.ORDINARY


class RunEnds(RunWords):
    """The object reads the words of one run from left to right.

    role:   the start of a role whose person is not read yet, or -1
    titled: whether a title or a word of address is in front of the next word
    """

    def __init__(self, shapes: Sequence[int], announced: str) -> None:
        super().__init__(shapes)
        self.role = -1
        self.titled = announced == PERSON

    def organisation_end(self, i: int, of_state: bool) -> int:  # noqa: PLR0912 - one loop
        """Return the end of an organisation whose first word i tells its kind."""
        j = i + 1
        legal = i >= 0 and self.bits[i] & Word.LEGAL_FORM  # Yayasan Lembaga Bantuan Hukum
        if not (of_state or legal) and self.is_capital(j) and self.bits[j] & Word.ORGANISATION_HEAD:
            return j
        j = self.list_end(j) or j
        longest, named, placed = j + 9, -1, -1
        while j < self.count and j < longest:
            kind = self.bits[j]
            known = self.known(j)
            if known and (
                (known[1] == ORGANISATION and kind & Form.CAPITAL) or (known[1] == PLACE and j == named)
            ):
                j = named = known[0]  # Fraksi PKS, Fakultas Hukum Universitas Indonesia, DPW PKS Jawa Barat
                continue
            if (j == named and self._begins_person(j)) or (
                j > i + 2 and self._is_behind_country(j, of_state)
            ):
                break
            if j == placed and self.role >= 0 and self.is_capital(j) and self.begins_unknown(j):
                break  # Tim Penggerak PKK Kota Medan Kahiyang Ayu
            placed = known[0] if known else placed
            if kind & Form.INDONESIA or kind & _LEGAL_TAIL == _LEGAL_TAIL:
                named = j + 1
            if kind & Form.DIGIT:
                if not self.is_capital(j + 1):  # SMAN 6, PT Angkasa Pura 2, but not a year
                    short = kind & (Form.SINGLE | Form.PAIR) and i >= 0 and self.bits[i] & Form.UPPER
                    return j + 1 if short and not of_state else j
            elif not kind & Form.CAPITAL:
                ordinary = self.is_capital(j + 1) and self.bits[j + 1] & Word.ORDINARY
                if not kind & (Form.OF | Form.DOCTOR) and not (
                    kind & (Form.AND | Form.AMPERSAND) and ordinary and not self.known(j + 1)
                ):
                    break
                if self.bits[j + 1] & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD) and j > i + 1:
                    break
            elif (
                (kind & (Word.NO_NAME | Word.EVENT_HEAD) and not (kind & _IN_ORGANISATIONS or known))
                or (
                    kind & (Word.TITLE | Word.ADDRESS)
                    and j > i + 1
                    and not kind & (Word.GIVEN | Form.NO_OFFICE)
                    and not (kind & Form.DOCTOR and self.bits[j - 1] & Word.ORDINARY)
                )
                or (self.role >= 0 and self._may_begin_person(j, of_state))
            ):
                break
            j += 1
        while j > i + 1 and not self.bits[j - 1] & (Form.CAPITAL | Form.DIGIT):
            j -= 1  # Pusat Data Informasi dan Humas
        return j

    def list_end(self, i: int) -> int:
        """Return the end of a list of matters that begins at word i; 0 if there is none.

        *Meteorologi, Klimatologi, dan Geofisika*: ``capitals.listed_end`` has found its words to be a list.
        """
        comma = i
        while comma < self.count and not self.bits[comma] & Form.COMMA:
            if self.bits[comma] & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD | Word.TITLE):
                return 0
            comma += 1
        while comma < self.count and not self.bits[comma] & Form.AND:
            comma += 1
        return comma + 2 if comma < self.count else 0

    def _begins_person(self, j: int) -> bool:
        """Return whether a person begins at word j, behind an organisation that has its name."""
        if not self.is_capital(j) or not self.begins_unknown(j):
            return False
        given = self.bits[j] | (self.bits[j + 1] if self.is_capital(j + 1) else 0)
        return self.role >= 0 or bool(given & Word.GIVEN)

    def _is_behind_country(self, j: int, of_state: bool) -> bool:
        """Return whether word j begins another name behind the country of a ministry."""
        country = of_state and self.bits[j - 1] & Form.COUNTRY and not self.bits[j - 1] & Form.INDONESIA
        return bool(country) and self.is_capital(j) and self.begins_unknown(j)

    def _may_begin_person(self, j: int, of_state: bool) -> bool:
        if self.known(j) or self.is_acronym(j) or self.bits[j] & (Word.ORDINARY | Word.FOREIGN):
            return False
        if of_state:
            return True
        return bool(self.bits[j] & Word.GIVEN) and not self.bits[j - 1] & Word.COMPANY_HEAD

    def joined_end(self, i: int) -> int:
        """Return the end of an organisation of English words, else 0: *Center of Reform on Economics*."""
        if i + 1 == self.count or not self.bits[i + 1] & Form.IN_TITLES or self.is_capital(i + 1):
            return 0
        j, common = i + 1, Word.FOREIGN | TAILS | Word.ORDINARY
        while j < self.count and j < i + LONGEST_NAME + 3:
            kind = self.bits[j]
            if not kind & (common if kind & Form.CAPITAL else Form.IN_TITLES):
                break
            if kind & (Word.TITLE | Word.ADDRESS):
                break
            j += 1
        while not self.is_capital(j - 1):
            j -= 1
        return (self.with_country(j) or j) if j > i + 1 else 0

    def place_end(self, i: int) -> int:
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
                if self.role >= 0 and j > first and self.bits[j] & ~self.bits[j - 1] & Word.GIVEN:
                    break  # Kepala Desa Kemiren Muhamad Arifin
                if self.bits[j] & (Word.NO_NAME | Word.LAW_HEAD) and not (
                    j == first and self.bits[j] & Form.PEOPLE
                ):
                    break
                j += 1
        while self.is_capital(j) and self.bits[j] & (Word.DIRECTION | Form.LATIN_NUMBER):
            j += 1
        return j

    def goes_with_head(self, i: int) -> bool:
        """Return whether word i may be the name of a place behind its kind: *Puncak Trikora*."""
        return self.is_capital(i) and self.begins_unknown(i) and not self.bits[i] & Word.GIVEN

    def person_end(self, i: int) -> int:
        """Return the end of a person's name that begins at word i."""
        j = i + 1
        while j < self.count and self._goes_on(i, j):
            j += 1
        while not self.is_capital(j - 1):
            j -= 1
        return j

    def _goes_on(self, i: int, j: int) -> bool:  # noqa: PLR0911 - one question after the other
        """Return whether word j belongs to the name of a person that begins at word i."""
        kind = self.bits[j]
        if not kind & Form.CAPITAL:
            return bool(kind & Form.IN_PERSONS) or (bool(kind & Form.IN_TITLES) and not self.is_titled(i))
        if kind & (Form.SINGLE | Form.LATIN_NUMBER | Word.GIVEN | Word.PART | Form.BALINESE):
            return True
        if self.bits[j - 1] & Form.IN_PERSONS and not self.is_capital(j - 1) and not kind & _NO_PERSON:
            return True  # whatever else it is: Elia Rosa br Bangun, Ermawati br Karo
        if kind & Form.IN_PERSONS:
            if self._is_last(j):  # Hyun Bin
                return j == i + 1 and bool(self.bits[i] & Word.GIVEN)
            return not self.bits[j + 1] & _NO_PERSON
        if kind & Word.PLACE_HEAD and self._is_last(j):
            return bool(self.bits[j - 1] & Word.GIVEN) and not kind & Word.ORDINARY
        if kind & _NO_PERSON or self.is_acronym(j):
            return self._are_last_letters(i, j)
        if kind & Word.ORDINARY and not (j == i + 1 and (self._is_last(j) or self.bits[i] & Form.CHINESE)):
            return False  # *Sri Mulyani Sebut*: a headline within the text
        return self._is_surname(i, j) or self.known(j) is None

    def _are_last_letters(self, i: int, j: int) -> bool:
        """Return whether word j is two letters that belong to the name in front of them: *Mahfud MD*."""
        kind = self.bits[j]
        behind_first = j == i + 1 and bool(self.bits[i] & Word.GIVEN)
        if behind_first and self.is_capital(j + 1):  # Retno LP Marsudi
            stop = (ANY_KIND & ~Word.NO_NAME) | Form.RI
            return (
                bool(kind & Form.PAIR and kind & Form.ACRONYM)
                and self.begins_unknown(j + 1)
                and not kind & stop
            )
        alone = behind_first and self._is_last(j)
        letters = kind & Form.PAIR and kind & Form.ACRONYM and not kind & (ANY_KIND | Form.RI)
        return alone and bool(letters) and not self.known(j)

    def _is_surname(self, i: int, j: int) -> bool:
        """Return whether word j is a town that is a surname here, behind a given name: *Marwan Batubara*."""
        if not self.bits[j] & Form.TOWN:
            return False
        return bool(self.bits[j - 1] & Word.GIVEN) and (j == i + 1 or self._is_last(j))

    def _is_last(self, j: int) -> bool:
        """Return whether no capital follows word j."""
        return not self.is_capital(j + 1)

    def place_by_words(self, i: int, end: int) -> int:
        """Return the end of a place whose words tell its kind, else 0: *Pamulang Timur*, *San Diego*."""
        while end < self.count and end - i <= _LONGEST_PLACE and self.bits[end] & Form.COMPASS:
            if not self.is_capital(end):
                break
            end += 1
        if end > i + 1 and self.bits[end - 1] & Form.COMPASS:
            return end
        if self.bits[i] & Form.PLACE_START and end > i + 1 and not self.bits[i + 1] & Word.GIVEN:
            return min(end, i + _LONGEST_PLACE)
        return 0

    def ship_end(self, i: int) -> int:
        """Return the end of a ship, which is no name that is looked for: *KRI Dewaruci*."""
        end, stop = i + 2, Word.TITLE | Word.ADDRESS | Word.NO_NAME | Word.GIVEN
        while self.is_capital(end) and end <= i + _LONGEST_SHIP and not self.bits[end] & stop:
            end += 1
        return end

    def is_holiday(self, i: int) -> bool:
        """Return whether *Hari*, which is a man's name as well, begins that of a day: *Hari Pahlawan*."""
        following = self.bits[i + 1] if self.is_capital(i + 1) else 0
        day = following & (Word.ORDINARY | Word.TITLE | Word.ADDRESS)
        return bool(day) and not following & (Word.GIVEN | Word.PART | Word.NO_NAME) and not self.is_titled(i)

    def with_country(self, end: int) -> int:
        """Return the end of an organisation with *Indonesia* behind its name, else 0: *Toyota Indonesia*."""
        if self.is_capital(end) and self.bits[end] & Form.INDONESIA:
            return end + 1
        return 0

    def is_state_acronym(self, i: int, end: int) -> bool:
        """Return whether a second acronym belongs to that of word i: *TNI AL*."""
        return bool(self.bits[i] & Form.OF_STATE) and self.is_acronym(end)

    def is_titled(self, i: int) -> bool:
        """Return whether a title in front of word i, or the word itself, tells that it is a person."""
        return self.role >= 0 or self.titled or bool(self.bits[i] & Word.GIVEN)
