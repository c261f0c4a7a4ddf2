"""The tokeniser finds where the words of an Indonesian text begin and end.

A token is a run of letters and digits with the characters that belong to it: hyphens and apostrophes between
letters (*anak-anak*, *Jum'at*), the periods of an initialism (*A.S.*), the separators of a number
(*1.500.000*). ``Rp`` is a token apart from the number behind it, and so is ``M`` before the decimal number of
a magnitude (*M5,2*). Underscores and dashes separate tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.indonesian.normalise import APOSTROPHES, COMBINING, HYPHENS, INVISIBLE
from search.later import Pattern


def _pattern(letter: str, letter_or_digit: str, within: str, joints: str) -> re.Pattern[str]:
    """Return the regular expression of a token, without groups.

    within: characters inside a word that are invisible
    joints: characters that join two parts of a word
    """
    initialism = rf"(?:{letter}\.){{2,}}(?:{letter}(?!{letter_or_digit}))?"
    number = r"\d+(?:[.,]\d+)+"
    rupiah = r"[Rr][Pp](?=\d)"
    word = rf"{letter_or_digit}+(?:{within}+{letter_or_digit}*|[{joints}]{letter_or_digit}+)*"
    magnitude = r"[Mm](?=\d+[.,]\d)"
    return re.compile(rf"(?={letter_or_digit})(?:{initialism}|{number}|{rupiah}|{magnitude}|{word})")


_TOKEN = _pattern(r"[^\W\d_]", r"[^\W_]", f"[{INVISIBLE}{COMBINING}]", f"{HYPHENS}{APOSTROPHES}")
# The same for text without other letters than these, which nine of ten paragraphs are: half again as fast.
_ASCII_TOKEN = _pattern("[A-Za-z]", "[A-Za-z0-9]", r"(?!)", "-'`")

_THOUSANDS = Pattern(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
# Nobody writes the zeros of 25,000 as decimals.
_ENGLISH_THOUSANDS = Pattern(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$|\d{1,3}(?:,\d{3})+\.\d+$|[1-9]\d{0,2},000$")
_DECIMAL = Pattern(r"\d+[.,]\d+$")


class Token(NamedTuple):
    """A surface form, with its half-open character range in the text."""

    surface: str
    start: int
    end: int


def surface_forms(text: str) -> list[str]:
    """Return the surface forms of ``text`` in order, without their ranges; indexing needs no more.

    >>> surface_forms("Rp1.500.000 untuk anak-anak")
    ['Rp', '1.500.000', 'untuk', 'anak-anak']
    """
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)


def tokenise(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` in order.

    >>> [t.surface for t in tokenise("A.S. dan P.B.B.: Rp1.500.000, COVID-19—anak-anak Jum’at_ini")]
    ['A.S.', 'dan', 'P.B.B.', 'Rp', '1.500.000', 'COVID-19', 'anak-anak', 'Jum’at', 'ini']
    """
    if text.isalpha() and text.isascii():  # a plain word, as most words of a query are
        yield Token(text, 0, len(text))
        return
    for match in (_ASCII_TOKEN if text.isascii() else _TOKEN).finditer(text):
        yield Token(match.group(), match.start(), match.end())


def is_one_token(surface: str) -> bool:
    """Return whether a text that is not blank is a single token from end to end."""
    if surface.isalnum() and surface[:1] not in "Rr":  # Rp5 is two
        return True
    match = (_ASCII_TOKEN if surface.isascii() else _TOKEN).match(surface)
    return match is not None and match.end() == len(surface)


def canonical_number(number: str) -> str:
    """Return a number in canonical form: without separators of thousands, with a comma before decimals.

    In Indonesian, periods separate thousands and a comma begins the decimals. The English order is recognised
    if the number cannot mean anything else.

    >>> canonical_number("1.500.000"), canonical_number("1,5"), canonical_number("1.5")
    ('1500000', '1,5', '1,5')
    >>> canonical_number("2,500,000"), canonical_number("1.250,75"), canonical_number("192.168.0.1")
    ('2500000', '1250,75', '192.168.0.1')
    >>> canonical_number("25,000"), canonical_number("25,500")
    ('25000', '25,500')
    """
    if _THOUSANDS.match(number):
        return number.replace(".", "")
    if _ENGLISH_THOUSANDS.match(number):
        return number.replace(",", "").replace(".", ",")
    if _DECIMAL.match(number):
        return number.replace(".", ",")
    return number
