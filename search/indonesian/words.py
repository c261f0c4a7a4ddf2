"""The module turns one surface form into index terms: initialisms, numbers, compounds, reduplication.

The terms depend on the surface form alone and never on its neighbours, so each distinct form is analysed
once. A form can fill several positions (*China-Rusia* is two words), and a position can have several terms
(*COVID-19* is also *covid19*).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from search.indonesian.doubled import doubled
from search.indonesian.normalise import fold
from search.indonesian.terms import IndexTerm, Word
from search.indonesian.tokens import canonical_number, is_one_token
from search.indonesian.unit_terms import (
    decade_word,
    is_roman,
    ordinal,
    roman_word,
    unit_in_token,
    unit_word,
)
from search.later import Pattern

__all__ = ["IndexTerm", "Word", "WordStemmer", "analyse_word"]

# Written with a hyphen before capitals, foreign words and numbers: di-PHK, ke-17, se-Indonesia, nge-tweet.
_PREFIXES = frozenset(
    ["ber", "di", "ke", "me", "mem", "men", "meng", "nge", "pe", "pem", "pen", "peng", "per", "se", "ter"]
)
# The same at the end: KTP-nya, HP-ku, 17-an.
_SUFFIXES = frozenset(["an", "kah", "kan", "ku", "lah", "mu", "nya", "pun"])
# Written joined as often as apart: antikorupsi, nonaktif, email, KTP-el. Longer pairs are two plain words.
_SHORT_PART = 4
_SHORTHAND = Pattern(r"([^\W\d_]{3,})2(an|ku|mu|nya)?")  # buku2, buku2nya


class WordStemmer(Protocol):
    """The interface of a stemmer: it stems single words, and the two halves of a reduplication."""

    def stem(self, word: str) -> str:
        """Return the stem of a folded word."""
        ...

    def reduplicated(self, left: str, right: str) -> str | None:
        """Return the root that both halves repeat, or None if they are two words."""
        ...


def analyse_word(
    surface: str,
    stemmer: WordStemmer,
    *,
    compounds: bool = True,
    reduplication: bool = True,
    units: bool = True,
) -> Word:
    """Return the index terms of one surface form that ``tokens_and_units`` yields.

    compounds:     whether hyphenated forms are also indexed joined, or cleared of affixes; else they are
                   plain parts
    reduplication: whether *kota-kotanya* is one word; else it is two
    units:         whether *10 km* is a unit; else it is only its tokens
    """
    folded = fold(surface)
    if folded.isalpha() and folded.isascii():  # nearly all
        stem = stemmer.stem(folded)
        if units and is_roman(surface):
            return roman_word(surface, folded, stem)
        return Word((IndexTerm(0, folded, stem),), 1, "")
    if not is_one_token(surface):
        return unit_word(surface, stemmer.stem) if units else Word((), 0, "")
    word = _token(surface, folded, stemmer, compounds, reduplication, units)
    return _with_unit(word, folded) if units and folded[:1].isdigit() else word


def _with_unit(word: Word, folded: str) -> Word:
    """Return the terms of a token that begins with a number; if it is a unit, with the term of the unit."""
    if decade := decade_word(folded):
        return decade
    unit = unit_in_token(folded)
    if unit is None:
        return word
    rule, term = unit
    asked = (word.terms[0].exact, term) if rule == "clock time" else (term,)  # 10.30 may be a number
    terms = word.terms if word.terms[0].exact == term else (*word.terms, IndexTerm(0, term, term))
    return Word(terms, word.width, rule, asked)


def _token(
    surface: str, folded: str, stemmer: WordStemmer, compounds: bool, reduplication: bool, units: bool
) -> Word:
    if "." in surface or "," in surface:
        plain = canonical_number(surface) if surface[0].isdigit() else folded.replace(".", "")
        return Word((IndexTerm(0, plain, plain),), 1, "number" if surface[0].isdigit() else "initialism")
    parts = [part for part in folded.split("-") if part]
    if units and len(parts) == 2 and parts[0] == "ke" and (number := ordinal(parts[1])):
        terms = (IndexTerm(0, number, number), IndexTerm(0, parts[1], parts[1]))  # "episode 6" finds ke-6
        return Word(terms, 1, "ordinal", (number,))
    if reduplication and (whole := _reduplicated(parts, stemmer)):
        return whole
    if len(parts) > 1 and compounds and (whole := _affixed(parts, stemmer)):
        return whole
    return _side_by_side(parts, stemmer.stem, joined=compounds)


def _reduplicated(parts: list[str], stemmer: WordStemmer) -> Word | None:
    if len(parts) == 1 and "2" in parts[0] and (shorthand := _SHORTHAND.fullmatch(parts[0])):
        base, suffix = shorthand.group(1), shorthand.group(2) or ""
        parts = [base, base + suffix]
    elif len(parts) == 3 and parts[2] in _SUFFIXES:  # anak-anak-nya
        parts = [parts[0], parts[1] + parts[2]]
    if len(parts) != 2 or parts[0][0].isdigit():  # 1-1 is a score
        return None
    root = stemmer.reduplicated(*parts)
    exact = "-".join(parts)
    if own := doubled(parts[0], parts[1], root):
        terms = [IndexTerm(0, exact, own.word)]
        if own.half:  # sayur finds sayur-mayur; not the reverse
            terms.append(IndexTerm(0, parts[0], own.half))
        return Word(tuple(terms), 1, "reduplication", (own.word,) if own.half else ())
    return Word((IndexTerm(0, exact, root),), 1, "reduplication") if root else None


def _affixed(parts: list[str], stemmer: WordStemmer) -> Word | None:
    bare = list(parts)
    if len(bare) > 1 and bare[0] in _PREFIXES:
        bare = bare[1:]
    if len(bare) > 1 and bare[-1] in _SUFFIXES:
        bare = bare[:-1]
    if len(bare) == len(parts):
        return None
    if len(bare) == 1:
        return Word((IndexTerm(0, "".join(parts), stemmer.stem(bare[0])),), 1, "affix")
    return _side_by_side(bare, stemmer.stem, joined=True)


def _side_by_side(parts: list[str], stem: Callable[[str], str], *, joined: bool) -> Word:
    terms = [IndexTerm(i, part, stem(part)) for i, part in enumerate(parts)]
    if len(parts) == 1:
        return Word(tuple(terms), 1, "")
    shortened = any(len(part) <= _SHORT_PART or not part.isalpha() for part in parts)
    if joined and shortened and not all(map(str.isdigit, parts)):  # 3-0 is not 30
        whole = "".join(parts)
        terms.append(IndexTerm(0, whole, whole))
    return Word(tuple(terms), len(parts), "compound")
