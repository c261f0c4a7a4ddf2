"""The module finds dates in the text of a query, as `search.dates` reads them, where they mean nothing else.

A searcher loses results when a word is wrongly taken for a date, so doubt leaves the text alone:

- A bare year, month, weekday or number is a word, and *2019-2024* a term of office; so is *tahun 2019*,
  which most often belongs to the name of a law. After *sejak* and its like, a year is a date.
- A day without a year (*17 Agustus*) is a feast more often than a day of publication, so it is a word too,
  unless its weekday or a word such as *sejak* stands before it.
- What cannot be (*31/2/2023*) stays text as a whole: it is not mended into *Februari 2023*.
- What is quoted, excluded (*-kemarin*), a field's value (*dari:2022*) or part of a longer word stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from search.dates import words
from search.dates.reading import AROUND, DateRange, Reading, longest_reading
from search.dates.spans import ImpossibleDateError
from search.query.lexer import free_text

_START = re.compile(r"(?<!\w)(?<!\w[-–/'’])(?<!\d[.,:])\w+")
_OPENINGS = words.OPENINGS.union(AROUND)
_DIGIT, _WORD = re.compile("[0-9]"), re.compile(r"\w+")
_ANOTHER_DAY = date(1999, 3, 2)  # far from any today: what means the same then is fixed


@dataclass(frozen=True)
class DateExpression:
    """A date in a text: its half-open range of characters, these characters, and the days that it means.

    fixed: whether it always means the same days (*24 Februari 2023*, but not *kemarin*)
    """

    start: int
    end: int
    text: str
    range: DateRange
    fixed: bool = False


def find_dates(text: str, today: date) -> list[DateExpression]:
    """Return the dates in a query, in order and not overlapping. Quoted text is not searched for dates.

    >>> [(found.text, found.range) for found in find_dates("banjir hingga Mei 2021", date(2023, 11, 23))]
    [('hingga Mei 2021', DateRange(first=None, last=datetime.date(2021, 5, 31)))]
    """
    found: list[DateExpression] = []
    if not may_speak_of_dates(text):
        return found
    unquoted, claimed = free_text(text)
    read_up_to = 0
    for word in _START.finditer(unquoted):
        start = word.start()
        opens = word[0][0].isdigit() or word[0].lower() in _OPENINGS
        reading = longest_reading(unquoted, start) if opens and start >= read_up_to else None
        if reading is None:
            continue
        read_up_to = reading.end
        if unquoted[start - 1 : start] == "-" or any(first <= start < end for first, end in claimed):
            continue
        try:
            meaning = reading.meaning(today)
        except ImpossibleDateError:
            continue
        fixed = _means_the_same(reading, meaning, _ANOTHER_DAY)
        found.append(DateExpression(start, reading.end, text[start : reading.end], meaning, fixed))
    return found


def _means_the_same(reading: Reading, meaning: DateRange, another_day: date) -> bool:
    try:
        return reading.meaning(another_day) == meaning
    except ImpossibleDateError:
        return False


def may_speak_of_dates(text: str) -> bool:
    """Return whether a text contains a digit or a word without which it cannot name a date."""
    return _DIGIT.search(text) is not None or not words.SIGNS.isdisjoint(_WORD.findall(text.lower()))
