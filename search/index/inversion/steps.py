"""The module has the functions of an inversion: compiled ones, or else their oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.index.inversion.compiled_forms import StringNumbers, SurfaceForms
    from search.index.inversion.compiled_invert import BYTES_A_ROW, invert, term_counts
    from search.index.inversion.compiled_name_columns import NameColumns
else:
    from search.index.inversion.forms import StringNumbers, SurfaceForms
    from search.index.inversion.invert import BYTES_A_ROW, invert, term_counts
    from search.index.inversion.name_columns import NameColumns

__all__ = ["BYTES_A_ROW", "NameColumns", "StringNumbers", "SurfaceForms", "invert", "term_counts"]
