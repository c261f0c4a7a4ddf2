"""The module has the functions that read every character: compiled ones, or else their oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.texts.compiled_glance import Signs, glance
else:
    from search.texts.glance import Signs, glance

__all__ = ["Signs", "glance"]
