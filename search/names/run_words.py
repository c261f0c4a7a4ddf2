"""The module answers questions about the words of one run of capitals."""

from __future__ import annotations

import re

from search.names.capitals import TOKENS, word_kinds
from search.names.lists import Word, lists
from search.names.records import PLACE

_SHOUTED = 4  # a word of at least this many letters, all capitals, counts as shouted
_LONGEST_ACRONYM = 8
LATIN_NUMBER = re.compile(r"[IVX]{1,5}|Jr\.?|Sr\.?")
_COUNTRIES = frozenset(("Indonesia", "Amerika", "Jepang", "China", "Malaysia", "Asia", "Eropa"))
_TAILS = Word.ORGANISATION_TAIL | Word.PLACE_TAIL


class RunWords:
    """The words of a run.

    tokens: each word with its start and its end in the run
    kinds:  the kinds of each word, as bits of ``Word``
    """

    def __init__(self, text: str) -> None:
        self.tokens = [(match[0], match.start(), match.end()) for match in TOKENS.finditer(text)]
        self.kinds = [word_kinds(token[0]) for token in self.tokens]

    def is_shouted(self) -> bool:
        """Return whether more than half of the words have capitals only, so that capitals mark no names."""
        words = [word for word, _, _ in self.tokens if word[0].isalpha()]
        if len(words) < 3:
            return False
        loud = sum(word.isupper() and len(word) >= _SHOUTED for word in words)
        return loud * 2 > len(words)

    def is_capital(self, i: int) -> bool:
        """Return whether there is a word i and it begins with a capital."""
        return i < len(self.tokens) and self.tokens[i][0][0].isupper()

    def is_named(self, i: int) -> bool:
        """Return whether word i begins with a capital, or the word behind a number does: *SMAN 8 Bekasi*."""
        word = self.tokens[i][0] if i < len(self.tokens) else " "
        return self.is_capital(i + (word[0].isdigit() or word in ("dr", "dr.")))

    def is_acronym(self, i: int) -> bool:
        """Return whether word i has 2 to 8 letters or digits, and its letters are capitals."""
        word = self.tokens[i][0].replace("-", "").replace("/", "")
        return 1 < len(word) <= _LONGEST_ACRONYM and word.isupper() and word.isalnum()

    def are_initials(self, i: int) -> bool:
        """Return whether word i is two initials in front of a person's name: *AH Nasution*."""
        if len(self.tokens[i][0]) != 2 or not self.is_capital(i + 1) or self.is_acronym(i + 1):
            return False
        return not self.kinds[i + 1] & (Word.ORDINARY | Word.NO_NAME | Word.TITLE) and not self.known(i + 1)

    def known(self, i: int) -> tuple[int, str] | None:
        """Return the longest name of the lists that begins at word i: the index behind it, and its kind."""
        word = self.tokens[i][0]
        phrases = lists().known.get(word)
        if phrases is None and word.isupper() and len(word) > 3:
            phrases = lists().known.get(word.capitalize())
            return (i + 1, PLACE) if phrases and ((word.capitalize(),), PLACE) in phrases else None
        for parts, kind in phrases or ():
            end = i + len(parts)
            if all(
                token[0] == part for token, part in zip(self.tokens[i:end], parts, strict=False)
            ) and end <= len(self.tokens):
                return end, kind
        return None

    def begins_unknown(self, i: int) -> bool:
        """Return whether word i is in no list, except in that of given names, and so may continue a name."""
        any_kind = ~(Word.PART | Word.GIVEN)
        return not self.kinds[i] & any_kind and not self.is_acronym(i) and not self.known(i)

    def tail(self, i: int) -> int:
        """Return the end of a name whose kind its last word tells, among three words from i on; else 0."""
        for j in range(i, min(i + 3, len(self.tokens))):
            if not self.is_capital(j) or self.kinds[j] & (Word.TITLE | Word.NO_NAME):
                return 0
            if self.kinds[j] & _TAILS:
                end = j + 1
                while self.is_capital(end) and self.kinds[end] & _TAILS:
                    end += 1
                return end
        return 0

    def seat(self, i: int) -> int:
        """Return the index behind the town of an organisation, or i if there is none: *Persela Lamongan*."""
        known = self.known(i) if self.is_capital(i) else None
        if known is None or known[1] != PLACE or self.tokens[i][0] in _COUNTRIES:
            return i
        return known[0]

    def is_distinct(self, i: int, end: int) -> bool:
        """Return whether the words from i to end name one organisation.

        *SMA Negeri* does not: it is a kind of school.
        """
        words = range(i, end)
        return any(
            not self.kinds[j] & (Word.ORDINARY | Word.COMPANY_HEAD)
            or self.known(j) is not None
            or (self.is_acronym(j) and not self.kinds[j] & Word.COMPANY_HEAD)
            for j in words
            if self.tokens[j][0][0].isupper() and not LATIN_NUMBER.fullmatch(self.tokens[j][0])
        )
