"""How the dates and texts of an archive are read; an index keeps it, so what is added later is read alike."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from search.clock import DEFAULT_TIMEZONE
from search.errors import SettingsError
from search.texts.boilerplate import names_of_rules


@dataclass(frozen=True)
class TextSettings:
    """How dates and texts are read.

    timezone:    of the archive, as in the IANA time zone database; it has the day of each article
    boilerplate: names of the rules by which boilerplate is taken out; None for those that are on by default
    cut:         whether paragraphs of very many words are cut at the ends of sentences

    Raises SettingsError for an unknown time zone or rule.
    """

    timezone: str = DEFAULT_TIMEZONE
    boilerplate: tuple[str, ...] | None = None
    cut: bool = True

    def __post_init__(self) -> None:
        unknown = sorted(set(self.boilerplate or ()) - set(names_of_rules()))
        if unknown:
            raise SettingsError("no_such_rules", rules=tuple(unknown), known=names_of_rules())
        _ = self.zone

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingsError("no_such_timezone", value=repr(self.timezone)) from error

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TextSettings:
        """Return the settings that ``as_dict`` has made plain; what is missing has its default."""
        chosen = values.get("boilerplate")
        return cls(
            timezone=str(values.get("timezone", DEFAULT_TIMEZONE)),
            boilerplate=None if chosen is None else tuple(map(str, chosen)),
            cut=bool(values.get("cut", True)),
        )
