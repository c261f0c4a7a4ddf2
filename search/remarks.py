"""Remark: something to be told, as a code and its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.wording.catalogue import say


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told: ``code`` says what it is, ``values`` what it is about."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def said(self, language: str) -> str:
        """Return what is told in a language, "id" or "en"."""
        return say(language, self.code, **self.values)
