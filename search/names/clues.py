"""The module finds the names of an article, and of each paragraph what may tell of quotations.

It is the oracle of `search.names.compiled_clues`, which does the same in loops over the characters.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.names.joining import names_of
from search.names.labels import label_in
from search.names.mentions import Clue, mentions
from search.names.quotes import has_marks, verbs_in
from search.names.records import Name


def names_and_clues(paragraphs: Sequence[str]) -> tuple[list[tuple[Name, ...]], list[Clue]]:
    """Return the names of each paragraph of an article, and its clues to quotations."""
    mentioned = [mentions(text) for text in paragraphs]
    clues: list[Clue] = []
    for text, here in zip(paragraphs, mentioned, strict=True):
        verbs = verbs_in(text)
        clues.append((here, verbs) if verbs or has_marks(text) or label_in(text, here) else None)
    return names_of(paragraphs, mentioned), clues
