"""Numbers that stand for a moment: 20190910, seconds since 1970, days of a spreadsheet.

The size of a number says what it counts. Between 1973 and 2200 the ranges do not meet:

====================  ===========================================  ============================
number                what it is                                   example
====================  ===========================================  ============================
4, 6, 8 digits        year, with month, with day                   2019, 201909, 20190910
12, 14 digits         with hour and minute, with second            201909101430
20,000 to 110,000     days since 1899-12-30, as spreadsheets count 43718
10^8 to 10^11         seconds since 1970                           1568100600
to 10^14, 10^17, 10^20  milliseconds, microseconds, nanoseconds    1568100600000
====================  ===========================================  ============================
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo

from search.published import FIRST_YEAR, LAST_YEAR, PartialDate, Published

_COMPACT = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?)?)?", re.ASCII)
_SPREADSHEET = datetime(1899, 12, 30)
_SPREADSHEET_DAYS = range(20_000, 110_000)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LEAST_SECONDS = 10**8
_PER_SECOND = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))


def number_read(written: str, zone: tzinfo) -> Published | None:
    """Return what a number stands for, None if it is none of the kinds above; its year may be any.

    written: digits, with a sign or a fraction where there is one
    zone:    of moments that are written without one
    """
    if compact := _compact(written, zone):
        return compact
    try:
        number = float(written)
    except ValueError:
        return None
    if int(number) in _SPREADSHEET_DAYS:
        moment = _SPREADSHEET + timedelta(days=number)
        rounded = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
        return rounded.date() if number.is_integer() else rounded.replace(tzinfo=zone)
    whole, _, fraction = written.partition(".")
    for bound, per_second in _PER_SECOND:
        if _LEAST_SECONDS <= abs(number) < bound:
            exact = int(whole) if whole.lstrip("+-").isdigit() else int(number)
            seconds, rest = divmod(exact, per_second)
            micro = rest * 10**6 // per_second
            if per_second == 1 and fraction.isdigit():
                micro = int(fraction[:6].ljust(6, "0"))
            return _EPOCH + timedelta(seconds=seconds, microseconds=micro)
    return None


def _compact(written: str, zone: tzinfo) -> Published | None:
    match = _COMPACT.fullmatch(written)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(group) if group else None for group in match.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        if hour is not None:
            return datetime(year, month or 0, day or 0, hour, minute or 0, second or 0, tzinfo=zone)
        if day is not None:
            return date(year, month or 0, day)
    except ValueError:
        return None
    partial = PartialDate(year, month)
    return partial if month is None or 1 <= month <= 12 else None

