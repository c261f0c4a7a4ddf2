"""How the dates and texts of an archive are read."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from search.clock import DEFAULT_TIMEZONE


@dataclass(frozen=True)
class TextSettings:
    """How dates and texts are read.

    timezone:    of the archive, as in the IANA time zone database; it has the day of each article
    boilerplate: names of the rules by which boilerplate is taken out; None for those that are on by default
    cut:         whether paragraphs of very many words are cut at the ends of sentences
    """

    timezone: str = DEFAULT_TIMEZONE
    boilerplate: tuple[str, ...] | None = None
    cut: bool = True

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)
