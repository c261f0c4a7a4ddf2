"""Stepping down: where no article has all the words, the least telling of them are let go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from whoosh import query

from search.query.tree import AllWords, positive_words
from search.ranking.bm25 import inverse_document_frequency
from search.ranking.match import Mask, Matcher, Matches

_MOST_WORDS = 60  # bits of the integer in which an article's words are noted


@dataclass(frozen=True, slots=True)
class Found:
    """What a tree matches, and the words that had to be let go for it."""

    matches: Matches
    let_go: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether something was found and nothing had to be let go."""
        return not self.let_go and bool(self.matches.articles.any())


def match_stepping_down(matcher: Matcher, tree: query.Query) -> Found:
    """Match ``tree``, letting go of words only where no article has them all.

    The articles that hold the most telling words decide (the greatest summed inverse document
    frequency): what they lack is let go. A group is let go as a whole; exclusions and filters never are.
    """
    whole = matcher.match(tree)
    if np.any(whole.articles) or not isinstance(tree, AllWords):
        return Found(whole)
    words = [part for part in tree.subqueries if any(positive_words(part))]
    others = [part for part in tree.subqueries if not any(positive_words(part))]
    allowed = np.ones_like(whole.articles)
    for part in others:
        allowed &= matcher.match(part).articles
    kept = _best_held(matcher, words[:_MOST_WORDS], allowed)
    if not kept:
        return Found(whole)
    found = matcher.match(AllWords([*kept, *others]))
    return Found(found, tuple(_text(word) for word in words if not any(word is one for one in kept)))


def _text(part: query.Query) -> str:
    """Return the words of a part as typed."""
    return " ".join(dict.fromkeys(word.text for word in positive_words(part)))


def _best_held(matcher: Matcher, words: list[query.Query], allowed: Mask) -> list[query.Query]:
    held = np.zeros(len(allowed), np.int64)
    rarity = []
    for bit, word in enumerate(words):
        articles = matcher.match(word).articles
        held[articles] |= 1 << bit
        rarity.append(inverse_document_frequency(int(articles.sum()), len(articles)))

    def worth(combination: int) -> float:
        return sum(rarity[bit] for bit in range(len(words)) if combination >> bit & 1)

    combinations = np.unique(held[allowed]).tolist()
    best = max(combinations, key=worth, default=0)
    return [word for bit, word in enumerate(words) if best >> bit & 1]
