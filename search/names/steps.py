"""The module has the function that reads every character: the compiled one, or else its oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.names.compiled_clues import names_and_clues
else:
    from search.names.clues import names_and_clues

__all__ = ["names_and_clues"]
