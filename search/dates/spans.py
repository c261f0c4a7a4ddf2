"""The module computes spans of days: a month, the last week, the last 30 days, the middle of a year.

A week is from Monday to Sunday. Searches can name the years from 1900 to 2100.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Span = tuple[date, date]  # first and last day, both included
Unit = Literal["day", "week", "month", "year"]

FIRST_YEAR, LAST_YEAR = 1900, 2100


class ImpossibleDateError(ValueError):
    """A text has the form of a date, but there is no such day, or no exact one.

    code, values: why, for `search.wording`
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def year_span(year: int) -> Span:
    """Return the first and last day of a year. Raises `ImpossibleDateError` outside of 1900 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDateError("no_such_year", year=str(year), first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return date(year, 1, 1), date(year, 12, 31)


def month_span(year: int, month: int) -> Span:
    """Return the first and last day of a month, 1 to 12. Raises `ImpossibleDateError`."""
    year_span(year)
    if not 1 <= month <= 12:
        raise ImpossibleDateError("no_such_month", month=month)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def day_of(year: int, month: int, day: int) -> date:
    """Return the day. Raises `ImpossibleDateError`, which names the impossible part."""
    last = month_span(year, month)[1]
    if not 1 <= day <= last.day:
        raise ImpossibleDateError("no_such_day", day=day, month=f"{year}-{month:02d}", days=last.day)
    return last.replace(day=day)


def latest_day(month: int, day: int, until: date) -> date:
    """Return the latest such day that is not after `until`. Raises `ImpossibleDateError` if there is none."""
    longest = month_span(2000, month)[1].day  # 2000 is a leap year
    if not 1 <= day <= longest:
        raise ImpossibleDateError("no_such_day_of_month", day=day, month=month, days=longest)
    for year in range(until.year, FIRST_YEAR - 1, -1):
        if day <= month_span(year, month)[1].day and date(year, month, day) <= until:
            return date(year, month, day)
    raise ImpossibleDateError(
        "no_such_day_until", day=day, month=month, first=str(FIRST_YEAR), last=str(until)
    )


def shift_months(day: date, months: int) -> date:
    """Return the same day a number of months later, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_span(year, month + 1)[1]
    return last.replace(day=min(day.day, last.day))


def period(unit: Unit, offset: int, today: date) -> Span:
    """Return the day, week, month or year that is `offset` units after the one of today."""
    if unit == "year":
        return year_span(today.year + offset)
    if unit == "month":
        within = shift_months(today, offset)
        return month_span(within.year, within.month)
    if unit == "week":
        monday = today + timedelta(days=7 * offset - today.weekday())
        return monday, monday + timedelta(days=6)
    day = today + timedelta(days=offset)
    return day, day


def last_units(unit: Unit, count: int, today: date) -> Span:
    """Return the last `count` units up to today: 7 days are today and the six days before it."""
    if unit in ("month", "year"):
        before = shift_months(today, -count * (12 if unit == "year" else 1))
    else:
        before = today - timedelta(days=count * (7 if unit == "week" else 1))
    return before + timedelta(days=1), today


def part_of_year(year: int, months: int, number: int) -> Span:
    """Return the ``number``-th part of a year, counted from 1, if each part has ``months`` months.

    Raises `ImpossibleDateError` if the year has no such part.
    """
    year_span(year)
    if not 1 <= number <= 12 // months:
        raise ImpossibleDateError("no_such_part", part=number, parts=12 // months)
    last = number * months
    return date(year, last - months + 1, 1), month_span(year, last)[1]


def week_of_month(year: int, month: int, number: int) -> Span:
    """Return the ``number``-th seven days of a month, counted from 1; the fifth are the remaining days.

    Raises `ImpossibleDateError` if the month has no such days.
    """
    first, last = month_span(year, month)
    if not 1 <= number <= 5 or 7 * number - 6 > last.day:
        raise ImpossibleDateError("no_such_part", part=number, parts=-(-last.day // 7))
    return first.replace(day=7 * number - 6), first.replace(day=min(7 * number, last.day))


def third(unit: Unit, number: int, whole: Span) -> Span:
    """Return the beginning, middle or end (number 0, 1, 2) of a week, a month or a year, `whole`."""
    first, last = whole
    if unit == "year":
        return date(first.year, 4 * number + 1, 1), month_span(first.year, 4 * number + 4)[1]
    starts = (0, 2, 5) if unit == "week" else (0, 10, 20)
    end = last if number == 2 else first + timedelta(days=starts[number + 1] - 1)
    return first + timedelta(days=starts[number]), end
