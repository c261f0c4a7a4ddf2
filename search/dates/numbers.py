"""The module reads dates that are numbers: 20190910, seconds since 1970, days of a spreadsheet.

The size of a number decides what it counts. The ranges do not overlap for dates from 1973 to 2200:

====================  ===========================================  ============================
number                meaning                                      example
====================  ===========================================  ============================
4, 6, 8 digits        year, with month (from 1932), with day       2019, 201909, 20190910
12, 14 digits         with hour and minute, with second            201909101430
20,000 to 110,000     days since 1899-12-30, as spreadsheets count 43718
10^8 to 10^11         seconds since 1970                           1568100600
to 10^14, 10^17, 10^20  milliseconds, microseconds, nanoseconds    1568100600000
====================  ===========================================  ============================
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone, tzinfo

from search.later import Pattern
from search.published import FIRST_YEAR, LAST_YEAR, PartialDate, Published

_COMPACT = Pattern(r"(\d{4})(?:(\d\d)(?:(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?)?)?", re.ASCII)
_SPREADSHEET = datetime(1899, 12, 30)
_SPREADSHEET_DAYS = range(20_000, 110_000)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MIN_SECONDS = 10**8
_FIRST_WITH_MONTH = 1932
_PER_SECOND = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))


def date_of_number(written: str, zone: tzinfo) -> Published | None:
    """Return the date or moment of a number, or None if it is in no range of the table above.

    written: the number in digits; it may have a sign, a fraction or an exponent
    zone:    the time zone of moments for which the number gives none (all but those since 1970)
    """
    if compact := _compact(written, zone):
        return compact
    number = float(written)
    if abs(number) >= _PER_SECOND[-1][0]:
        return None
    if int(number) in _SPREADSHEET_DAYS:
        moment = _SPREADSHEET + timedelta(days=number)
        rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
        return rounded.date() if number.is_integer() else rounded.replace(tzinfo=zone)
    whole, _, fraction = written.partition(".")
    for bound, per_second in _PER_SECOND:
        if _MIN_SECONDS <= abs(number) < bound:
            if "e" in fraction.lower():
                whole, fraction = str(int(number)), ""
            seconds, rest = divmod(int(whole), per_second)
            micro = rest * 10**6 // per_second if per_second > 1 else int(fraction[:6].ljust(6, "0"))
            return _EPOCH + timedelta(seconds=seconds, microseconds=micro)
    return None


def _compact(written: str, zone: tzinfo) -> Published | None:
    match = _COMPACT.fullmatch(written)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    with suppress(ValueError):  # no such day: the number may still count seconds or days
        year, *others = [int(group) for group in match.groups() if group]
        month, day, *clock = (*others, 1, 1)[: max(2, len(others))]
        first = date(year, month, day)
        if clock:
            hour, minute, second = (*clock, 0)[:3]
            return datetime(year, month, day, hour, minute, second, tzinfo=zone)
        if len(others) == 2:
            return first
        # Six digits can also be a day in a year of two digits: 190910.
        if not others or year >= _FIRST_WITH_MONTH:
            return PartialDate(year, month if others else None)
    return None
