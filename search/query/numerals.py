"""A numeral behind a word has several writings: *fase II*, *fase 2* and *fase kedua*, *abad ke-21*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.indonesian import Analyzer
from search.indonesian.unit_terms import is_roman, roman_of, value_of
from search.query.archive import Archive
from search.query.forms import sequence_form
from search.query.tree import Words

_GREATEST = 39
_NUMBER = re.compile(r"(?:ke[- ]?)?([1-9][0-9]?)", re.IGNORECASE)
_ONE_LETTER = frozenset("IVX")
_ALSO_WORDS = frozenset(["xi", "mi"])  # in small letters
# M is a thousand million where it stands behind a number in capitals, unless it is metres.
_THOUSAND_MILLIONS = re.compile(r"([0-9][0-9.,]*)[ \u00a0]?M")
_SCORE = re.compile(r"([0-9]{1,2}):([0-9])")
_HOURS = {"pagi": range(12), "siang": range(10, 16), "sore": range(14, 20), "malam": range(18, 25)}
_ORDINALS = (
    *("pertama", "kedua", "ketiga", "keempat", "kelima"),
    *("keenam", "ketujuh", "kedelapan", "kesembilan", "kesepuluh"),
)


def other_numerals(
    run: Sequence[Words], at: int, analyzer: Analyzer, archive: Archive | None
) -> tuple[tuple[str, str], ...]:
    """Return the other writings of the number at an index, each with the word before it.

    These are only such as the archive contains in a row: a number says which of several only behind some
    words.
    """
    if not archive or at < 1:
        return ()
    before = run[at - 1].text
    if not before.isalpha() or len(before) < 2 or analyzer.is_function_word(before):
        return ()
    ways = [(before, numeral) for numeral in _writings(run[at].text)]
    return tuple(way for way in ways if _is_there(way, analyzer, archive))


def _is_there(way: tuple[str, str], analyzer: Analyzer, archive: Archive) -> bool:
    form = sequence_form(analyzer, " ".join(way))
    return form is not None and archive.in_a_row(form.exacts)


def _writings(text: str) -> tuple[str, ...]:
    """Return the other writings of a number that tells which of several."""
    if number := _NUMBER.fullmatch(text):
        return (roman_of(int(number[1])),) if int(number[1]) <= _GREATEST else ()
    small = text.islower() and text not in _ALSO_WORDS
    if text not in _ONE_LETTER and not (is_roman(text.upper()) and (text.isupper() or small)):
        return ()
    value = value_of(text.upper())
    return (str(value), f"ke-{value}", *_ORDINALS[value - 1 : value])


def other_amount(text: str) -> str:
    """Return the other writing of an amount, *5 M* or a score *3:2*; "" if it has none.

    >>> [other_amount(text) for text in ("26,5 M", "3:2", "10:30", "5 m")]
    ['26,5 miliar', '3-2', '', '']
    """
    if thousand_millions := _THOUSAND_MILLIONS.fullmatch(text):
        return f"{thousand_millions[1]} miliar"
    score = _SCORE.fullmatch(text)
    return f"{score[1]}-{score[2]}" if score else ""


def clock_time_of(number: str, part_of_day: str) -> str:
    """Return the clock time that an hour of a part of the day means; "" for none.

    >>> [clock_time_of(*said) for said in (("7", "malam"), ("8", "pagi"), ("7", "siang"), ("1", "siang"))]
    ['19.00', '08.00', '', '13.00']
    """
    hours = _HOURS.get(part_of_day.lower(), ())
    hour = int(number) if number.isdecimal() and len(number) <= 2 else -1
    return next((f"{one:02}.00" for one in (hour, hour + 12) if one in hours), "")
