"""The module has the default time zone of an archive, and today's day for relative dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DEFAULT_TIMEZONE = "Asia/Jakarta"
DEFAULT_ZONE = ZoneInfo(DEFAULT_TIMEZONE)

WESTERN_INDONESIA = timezone(timedelta(hours=7), "WIB")


def today_in_jakarta() -> date:
    """Return the calendar day in western Indonesia (UTC+7 without summer time).

    *kemarin* in a query means the day before this one, in whatever zone the server is.
    """
    return datetime.now(WESTERN_INDONESIA).date()
