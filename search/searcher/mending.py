"""The module makes corrected queries: it replaces words of a text by words that may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, product
from typing import NamedTuple

from search.query.lexer import lex

#: Mended queries that are searched at most, each the cost of one search.
MOST_TRIED = 3
# The log10 of how likely an unknown word is meant as it stands: it is mended into likelier ones only.
UNKNOWN = -4.3


class Meant(NamedTuple):
    """A word that may be meant, with log10 of its probability."""

    word: str
    likelihood: float


class Slot(NamedTuple):
    """A word of the query that may be a slip, ``text[start:end]``.

    ``meant`` has the most probable word first.
    """

    start: int
    end: int
    surface: str
    meant: tuple[Meant, ...]


Mending = tuple[Meant | None, ...]  # a word for each slot, None where it stays as typed


def mendings(slots: Sequence[Slot]) -> list[Mending]:
    """Return the most probable ways to correct some of the slots, at most MOST_TRIED."""
    ways = (way for way in product(*((*slot.meant, None) for slot in slots)) if any(way))
    return sorted(ways, key=likelihood, reverse=True)[:MOST_TRIED]


def likelihood(mending: Mending) -> float:
    """Return log10 of the probability of a correction."""
    return sum(one.likelihood if one else UNKNOWN for one in mending)


def mended(text: str, slots: Sequence[Slot], mending: Mending) -> str:
    """Replace words, the last first, so that the offsets of the others remain valid."""
    for slot, meant in reversed([*zip(slots, mending, strict=True)]):
        if meant:
            text = text[: slot.start] + _like(slot.surface, meant.word) + text[slot.end :]
    return text


def apart(slots: Sequence[Slot]) -> list[Slot]:
    """Return the slots in order. Of slots that overlap, only the longest is kept."""
    chosen: list[Slot] = []
    for slot in sorted(slots, key=lambda slot: slot.start - slot.end):
        if all(slot.end <= other.start or other.end <= slot.start for other in chosen):
            chosen.append(slot)
    return sorted(chosen)


def _like(surface: str, word: str) -> str:
    """Return ``word`` with the capitals of ``surface``: all of them, the first, or none."""
    if len(surface) > 1 and surface.isupper():
        return word.upper()
    return word.capitalize() if surface[0].isupper() else word


def same_kinds(typed: str, mended: str) -> bool:
    """Tell whether two texts read as the same kinds of pieces: no word has become an operator (DAM, DAN)."""
    return _kinds(typed) == _kinds(mended)


def _kinds(text: str) -> list[str]:
    """Return the kinds of pieces in order, words side by side as one."""
    return [kind for kind, _ in groupby(piece.kind for piece in lex(text))]
