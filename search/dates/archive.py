"""The module reads the dates of an archive: a value of a record becomes a moment, a day, a month or a year.

A value is a text, a number, or one of the objects by which JSON and databases represent a moment (`shapes`).
`written` finds the date in a text, and `clock_times` the time of day beside it; `numbers` reads numbers.
Moments are converted to the time zone of the archive, so their day is the day there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from search.dates import points, words
from search.dates.clock_times import find_time, offset
from search.dates.numbers import date_of_number
from search.dates.orders import Numeric, Orders
from search.dates.reading import PointMatch
from search.dates.shapes import inside_call, unwrapped
from search.dates.written import date_in, full_year, numeric_of, respaced
from search.later import Pattern
from search.published import FIRST_YEAR, LAST_YEAR, PartialDate, Published
from search.remarks import Remark

_MAX_LENGTH = 200  # a longer text is no date, though one may stand in it

_ISO = Pattern(
    r"(\d{4})-(\d\d)-(\d\d)(?P<time>[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,18}))?)?"
    r"(?: ?(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?))?)?",
    re.ASCII,
)
_COMPACT = Pattern(
    r"(\d{4})(\d\d)(\d\d)(?P<time>[Tt](\d\d)(\d\d)(?:(\d\d)(?:[.,](\d{1,18}))?)?"
    r"(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?)",
    re.ASCII,
)
_NUMBER = Pattern(r"[+-]?\d+(?:\.\d*)?(?:e\+?\d+)?", re.ASCII | re.IGNORECASE)
_NO_DATE = frozenset(
    [
        *("", "null", "none", "nil", "nan", "nat", "n/a", "na", "#n/a", "undefined", "unknown", "\\n"),
        *("-", "--", "—", "tidak ada", "tidak diketahui", "tanpa tanggal", "invalid date"),
    ]
)
# These mean no date as well: 0, 0000-00-00 00:00:00, and 0001-01-01, which programs write for an unset day.
_ZEROS = Pattern(
    r"[-+]?0+(?:[-/.: tT]0*)*(?:[zZ]|[+-][\d:]+)?|0001-0?1-0?1(?:[T ].*)?|0?1/0?1/0001(?: .*)?", re.ASCII
)
_ZONE_NAME = Pattern(r" ?\[[\w/+-]+\]?\Z")  # Java writes it: 2019-09-10T14:30+07:00[Asia/Jakarta]
_INDONESIAN = words.compiled(rf"\b(?:wib|wita|wit|pukul|{words.one_of(words.WEEKDAYS)})\b")
_HOURS_AGO = words.compiled(
    rf"(?:(?P<count>\d{{1,3}}|{words.one_of(words.NUMBERS)}) |\bse|\ban? )"
    r"(?P<unit>jam|menit|detik|hours?|minutes?|mins?|seconds?) (?:(?:yang |yg )?lalu|ago)\b"
)
_SECONDS = {"j": 3600, "h": 3600, "m": 60, "d": 1, "s": 1}
_MONTHS_OF_A_YEAR = 12


def is_iso_day(text: str) -> bool:
    """Return whether a text has the form ``2019-09-10`` (ISO 8601); the day need not exist."""
    return len(text) == len("2019-09-10") and _ISO.fullmatch(text) is not None


class UnreadableDateError(ValueError):
    """A value names no moment, day, month or year.

    code:   why, as a code of `search.wording.records`
    values: what the sentence of this code mentions
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


class ArchiveDates:
    """The object reads the dates of one file.

    zone:      the time zone of the archive: moments without a zone are in it, others are converted to it
    following: a function that returns values of dates from the next records of the file; they show whether
               the day or the month comes first
    """

    def __init__(self, zone: tzinfo, following: Callable[[], Iterable[object]] = tuple) -> None:
        self.zone = zone
        self._orders = Orders(lambda: _numerics(following()))
        self._other_zones: dict[str, int] = {}

    def read(self, value: object, reference: datetime | None = None) -> Published | None:
        """Return the date of publication that a value gives, or None if the value says that there is none.

        reference: the moment at which the value was written, if it is known; without it, *3 jam lalu* and a
                   day without its year cannot be read

        Raises `UnreadableDateError` if the value is not a date.
        """
        try:
            if isinstance(value, str):
                iso = _ISO.fullmatch(value)
                return self._iso(iso) if iso else self._text(value, reference)
            inside = unwrapped(value)
            return self.read(inside, reference) if isinstance(inside, str) else self._of_program(inside)
        except (ValueError, OverflowError) as error:  # no calendar has this day, or no clock this time
            if isinstance(value, str) and _ZEROS.fullmatch(value.strip()):
                return None
            if isinstance(error, UnreadableDateError):
                raise
            raise UnreadableDateError("date_impossible") from error

    def notices(self) -> list[Remark]:
        """Return remarks about the dates of the file; call it after the last date."""
        notices = self._orders.notices()
        if self._other_zones:
            count, zones = sum(self._other_zones.values()), tuple(sorted(self._other_zones))
            notices.append(Remark("zones_unknown", {"count": count, "zones": zones}))
        return notices

    def _of_program(self, value: object) -> Published | None:
        """Return the date of a value that is no text: of a number, or of Python's own date types."""
        if value is None or value != value or value == 0:  # noqa: PLR0124 - NaN and NaT differ from themselves
            return None
        if isinstance(value, datetime):
            return self._in_zone(value if value.tzinfo else value.replace(tzinfo=self.zone))
        if isinstance(value, date):
            return _checked(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self._number(repr(value))
        raise UnreadableDateError("date_unknown")

    def _number(self, written: str) -> Published:
        number = date_of_number(written, self.zone)
        if number is None:
            raise UnreadableDateError("date_unknown")
        if isinstance(number, datetime):
            return self._in_zone(number)
        return number if isinstance(number, PartialDate) else _checked(number)

    def _iso(self, match: re.Match[str]) -> Published:
        year, month, day = int(match[1]), int(match[2]), int(match[3])
        if not match["time"]:
            return _checked(date(year, month, day))
        zone = self.zone
        if written := match["offset"]:
            zone = timezone.utc if written in "Zz" else offset(written)
        hour, minute, second = int(match[5]), int(match[6]), int(match[7] or 0)
        if (hour, minute, second) == (24, 0, 0):  # the midnight at the end of the day
            return self._in_zone(datetime(year, month, day, tzinfo=zone) + timedelta(days=1))
        if second == 60:  # RFC 3339 has leap seconds, datetime has not
            second = 59
        fraction = int((match[8] or "")[:6].ljust(6, "0"))
        return self._in_zone(datetime(year, month, day, hour, minute, second, fraction, zone))

    def _text(self, value: str, reference: datetime | None) -> Published | None:
        text = " ".join(value.split()).strip("\"'“”[]|,;")
        if text.casefold() in _NO_DATE or _ZEROS.fullmatch(text):
            return None
        if _NUMBER.fullmatch(text):
            return self._number(text)
        if len(text) > _MAX_LENGTH:
            raise UnreadableDateError("date_unknown")
        if (inside := inside_call(text)) is not text:
            return self.read(inside, reference)
        text = _ZONE_NAME.sub("", text)
        if iso := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            return self._iso(iso)
        return self._written(respaced(text), reference)

    def _written(self, text: str, reference: datetime | None) -> Published:
        point = date_in(text)
        if point is None:
            if ago := _HOURS_AGO.search(text):
                return self._ago(ago, reference)
            raise UnreadableDateError("date_unknown")
        day = self._day(point, text, reference)
        start, end = point.match.span()
        clock = find_time(text[end:]) or find_time(text[:start])
        if clock is None or isinstance(day, PartialDate):
            return day
        if clock.unknown:
            self._other_zones[clock.unknown] = self._other_zones.get(clock.unknown, 0) + 1
            return day
        moment = datetime.combine(day, clock.time, clock.zone or self.zone)
        return self._in_zone(moment + timedelta(days=clock.next_day))

    def _day(self, point: PointMatch, text: str, reference: datetime | None) -> date | PartialDate:
        if point.point.relative:
            if reference is None:
                raise UnreadableDateError("date_without_reference")
            first, last = point.span(reference.astimezone(self.zone).date())
            if first != last:
                raise UnreadableDateError("date_unknown")
            return first
        parts, meaning = point.match.groupdict(), point.point.meaning
        year = full_year(parts["year"])
        if numeric := numeric_of(point):
            indonesian = bool(_INDONESIAN.search(text)) and numeric.second <= _MONTHS_OF_A_YEAR
            day_first = indonesian or self._orders.of(numeric) == "day"
            day, month = numeric[:2] if day_first else (numeric.second, numeric.first)
            return _checked(date(year, month, day))
        if parts.get("day"):
            return _checked(date(year, points.month_number(point.match), int(parts["day"])))
        if meaning is points.month_and_year and not parts.get("part"):
            return _partial(year, points.month_number(point.match))
        if meaning is points.whole_year and not parts.get("part"):
            return _partial(year, None)
        raise UnreadableDateError("date_unknown")  # awal 2019, kuartal III 2019

    def _ago(self, match: re.Match[str], reference: datetime | None) -> datetime:
        if reference is None:
            raise UnreadableDateError("date_without_reference")
        written = (match["count"] or "1").lower()
        count = int(written) if written.isdigit() else words.NUMBERS[words.plain(written)]
        return self._in_zone(reference - timedelta(seconds=count * _SECONDS[match["unit"][0].lower()]))

    def _in_zone(self, moment: datetime) -> datetime:
        """Return a moment in the zone of the archive; its offset has whole minutes, as RFC 3339 requires."""
        _checked(moment.date())
        there = moment.astimezone(self.zone)
        return there.astimezone(_whole_minutes(there.utcoffset() or timedelta()))


@lru_cache(maxsize=64)
def _whole_minutes(utc_offset: timedelta) -> timezone:
    return timezone(timedelta(minutes=round(utc_offset / timedelta(minutes=1))))


def _numerics(values: Iterable[object]) -> Iterator[Numeric]:
    """Yield those dates of the values that have numbers only, such as 3/4/2019."""
    for value in values:
        if isinstance(value, str) and len(value) <= _MAX_LENGTH:
            point = date_in(respaced(" ".join(value.split())))
            if point and (numeric := numeric_of(point)):
                yield numeric


def _partial(year: int, month: int | None) -> PartialDate:
    _checked(date(year, month or 1, 1))
    return PartialDate(year, month)


def _checked(day: date) -> date:
    """Return the day. Raises `UnreadableDateError` outside of `FIRST_YEAR` to `LAST_YEAR`."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadableDateError("date_beyond", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return day
