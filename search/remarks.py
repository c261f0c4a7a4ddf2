"""The module has the record Remark: a code and values, of which a sentence can be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.wording.catalogue import say


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark: ``code`` names the sentence, ``values`` what it mentions."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def said(self, language: str) -> str:
        """Return the sentence in a language, "id" or "en"."""
        return say(language, self.code, **self.values)
