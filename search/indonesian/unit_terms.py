"""The terms of units: one for each thing, however it is written.

=================  ==============================================  ====================================
form               written                                         terms
=================  ==============================================  ====================================
number             1,5 juta · 1.500.000 · 10rb                     1500000 · 10000
measure            10 km · 10km · 10 kilometer                     10km
                   50 meter persegi · 50 m2                        50m2
                   60 km/jam · 60 kilometer per jam                60km/jam, 60km
                   30°C · 30 derajat Celsius                       30derajat
                   5,2 SR · M5,2 · magnitudo 5,2                   5,2sr
percent            20% · 20 persen                                 20%
money              Rp1,5 T · Rp 1,5 triliun · 1,5 triliun rupiah   rp1500000000000
                   €5 juta · 5 juta euro                           eur5000000
clock time         09:45 · 09.45                                   09:45
date               5/10 · 10/9/2019 · 10-09-2019                   5/10 · 10/9/2019
range              3-0 · 3 - 0 · 2014–2019                         3-0 · 2014-2019
telephone          0812-3456-7890                                  081234567890
case number        14/PUU-XVII/2019                                14/puu-xvii/2019
law                UU No. 11 Tahun 2020 · UU 11/2020               uu:11/2020, uu:11
numbered           No. 11 · Nomor 11 Tahun 2020                    no:11
decade             1990-an · 1990an                                1990an
ordinal            ke-74 · ke 74                                   ke74
roman numeral      XI                                              xi:11
joined by &        H&M · H & M                                     h&m
initials           H. S. · H.S.                                    hs
hashtag            #PrayForCianjur                                 pray, for, cianjur
=================  ==============================================  ====================================

Which tokens stand together is found by `units`, generously; a form that is no unit after all has no terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from search.indonesian.amounts import CURRENCY_SIGNS, Amount, read_amount
from search.indonesian.normalise import fold
from search.indonesian.terms import IndexTerm, Word
from search.indonesian.tokens import surface_forms
from search.indonesian.unit_words import LOWERED, Kind, unit_words
from search.later import Pattern

_NO_UNIT = Word((), 0, "")
_MOST_LETTERS = 2  # on either side of &

_INITIALS = Pattern(r"[A-Za-z](?:\. ?[A-Za-z])+")
_PARTS = Pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_CLOCK = Pattern(r"([01]?[0-9]|2[0-4])[:.]([0-5][0-9])(?::([0-5][0-9]))?")
_WITH_LETTERS = Pattern(r"([0-9]+)([a-z][0-9a-z]*)")
_PAIR = Pattern(r"[0-9]+(?:-[0-9]+)+")
_TELEPHONE = Pattern(r"0(?=(?:-?[0-9]){8,13}$)[0-9]+(?:-[0-9]+)+")
_DAY_FIRST = Pattern(r"([0-9]{1,2})([./-])([0-9]{1,2})(?:\2([0-9]{4}))?")
_YEAR_FIRST = Pattern(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
_ROMAN = Pattern(r"X{0,3}(?:IX|IV|V?I{0,3})")
_NUMERALS = {"I": 1, "V": 5, "X": 10}
_DECADE = Pattern(r"([0-9]{2,4})-?an")
_OF_ROMAN = Pattern(r"([ivx]+):(?:[0-9]+|name)")


def ordinal(number: str) -> str | None:
    """Return the ordinal of a folded number or numeral after *ke-*, or None for anything else."""
    if number.isdecimal():
        return f"ke{_without_zeros(number)}"
    numeral = number.upper()
    return f"ke{value_of(numeral)}" if numeral and _ROMAN.fullmatch(numeral) else None


def is_roman(surface: str) -> bool:
    """Return whether a surface form is a Roman numeral, in capitals (*XI*) or written like a name (*Xi*)."""
    return (
        len(surface) > 1
        and surface[0] in _NUMERALS
        and (surface.isupper() or surface[1:].islower())
        and _ROMAN.fullmatch(surface.upper()) is not None
    )


def roman_word(surface: str, exact: str, stem: str) -> Word:
    """Return the terms of a form that `is_roman`: *XI* is eleven, *Xi* is a name, and *xi* finds both."""
    numeral = surface.isupper()
    meant = f"{exact}:{value_of(surface) if numeral else 'name'}"
    terms = (IndexTerm(0, exact, stem), IndexTerm(0, meant, meant))
    return Word(terms, 1, "roman numeral" if numeral else "", (meant,))


def numeral_of(term: str) -> str:
    """Return the letters of a term of ``roman_word``, *xi* for *xi:11*; any other term unchanged."""
    roman = _OF_ROMAN.fullmatch(term)
    return roman[1] if roman else term


def value_of(numeral: str) -> int:
    """Return the number that a Roman numeral in capitals means."""
    values = [_NUMERALS[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-a if a < b else a for a, b in zip(values, following, strict=True))


def roman_of(number: int) -> str:
    """Return a number from 1 to 39 as a Roman numeral.

    >>> [roman_of(number) for number in (4, 9, 21)]
    ['IV', 'IX', 'XXI']
    """
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def decade_word(folded: str) -> Word | None:
    """Return the terms of a decade, *1990-an*, which its number finds as well; None for anything else."""
    decade = _DECADE.fullmatch(folded)
    if decade is None:
        return None
    term, number = f"{decade[1]}an", decade[1]
    return Word((IndexTerm(0, term, term), IndexTerm(0, number, number)), 1, "decade", (term,))


def unit_in_token(folded: str) -> tuple[str, str] | None:
    """Return the form and the term of a unit that is a single folded token, or None if it is no unit."""
    if "-" in folded:
        return _with_hyphens(folded) if _PAIR.fullmatch(folded) else None
    if "." in folded:
        if clock := clock_time(folded):
            return "clock time", clock
        date = _date(folded) if folded.count(".") == 2 else None
        return ("date", date) if date else None
    if _WITH_LETTERS.fullmatch(folded):
        amount = read_amount(folded)
        return (amount.rule, amount.term) if amount else None
    return None


def _with_hyphens(numbers: str) -> tuple[str, str]:
    """Return the form and the term of numbers with hyphens between them."""
    if _TELEPHONE.fullmatch(numbers):
        return "telephone", numbers.replace("-", "")
    date = _date(numbers)
    return ("date", date) if date else ("range", numbers)


def unit_word(surface: str, stem: Callable[[str], str]) -> Word:
    """Return the terms of a surface form of several tokens; the word has no terms if they are no unit."""
    text = surface.lower().replace("\u00a0", " ").translate(LOWERED)
    if amount := read_amount(text):
        return _amount(amount, text[0] in CURRENCY_SIGNS or text[0].isdigit())
    if text[0] == "#":
        return Word(tuple(_parts(surface[1:], stem)), 0, "hashtag")
    if "&" in text:
        return _joined(text.replace(" ", ""))
    if _INITIALS.fullmatch(text):  # beside the name that follows the last of them
        letters = text.replace(".", "").replace(" ", "")
        return _word("initials", [(len(letters) - 1, letters)])
    if text[0].isdigit():
        return _clocks(text) if ":" in text else _slashed(text) if "/" in text else _NO_UNIT
    return _of_words(surface_forms(text), text[-1])


def _of_words(tokens: list[str], last: str) -> Word:
    words = unit_words()
    kind = words.kinds.get(tokens[0], 0)
    if last == "$" and kind & Kind.DOLLAR_SIGN:
        return _word("money", [(0, words.values[Kind.DOLLAR_SIGN][tokens[0]])])
    if kind & (Kind.NUMBER | Kind.LAW):
        return _numbered(tokens)
    if kind & Kind.ORDINAL:
        return _word("ordinal", [(0, ordinal(tokens[1]) or "")])
    return _NO_UNIT


def _joined(text: str) -> Word:
    """Return the term of letters around ``&``. Longer words are no unit: they are often written apart."""
    if max(map(len, text.split("&"))) > _MOST_LETTERS:
        return _NO_UNIT
    return _word("joined", [(0, fold(text))])


def _amount(amount: Amount, opens: bool) -> Word:
    """Return the terms of an amount.

    A number in words is a unit of its own if a currency stands before it.
    """
    rule, term, number, ends = amount
    if not ends and not (opens and number):  # most
        return Word((IndexTerm(0, term, term),), 0, rule, (term,))
    return _word(rule, [(0, term), (0, number if opens else ""), *enumerate(ends)])


def _parts(tag: str, stem: Callable[[str], str]) -> Iterator[IndexTerm]:
    """Yield the words of a hashtag, each stem once. The whole tag is the token that follows."""
    known = {stem(tag.lower())}
    for part in map(str.lower, _PARTS.findall(tag)):
        stemmed = stem(part)
        if stemmed not in known:
            known.add(stemmed)
            yield IndexTerm(0, part, stemmed)


def _word(rule: str, terms: Iterable[tuple[int, str]]) -> Word:
    """Return a unit with these terms, without empty ones. A query searches for the first."""
    made = tuple(IndexTerm(offset, term, term) for offset, term in dict.fromkeys(terms) if term)
    return Word(made, 0, rule, (made[0].exact,))


def _clocks(text: str) -> Word:
    first, _, second = text.partition("-")
    times = [clock_time(time) for time in (first, second) if time]
    if times[0] is None:
        numbers = text.split(":")
        if not all(map(str.isdecimal, numbers)):
            return _NO_UNIT
        return _word("ratio", [(0, ":".join(map(_without_zeros, numbers)))])
    if len(times) == 1:
        return _word("clock time", [(0, times[0])])
    if times[1] is None:
        return _NO_UNIT
    return _word("clock time", [(0, f"{times[0]}-{times[1]}"), (0, times[0]), (2, times[1])])


def clock_time(text: str) -> str | None:
    """Return a clock time with two digits for hours and minutes, or None for anything else."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, *rest = match.groups()
    return ":".join([hour.zfill(2), *filter(None, rest)])


def _slashed(text: str) -> Word:
    if date := _date(text):
        return _word("date", [(0, date)])
    parts = text.lower().split("/")
    if all(map(str.isdecimal, parts)):
        return _word("range", [(0, "/".join(map(_without_zeros, parts)))])
    return _word("case number", [(0, "/".join(parts))])


def _date(text: str) -> str | None:
    """Return a date as day/month or day/month/year, or None for anything else."""
    if match := _DAY_FIRST.fullmatch(text):
        day, mark, month, year = match.groups()
        if year is None and mark != "/":
            return None
    elif match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day = match.groups()
    else:
        return None
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return None
    return "/".join(str(int(part)) for part in (day, month, year) if part)


def _without_zeros(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _numbered(tokens: list[str]) -> Word:
    """Return the terms of a law, or of *No. 11*: with the year if there is one, and without it."""
    words = unit_words()
    digits = next(i for i, token in enumerate(tokens) if token[0].isdigit())
    name = tokens[:digits]
    if words.kinds.get(name[-1], 0) & Kind.NUMBER:
        name = name[:-1]
    year = tokens[-1] if len(tokens) > digits + 1 else None
    kind = _kind_of_law(name) or (_kind_within(name) if year else None)
    if name and not kind:
        return _NO_UNIT
    number = _without_zeros(tokens[digits])
    if not number.isdecimal():
        return _NO_UNIT
    term = f"{kind or 'no'}:{number}"
    return _word("law" if kind else "numbered", [(0, f"{term}/{year}")] * bool(year) + [(0, term)])


def _kind_of_law(name: list[str]) -> str | None:
    words = unit_words()
    return words.values[Kind.LAW].get(name[0]) if len(name) == 1 else words.law_names.get(" ".join(name))


def _kind_within(name: list[str]) -> str | None:
    """Return the kind of a law whose name has more words: *UU Ketenagakerjaan*, *Undang-Undang (UU)*."""
    ways = (name[-1:], *(name[:end] for end in range(len(name) - 1, 0, -1)))
    return next(filter(None, map(_kind_of_law, ways)), None)
