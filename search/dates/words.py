"""The words and numbers that name one stretch of days: *24 Februari 2023*, *bulan lalu*, *7 hari terakhir*.

`POINTS` is the grammar: one row for each way of writing, a pattern beside the function that says which
days it means. What may stand around a point (*sejak ...*, *antara ... dan ...*, quotes) is in `reading`.

- Order is always day, month, year. A weekday before a date is read with it and not checked against it.
  A day and month without a year is its latest occurrence, today included.
- *lalu*, *ini*, *depan* and *n ... lalu* name calendar units: days, weeks from Monday to Sunday, months,
  years. *n ... terakhir* names the n units that end today, so *7 hari terakhir* is seven days.
- *kuartal III 2019*, *semester I 2019* and the like are parts of a year; *minggu kedua September 2019* is the
  8th to the 14th: the weeks of a month are counted from its first day.
- *awal*, *pertengahan*, *akhir* are thirds: January-April, May-August, September-December of a year;
  days 1-10, 11-20, 21-end of a month; Monday-Tuesday, Wednesday-Friday, Saturday-Sunday of a week.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from search import later
from search.dates.spans import (
    ImpossibleDateError,
    Span,
    Unit,
    day_of,
    latest_day,
    month_span,
    part_of_year,
    period,
    third,
    week_of_month,
    window,
    year_span,
)

Match = re.Match[str]

# --- words ----------------------------------------------------------------------------------------------

_MONTH_NAMES = (
    "januari january jan",
    "februari pebruari february feb peb",
    "maret march mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agust aug agt ags agu",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
_WEEKDAY_NAMES = ("senin", "selasa", "rabu", "kamis", "jumat jum'at jum’at", "sabtu", "minggu ahad")
# These name a weekday only before a date with its year: else "min", "sun" and "sat" are other words.
_WEEKDAYS_OF_DATES = (
    "sen monday mon",
    "sel tuesday tues tue",
    "rab wednesday wed",
    "kam thursday thurs thur thu",
    "jum friday fri",
    "sab saturday sat",
    "min sunday sun",
)
_NUMBER_WORDS = "satu,dua,tiga,empat,lima,enam,tujuh,delapan,sembilan,sepuluh,sebelas,dua belas"

MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
WEEKDAYS = {name: weekday for weekday, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
WEEKDAYS_OF_DATES = WEEKDAYS | {
    name: weekday for weekday, names in enumerate(_WEEKDAYS_OF_DATES) for name in names.split()
}
NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split(","), start=1)}
UNITS: dict[str, Unit] = {
    "hari": "day",
    "minggu": "week",
    "pekan": "week",
    "bulan": "month",
    "bln": "month",
    "tahun": "year",
    "thn": "year",
}
SHORT_UNITS: dict[str, Unit] = {"d": "day", "w": "week", "m": "month", "y": "year"}
NAMED_DAYS = {
    "hari ini": 0,
    "kemarin": -1,
    "kemaren": -1,
    "kemarin dulu": -2,
    "kemarin lusa": -2,
    "besok": 1,
    "lusa": 2,
    **{f"{part} ini": 0 for part in ("pagi", "siang", "sore", "petang", "malam")},
    **{f"{part} tadi": 0 for part in ("dini hari", "pagi", "siang", "sore", "petang")},
    **{f"tadi {part}": 0 for part in ("pagi", "siang", "sore", "petang")},
    **{f"kemarin {part}": -1 for part in ("pagi", "siang", "sore", "petang", "malam")},
}
#: What happened then was published on that evening or the day after.
LAST_NIGHT = ("tadi malam", "malam tadi")
AGO = ("lalu", "yang lalu", "yg lalu", "silam")
WHEN = {"ini": 0, "kemarin": -1, "kemaren": -1, "depan": 1} | dict.fromkeys(AGO, -1)
RECENT = ("terakhir", "terakhir ini", "belakangan", "belakangan ini")
THIRDS = {"awal": 0, "pertengahan": 1, "medio": 1, "akhir": 2}

# Parts of a year, with their months.
PERIODS = {"kuartal": 3, "kwartal": 3, "triwulan": 3, "q": 3, "caturwulan": 4, "semester": 6, "paruh": 6}
ORDINALS = {
    **{word: number for number, word in enumerate(("pertama", "kedua", "ketiga", "keempat", "kelima"), 1)},
    **{numeral: number for number, numeral in enumerate(("i", "ii", "iii", "iv", "v"), 1)},
    "kesatu": 1,
    **{f"ke-{number}": number for number in range(1, 6)},
    **{str(number): number for number in range(1, 6)},
}

# Before a unit these make an amount but no definite date: "66 juta tahun lalu", "beberapa bulan terakhir".
LARGE = ("belas", "puluh", "ratus", "ribu", "juta", "miliar", "milyar", "seratus", "seribu", "setengah")
INDEFINITE = (
    *("beberapa", "berapa", "sejumlah", "sekian"),
    *("belasan", "puluhan", "ratusan", "ribuan", "jutaan"),
)
# After four digits these make a measure and not a year: "hingga 2000 meter".
MEASURES = (
    *("cc", "derajat", "ha", "hektar", "hektare", "kali", "kg", "kilogram", "kilometer", "km", "liter"),
    *("m", "mdpl", "meter", "persen", "poin", "ton", "watt", "dolar", "rupiah", "jiwa", "orang", "unit"),
    *("ribu", "juta", "miliar", "triliun"),
)

# One of these, or a digit, is in whatever names a stretch of days.
SIGNS = frozenset(word for word in (*NAMED_DAYS, *WHEN, *RECENT, "tadi") if " " not in word)
# A point begins with a digit or with one of these, to the end of the word.
OPENINGS = frozenset(
    word.split()[0].split("'")[0].split("’")[0]
    for words in (MONTHS, WEEKDAYS_OF_DATES, NUMBERS, UNITS, NAMED_DAYS, THIRDS, PERIODS, LARGE, INDEFINITE)
    for word in words
) | {"tanggal", "tgl", *(f"se{unit}" for unit in UNITS), *(f"q{number}" for number in range(1, 5))}

# Written out, because patterns are compiled as ASCII: no-break and thin blanks come with copied text.
_BLANK = r"[\s\u00a0\u2007\u2009\u202f]"
GAP, ANY_GAP = f"{_BLANK}+", f"{_BLANK}*"


def one_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; a blank in a word stands for any gap."""
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(GAP.join(map(re.escape, word.split())) for word in longest_first) + ")"


def plain(words: str) -> str:
    """Return the words as they stand in the tables: small letters, single blanks."""
    return " ".join(words.lower().split())


# --- what a point means ---------------------------------------------------------------------------------


def month_number(match: Match) -> int:
    """Return the month, from 1, that the group `month` names in words or digits."""
    month = match["month"]
    return int(month) if month.isdigit() else MONTHS[month.lower()]


def _count_and_unit(match: Match) -> tuple[int, Unit]:
    if match["one"]:  # sebulan, setahun
        return 1, UNITS[match["one"].lower()]
    written = match["count"]
    count = int(written) if written.isdigit() else NUMBERS[plain(written)]
    return at_least_one(count), UNITS[match["unit"].lower()]


def at_least_one(count: int) -> int:
    """Return the count; raises `ImpossibleDateError` below 1."""
    if count < 1:
        raise ImpossibleDateError("too_few", count=count)
    return count


def _part_of(unit: Unit, match: Match, whole: Span) -> Span:
    part = match.groupdict().get("part")
    return third(unit, THIRDS[part.lower()], whole) if part else whole


def full_date(match: Match, _today: date) -> Span:
    """Return the day that the groups `year`, `month` and `day` name."""
    day = day_of(int(match["year"]), month_number(match), int(match["day"]))
    return day, day


def _yearless_date(match: Match, today: date) -> Span:
    day = latest_day(month_number(match), int(match["day"]), today)
    return day, day


def month_and_year(match: Match, _today: date) -> Span:
    """Return the month, or the part of it, that the groups `year`, `month` and `part` name."""
    return _part_of("month", match, month_span(int(match["year"]), month_number(match)))


def whole_year(match: Match, _today: date) -> Span:
    """Return the year, or the part of it, that the groups `year` and `part` name."""
    return _part_of("year", match, year_span(int(match["year"])))


def _period_of_year(match: Match, _today: date) -> Span:
    months = PERIODS[match["period"].lower()]
    return part_of_year(int(match["year"]), months, ORDINALS[match["ordinal"].lower()])


def _week_of_month(match: Match, _today: date) -> Span:
    return week_of_month(int(match["year"]), month_number(match), ORDINALS[match["ordinal"].lower()])


def _named_day(match: Match, today: date) -> Span:
    return period("day", NAMED_DAYS[plain(match[0])], today)


def _last_night(_match: Match, today: date) -> Span:
    return today - timedelta(days=1), today


def _calendar_unit(match: Match, today: date) -> Span:
    unit = UNITS[match["unit"].lower()]
    return _part_of(unit, match, period(unit, WHEN[plain(match["when"])], today))


def _weekday(match: Match, today: date) -> Span:
    """Return the latest one before today (*lalu*), the next after it (*depan*), or that of a given week."""
    weekday, when = WEEKDAYS[match["weekday"].lower()], WHEN[plain(match["when"])]
    if match["week"] or when == 0:
        day = period("week", when, today)[0] + timedelta(days=weekday)
    elif when < 0:
        day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    else:
        day = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return day, day


def _units_ago(match: Match, today: date) -> Span:
    count, unit = _count_and_unit(match)
    return period(unit, -count, today)


def _last_units(match: Match, today: date) -> Span:
    count, unit = _count_and_unit(match)
    return window(unit, count, today)


def _indefinite(match: Match, _today: date) -> Span:
    raise ImpossibleDateError("indefinite", part=repr(match[0]))


_DEFINITE = (full_date, month_and_year, whole_year, _period_of_year, _week_of_month)


# --- the points -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """One way of writing a stretch of days. A bare one is a date only where something around it says so."""

    pattern: re.Pattern[str]
    meaning: Callable[[Match, date], Span]
    half: Literal["day", "month", ""] = ""  # what may shorten the start of a range: 12-15 Maret 2024
    bare: bool = False
    yearless: bool = False

    @property
    def relative(self) -> bool:
        """Whether its meaning depends on the day on which it is read."""
        return self.meaning not in _DEFINITE


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern, blind to case; ASCII, because else "ſ" is a small "S" and "٣" a digit."""
    return later.Pattern(pattern, re.ASCII | re.IGNORECASE)


def row(pattern: str, meaning: Callable[[Match, date], Span], **how: Any) -> Point:
    """Return a row of the table; no word may go on behind what it matches."""
    return Point(compiled(pattern + r"(?!\w)"), meaning, **how)


DAY, MONTH = r"(?P<day>\d{1,2})", f"(?P<month>{one_of(MONTHS)})"
NUMERIC_MONTH = r"(?P<month>\d{1,2})"
_YEAR = rf"(?P<year>\d{{4}})(?!{GAP}{one_of(MEASURES)}\b)"
_TAHUN = rf"(?:(?:tahun|thn){GAP})?"
_PART = f"(?P<part>{one_of(THIRDS)}){GAP}"
_UNIT, _WHEN = one_of(UNITS), f"(?P<when>{one_of(WHEN)})"
_LONG_UNIT = f"(?P<unit>{one_of(word for word, unit in UNITS.items() if unit != 'day')})"
_WEEKDAY = rf"(?:hari{GAP})?(?P<weekday>{one_of(WEEKDAYS)})"
_AFTER_WEEKDAY = rf"(?:,?{ANY_GAP}(?P<bracket>\(){ANY_GAP}|,{ANY_GAP}|{GAP})"
_ON_WEEKDAY = _WEEKDAY + _AFTER_WEEKDAY
BRACKET = rf"(?(bracket){ANY_GAP}\))"  # closes what _AFTER_WEEKDAY has opened
TANGGAL = rf"(?:(?:tanggal|tgl\.?){GAP})?"
_ON = rf"(?:{_ON_WEEKDAY})?{TANGGAL}"
ON = rf"(?:(?:hari{GAP})?(?P<weekday>{one_of(WEEKDAYS_OF_DATES)})\.?{_AFTER_WEEKDAY})?{TANGGAL}"
TH = "(?:st|nd|rd|th)?"
_COUNT = rf"(?:(?P<count>\d{{1,3}}|{one_of(NUMBERS)}){GAP}(?P<unit>{_UNIT})|se(?P<one>{_UNIT}))"
_LARGE = rf"(?:(?!(?:19|20)\d\d{GAP})\d[\d.,–-]{{0,15}}|{one_of(LARGE)}(?:{GAP}{one_of(NUMBERS)})?)"
_ORDINAL = f"(?P<ordinal>{one_of(ORDINALS)})"
_PERIOD = rf"(?P<period>{one_of(PERIODS)})(?:{GAP}(?:ke{GAP})?)?{_ORDINAL}"

POINTS = (
    row(rf"{ON}{DAY}{TH}(?:{GAP}|[-/]){MONTH}\.?,?(?:{GAP}|[-/]){_YEAR}{BRACKET}", full_date, half="day"),
    row(rf"{ON}{MONTH}\.?{GAP}{DAY}{TH},?{GAP}{_YEAR}{BRACKET}", full_date),
    row(rf"{ON}{DAY}/{NUMERIC_MONTH}/{_YEAR}{BRACKET}", full_date, half="day"),
    row(rf"{ON}{DAY}(?P<sep>[-.]){NUMERIC_MONTH}(?P=sep){_YEAR}{BRACKET}", full_date),
    row(rf"{ON}(?P<year>\d{{4}})(?P<sep>[-/.]){NUMERIC_MONTH}(?P=sep){DAY}{BRACKET}", full_date),
    # A number after it is a year that cannot be read: 17 Agustus '45.
    row(
        rf"{_ON}{DAY}{GAP}{MONTH}{BRACKET}(?![.,]?{ANY_GAP}['‘’]?\d)",
        _yearless_date,
        half="day",
        yearless=True,
    ),
    # Only after its weekday: 10/9 alone is a fraction or a score.
    row(rf"{_ON_WEEKDAY}{DAY}/{NUMERIC_MONTH}{BRACKET}", _yearless_date, yearless=True),
    row(rf"(?:{_PART})?(?:bulan{GAP})?{MONTH}\.?,?{GAP}{_YEAR}", month_and_year, half="month"),
    row(rf"(?P<year>\d{{4}})-{NUMERIC_MONTH}", month_and_year, bare=True),
    row(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)", full_date, bare=True),
    row(rf"{_PART}{_TAHUN}{_YEAR}", whole_year),
    row(rf"{_TAHUN}{_YEAR}", whole_year, bare=True),
    row(rf"{_PERIOD}(?:{GAP}|-){_TAHUN}{_YEAR}", _period_of_year),
    row(rf"(?:minggu|pekan){GAP}{_ORDINAL}{GAP}(?:bulan{GAP})?{MONTH}\.?,?{GAP}{_YEAR}", _week_of_month),
    row(one_of(NAMED_DAYS), _named_day),
    row(one_of(LAST_NIGHT), _last_night),
    row(rf"(?:{_PART})?{_LONG_UNIT}{GAP}{_WHEN}", _calendar_unit),
    row(rf"{_WEEKDAY}{GAP}(?P<week>(?:minggu|pekan){GAP})?{_WHEN}", _weekday),
    row(rf"{_COUNT}{GAP}{one_of(AGO)}", _units_ago),
    row(rf"{_COUNT}{GAP}{one_of(RECENT)}", _last_units),
    row(rf"\d\d{GAP}tahun{GAP}ini", _indefinite),  # an age: pria 54 tahun ini
    row(rf"{_LARGE}{GAP}{_UNIT}{GAP}{one_of(AGO + RECENT)}", _indefinite),
    row(rf"{one_of(INDEFINITE)}{GAP}{_UNIT}{GAP}{one_of([*WHEN, *RECENT])}", _indefinite),
)
