"""Settings of the engine: what the environment can say, each with its default and the reason for it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.errors import SettingsError
from search.parameters import LANGUAGES

_LEAST_MB, _MOST_MB = 16, 1_000_000
#: What may stand in a comment of a header of HTTP.
_CONTACT = re.compile(r"[\x21-\x27\x2a-\x5b\x5d-\x7e ]{0,200}")


@dataclass(frozen=True)
class Settings:
    """What the environment can set.

    index_folder: WARTA_INDEX; ``./warta-index``, so that indexing and serving agree without being told
    memory_mb:    WARTA_MEMORY_MB; 512, which holds a million paragraphs' tokens in a few runs and leaves a
                  laptop usable
    language:     WARTA_LANG; "id", in which the command line speaks; "en" is the other one
    contact:      WARTA_CONTACT; an address of mail or of a page, by which servers that feeds are fetched from
                  can reach who fetches; empty, since only they know it
    """

    index_folder: Path = Path("warta-index")
    memory_mb: int = 512
    language: str = LANGUAGES[0]
    contact: str = ""

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
        contact = (values.get("WARTA_CONTACT") or cls.contact).strip()
        if not _CONTACT.fullmatch(contact):
            raise SettingsError("no_contact", value=repr(contact[:80]))
        return cls(Path(values.get("WARTA_INDEX") or cls.index_folder), int(memory), language, contact)
