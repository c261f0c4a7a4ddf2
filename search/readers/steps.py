"""The module has the functions that every record needs: compiled ones, or else their oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.readers.compiled_simple_values import is_exact, read_simple
    from search.readers.compiled_version_table import VersionTable
else:
    from search.readers.simple_values import is_exact, read_simple
    from search.readers.version_table import VersionTable

__all__ = ["VersionTable", "is_exact", "read_simple"]
