"""The module makes the forms of query words: one index term, or several neighbouring ones."""

from __future__ import annotations

from functools import lru_cache

from search.indonesian import Analyzer
from search.indonesian.terms import Word
from search.indonesian.tokens import tokenise
from search.query.tree import Form

_REMEMBERED_WORDS = 50_000


def word_forms(analyzer: Analyzer, surface: str, weight: float = 1.0) -> tuple[Form, ...]:
    """Return the forms of one surface form: its parts as neighbours, and joined if the index joins them."""
    return _forms_of(analyzer.word(surface), weight)


@lru_cache(_REMEMBERED_WORDS)
def _forms_of(word: Word, weight: float) -> tuple[Form, ...]:
    rows = word.rows()
    return tuple(Form(tuple(t.stem for t in row), tuple(t.exact for t in row), weight=weight) for row in rows)


def sequence_form(analyzer: Analyzer, text: str, gap: int = 0, weight: float = 1.0) -> Form | None:
    """Return a text of several words as one form of neighbouring terms, or None if it has no word."""
    stems: list[str] = []
    exacts: list[str] = []
    for token in tokenise(text):
        for term in analyzer.word(token.surface).row():
            stems.append(term.stem)
            exacts.append(term.exact)
    return Form(tuple(stems), tuple(exacts), gap, weight) if stems else None
