"""The module reads dates as people write them: *24 Februari 2023*, *bulan lalu*, *sejak Maret 2023*.

A point (`points`) stands alone, behind a word that leaves one side open (*sejak*, *sebelum*, *hingga*), or in
a range (*antara ... dan ...*, *Januari-Maret 2024*). The longest reading at an offset is taken. A range that
is written backwards is put in order.

The caller always gives the day of today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from search.dates import points, spans, words
from search.dates.points import Point
from search.dates.spans import ImpossibleDateError, Span
from search.dates.words import ANY_GAP, GAP, Match, compiled
from search.errors import Problem
from search.later import Pattern


@dataclass(frozen=True)
class DateRange:
    """The days from `first` to `last`, both included; None means that this side is open."""

    first: date | None
    last: date | None


class DateError(ValueError):
    """A value is no date.

    code, values: why, for `search.wording`; the text of the exception says the same in English
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(Problem("", code, values).message)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class PointMatch:
    """A point at its offset in a text."""

    point: Point
    match: Match

    def span(self, today: date) -> Span:
        """Return the first and last day. Raises `ImpossibleDateError` if there are no such days."""
        try:
            first, last = self.point.meaning(self.match, today)
            spans.year_span(first.year)
            spans.year_span(last.year)
        except OverflowError as error:
            raise ImpossibleDateError("beyond_calendar", part=repr(self.match[0])) from error
        return first, last


def point_at(text: str, start: int, bare: bool, table: Iterable[Point] = points.POINTS) -> PointMatch | None:
    """Return the longest point that begins at an offset, or None.

    Of equally long ones it is the first of the table.

    bare: whether a point may be one that is a date only beside other words
    """
    ways = (point for point in table if bare or not point.bare)
    matches = [PointMatch(way, match) for way in ways if (match := way.pattern.match(text, start))]
    return max(matches, key=lambda point: point.match.end(), default=None)


# --- points with other words beside them ----------------------------------------------------------------

_BOUNDS: tuple[tuple[re.Pattern[str], Callable[[Span], DateRange]], ...] = (
    (compiled(rf"(?:sejak|semenjak|mulai(?:{GAP}dari)?){GAP}"), lambda span: DateRange(span[0], None)),
    (compiled(rf"(?:setelah|sesudah){GAP}"), lambda span: DateRange(span[1] + timedelta(days=1), None)),
    (compiled(rf"sebelum{GAP}"), lambda span: DateRange(None, span[0] - timedelta(days=1))),
    (compiled(rf"(?:sampai(?:{GAP}dengan)?|hingga){GAP}"), lambda span: DateRange(None, span[1])),
)
#: The words of _BOUNDS and _FROM. A reading begins with one of these or with a point.
AROUND = (
    *("sejak", "semenjak", "mulai", "setelah", "sesudah", "sebelum", "sampai", "hingga"),
    *("antara", "dari"),
)
_FROM = compiled(rf"(?:(?P<between>antara)|dari|sejak|semenjak|mulai(?:{GAP}dari)?){GAP}")
_TO = rf"(?P<dash>{ANY_GAP}[-–—]{ANY_GAP})|{GAP}(?:sampai(?:{GAP}dengan)?|hingga|s\.?d\.?|s/d{{}}){GAP}"
_JOINS = {False: compiled(_TO.format("")), True: compiled(_TO.format("|dan"))}
_NOW = compiled(rf"(?:sekarang|kini|saat{GAP}ini)(?!\w)")
_HALF_DAY = compiled(points.TANGGAL + points.DAY)
_HALF_MONTH = compiled(rf"(?:bulan{GAP})?{points.MONTH}")


@dataclass(frozen=True)
class Reading:
    """One way to read the text from an offset.

    end:     the offset behind it
    meaning: the function that returns the days, given the day of today; it may raise `ImpossibleDateError`
    """

    end: int
    meaning: Callable[[date], DateRange]


def _alone(text: str, start: int, whole: bool) -> Iterator[Reading]:
    point = point_at(text, start, bare=whole)
    if point and (whole or not point.point.yearless or point.match["weekday"]):
        yield Reading(point.match.end(), lambda today: DateRange(*point.span(today)))


def _bounded(text: str, start: int) -> Iterator[Reading]:
    for pattern, bound in _BOUNDS:
        if (word := pattern.match(text, start)) and (point := point_at(text, word.end(), bare=True)):
            yield Reading(point.match.end(), partial(_bound_meaning, point, bound))


def _bound_meaning(point: PointMatch, bound: Callable[[Span], DateRange], today: date) -> DateRange:
    return bound(point.span(today))


def _ranges(text: str, start: int, whole: bool) -> Iterator[Reading]:
    """Yield the ranges with two ends: with a shortened start (12-15 Maret 2024), complete, or up to now."""
    lead = _FROM.match(text, start)
    join_pattern = _JOINS[bool(lead and lead["between"])]
    begin = lead.end() if lead else start

    for half_pattern, complete in ((_HALF_DAY, _from_day), (_HALF_MONTH, _from_month)):
        half = half_pattern.match(text, begin)
        join = half and join_pattern.match(text, half.end())
        end = join and point_at(text, join.end(), bare=False)
        if half and end and _shortens(half, end):
            yield Reading(end.match.end(), partial(complete, half, end))

    first = point_at(text, begin, bare=True)
    to = first and join_pattern.match(text, first.match.end())
    if not first or not to:
        return
    is_clear = bool(lead) or whole or not to["dash"]  # 2019-2024 alone is a term of office
    if first.point.bare and not is_clear:
        return
    if to["dash"] == "-" and first.match[0].isalpha():  # kemarin-kemarin
        return
    if now := _NOW.match(text, to.end()):
        yield Reading(now.end(), partial(_up_to_now, first))
    elif last := point_at(text, to.end(), bare=is_clear):
        yield Reading(last.match.end(), partial(_from_point, first, last))


def _shortens(half: Match, end: PointMatch) -> bool:
    """Return whether the end of a range completes its start, 12 or Januari.

    3-1 Maret is a score and a month.
    """
    if "day" not in half.groupdict():
        return end.point.half == "month"
    return end.point.half == "day" and 0 < int(half["day"]) < int(end.match["day"])


def _from_day(half: Match, end: PointMatch, today: date) -> DateRange:
    last = end.span(today)[1]
    return DateRange(last.replace(day=int(half["day"])), last)


def _from_month(half: Match, end: PointMatch, today: date) -> DateRange:
    """Return the days of a range of months; November-Januari 2024 begins in the year before."""
    month, (first, last) = points.month_number(half), end.span(today)
    return DateRange(spans.month_span(first.year - (month > first.month), month)[0], last)


def _up_to_now(first: PointMatch, today: date) -> DateRange:
    return _ordered(first.span(today), (today, today))


def _from_point(first: PointMatch, last: PointMatch, today: date) -> DateRange:
    """Return the days of a range of two points; a day without a year gets the year next to the other end."""
    if last.point.yearless and not first.point.yearless:
        start = first.span(today)
        return _ordered(start, last.span(spans.shift_months(start[0], 12) - timedelta(days=1)))
    end = last.span(today)
    return _ordered(first.span(end[1] if first.point.yearless else today), end)


def _ordered(one: Span, other: Span) -> DateRange:
    return DateRange(min(one[0], other[0]), max(one[1], other[1]))


# --- reading a value ------------------------------------------------------------------------------------

_END = Pattern(r"(?![\w%*])(?![-–/'’]\w)(?![.,:]\d)")
_SHORT = compiled(rf"(?P<count>\d{{1,4}})(?P<unit>{words.one_of(words.SHORT_UNITS)})")


def longest_reading(text: str, start: int, whole: bool = False) -> Reading | None:
    """Return the longest way to read the text from an offset, or None.

    whole: whether the text is known to be a date, so that a year or a range alone is one too
    """
    readings = (*_ranges(text, start, whole), *_bounded(text, start), *_alone(text, start, whole))
    complete = (reading for reading in readings if _END.match(text, reading.end))
    return max(complete, key=lambda reading: reading.end, default=None)


def parse_date(value: str, today: date) -> DateRange:
    """Return the days of a value that is a date as a whole.

    Everything that `search.query.dates.find_dates` reads is a date, and so are 2022, 2019-09 and the last
    days,
    weeks, months or years: 7d, 2w, 3m, 1y.

    Raises DateError: the value is no date, or a date that does not exist.
    """
    written = value.strip()
    try:
        if short := _SHORT.fullmatch(written):
            count = points.at_least_one(int(short["count"]))
            return DateRange(*spans.last_units(words.SHORT_UNITS[short["unit"].lower()], count, today))
        reading = longest_reading(written, 0, whole=True)
        if reading and reading.end == len(written):
            return reading.meaning(today)
    except ImpossibleDateError as error:
        raise DateError(error.code, text=repr(value), **error.values) from error
    raise DateError("no_date", text=repr(value))
