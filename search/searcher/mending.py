"""Corrected queries: words of a query text are replaced by the words that were probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, product
from typing import NamedTuple

from search.query.lexer import lex

#: At most so many corrected queries are tried; each costs one search.
MOST_TRIED = 3
# The log10 of the probability that an unknown word is correct: only a more probable word may replace it.
UNKNOWN = -4.3


class Meant(NamedTuple):
    """A word that the user may have meant. likelihood: log10 of its probability."""

    word: str
    likelihood: float


class Slot(NamedTuple):
    """A word of the query that may be misspelled: ``text[start:end]``.

    meant: the words that may replace it, the most probable first
    """

    start: int
    end: int
    surface: str
    meant: tuple[Meant, ...]


#: For each slot the word that replaces it, or None if the slot stays as typed.
Mending = tuple[Meant | None, ...]


def mendings(slots: Sequence[Slot]) -> list[Mending]:
    """Return the most probable ways to correct some of the slots, at most MOST_TRIED."""
    ways = (way for way in product(*((*slot.meant, None) for slot in slots)) if any(way))
    return sorted(ways, key=likelihood, reverse=True)[:MOST_TRIED]


def likelihood(mending: Mending) -> float:
    """Return log10 of the probability of a correction."""
    return sum(one.likelihood if one else UNKNOWN for one in mending)


def mended(text: str, slots: Sequence[Slot], mending: Mending) -> str:
    """Return the text with the words replaced.

    The last slot is replaced first, so that the offsets of the others remain valid.
    """
    for slot, meant in reversed([*zip(slots, mending, strict=True)]):
        if meant:
            text = text[: slot.start] + _like(slot.surface, meant.word) + text[slot.end :]
    return text


def apart(slots: Sequence[Slot]) -> list[Slot]:
    """Return slots that do not overlap, in text order. Of overlapping slots, only the longest is kept."""
    chosen: list[Slot] = []
    for slot in sorted(slots, key=lambda slot: slot.start - slot.end):
        if all(slot.end <= other.start or other.end <= slot.start for other in chosen):
            chosen.append(slot)
    return sorted(chosen)


def _like(surface: str, word: str) -> str:
    """Return ``word`` in the letter case of ``surface``: all capitals, a capital first, or none."""
    if len(surface) > 1 and surface.isupper():
        return word.upper()
    return word.capitalize() if surface[0].isupper() else word


def same_kinds(typed: str, mended: str) -> bool:
    """Return whether two texts have the same sequence of kinds of pieces.

    If they have not, a correction has made an operator of a word, such as DAN of DAM.
    """
    return _kinds(typed) == _kinds(mended)


def _kinds(text: str) -> list[str]:
    """Return the kinds of the pieces of a text, in order; neighbouring pieces of one kind count once."""
    return [kind for kind, _ in groupby(piece.kind for piece in lex(text))]
