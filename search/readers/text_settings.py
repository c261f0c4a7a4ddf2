"""The module has the settings for the dates and texts of an archive."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from search.clock import DEFAULT_TIMEZONE


@dataclass(frozen=True)
class TextSettings:
    """How dates and texts are read.

    timezone:    the time zone of the archive, an IANA name; it decides the day of each article
    boilerplate: the names of the rules that remove boilerplate; None means those that are on by default
    cut:         whether very long paragraphs are cut at the ends of sentences
    """

    timezone: str = DEFAULT_TIMEZONE
    boilerplate: tuple[str, ...] | None = None
    cut: bool = True

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)
