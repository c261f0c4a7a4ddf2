"""Bags of words by the compiled kernel. Same results as ``ExhaustiveBags``."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

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
from search.ranking.bm25 import Floats
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
        return self.prepared(bag).best(k, count=count, allowed=allowed)

    def prepared(self, bag: Bag) -> PreparedBag:
        """Return a bag made ready to be asked for again and again, by one thread at a time."""
        if len(bag.words) == 1 and len(bag.words[0].terms) > 1 and not bag.excluded:
            return _Row(self, bag.words[0])
        return _Words(self, bag)

    def query(self, bag: Bag) -> WordsQuery | None:
        """Return the kernel's query; None where nothing can be found."""
        words, rise, fall = [], 1.0, 1.0
        for word in bag.words:
            postings = self._list(word)
            if postings is not None:
                scoring = self._scorings.of(word.field)
                words.append((postings, word.weight * self._idf(word), scoring.lengths, scoring.norms))
                rise, fall = max(rise, scoring.drift[0]), min(fall, scoring.drift[1])
            elif bag.every:
                return None
        excluded = [postings for postings in map(self._list, bag.excluded) if postings is not None]
        return WordsQuery(words, excluded, rise, fall) if words else None

    def mask(self, allowed: ArticleMask | None) -> ArticleMask | None:
        """Return which articles may be found, None for all."""
        return allowed_articles(self._snapshot, allowed)

    @property
    def article_of(self) -> npt.NDArray[np.int32]:
        """The article of each document."""
        return self._snapshot.article_of

    def row(self, word: BagWord) -> tuple[npt.NDArray[np.int32], Floats] | None:
        """Return the documents in which the terms of a word stand in a row, and their scores."""
        found = [self._lists.term(word.field, term) for term in word.terms]
        lists = [one for one in found if one is not None]
        if len(lists) < len(found):
            return None
        docs, counts = phrase(lists)
        scoring = self._scorings.of(word.field)
        norms = scoring.norms[scoring.lengths[docs]]
        return docs, word.weight * self._idf(word) * (counts / (counts + norms))

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


class PreparedBag(Protocol):
    """A bag made ready."""

    def best(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> BestDocuments:
        """Return the ``k`` best documents; see ``BagRanker``."""
        ...


class _Words:
    """Words that the kernel scores."""

    def __init__(self, bags: CompiledBags, bag: Bag) -> None:
        self._bags = bags
        self._every = bag.every
        self._query = bags.query(bag)

    def best(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> BestDocuments:
        if self._query is None:
            return NOTHING
        search = self._query.all if self._every else self._query.any
        mask = self._bags.mask(allowed)
        if mask is None:
            docs, scores, total = search(k, count)
        else:
            docs, scores, total = search(k, count, self._bags.article_of, mask.view(np.uint8))
        return BestDocuments(docs, scores, total if count else -1)


class _Row:
    """Terms in a row and nothing else: few documents, found anew each time and scored all."""

    def __init__(self, bags: CompiledBags, word: BagWord) -> None:
        self._bags = bags
        self._word = word

    def best(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> BestDocuments:
        found = self._bags.row(self._word)
        if found is None:
            return NOTHING
        docs, scores = found
        mask = self._bags.mask(allowed)
        if mask is not None:
            kept = mask[self._bags.article_of[docs]]
            docs, scores = docs[kept], scores[kept]
        total = len(docs) if count else -1
        if len(docs) > k > 0:
            enough = np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])
            docs, scores = docs[enough], scores[enough]
        order = np.lexsort((docs, -scores))[:k]
        return BestDocuments(docs[order].astype(np.int64), scores[order], total)
