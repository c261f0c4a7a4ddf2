"""The module answers questions about the words of one run of capitals."""

from __future__ import annotations

from collections.abc import Sequence

from search.names.lists import ANY_KIND, Word
from search.names.records import EVENT, ORGANISATION, PLACE
from search.names.shapes import KNOWN_BITS, KNOWN_KIND, KNOWN_KINDS, KNOWN_LENGTH, NAMES, Form

TAILS = Word.ORGANISATION_TAIL | Word.PLACE_TAIL | Word.EVENT_TAIL


class RunWords:
    """The words of a run, of which it knows the shapes only (``search.names.shapes``)."""

    def __init__(self, shapes: Sequence[int]) -> None:
        self.count = len(shapes)
        self.bits = shapes

    def is_shouted(self) -> bool:
        """Return whether more than half of the words have capitals only, so that capitals mark no names."""
        words = [bits for bits in self.bits if bits & Form.LETTER]
        if len(words) < 3:
            return False
        return sum(bool(bits & Form.LOUD) for bits in words) * 2 > len(words)

    def is_capital(self, i: int) -> bool:
        """Return whether there is a word i and it begins with a capital."""
        return i < self.count and bool(self.bits[i] & Form.CAPITAL)

    def is_named(self, i: int) -> bool:
        """Return whether word i begins with a capital, or the word behind a number does: *SMAN 8 Bekasi*."""
        if i < self.count and self.bits[i] & (Form.DIGIT | Form.DOCTOR):
            i += 1
        return self.is_capital(i)

    def is_acronym(self, i: int) -> bool:
        """Return whether word i has 2 to 8 letters or digits, and its letters are capitals."""
        return bool(self.bits[i] & Form.ACRONYM)

    def are_initials(self, i: int) -> bool:
        """Return whether word i is two initials in front of a person's name: *AH Nasution*."""
        if not self.bits[i] & Form.PAIR or not self.is_capital(i + 1) or self.is_acronym(i + 1):
            return False
        return not self.bits[i + 1] & (Word.ORDINARY | Word.NO_NAME | Word.TITLE) and not self.known(i + 1)

    def known(self, i: int) -> tuple[int, str] | None:
        """Return the longest name of the lists that begins at word i: the index behind it, and its kind."""
        bits = self.bits[i]
        length = bits >> KNOWN_LENGTH & KNOWN_BITS
        kind = bits >> KNOWN_KIND & KNOWN_BITS
        return (i + length, KNOWN_KINDS[kind]) if length and kind <= NAMES else None

    def phrase_head(self, i: int) -> tuple[int, str] | None:
        """Return the end of words that tell a kind together, *Rumah Sakit*, and the kind."""
        bits = self.bits[i]
        kind = bits >> KNOWN_KIND & KNOWN_BITS
        return (i + (bits >> KNOWN_LENGTH & KNOWN_BITS), KNOWN_KINDS[kind]) if kind > NAMES else None

    def begins_unknown(self, i: int) -> bool:
        """Return whether word i is in no list, except in that of given names, and so may continue a name."""
        any_kind = ANY_KIND & ~(Word.PART | Word.GIVEN | Form.CHINESE | Form.SHIP | Form.WITH_ARTICLE)
        return not self.bits[i] & any_kind and not self.is_acronym(i) and not self.known(i)

    def tail(self, i: int) -> int:
        """Return the end of a name whose kind its last word tells, among three words from i on; else 0."""
        for j in range(i, min(i + 3, self.count)):
            if not self.is_capital(j) or self.bits[j] & (Word.TITLE | Word.NO_NAME):
                return 0
            if self.bits[j] & TAILS:
                end = j + 1
                while self.is_capital(end) and self.bits[end] & TAILS:
                    end += 1
                of_country = self.bits[j] & Word.ORGANISATION_TAIL and self.is_capital(end)
                return end + 1 if of_country and self.bits[end] & Form.INDONESIA else end
        return 0

    def kind_of_tail(self, end: int) -> str:
        """Return the kind of a name by its last word, which is in front of ``end``: *Golden Disk Awards*."""
        tail = self.bits[end - 1]
        if tail & Word.EVENT_TAIL:
            return EVENT
        return ORGANISATION if tail & (Word.ORGANISATION_TAIL | Form.INDONESIA) else PLACE

    def seat(self, i: int) -> int:
        """Return the index behind the town of an organisation, or i if there is none: *Persela Lamongan*."""
        known = self.known(i) if self.is_capital(i) else None
        if known is None or known[1] != PLACE or self.bits[i] & Form.COUNTRY:
            return i
        return known[0]

    def is_distinct(self, i: int, end: int) -> bool:
        """Return whether the words from i to end name one organisation.

        *SMA Negeri* does not: it is a kind of school.
        """
        return any(
            not self.bits[j] & (Word.ORDINARY | Word.COMPANY_HEAD)
            or self.known(j) is not None
            or (self.is_acronym(j) and not self.bits[j] & Word.COMPANY_HEAD)
            for j in range(i, end)
            if self.bits[j] & Form.CAPITAL and not self.bits[j] & Form.LATIN_NUMBER
        ) or bool(self.bits[end - 1] & Form.DIGIT)
