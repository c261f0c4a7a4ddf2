"""A unit consists of neighbouring tokens that mean one thing, such as *Rp 1,5 triliun* or *H & M*.

A unit takes nothing away: its tokens stay as they are, and the unit stands before the first of them, as a
surface form that fills no position. This module only decides which tokens belong together, by what they are
and by the characters between them. `unit_terms` computes the terms of each distinct form, or decides that it
is no unit.

==================  ============================  =========================================
number              scale, measure, percent        1,5 juta · 10 km · 10-15 persen · 5 juta dolar AS
number              number                         09:45 · 5/10 · 14/PUU-XVII/2019 · 3 - 0 · 2014–2019
currency            number, scale                  Rp1,5 T · US$ 1 juta · $5
measure before      number                         M5,2 · magnitudo 5,2
kind of law         number, year                   UU No. 11 Tahun 2020 · Perpres 16/2018
*No.*               number, year                   No. 11 · Nomor 11 Tahun 2020
*ke*                number                         ke 74
letters             & letters                      H&M · H & M
letter              letters, behind periods        H. S. Contoh · H.S Contoh
#                   a word of several              #PrayForCianjur
==================  ============================  =========================================

``search/index/inversion/units.pxi`` does the same in compiled loops; the tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.indonesian.amounts import CURRENCY_SIGNS
from search.indonesian.tokens import Token, surface_forms, tokenise
from search.indonesian.unit_words import LOWERED, Kind, unit_words
from search.later import Pattern

_MOST_WORDS = 6  # of the long name of a kind of laws
_MOST_SLASHES = 8
_MOST_JOINED = 8
MOST_INITIALS = 6
#: Pieces between blanks that a unit has at most: the name of a kind of laws, *Nomor* 11 *Tahun* 2020.
MOST_TOKENS = _MOST_WORDS + 4
_DIGITS = frozenset("0123456789")
_BLANKS = frozenset(" \u00a0")
_DASHES = frozenset(
    before + dash + after for before in ("", " ") for after in ("", " ") for dash in "-\u2012–—\u2015\u2212"
)
_BEHIND_FIRST = frozenset((".", ":", "&", "$", *_BLANKS, *_DIGITS))  # a word that begins a unit
_AMPERSANDS = frozenset(("&", " & "))
_BEHIND_CURRENCY = frozenset(("", ".", ". ", *_BLANKS))
_BEHIND_NUMBER_WORD = frozenset((".", ". ", ": ", ":", *_BLANKS))
_BEHIND_YEAR_WORD = frozenset((".", ". ", *_BLANKS))
_RINGS = frozenset(("°", " °", "° ", " ° "))
_OPENING, _CLOSING = " (", ") "  # Undang-Undang (UU) Nomor 13
_SIGNS = frozenset(CURRENCY_SIGNS)

_NUMBERS = Pattern(r"[0-9][0-9.,-]*")
_NUMBER_WITH_LETTERS = Pattern(r"[0-9]+[A-Za-z][0-9A-Za-z]*")
_LETTERS = Pattern(r"[A-Za-z]+")
_SEVERAL = Pattern(r"(?=.*(?:[a-z][A-Z]|[A-Za-z][0-9][0-9]))[A-Za-z][A-Za-z0-9]*")
# Without any of these a text has no unit.
_MAY_HOLD = Pattern(r"[0-9&#$]|(?<![^\W_])[A-Za-z]\. ?[A-Za-z](?![^\W_])")
# What units may stand in; see ``_regions``.
_PLAIN = Pattern("[\\x00-\\x7f\u2010-\u2027\u2212\u00a0\u00ab\u00bb°€£¥]*")

_RAISED = Pattern("[A-Za-z]{1,3}[²³]")


def may_hold_units(text: str) -> bool:
    """Return quickly whether a text may contain a unit."""
    return _MAY_HOLD.search(text) is not None


def tokens_and_units(text: str) -> list[Token]:
    """Return the tokens of ``text`` in order, each unit before its first token.

    >>> [t.surface for t in tokens_and_units("naik 10 km")]
    ['naik', '10 km', '10', 'km']
    """
    if not may_hold_units(text):
        return list(tokenise(text))
    found: list[Token] = []
    for first, last in _regions(text):
        found += _in_region(text[first:last], first)
    return found


def forms_and_units(text: str) -> list[str]:
    """Return the same surface forms without their ranges; indexing needs no more."""
    if not may_hold_units(text):
        return surface_forms(text)
    return [token.surface for token in tokens_and_units(text)]


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of a text so that no unit crosses their ends.

    A piece between blanks that contains other characters than the plain ones is a range alone, so that the
    compiled tokeniser can leave it to this one. A number before *m²* is in the same range.
    """
    if _PLAIN.fullmatch(text):
        yield 0, len(text)
        return
    first = at = before = 0
    for piece in text.split(" "):
        end = at + len(piece)
        if not _PLAIN.fullmatch(piece):
            begin = at
            if first <= before < at and _RAISED.match(piece) and text[at - 2] in _DIGITS:
                begin = before
            if first < begin:
                yield first, begin
            yield begin, end
            first = end
        before, at = at, end + 1
    if first < len(text):
        yield first, len(text)


def _in_region(text: str, offset: int) -> Iterator[Token]:
    region = _Region(text)
    for i, (surface, start, end) in enumerate(region.tokens):
        begins = (
            surface[0] in _DIGITS or text[end : end + 1] in _BEHIND_FIRST or text[start - 1 : start] == "#"
        )
        if begins and (unit := region.unit_at(i)):
            first, last = unit
            yield Token(text[first:last], offset + first, offset + last)
        yield Token(surface, offset + start, offset + end)


class _Region:
    """A text in which units are looked for.

    Methods that look for the end of a unit return None if there is none.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: Sequence[Token] = list(tokenise(text))
        self._kinds = unit_words().kinds

    def unit_at(self, i: int) -> tuple[int, int] | None:
        """Return the range of the unit that token i begins."""
        surface, start, after = self.tokens[i]
        if self.text[start - 1 : start] == "#" and _SEVERAL.fullmatch(surface):
            return start - 1, self.tokens[i].end
        if surface[0] in _DIGITS:
            if self._is_inside(start):
                return None
            sign = self._sign_before(start)
            end = self._number(i) if sign is None else self._money(i)
            return None if end is None else (start if sign is None else sign, end)
        kind = self._kind(i)
        if not kind and self.text[after : after + 1] in _BLANKS and self.text[after + 1 : after + 2] != "&":
            return None  # most words; the rest takes five times as long
        end = self._named(i, kind) or self._joined(i) or self._initials(i)
        return None if end is None else (start, end)

    def _kind(self, i: int) -> int:
        """Return the kinds of a token as bits; 0 for an index beyond the last token."""
        if i >= len(self.tokens):
            return 0
        return self._kinds.get(self.tokens[i].surface.lower().translate(LOWERED), 0)

    def _gap(self, i: int) -> str | None:
        """Return the characters between token i and the next one; None behind the last token."""
        if i + 1 >= len(self.tokens):
            return None
        return self.text[self.tokens[i].end : self.tokens[i + 1].start]

    def _is(self, i: int, shape: re.Pattern[str]) -> bool:
        return i < len(self.tokens) and shape.fullmatch(self.tokens[i].surface) is not None

    def _is_digits(self, i: int) -> bool:
        return i < len(self.tokens) and _DIGITS.issuperset(self.tokens[i].surface)

    def _is_inside(self, start: int) -> bool:
        """Return whether a number continues a date or a clock time."""
        before = self.text[start - 1 : start]
        return before == "/" or (before == ":" and self.text[start - 2 : start - 1] in _DIGITS)

    def _sign_before(self, start: int) -> int | None:
        at = start - 2 if self.text[start - 1 : start] == " " else start - 1
        if at < 0 or self.text[at] not in _SIGNS or self.text[at - 1 : at].isalnum():
            return None
        return at

    def _next_is(self, i: int, kinds: int) -> bool:
        """Return whether a word of these kinds follows token i, directly or behind a blank."""
        gap = self._gap(i)
        return (gap == "" or gap in _BLANKS) and bool(self._kind(i + 1) & kinds)

    def _number(self, i: int) -> int | None:
        last = i
        if self._is(i, _NUMBERS):
            gap = self._gap(i)
            if gap == ":" and self._is(i + 1, _NUMBERS):
                return self._clock(i)
            if gap == "/":
                return self._slashes(i)
            if gap in _DASHES and self._is(i + 1, _NUMBERS):
                last = i + 1
            if self._next_is(last, Kind.SCALE):
                last += 1
        elif not self._is(i, _NUMBER_WITH_LETTERS):
            return None
        return self._measured(i, last)

    def _measured(self, i: int, last: int) -> int | None:
        """Return the end of a number, tokens i to last, together with the words that belong to it."""
        if self._next_is(last, Kind.MEASURE | Kind.PERCENT | Kind.DOLLAR):
            last += 1
            kinds = self._kind(last)
            if kinds & Kind.DOLLAR:
                last += self._gap(last) in _BLANKS and bool(self._kind(last + 1) & Kind.COUNTRY)
            elif kinds & Kind.MEASURE:
                last = self._behind_measure(last, kinds)
            return self.tokens[last].end
        if self._gap(last) in _RINGS and self._kind(last + 1) & Kind.TEMPERATURE:
            return self.tokens[last + 1].end
        if last == i and self.tokens[i].surface[-1] not in _DIGITS:  # 5km/jam
            last = self._behind_measure(last, Kind.MEASURE)
        end = self.tokens[last].end
        sign = end + 1 if self.text[end : end + 1] in _BLANKS else end
        if self.text[sign : sign + 1] == "%":
            return sign + 1
        return end if last > i else None

    def _behind_measure(self, i: int, kinds: int) -> int:
        """Return the last token of a measure that continues after token i: *meter persegi*, *km/jam*."""
        gap, following = self._gap(i), self._kind(i + 1)
        if gap == "/" and following & Kind.RATE:
            return i + 1
        if gap not in _BLANKS:
            return i
        if following & Kind.POWER or (kinds & Kind.DEGREE and following & Kind.TEMPERATURE):
            return i + 1
        if following & Kind.PER and self._gap(i + 1) in _BLANKS and self._kind(i + 2) & Kind.RATE:
            return i + 2
        return i

    def _clock(self, i: int) -> int:
        last = i + 1
        while self._gap(last) == ":" and self._is(last + 1, _NUMBERS):
            last += 1
        return self.tokens[last].end

    def _slashes(self, i: int) -> int:
        last = i + 1
        while self._gap(last) in ("/", ".") and last - i < _MOST_SLASHES:
            last += 1
        return self.tokens[last].end

    def _money(self, i: int) -> int | None:
        """Return the end of an amount behind its currency."""
        if self._is(i, _NUMBERS):
            if self._gap(i) in _DASHES and self._is(i + 1, _NUMBERS):
                i += 1
            if self._next_is(i, Kind.SCALE | Kind.MONEY_SCALE):
                i += 1
        elif not self._is(i, _NUMBER_WITH_LETTERS):
            return None
        return self.tokens[i].end

    def _named(self, i: int, kind: int) -> int | None:
        """Return the end of a unit that begins with a word of some kind."""
        end, gap = self.tokens[i].end, self._gap(i)
        if kind & Kind.DOLLAR_SIGN and self.text[end : end + 1] == "$":
            amount = self._money(i + 1) if gap in ("$", "$ ") else None
            return amount or end + 1
        if (
            kind & (Kind.CURRENCY | Kind.MEASURE_BEFORE)
            and gap in _BEHIND_CURRENCY
            and (amount := self._money(i + 1))
        ):
            return amount
        if kind & Kind.LAW:
            return self._law(i)
        if kind & Kind.NUMBER:
            return self._numbered(i)
        if kind & Kind.ORDINAL and gap in _BLANKS and self._is_digits(i + 1):
            return self.tokens[i + 1].end
        return None

    def _law(self, i: int) -> int | None:
        inside = False
        for last in range(i, i + _MOST_WORDS):
            gap = self._gap(last)
            if gap == (_CLOSING if inside else _OPENING) and (inside or self._kind(last + 1) & Kind.LAW):
                inside = not inside
            elif inside or gap not in _BLANKS:
                return None
            if self._kind(last + 1) & Kind.NUMBER:
                return self._numbered(last + 1)
            if self.tokens[last + 1].surface[0] in _DIGITS:
                return self._year(last + 1)
        return None

    def _numbered(self, i: int) -> int | None:
        if self._gap(i) in _BEHIND_NUMBER_WORD and self._is_digits(i + 1):
            return self._year(i + 1) or self.tokens[i + 1].end
        return None

    def _year(self, i: int) -> int | None:
        """Return the end of the year behind the number of a law."""
        year = i + 1
        if not self._is_digits(i):
            return None
        if self._gap(i) != "/":
            if self._gap(i) not in _BLANKS or not self._kind(i + 1) & Kind.YEAR:
                return None
            if self._gap(i + 1) not in _BEHIND_YEAR_WORD:
                return None
            year = i + 2
        if not self._is_digits(year) or len(self.tokens[year].surface) != 4:
            return None
        return self.tokens[year].end

    def _joined(self, i: int) -> int | None:
        last = i
        while last + 1 - i < _MOST_JOINED and self._gap(last) in _AMPERSANDS:
            if not (self._is(last, _LETTERS) and self._is(last + 1, _LETTERS)):
                break
            short = max(len(self.tokens[last].surface), len(self.tokens[last + 1].surface)) <= 2
            if self._gap(last) != "&" and not short:
                break
            last += 1
        return self.tokens[last].end if last > i else None

    def _initials(self, i: int) -> int | None:
        gap, last = self._gap(i), i
        if gap not in (".", ". "):
            return None
        while self._is_initial(last) and self._is_initial(last + 1) and self._gap(last) == gap:
            if last + 1 - i == MOST_INITIALS:
                break
            if gap == ". " and not self._is_spaced(last):
                break
            last += 1
        return self.tokens[last].end if last > i else None

    def _is_initial(self, i: int) -> bool:
        return self._is(i, _LETTERS) and len(self.tokens[i].surface) == 1

    def _is_spaced(self, i: int) -> bool:
        """Return whether a letter and the next are capitals, each with its period."""
        pair = self.tokens[i].surface + self.tokens[i + 1].surface
        end = self.tokens[i + 1].end
        return pair.isupper() and self.text[end : end + 1] == "."
