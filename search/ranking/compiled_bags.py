"""Bags of words by the compiled kernel. Same results as ``ExhaustiveBags``."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from search.index.reading.snapshot import Snapshot
from search.ranking.bags import (
    NOTHING,
    ArticleMask,
    Bag,
    BagWord,
    BestDocuments,
    Scorings,
)
from search.ranking.kernel.documents import Documents, Similarity
from search.ranking.kernel.paragraph_weight import PhraseWeight, TermsWeight, phrase
from search.ranking.kernel.postings import PostingList, made_list
from search.ranking.settings import RankingSettings
from search.ranking.term_lists import TermLists

_MOST_KNOWN = 20_000  # words, of about 300 bytes: their postings stay mapped
_Scored = tuple[PostingList, float, Similarity]  # a word's list, weight and field


class CompiledBags:
    """See ``BagRanker``."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings, lists: TermLists | None = None) -> None:
        """Take a snapshot; ``lists`` are its posting lists, where they are already open."""
        self._snapshot = snapshot
        self._lists = lists or TermLists(snapshot)
        self._scorings = Scorings(snapshot, settings)
        self._similarities: dict[str, Similarity] = {}
        self._known: dict[BagWord, _Scored] = {}

    def best(
        self, bag: Bag, k: int, *, count: bool = False, allowed: ArticleMask | None = None
    ) -> BestDocuments:
        """Return the ``k`` best documents."""
        return self.prepared(bag).best(k, count=count, allowed=allowed)

    def prepared(self, bag: Bag) -> PreparedBag:
        """Return a bag made ready to be asked for again and again, by one thread at a time."""
        if len(bag.words) == 1 and not bag.excluded:
            word = bag.words[0]
            if isinstance(word, BagWord) and len(word.terms) > 1:
                return _Row(self, word)
        return _Words(self, bag)

    def query(self, bag: Bag) -> TermsWeight | None:
        """Return the kernel's query; None where nothing can be found."""
        words: list[_Scored] = []
        groups = []
        for group in bag.groups:
            scored = [one for one in map(self._scored, group) if one is not None]
            if scored:
                words += scored
                groups.append(len(scored))
            elif bag.every:
                return None
        if not words:
            return None
        excluded = [postings for postings in map(self._list, bag.excluded) if postings is not None]
        return TermsWeight(words, excluded, groups if len(groups) < len(words) else None)

    def _scored(self, word: BagWord) -> _Scored | None:
        """Return what the kernel needs of a word, None where it is nowhere; remembered for single terms."""
        known = self._known.get(word)
        if known is None:
            postings = self._list(word)
            if postings is None:
                return None
            known = postings, word.weight * self._idf(word), self.similarity(word.field)
            if len(word.terms) == 1:
                if len(self._known) >= _MOST_KNOWN:
                    self._known = {}
                self._known[word] = known
        return known

    def similarity(self, field: str) -> Similarity:
        """Return the similarity of a field, for the kernel."""
        known = self._similarities.get(field)
        if known is None:  # two threads may make them twice, to the same effect
            scoring = self._scorings.of(field)
            known = self._similarities[field] = Similarity(scoring.lengths, scoring.norms, *scoring.drift)
        return known

    @cached_property
    def documents(self) -> Documents:
        """Which documents make up each article, and which are there."""
        snapshot = self._snapshot
        return Documents(snapshot.numbers.first_paragraph, len(snapshot.body_length), snapshot.live)

    def row(self, word: BagWord) -> tuple[PhraseWeight, float, Similarity] | None:
        """Return the kernel's query for terms in a row, with its weight; None where a term is nowhere."""
        found = [self._lists.term(word.field, term) for term in word.terms]
        lists = [one for one in found if one is not None]
        if len(lists) < len(found):
            return None
        return PhraseWeight(lists), word.weight * self._idf(word), self.similarity(word.field)

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
        return BestDocuments(*search(k, count, self._bags.documents, _bytes(allowed)))


class _Row:
    """Terms in a row and nothing else, which the kernel scores as it finds them."""

    def __init__(self, bags: CompiledBags, word: BagWord) -> None:
        self._bags = bags
        self._query = bags.row(word)

    def best(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> BestDocuments:
        if self._query is None:
            return NOTHING
        query, weight, similarity = self._query
        found = query.best(weight, similarity, k, count, self._bags.documents, _bytes(allowed))
        return BestDocuments(*found)


def _bytes(mask: ArticleMask | None) -> npt.NDArray[np.uint8] | None:
    return None if mask is None else mask.view(np.uint8)
