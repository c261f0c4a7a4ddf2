"""What one surface form becomes: terms at positions."""

from __future__ import annotations

from typing import NamedTuple


class IndexTerm(NamedTuple):
    """A term that a word becomes. ``offset`` is its position relative to the first position of the word."""

    offset: int
    exact: str
    stem: str


class Word(NamedTuple):
    """The result of analysing a surface form: its terms, how many positions it fills, and the rule applied.

    A unit of several tokens fills no position, because its tokens, which follow it, fill theirs.

    asked: the terms by which a query searches for the word, any of which is enough; empty for a word that a
           query searches for by ``rows``
    """

    terms: tuple[IndexTerm, ...]
    width: int
    rule: str
    asked: tuple[str, ...] = ()

    def rows(self) -> tuple[tuple[IndexTerm, ...], ...]:
        """Return what a query searches for: any of these sequences of terms at neighbouring positions."""
        if self.asked:
            return tuple((IndexTerm(0, term, term),) for term in self.asked)
        row = self.row()
        joined = self.terms[len(row) :]
        return (row, *((term,) for term in joined)) if row else ()

    def row(self) -> tuple[IndexTerm, ...]:
        """Return one term for each position, as phrases need them."""
        return tuple(term for i, term in enumerate(self.terms) if term.offset == i)
