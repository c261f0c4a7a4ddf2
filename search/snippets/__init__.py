"""What is shown of a text: where a query stands in it, the piece that shows that best, and its HTML.

``highlighter`` returns what does it, compiled where a compiler was there; ``Highlighter`` is the same in
Python.
"""

from search.snippets.choose import AnyHighlighter, highlighter
from search.snippets.marks import Highlighter
from search.snippets.windows import SNIPPET_LENGTH, Range, choose_window, to_html

__all__ = [
    "SNIPPET_LENGTH",
    "AnyHighlighter",
    "Highlighter",
    "Range",
    "choose_window",
    "highlighter",
    "to_html",
]
