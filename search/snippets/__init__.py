"""What is shown of a text: where a query stands in it, the piece that shows that best, and its HTML.

``highlighter`` returns what does it, compiled where that was built; ``Highlighter`` is the same in Python.
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
    """Return what finds the words of one query in texts, for one thread; see ``Highlighter``."""
    return (CompiledHighlighter if COMPILED else Highlighter)(words, analyzer, field)
