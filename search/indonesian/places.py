"""The module tells where the terms of a token are: at the whole token, or at a part of a compound."""

from __future__ import annotations

from typing import NamedTuple

from search.indonesian.normalise import HYPHENS
from search.indonesian.tokens import Token
from search.indonesian.words import Word
from search.later import Pattern

_HYPHEN = Pattern(f"[{HYPHENS}]")


class Place(NamedTuple):
    """A term in a text, with its position and its half-open character range."""

    position: int
    stem: str
    exact: str
    start: int
    end: int


def places_of(token: Token, word: Word, position: int) -> list[Place]:
    """Return the terms of a token with their positions and ranges.

    ``position`` is the position of the first term.
    """
    surface, start, end = token
    if word.width > 1:
        parts = _parts(surface, start)
        if len(parts) == word.width:  # else an affix was cleared away
            return [
                Place(position + offset, stem, exact, *(parts[i] if offset == i else (start, end)))
                for i, (offset, exact, stem) in enumerate(word.terms)
            ]
    return [Place(position + offset, stem, exact, start, end) for offset, exact, stem in word.terms]


def _parts(surface: str, start: int) -> list[tuple[int, int]]:
    parts = []
    for part in _HYPHEN.split(surface):
        parts.append((start, start + len(part)))
        start += len(part) + 1
    return parts
