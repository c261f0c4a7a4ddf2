"""Relaxing a query: if no article contains all the words, some of the words are dropped.

The parts of a query that an article matches have a sum of idf. The articles with the greatest sum decide: the
parts that they do not match are the dropped terms. A parenthesised part is dropped as a whole; exclusions and
filters are never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.arrays import first_of_each
from search.bm25 import Floats
from search.indonesian.details import is_detail
from search.query.tree import AllWords, Compound, WordOfName, Words, asks_for_words, positive_words
from search.ranking.match import Matcher
from search.ranking.rarity import rarity

MAX_PARTS = 60  # an int64 has a bit for each part that an article matches
_IN_DOUBT = 1e-3
#: Combinations of parts that articles match, each with a bit for every part.
Combinations = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a tree that must all match: those that ask for words, and the others."""

    words: tuple[query.Query, ...]
    others: tuple[query.Query, ...]

    @classmethod
    def of(cls, tree: AllWords) -> Parts:
        """Divide the parts of a tree."""
        words = tuple(part for part in tree.subqueries if asks_for_words(part))
        others = tuple(part for part in tree.subqueries if not asks_for_words(part))
        return cls(words, others)

    def rarities(self, article_frequency: Callable[[Words], int], total: int) -> list[float]:
        """Return the idf of each part with words, see ``rarity``.

        That of a word in doubt is close to 0, and that of a detail such as a score as well: who types *persib
        5-0* wants to read of Persib, whatever the score was.
        """
        return [
            rarity(part, article_frequency, total) * (_IN_DOUBT if _first_to_drop(part) else 1)
            for part in self.words[:MAX_PARTS]
        ]

    def keep_best(
        self, combinations: Combinations, rarities: Sequence[float]
    ) -> tuple[query.Query, tuple[str, ...]]:
        """Return the tree of the combination with the greatest sum of idf, and the dropped terms as typed.

        combinations: those that occur in an article, ascending
        rarities:     the idf of each part
        """
        best = int(combinations[summed_idf(combinations, rarities).argmax()]) if len(combinations) else 0
        kept = [part for bit, part in enumerate(self.words) if best >> bit & 1]
        if not kept:
            return AllWords([*self.words, *self.others]), ()
        dropped = [part for bit, part in enumerate(self.words) if not best >> bit & 1]
        return AllWords([*kept, *self.others]), tuple(map(_text, dropped))


def summed_idf(combinations: Combinations, rarities: Sequence[float]) -> Floats:
    """Return for each combination the sum of the idf of its parts."""
    sums = np.zeros(len(combinations))
    for bit, value in enumerate(rarities):
        sums[combinations >> bit & 1 > 0] += value
    return sums


def _first_to_drop(part: query.Query) -> bool:
    return any(word.doubted or is_detail(word.text) for word in positive_words(part))


def _text(part: query.Query) -> str:
    """Return the words of a part as typed."""
    if isinstance(part, WordOfName | Compound):
        return part.word.text
    return " ".join(dict.fromkeys(word.text for word in positive_words(part)))


def matched_combinations(matcher: Matcher, parts: Parts) -> Combinations:
    """Return the distinct combinations of parts that articles match, by matching all articles."""
    first, *rest = [matcher.match(part).articles for part in parts.words[:MAX_PARTS]]
    matched = first.astype(np.int64)
    for bit, articles in enumerate(rest, 1):
        matched[articles] |= 1 << bit
    allowed = np.ones(len(matched), bool)
    for part in parts.others:
        allowed &= matcher.match(part).articles
    combinations = distinct(matched[allowed])
    return combinations[np.count_nonzero(combinations == 0) :]


def distinct(combinations: Combinations) -> Combinations:
    """Return each combination once, ascending; sorting is faster here than the table of ``np.unique``."""
    in_order = np.sort(combinations)
    kept: Combinations = in_order[first_of_each(in_order)]
    return kept
