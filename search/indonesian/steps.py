"""The module has the function that takes words apart: a compiled one, or else its oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.indonesian.compiled_affixes import readings
else:
    from search.indonesian.affixes import readings

__all__ = ["readings"]
