"""Publication dates: ISO 8601 days and RFC 3339 date-times, as archives write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from search.readers.records import RecordError, shown
from search.remarks import Remark

FIRST_YEAR, LAST_YEAR = 1800, 2200

_PUBLISHED = re.compile(
    r"(?P<day>(\d{4})-(\d\d)-(\d\d))"
    r"(?P<time>[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,18}))?)?"
    r"(?P<offset> ?(?:[Zz]|(?P<sign>[+-])(\d\d)(?::?(\d\d))?))?)?",
    re.ASCII,
)


@lru_cache(maxsize=4096)  # the days of an archive are few
def parse_published(text: str) -> date | datetime:
    """Return the day, or the moment where a time is given, that ``text`` names.

    Accepted are ``2019-09-10`` and RFC 3339 date-times (https://www.rfc-editor.org/rfc/rfc3339), also with
    a blank for the ``T``, without seconds and without offset; a date-time without offset stays naive, as
    nothing tells where its clock hung. Fractions are cut at microseconds.

    Raises RecordError ``bad-date`` for any other form, days that no calendar has, and years outside
    1800 to 2200.

    >>> parse_published("2019-09-10")
    datetime.date(2019, 9, 10)
    >>> parse_published("2019-09-10 14:05:00Z").isoformat()
    '2019-09-10T14:05:00+00:00'
    """
    match = _PUBLISHED.fullmatch(text)
    if not match:
        raise RecordError("bad-date", "published_unknown", value=shown(text))
    try:
        moment = _moment(match) if match["time"] else date.fromisoformat(match["day"])
    except ValueError as error:
        raise RecordError("bad-date", "published_impossible", value=shown(text), reason=error) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise RecordError(
            "bad-date", "published_beyond", value=shown(text), first=str(FIRST_YEAR), last=str(LAST_YEAR)
        )
    return moment


def _moment(match: re.Match[str]) -> datetime:
    year, month, day, hour, minute = (int(match[group]) for group in (2, 3, 4, 6, 7))
    second = int(match[8] or 0)
    if second == 60:  # RFC 3339 allows leap seconds, datetime does not
        second = 59
    microsecond = int((match[9] or "")[:6].ljust(6, "0"))
    return datetime(year, month, day, hour, minute, second, microsecond, tzinfo=_offset(match))


def _offset(match: re.Match[str]) -> timezone | None:
    if not match["offset"]:
        return None
    if not match["sign"]:
        return timezone.utc
    hours, minutes = int(match[12]), int(match[13] or 0)
    if hours > 23 or minutes > 59:
        reason = Remark("impossible_offset")
        raise RecordError("bad-date", "published_impossible", value=shown(match.string), reason=reason)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if match["sign"] == "+" else -offset)
