"""Bags of words by the compiled kernel. Same results as ``ExhaustiveBags``."""

from __future__ import annotations

import numpy as np

from search.index.snapshot import Snapshot
from search.ranking.bags import (
    NOTHING,
    ArticleMask,
    Bag,
    BagWord,
    BestDocuments,
    Scorings,
    allowed_articles,
)
from search.ranking.kernel.cursors import PostingList, made_list
from search.ranking.kernel.paragraphs import WordsQuery, phrase
from search.ranking.settings import RankingSettings
from search.ranking.term_lists import TermLists


class CompiledBags:
    """See ``BagRanker``."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings, lists: TermLists | None = None) -> None:
        """Take a snapshot; ``lists`` are its posting lists, where they are already open."""
        self._snapshot = snapshot
        self._lists = lists or TermLists(snapshot)
        self._scorings = Scorings(snapshot, settings)

    def best(
        self, bag: Bag, k: int, *, count: bool = False, allowed: ArticleMask | None = None
    ) -> BestDocuments:
        """Return the ``k`` best documents."""
        words, rise, fall = [], 1.0, 1.0
        for word in bag.words:
            postings = self._list(word)
            if postings is not None:
                scoring = self._scorings.of(word.field)
                words.append((postings, word.weight * self._idf(word), scoring.lengths, scoring.norms))
                rise, fall = max(rise, scoring.drift[0]), min(fall, scoring.drift[1])
            elif bag.every:
                return NOTHING
        if not words:
            return NOTHING
        excluded = [postings for postings in map(self._list, bag.excluded) if postings is not None]
        mask = allowed_articles(self._snapshot, allowed)
        article_of = None if mask is None else self._snapshot.article_of
        query = WordsQuery(words, excluded, rise, fall)
        search = query.all if bag.every else query.any
        found = search(k, count, article_of, None if mask is None else mask.view(np.uint8))
        return BestDocuments(*found[:2], found[2] if count else -1)

    def _idf(self, word: BagWord) -> float:
        counts = (len(postings) for term in word.terms if (postings := self._lists.term(word.field, term)))
        return sum(map(self._scorings.of(word.field).idf, counts))

    def _list(self, word: BagWord) -> PostingList | None:
        found = [self._lists.term(word.field, term) for term in word.terms]
        lists = [one for one in found if one is not None]
        if len(lists) < len(found) or len(found) == 1:
            return found[0] if len(found) == 1 else None
        docs, counts = phrase(lists)
        return made_list(docs, counts, self._snapshot.article_of) if len(docs) else None
