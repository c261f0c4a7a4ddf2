"""Dates as archives write them: a value of a record becomes a moment, a day, a month or a year.

A value is a text, a number, or what JSON and databases have for a moment (`shapes`). A text is read with the
table of the search box (`words.POINTS`) and with a time of day beside the date (`clock_times`); around them
may stand what outlets write there, *Kompas.com - 10/09/2019, 14:30 WIB*. Numbers are read by `numbers`.

Moments are moved to the time zone of the archive, so their day is the day there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from search.dates import words
from search.dates.clock_times import find_time, offset
from search.dates.numbers import number_read
from search.dates.orders import Numeric, Orders
from search.dates.reading import Found, point_at
from search.dates.shapes import inside_call, unwrapped
from search.dates.words import BRACKET, DAY, MONTH, NUMERIC_MONTH, ON, TH, WEEKDAYS_OF_DATES
from search.published import FIRST_YEAR, LAST_YEAR, PartialDate, Published
from search.remarks import Remark

_MOST_LENGTH = 200  # a longer text is no date, though one may stand in it

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?P<time>[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,18}))?)?"
    r"(?: ?(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?))?)?",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?P<time>[Tt](\d\d)(\d\d)(?:(\d\d)(?:[.,](\d{1,18}))?)?"
    r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?)",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?(?:e\+?\d+)?", re.ASCII | re.IGNORECASE)
_NOTHING = frozenset(
    "null none nil nan nat n/a na #n/a undefined unknown \\n - -- — tba kosong".split()
) | {"", "tidak ada", "tidak diketahui", "tanpa tanggal", "invalid date"}
_ZEROS = re.compile(r"[-+]?0+(?:[-/.: tT]0*)*(?:[zZ]|[+-][\d:]+)?|0001-0?1-0?1(?:[T ].*)?|0?1/0?1/0001(?: .*)?")
_ZONE_NAME = re.compile(r" ?\[[\w/+-]+\]?\Z")  # of Java: 2019-09-10T14:30+07:00[Asia/Jakarta]
_GLUED = re.compile(r"(?<=\d)[Tt_](?=\d)|(?<=/\d{4}):(?=\d\d:)")  # the last one is that of log files
_SLASHES = re.compile(r"(?<=\d) ?/ ?(?=\d)")
# JavaScript, date(1) and Java print the year behind the time: Tue Sep 10 14:30:00 WIB 2019.
_YEAR_LAST = words.compiled(
    rf"(?P<date>{ON}{MONTH}\.? {DAY}),? (?P<time>\d{{1,2}}:\d\d(?::\d\d)?(?: [\w+:-]+)?) (?P<end>\d{{4}})(?!\w)"
)
_YEAR_AT_END = re.compile(r"(?<![/.+\d-])\d{4}(?: \(|\Z)")
_CLOCK = re.compile(r"(?<![\w.:])\d{1,2}(?::\d\d(?::\d\d)?(?!\d)|\.\d\d(?= WI))")
_UPDATED = words.compiled(
    r"\b(?:di)?(?:perbar(?:ui|ukan)|perbaha?rui|ubah|sunting|edit|updated?|modified|edited|revis(?:i|ed))\b"
)
_LABEL = words.compiled(r"\A(?:(?:di)?(?:terbit|tayang|publikasi)(?:kan)?|published|posted|date)(?: on| pada)?:? ")
_INDONESIAN = words.compiled(rf"\b(?:wib|wita|wit|pukul|{words.one_of(words.WEEKDAYS)})\b")
_TWO_DIGITS = r"(?P<year>['’]?\d\d)(?![:.,/-]\d)"
# What the search box reads, and years of two digits, which are other numbers there.
_POINTS = (
    *words.POINTS,
    words.row(rf"{ON}{DAY}(?P<sep>[-/.]){NUMERIC_MONTH}(?P=sep){_TWO_DIGITS}{BRACKET}", words.full_date),
    words.row(rf"{ON}{DAY}{TH}(?P<sep>[ /-]){MONTH}\.?(?P=sep){_TWO_DIGITS}{BRACKET}", words.full_date),
)
_START = re.compile(r"(?<!\w)\w+")
_HOURS_AGO = words.compiled(
    rf"(?:(?P<count>\d{{1,3}}|{words.one_of(words.NUMBERS)}) |\bse|\ban? )"
    r"(?P<unit>jam|menit|detik|hours?|minutes?|mins?|seconds?) (?:(?:yang |yg )?lalu|ago)\b"
)
_SECONDS = {"j": 3600, "h": 3600, "m": 60, "d": 1, "s": 1}


class UnreadableDateError(ValueError):
    """A value names no moment, day, month or year; ``code`` says why, ``values`` what the sentence names."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


class ArchiveDates:
    """Reads the dates of one file.

    zone:      of moments that are written without one; all moments are moved to it
    following: returns the values of dates that follow in the file, as far as it may be looked ahead, which
               tell whether days or months come first
    """

    def __init__(self, zone: tzinfo, following: Callable[[], Iterable[object]] = tuple) -> None:
        self.zone = zone
        self._orders = Orders(lambda: _numerics(following()))
        self._other_zones: dict[str, int] = {}

    def read(self, value: object, reference: datetime | None = None) -> Published | None:
        """Return when a value says that an article was published, None if it says nothing.

        reference: the moment at which the value was written, if it is known; without it *3 jam lalu* and a
                   day without its year cannot be read

        Raises `UnreadableDateError`.
        """
        try:
            if isinstance(value, str):
                iso = _ISO.fullmatch(value)
                return self._iso(iso) if iso else self._text(value, reference)
            inside = unwrapped(value)
            return self.read(inside, reference) if isinstance(inside, str) else self._of_program(inside)
        except (ValueError, OverflowError) as error:  # of no calendar and no clock
            if isinstance(value, str) and _ZEROS.fullmatch(value.strip()):
                return None
            raise error if isinstance(error, UnreadableDateError) else UnreadableDateError("date_impossible") from error

    def notices(self) -> list[Remark]:
        """Return what is worth saying of the dates of the file, once it has been read."""
        notices = self._orders.notices()
        if self._other_zones:
            zones = tuple(sorted(self._other_zones))
            notices.append(Remark("zones_unknown", {"count": sum(self._other_zones.values()), "zones": zones}))
        return notices

    def _of_program(self, value: object) -> Published | None:
        """Return what a number means, or a date of a database."""
        if value is None or value != value or value == 0:  # noqa: PLR0124 - NaN and NaT differ from themselves
            return None
        if isinstance(value, datetime):
            return self._moved(value if value.tzinfo else value.replace(tzinfo=self.zone))
        if isinstance(value, date):
            return _checked(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self._number(repr(value))
        raise UnreadableDateError("date_unknown")

    def _number(self, written: str) -> Published:
        found = number_read(written, self.zone)
        if found is None:
            raise UnreadableDateError("date_unknown")
        if isinstance(found, datetime):
            return self._moved(found)
        return found if isinstance(found, PartialDate) else _checked(found)

    def _iso(self, match: re.Match[str]) -> Published:
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if not match["time"]:
            return _checked(date(year, month, day))
        zone = self.zone
        if written := match["offset"]:
            zone = timezone.utc if written in "Zz" else offset(written)
        clock = [int(match[part] or 0) for part in (5, 6, 7)]
        if clock == [24, 0, 0]:  # the midnight at the end of the day
            return self._moved(datetime(year, month, day, tzinfo=zone) + timedelta(days=1))
        if clock[2] == 60:  # RFC 3339 allows leap seconds, datetime does not
            clock[2] = 59
        fraction = int((match[8] or "")[:6].ljust(6, "0"))
        return self._moved(datetime(year, month, day, *clock, fraction, tzinfo=zone))

    def _text(self, value: str, reference: datetime | None) -> Published | None:
        text = " ".join(value.split()).strip("\"'“”[]|,;")
        if text.casefold() in _NOTHING or _ZEROS.fullmatch(text):
            return None
        if _NUMBER.fullmatch(text):
            return self._number(text)
        if len(text) > _MOST_LENGTH:
            raise UnreadableDateError("date_unknown")
        if (inside := inside_call(text)) is not text:
            return self.read(inside, reference)
        text = _ZONE_NAME.sub("", text)
        if iso := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            return self._iso(iso)
        return self._written(_respaced(text), reference)

    def _written(self, text: str, reference: datetime | None) -> Published:
        found = _date_in(text)
        if found is None:
            if ago := _HOURS_AGO.search(text):
                return self._ago(ago, reference)
            raise UnreadableDateError("date_unknown")
        day = self._day(found, text, reference)
        start, end = found.match.span()
        clock = find_time(text[end:]) or find_time(text[:start])
        if clock is None or isinstance(day, PartialDate):
            return day
        if clock.unknown:
            self._other_zones[clock.unknown] = self._other_zones.get(clock.unknown, 0) + 1
            return day
        moment = datetime.combine(day, clock.time, clock.zone or self.zone)
        return self._moved(moment + timedelta(days=clock.next_day))

    def _day(self, found: Found, text: str, reference: datetime | None) -> date | PartialDate:
        if found.point.relative:
            if reference is None:
                raise UnreadableDateError("date_without_year")
            first, last = found.span(reference.astimezone(self.zone).date())
            if first != last:
                raise UnreadableDateError("date_unknown")
            return first
        parts = found.match.groupdict()
        year = full_year(parts["year"])
        if numeric := numeric_of(found):
            order = "day" if _INDONESIAN.search(text) and numeric.second <= 12 else self._orders.of(numeric)
            month, day = (numeric.second, numeric.first) if order == "day" else (numeric.first, numeric.second)
            return _checked(date(year, month, day))
        if parts.get("day"):
            return _checked(date(year, words.month_number(found.match), int(parts["day"])))
        if found.point.meaning is words.month_and_year and not parts.get("part"):
            return _partial(year, words.month_number(found.match))
        if found.point.meaning is words.whole_year and not parts.get("part"):
            return _partial(year, None)
        raise UnreadableDateError("date_unknown")  # awal 2019, kuartal III 2019

    def _ago(self, match: re.Match[str], reference: datetime | None) -> datetime:
        if reference is None:
            raise UnreadableDateError("date_without_year")
        written = (match["count"] or "1").lower()
        count = int(written) if written.isdigit() else words.NUMBERS[words.plain(written)]
        return self._moved(reference - timedelta(seconds=count * _SECONDS[match["unit"][0].lower()]))

    def _moved(self, moment: datetime) -> datetime:
        """Return a moment in the zone of the archive, with an offset of whole minutes as in RFC 3339."""
        _checked(moment.date())
        there = moment.astimezone(self.zone)
        return there.astimezone(_whole_minutes(there.utcoffset() or timedelta()))


@lru_cache(maxsize=64)
def _whole_minutes(distance: timedelta) -> timezone:
    return timezone(timedelta(minutes=round(distance / timedelta(minutes=1))))


def _respaced(text: str) -> str:
    """Return a text with its date and its time side by side and apart, in the order of the tables."""
    text = _SLASHES.sub("/", _GLUED.sub(" ", text))
    if ":" in text and _YEAR_AT_END.search(text):
        return _YEAR_LAST.sub(r"\g<date> \g<end> \g<time>", text)
    return text


def _date_in(text: str) -> Found | None:
    """Return the date in a text: the first that does not say when it was updated, or else all of the text."""
    return _first_date(_CLOCK.sub(_midnight, text))


def _midnight(match: re.Match[str]) -> str:
    """Return another time of the same length, so what is remembered of texts is one for each day."""
    return "00:00:00"[: len(match[0])]


@lru_cache(maxsize=4096)
def _first_date(text: str) -> Found | None:
    found: list[Found] = []
    read_up_to = 0
    for word in _START.finditer(text):
        start = word.start()
        opens = word[0][0].isdigit() or word[0].lower() in words.OPENINGS
        if start < read_up_to or not opens:
            continue
        if point := point_at(text, start, False, _POINTS):
            updated = _UPDATED.search(text, read_up_to, start)
            read_up_to = point.match.end()
            if not updated and not point.point.relative:
                return point
            found.append(point)
    if found:
        return next((point for point in found if not point.point.relative), found[0])
    alone = _LABEL.sub("", text).strip(" .")
    bare = point_at(alone, 0, True)
    return bare if bare and bare.match.end() == len(alone) else None


def numeric_of(found: Found) -> Numeric | None:
    """Return the numbers of a date whose day and month could be in either order."""
    match, parts = found.match, found.match.groupdict()
    if not parts.get("day") or not (parts.get("month") or "").isdigit() or match.start("year") < match.start("day"):
        return None
    weekday = parts.get("weekday")
    return Numeric(
        int(parts["day"]),
        int(parts["month"]),
        full_year(parts["year"]),
        WEEKDAYS_OF_DATES[weekday.lower()] if weekday else None,
        match[0],
    )


def _numerics(values: Iterable[object]) -> Iterator[Numeric]:
    """Yield the dates of numbers alone in the values of a file."""
    for value in values:
        if isinstance(value, str) and len(value) <= _MOST_LENGTH:
            found = _date_in(_respaced(" ".join(value.split())))
            if found and (numeric := numeric_of(found)):
                yield numeric


def full_year(written: str) -> int:
    """Return a year of four digits, or of two as POSIX reads them: 69 is 2069, 70 is 1970."""
    year = int(written.strip("'’"))
    return year if len(written) == len("2019") else year + (2000 if year < 70 else 1900)


def _partial(year: int, month: int | None) -> PartialDate:
    if month is not None and not 1 <= month <= 12:
        raise UnreadableDateError("date_impossible")
    _checked(date(year, 1, 1))
    return PartialDate(year, month)


def _checked(day: date) -> date:
    """Return a day in the years of archives. Raises `UnreadableDateError`."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadableDateError("date_beyond", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return day
