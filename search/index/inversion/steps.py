"""The module has the functions of an inversion: compiled ones, or else their oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.index.inversion.compiled_forms import StringNumbers, SurfaceForms
    from search.index.inversion.compiled_invert import BYTES_A_ROW, invert, term_counts
else:
    from search.index.inversion.forms import StringNumbers, SurfaceForms
    from search.index.inversion.invert import BYTES_A_ROW, invert, term_counts

__all__ = ["BYTES_A_ROW", "StringNumbers", "SurfaceForms", "invert", "term_counts"]
