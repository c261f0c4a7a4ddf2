"""How rare what a query asks for is among articles, told from how many articles hold each of its words.

Nothing is matched for it: of a group the statistics of its words have to do. Alternatives count as if none
stood in the same article as another, what is asked for together as if the rarest word's articles held it all.
"""

from __future__ import annotations

from collections.abc import Callable

from whoosh import query

from search.bm25 import inverse_document_frequency
from search.query.tree import AllWords, Words, asks_for_words


def rarity(concept: query.Query, holding: Callable[[Words], int], total: int) -> float:
    """Return the inverse document frequency among articles of a part of a query, times its boost.

    holding: tells how many articles hold a word
    total:   the number of all articles

    Raises TypeError for a node that the query language cannot make of words.
    """
    return float(concept.boost) * inverse_document_frequency(
        _articles_holding(concept, holding, total), total
    )


def _articles_holding(concept: query.Query, holding: Callable[[Words], int], total: int) -> int:
    if isinstance(concept, Words):
        return holding(concept)
    if not isinstance(concept, AllWords | query.Or):
        raise TypeError(f"cannot tell how rare {type(concept).__name__} is")
    # Filters and exclusions beside the words say nothing of how telling the words are.
    parts = [part for part in concept.subqueries if asks_for_words(part)]
    counts = [_articles_holding(part, holding, total) for part in parts]
    return min(counts) if isinstance(concept, AllWords) else min(total, sum(counts))
