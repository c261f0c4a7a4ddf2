"""Settings of the engine: what the environment can say, each with its default and the reason for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.errors import SettingsError
from search.parameters import LANGUAGES


@dataclass(frozen=True)
class Settings:
    """What the environment can set.

    index_folder: WARTA_INDEX; ``./warta-index``, so that indexing and serving agree without being told
    memory_mb:    WARTA_MEMORY_MB; 512, which holds a million paragraphs' tokens in a few runs and leaves a
                  laptop usable
    language:     WARTA_LANG; "id", in which the command line says results; "en" is the other one
    """

    index_folder: Path = Path("warta-index")
    memory_mb: int = 512
    language: str = LANGUAGES[0]

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from the environment. Raises SettingsError naming an unusable variable."""
        values = os.environ if environment is None else environment
        memory = values.get("WARTA_MEMORY_MB") or str(cls.memory_mb)
        if not memory.isdecimal() or not 16 <= int(memory) <= 1_000_000:
            raise SettingsError(
                f"WARTA_MEMORY_MB: {memory!r} is not a number of megabytes from 16 to 1000000"
            )
        language = values.get("WARTA_LANG") or cls.language
        if language not in LANGUAGES:
            raise SettingsError(f"WARTA_LANG: {language!r} is not one of {', '.join(LANGUAGES)}")
        return cls(Path(values.get("WARTA_INDEX") or cls.index_folder), int(memory), language)
