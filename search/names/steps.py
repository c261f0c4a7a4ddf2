"""The module has the steps of reading an article: the compiled ones, or else their oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.names.compiled_clues import names_and_clues
    from search.names.compiled_quotes import quotations_of, spoken_in
else:
    from search.names.clues import names_and_clues
    from search.names.quotes import spoken_in
    from search.names.resolving import quotations_of

__all__ = ["names_and_clues", "quotations_of", "spoken_in"]
