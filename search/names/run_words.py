"""The words of one run of capitals, and what can be asked of them."""

from __future__ import annotations

import re

from search.names.capitals import TOKENS, word_kinds
from search.names.lists import Word, lists
from search.names.records import PLACE

_SHOUTED = 4  # capitals only, from so many letters on, are no acronym
_LONGEST_ACRONYM = 8
LATIN_NUMBER = re.compile(r"[IVX]{1,5}|Jr\.?|Sr\.?")
_COUNTRIES = frozenset(("Indonesia", "Amerika", "Jepang", "China", "Malaysia", "Asia", "Eropa"))
_TAILS = Word.ORGANISATION_TAIL | Word.PLACE_TAIL


class RunWords:
    """The words of a run: ``tokens`` with their ranges, ``kinds`` what each may be (bits of ``Word``)."""

    def __init__(self, text: str) -> None:
        self.tokens = [(match[0], match.start(), match.end()) for match in TOKENS.finditer(text)]
        self.kinds = [word_kinds(token[0]) for token in self.tokens]

    def is_shouted(self) -> bool:
        """Tell whether most words are in capitals only, so that capitals tell nothing."""
        words = [word for word, _, _ in self.tokens if word[0].isalpha()]
        if len(words) < 3:
            return False
        loud = sum(word.isupper() and len(word) >= _SHOUTED for word in words)
        return loud * 2 > len(words)

    def is_capital(self, i: int) -> bool:
        """Tell whether word i is there and has a capital."""
        return i < len(self.tokens) and self.tokens[i][0][0].isupper()

    def is_named(self, i: int) -> bool:
        """Tell whether a capital follows, perhaps behind a number: *SMAN 8 Bekasi*."""
        word = self.tokens[i][0] if i < len(self.tokens) else " "
        return self.is_capital(i + (word[0].isdigit() or word in ("dr", "dr.")))

    def is_acronym(self, i: int) -> bool:
        """Tell whether word i is a few capitals or digits."""
        word = self.tokens[i][0].replace("-", "").replace("/", "")
        return 1 < len(word) <= _LONGEST_ACRONYM and word.isupper() and word.isalnum()

    def are_initials(self, i: int) -> bool:
        """Tell whether two capitals begin the name of a person: *AH Nasution*."""
        if len(self.tokens[i][0]) != 2 or not self.is_capital(i + 1) or self.is_acronym(i + 1):
            return False
        return not self.kinds[i + 1] & (Word.ORDINARY | Word.NO_NAME | Word.TITLE) and not self.known(i + 1)

    def known(self, i: int) -> tuple[int, str] | None:
        """Return the end and the kind of the longest listed name that begins at word i."""
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
        """Tell whether word i is in no list, and may go on with a name."""
        any_kind = ~(Word.PART | Word.GIVEN)
        return not self.kinds[i] & any_kind and not self.is_acronym(i) and not self.known(i)

    def tail(self, i: int) -> int:
        """Return the end of a name whose last word says what it is, within three words from i; else 0."""
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
        """Return the end of an organisation with the town it is known by: *Persela Lamongan*."""
        known = self.known(i) if self.is_capital(i) else None
        if known is None or known[1] != PLACE or self.tokens[i][0] in _COUNTRIES:
            return i
        return known[0]

    def is_distinct(self, i: int, end: int) -> bool:
        """Tell whether words i to end say which of its kind it is: *SMA Negeri* does not."""
        words = range(i, end)
        return any(
            not self.kinds[j] & (Word.ORDINARY | Word.COMPANY_HEAD)
            or self.known(j) is not None
            or (self.is_acronym(j) and not self.kinds[j] & Word.COMPANY_HEAD)
            for j in words
            if self.tokens[j][0][0].isupper() and not LATIN_NUMBER.fullmatch(self.tokens[j][0])
        )
