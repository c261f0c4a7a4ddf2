"""The time zone of an archive, and the day that relative dates count from."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

DEFAULT_TIMEZONE = "Asia/Jakarta"
DEFAULT_ZONE = ZoneInfo(DEFAULT_TIMEZONE)

WESTERN_INDONESIA = timezone(timedelta(hours=7), "WIB")


def today_in_jakarta() -> date:
    """Return the calendar day in western Indonesia (UTC+7, which has no summer time).

    The readers of an Indonesian archive mean their own *kemarin*, not the server's.
    """
    return datetime.now(WESTERN_INDONESIA).date()
