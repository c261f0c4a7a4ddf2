"""The room of snippets finds a query in a text, chooses the fragment that shows it best, and makes its HTML.

``highlighter`` returns the compiled class if there is one; ``Highlighter`` does the same in Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from search.compiled import COMPILED
from search.indonesian import Analyzer
from search.query.tree import Words
from search.snippets.marks import Highlighter
from search.snippets.windows import SNIPPET_LENGTH, Range, choose_window, to_html

if TYPE_CHECKING or COMPILED:
    from search.snippets.compiled_marks import CompiledHighlighter

__all__ = ["SNIPPET_LENGTH", "Highlighter", "Range", "choose_window", "highlighter", "to_html"]


def highlighter(
    words: Iterable[Words], analyzer: Analyzer, field: str = "body"
) -> Highlighter | CompiledHighlighter:
    """Return an object that finds the words of one query in texts, for one thread. See ``Highlighter``."""
    return (CompiledHighlighter if COMPILED else Highlighter)(words, analyzer, field)
