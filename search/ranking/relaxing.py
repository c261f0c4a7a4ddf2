"""Relaxing a query: where no article has all the words, the least telling of them are let go.

The articles that hold the most telling words decide (the greatest summed inverse document frequency): what
they lack is let go. A group is let go as a whole; exclusions and filters never are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from whoosh import query

from search.query.tree import AllWords, Compound, WordOfName, Words, asks_for_words, positive_words
from search.ranking.match import Matcher
from search.ranking.rarity import rarity

MOST_PARTS = 60  # bits of the integer in which an article's parts are noted
_IN_DOUBT = 1e-3


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a tree that must all match: those that hold words, and the others."""

    words: tuple[query.Query, ...]
    others: tuple[query.Query, ...]

    @classmethod
    def of(cls, tree: AllWords) -> Parts:
        """Divide a tree."""
        words = tuple(part for part in tree.subqueries if asks_for_words(part))
        others = tuple(part for part in tree.subqueries if not asks_for_words(part))
        return cls(words, others)

    def rarities(self, holding: Callable[[Words], int], total: int) -> list[float]:
        """Return how telling each part with words is, by its ``rarity``; one in doubt hardly is."""
        return [
            rarity(part, holding, total)
            * (_IN_DOUBT if any(word.doubted for word in positive_words(part)) else 1)
            for part in self.words[:MOST_PARTS]
        ]

    def without_the_least_telling(
        self, combinations: Iterable[int], rarities: Sequence[float]
    ) -> tuple[query.Query, tuple[str, ...]]:
        """Return the tree of the most telling combination of parts, and the words let go for it.

        combinations: bits of the parts that articles hold together
        """
        best = max(combinations, key=lambda held: worth(held, rarities), default=0)
        kept = [part for bit, part in enumerate(self.words) if best >> bit & 1]
        if not kept:
            return AllWords([*self.words, *self.others]), ()
        let_go = [part for bit, part in enumerate(self.words) if not best >> bit & 1]
        return AllWords([*kept, *self.others]), tuple(map(_text, let_go))


def worth(held: int, rarities: Sequence[float]) -> float:
    """Return how telling a combination of parts is."""
    return sum(value for bit, value in enumerate(rarities) if held >> bit & 1)


def _text(part: query.Query) -> str:
    """Return the words of a part as typed."""
    if isinstance(part, WordOfName | Compound):
        return part.word.text
    return " ".join(dict.fromkeys(word.text for word in positive_words(part)))


def combinations_held(matcher: Matcher, parts: Parts) -> list[int]:
    """Return the bits of the parts that articles hold together, by looking at all articles."""
    first, *rest = [matcher.match(part).articles for part in parts.words[:MOST_PARTS]]
    held = first.astype(np.int64)
    for bit, articles in enumerate(rest, 1):
        held[articles] |= 1 << bit
    allowed = np.ones(len(held), bool)
    for part in parts.others:
        allowed &= matcher.match(part).articles
    return [int(combination) for combination in np.unique(held[allowed]) if combination]
