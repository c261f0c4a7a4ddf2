"""The module has the grammar of points: *24 Februari 2023*, *bulan lalu*, *7 hari terakhir*.

A point names one range of days. `POINTS` has a `Point` for each way to write one: a pattern, and the function
that computes the days. `reading` has what may stand around a point (*sejak ...*, *antara ... dan ...*).

- The order is always day, month, year. A weekday in front of a date is matched, but not compared with the
  date. A day and month without a year is the latest such day that is not after today.
- *lalu*, *ini*, *depan* and *n ... lalu* name units of the calendar: days, weeks from Monday to Sunday,
  months, years. *n ... terakhir* names the n units that end today, so *7 hari terakhir* is seven days.
- *kuartal III 2019*, *semester I 2019* and the like are parts of a year. *minggu kedua September 2019* is the
  8th to the 14th, because the weeks of a month are counted from its first day.
- *awal*, *pertengahan* and *akhir* are thirds: January-April, May-August, September-December of a year;
  days 1-10, 11-20, 21-end of a month; Monday-Tuesday, Wednesday-Friday, Saturday-Sunday of a week.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from search.dates.spans import (
    ImpossibleDateError,
    Span,
    Unit,
    day_of,
    last_units,
    latest_day,
    month_span,
    part_of_year,
    period,
    third,
    week_of_month,
    year_span,
)
from search.dates.words import (
    AGO,
    ANY_GAP,
    GAP,
    INDEFINITE,
    LARGE,
    LAST_NIGHT,
    MEASURES,
    MONTHS,
    NAMED_DAYS,
    NUMBERS,
    ORDINALS,
    PERIODS,
    RECENT,
    THIRDS,
    UNITS,
    WEEKDAYS,
    WEEKDAYS_OF_DATES,
    WHEN,
    Match,
    compiled,
    one_of,
    plain,
)

# --- the days of a point --------------------------------------------------------------------------------


def month_number(match: Match) -> int:
    """Return the month, 1 to 12, that the group `month` of a match has as a word or in digits."""
    month = match["month"]
    return int(month) if month.isdigit() else MONTHS[month.lower()]


def _count_and_unit(match: Match) -> tuple[int, Unit]:
    if match["one"]:  # sebulan, setahun
        return 1, UNITS[match["one"].lower()]
    written = match["count"]
    count = int(written) if written.isdigit() else NUMBERS[plain(written)]
    return at_least_one(count), UNITS[match["unit"].lower()]


def at_least_one(count: int) -> int:
    """Return the count. Raises `ImpossibleDateError` if it is below 1."""
    if count < 1:
        raise ImpossibleDateError("too_few", count=count)
    return count


def _part_of(unit: Unit, match: Match, whole: Span) -> Span:
    part = match.groupdict().get("part")
    return third(unit, THIRDS[part.lower()], whole) if part else whole


def full_date(match: Match, _today: date) -> Span:
    """Return the day of the groups `year`, `month` and `day`. Raises `ImpossibleDateError`."""
    day = day_of(int(match["year"]), month_number(match), int(match["day"]))
    return day, day


def _yearless_date(match: Match, today: date) -> Span:
    day = latest_day(month_number(match), int(match["day"]), today)
    return day, day


def month_and_year(match: Match, _today: date) -> Span:
    """Return the month of the groups `year` and `month`, or the third of it that the group `part` names."""
    return _part_of("month", match, month_span(int(match["year"]), month_number(match)))


def whole_year(match: Match, _today: date) -> Span:
    """Return the year of the group `year`, or the third of it that the group `part` names."""
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
    """Return the last such weekday before today (*lalu*), the next one (*depan*), or that of a given week."""
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
    return last_units(unit, count, today)


def _indefinite(match: Match, _today: date) -> Span:
    raise ImpossibleDateError("indefinite", part=repr(match[0]))


_DEFINITE = (full_date, month_and_year, whole_year, _period_of_year, _week_of_month)


# --- the ways to write a point --------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """One way to write a range of days.

    pattern:  what is written; its groups are the arguments of ``meaning``
    meaning:  the function that returns the days, given the match and the day of today
    half:     what the start of a range may consist of if this is its end: "day" in 12-15 Maret 2024
    bare:     whether it is a date only beside other words, as in *sejak 2019*
    yearless: whether it has a day and a month, but no year
    """

    pattern: re.Pattern[str]
    meaning: Callable[[Match, date], Span]
    half: Literal["day", "month", ""] = ""
    bare: bool = False
    yearless: bool = False

    @property
    def relative(self) -> bool:
        """Whether the days depend on today, as those of *kemarin* do."""
        return self.meaning not in _DEFINITE


def make_point(pattern: str, meaning: Callable[[Match, date], Span], **options: Any) -> Point:
    """Return a `Point` of this pattern; what it matches must end where a word ends.

    options: the other attributes of the `Point`
    """
    return Point(compiled(pattern + r"(?!\w)"), meaning, **options)


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
BRACKET = rf"(?(bracket){ANY_GAP}\))"  # closes the bracket that _AFTER_WEEKDAY opened
TANGGAL = rf"(?:(?:tanggal|tgl\.?){GAP})?"
_ON = rf"(?:{_ON_WEEKDAY})?{TANGGAL}"
ON = rf"(?:(?:hari{GAP})?(?P<weekday>{one_of(WEEKDAYS_OF_DATES)})\.?{_AFTER_WEEKDAY})?{TANGGAL}"
TH = "(?:st|nd|rd|th)?"
_COUNT = rf"(?:(?P<count>\d{{1,3}}|{one_of(NUMBERS)}){GAP}(?P<unit>{_UNIT})|se(?P<one>{_UNIT}))"
_LARGE = rf"(?:(?!(?:19|20)\d\d{GAP})\d[\d.,–-]{{0,15}}|{one_of(LARGE)}(?:{GAP}{one_of(NUMBERS)})?)"
_ORDINAL = f"(?P<ordinal>{one_of(ORDINALS)})"
_PERIOD = rf"(?P<period>{one_of(PERIODS)})(?:{GAP}(?:ke{GAP})?)?{_ORDINAL}"

POINTS = (
    make_point(
        rf"{ON}{DAY}{TH}(?:{GAP}|[-/]){MONTH}\.?,?(?:{GAP}|[-/]){_YEAR}{BRACKET}", full_date, half="day"
    ),
    make_point(rf"{ON}{MONTH}\.?{GAP}{DAY}{TH},?{GAP}{_YEAR}{BRACKET}", full_date),
    make_point(rf"{ON}{DAY}/{NUMERIC_MONTH}/{_YEAR}{BRACKET}", full_date, half="day"),
    make_point(rf"{ON}{DAY}(?P<sep>[-.]){NUMERIC_MONTH}(?P=sep){_YEAR}{BRACKET}", full_date),
    make_point(rf"{ON}(?P<year>\d{{4}})(?P<sep>[-/.]){NUMERIC_MONTH}(?P=sep){DAY}{BRACKET}", full_date),
    # A number behind it would be a year that cannot be read: 17 Agustus '45.
    make_point(
        rf"{_ON}{DAY}{GAP}{MONTH}{BRACKET}(?![.,]?{ANY_GAP}['‘’]?\d)",
        _yearless_date,
        half="day",
        yearless=True,
    ),
    # It is a date only behind its weekday: 10/9 alone is a fraction or a score.
    make_point(rf"{_ON_WEEKDAY}{DAY}/{NUMERIC_MONTH}{BRACKET}", _yearless_date, yearless=True),
    make_point(rf"(?:{_PART})?(?:bulan{GAP})?{MONTH}\.?,?{GAP}{_YEAR}", month_and_year, half="month"),
    make_point(rf"(?P<year>\d{{4}})-{NUMERIC_MONTH}", month_and_year, bare=True),
    make_point(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)", full_date, bare=True),
    make_point(rf"{_PART}{_TAHUN}{_YEAR}", whole_year),
    make_point(rf"{_TAHUN}{_YEAR}", whole_year, bare=True),
    make_point(rf"{_PERIOD}(?:{GAP}|-){_TAHUN}{_YEAR}", _period_of_year),
    make_point(
        rf"(?:minggu|pekan){GAP}{_ORDINAL}{GAP}(?:bulan{GAP})?{MONTH}\.?,?{GAP}{_YEAR}", _week_of_month
    ),
    make_point(one_of(NAMED_DAYS), _named_day),
    make_point(one_of(LAST_NIGHT), _last_night),
    make_point(rf"(?:{_PART})?{_LONG_UNIT}{GAP}{_WHEN}", _calendar_unit),
    make_point(rf"{_WEEKDAY}{GAP}(?P<week>(?:minggu|pekan){GAP})?{_WHEN}", _weekday),
    make_point(rf"{_COUNT}{GAP}{one_of(AGO)}", _units_ago),
    make_point(rf"{_COUNT}{GAP}{one_of(RECENT)}", _last_units),
    make_point(rf"se(?P<one>{_UNIT}){GAP}ini", _last_units),
    make_point(rf"\d\d{GAP}tahun{GAP}ini", _indefinite),  # an age: pria 54 tahun ini
    make_point(rf"{_LARGE}{GAP}{_UNIT}{GAP}{one_of(AGO + RECENT)}", _indefinite),
    make_point(rf"{one_of(INDEFINITE)}{GAP}{_UNIT}{GAP}{one_of([*WHEN, *RECENT])}", _indefinite),
)
