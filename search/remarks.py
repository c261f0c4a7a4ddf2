"""Remark: something to be told, as a code and its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told, without words: ``code`` says what it is, ``values`` what it is about.

    ``search.wording`` says it in Indonesian or English.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
