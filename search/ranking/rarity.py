"""Rarity: the inverse document frequency, among articles, of a part of a query.

It is estimated from the article frequencies of single words, without matching anything. The frequency of
alternatives is the sum of theirs, as if no article contained two of them. The frequency of words that are
asked for together is that of the rarest, as if all its articles contained the others.
"""

from __future__ import annotations

from collections.abc import Callable

from whoosh import query

from search.bm25 import inverse_document_frequency
from search.query.tree import Words, asks_for_words


def rarity(concept: query.Query, article_frequency: Callable[[Words], int], total: int) -> float:
    """Return the inverse document frequency among articles of a part of a query, times its boost.

    article_frequency: returns how many articles contain a word
    total:             the number of all articles

    Raises TypeError for a node that the query language cannot make of words.
    """
    idf = inverse_document_frequency(_frequency(concept, article_frequency, total), total)
    return float(concept.boost) * idf


def _frequency(concept: query.Query, article_frequency: Callable[[Words], int], total: int) -> int:
    if isinstance(concept, Words):
        return article_frequency(concept)
    if not isinstance(concept, query.And | query.Or):
        raise TypeError(f"cannot tell how rare {type(concept).__name__} is")
    # Filters and exclusions do not change the rarity of the words.
    parts = [part for part in concept.subqueries if asks_for_words(part)]
    counts = [_frequency(part, article_frequency, total) for part in parts]
    return min(counts) if isinstance(concept, query.And) else min(total, sum(counts))
