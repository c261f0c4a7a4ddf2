"""What one surface form becomes: terms at positions."""

from __future__ import annotations

from typing import NamedTuple


class IndexTerm(NamedTuple):
    """A term at a position: ``offset`` counts positions from the word's first."""

    offset: int
    exact: str
    stem: str


class Word(NamedTuple):
    """What a surface form becomes: its terms, the positions it fills, and the step that decided.

    A unit of several tokens fills none: its tokens do, which follow it.

    asked: the terms of which any alone stands for the whole in a query; empty for words that are asked for
        as they stand, see ``rows``
    """

    terms: tuple[IndexTerm, ...]
    width: int
    rule: str
    asked: tuple[str, ...] = ()

    def rows(self) -> tuple[tuple[IndexTerm, ...], ...]:
        """Return what a query for this word looks for: any of these, each a row of terms."""
        if self.asked:
            return tuple((IndexTerm(0, term, term),) for term in self.asked)
        row = self.row()
        joined = self.terms[len(row) :]
        return (row, *((term,) for term in joined)) if row else ()

    def row(self) -> tuple[IndexTerm, ...]:
        """Return the term at each position, as a phrase has them."""
        return tuple(term for i, term in enumerate(self.terms) if term.offset == i)
