"""Which highlighter marks texts: the compiled one where it was built, Python's where not. Same results."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeAlias

from search.indonesian import Analyzer
from search.query.tree import Words
from search.snippets.marks import Highlighter

try:
    from search.snippets.compiled_marks import CompiledHighlighter
except ImportError:  # installed without a compiler
    _IS_COMPILED = False
else:
    _IS_COMPILED = os.environ.get("WARTA_KERNEL", "compiled") != "numpy"

AnyHighlighter: TypeAlias = "Highlighter | CompiledHighlighter"


def highlighter(words: Iterable[Words], analyzer: Analyzer, field: str = "body") -> AnyHighlighter:
    """Return what finds the words of one query in texts, for one thread; see ``Highlighter``."""
    if _IS_COMPILED:
        return CompiledHighlighter(words, analyzer, field)
    return Highlighter(words, analyzer, field)
