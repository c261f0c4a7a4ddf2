"""Settings of the engine: what the environment can say, each with its default and the reason for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from search.errors import SettingsError
from search.parameters import LANGUAGES

_LEAST_MB, _MOST_MB = 16, 1_000_000

WESTERN_INDONESIA = timezone(timedelta(hours=7), "WIB")


def today_in_jakarta() -> date:
    """Return the calendar day in western Indonesia (UTC+7, which has no summer time).

    The readers of an Indonesian archive mean their own *kemarin*, not the server's.
    """
    return datetime.now(WESTERN_INDONESIA).date()


@dataclass(frozen=True)
class Settings:
    """What the environment can set.

    index_folder: WARTA_INDEX; ``./warta-index``, so that indexing and serving agree without being told
    memory_mb:    WARTA_MEMORY_MB; 512, which holds a million paragraphs' tokens in a few runs and leaves a
                  laptop usable
    language:     WARTA_LANG; "id", in which the command line speaks; "en" is the other one
    """

    index_folder: Path = Path("warta-index")
    memory_mb: int = 512
    language: str = LANGUAGES[0]

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from the environment. Raises SettingsError naming an unusable variable."""
        values = os.environ if environment is None else environment
        memory = values.get("WARTA_MEMORY_MB") or str(cls.memory_mb)
        if not memory.isdecimal() or not _LEAST_MB <= int(memory) <= _MOST_MB:
            raise SettingsError(
                "no_memory_size", value=repr(memory), least=str(_LEAST_MB), most=str(_MOST_MB)
            )
        language = values.get("WARTA_LANG") or cls.language
        if language not in LANGUAGES:
            raise SettingsError(
                "no_such_setting", setting="WARTA_LANG", value=repr(language), choices=LANGUAGES
            )
        return cls(Path(values.get("WARTA_INDEX") or cls.index_folder), int(memory), language)
