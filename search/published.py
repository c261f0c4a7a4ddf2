"""The module has the date of publication, as exactly as it is known: a moment, a day, a month or a year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import TypeAlias

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""The years in which articles can be published; archives of colonial newspapers begin early."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A month, or a year if ``month`` is None; the day is not known."""

    year: int
    month: int | None = None

    @property
    def first(self) -> date:
        """The first day of the month or year."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """The last day of the month or year."""
        month = self.month or 12
        return date(self.year, month, monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """Return ``2019-09`` or ``2019``."""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"


Published: TypeAlias = date | datetime | PartialDate
"""A day; a moment with its UTC offset; a month or a year."""


def from_iso(text: str) -> Published:
    """Return the date that ``isoformat`` of a Published has written. Raises ValueError for other texts."""
    if "T" in text:
        return datetime.fromisoformat(text)
    if len(text) > len("2019-09"):
        return date.fromisoformat(text)
    year, _, month = text.partition("-")
    partial = PartialDate(int(year), int(month) if month else None)
    _ = partial.last  # raises ValueError for an impossible month
    return partial


def day_of(published: Published) -> date:
    """Return the calendar day of a moment in its UTC offset; for a month or a year the first day."""
    if isinstance(published, PartialDate):
        return published.first
    return published.date() if isinstance(published, datetime) else published


def without_time(published: Published) -> date | PartialDate:
    """Return the day of a moment; a day, a month or a year is returned unchanged."""
    return published.date() if isinstance(published, datetime) else published


def last_day_of(published: Published) -> date:
    """Return the last possible day, which differs from `day_of` for a month or a year."""
    return published.last if isinstance(published, PartialDate) else day_of(published)


def instant_of(published: Published) -> int:
    """Return the seconds since 1970-01-01T00:00Z, for sorting.

    A day, a month and a year count as their first midnight in UTC.
    """
    if isinstance(published, datetime):
        moment = published if published.tzinfo else published.replace(tzinfo=timezone.utc)
        return int(moment.timestamp())
    return (day_of(published).toordinal() - date(1970, 1, 1).toordinal()) * 86_400
