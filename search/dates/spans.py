"""Stretches of days: a month, the week before this one, the last 30 days, the middle of a year.

Weeks run from Monday to Sunday. The calendar of an archive reaches from 1900 to 2100.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

Span = tuple[date, date]  # first and last day, both included
Unit = Literal["day", "week", "month", "year"]

FIRST_YEAR, LAST_YEAR = 1900, 2100


class ImpossibleDateError(ValueError):
    """Written like a date, but there is no such day, or no definite one: ``code`` and ``values`` say why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def year_span(year: int) -> Span:
    """Return the first and last day of a year from 1900 to 2100; raises `ImpossibleDateError`."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDateError("no_such_year", year=str(year), first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return date(year, 1, 1), date(year, 12, 31)


def month_span(year: int, month: int) -> Span:
    """Return the first and last day of a month, counted from 1; raises `ImpossibleDateError`."""
    year_span(year)
    if not 1 <= month <= 12:
        raise ImpossibleDateError("no_such_month", month=month)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def day_of(year: int, month: int, day: int) -> date:
    """Return the day; raises `ImpossibleDateError` naming the part that cannot be."""
    last = month_span(year, month)[1]
    if not 1 <= day <= last.day:
        raise ImpossibleDateError("no_such_day", day=day, month=f"{year}-{month:02d}", days=last.day)
    return last.replace(day=day)


def latest_day(month: int, day: int, until: date) -> date:
    """Return the latest such day that is not after `until`; raises `ImpossibleDateError`."""
    longest = month_span(2000, month)[1].day  # of a leap year
    if not 1 <= day <= longest:
        raise ImpossibleDateError("no_such_day_of_month", day=day, month=month, days=longest)
    for year in range(until.year, FIRST_YEAR - 1, -1):
        if day <= month_span(year, month)[1].day and date(year, month, day) <= until:
            return date(year, month, day)
    raise ImpossibleDateError(
        "no_such_day_until", day=day, month=month, first=str(FIRST_YEAR), last=str(until)
    )


def shift_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_span(year, month + 1)[1]
    return last.replace(day=min(day.day, last.day))


def period(unit: Unit, offset: int, today: date) -> Span:
    """Return the calendar unit that lies `offset` units after the one that holds today."""
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


def window(unit: Unit, count: int, today: date) -> Span:
    """Return the last `count` units, today included: 7 days are today and the six days before it."""
    if unit in ("month", "year"):
        before = shift_months(today, -count * (12 if unit == "year" else 1))
    else:
        before = today - timedelta(days=count * (7 if unit == "week" else 1))
    return before + timedelta(days=1), today


def part_of_year(year: int, months: int, number: int) -> Span:
    """Return a quarter, a half or the like of a year: the ``number``-th stretch of so many months, from 1.

    Raises `ImpossibleDateError`.
    """
    year_span(year)
    if not 1 <= number <= 12 // months:
        raise ImpossibleDateError("no_such_part", part=number, parts=12 // months)
    last = number * months
    return date(year, last - months + 1, 1), month_span(year, last)[1]


def week_of_month(year: int, month: int, number: int) -> Span:
    """Return the ``number``-th seven days of a month, from 1; the fifth are what is left of it.

    Raises `ImpossibleDateError`.
    """
    first, last = month_span(year, month)
    if not 1 <= number <= 5 or 7 * number - 6 > last.day:
        raise ImpossibleDateError("no_such_part", part=number, parts=-(-last.day // 7))
    return first.replace(day=7 * number - 6), first.replace(day=min(7 * number, last.day))


def third(unit: Unit, number: int, whole: Span) -> Span:
    """Return the beginning, middle or end (0, 1, 2) of a week, a month or a year."""
    first, last = whole
    if unit == "year":
        return date(first.year, 4 * number + 1, 1), month_span(first.year, 4 * number + 4)[1]
    starts = (0, 2, 5) if unit == "week" else (0, 10, 20)
    end = last if number == 2 else first + timedelta(days=starts[number + 1] - 1)
    return first + timedelta(days=starts[number]), end
