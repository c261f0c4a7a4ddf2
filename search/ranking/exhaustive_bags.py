"""Bags of words in NumPy: what answers without the compiled kernel, and its oracle.

**Any word.** See ``search.ranking.best_groups``.

**All words.** The documents of the rarest word are looked up in the lists of the others.

Lists are decoded when they are first asked for, and those used last are kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from search.index.format.lists import MOST_COUNTED
from search.index.reading.snapshot import Snapshot, encoded_term
from search.ranking.bags import (
    NOTHING,
    ArticleMask,
    Bag,
    BagWord,
    BestDocuments,
    Scorings,
)
from search.ranking.best_groups import Passing, best_of_any
from search.ranking.lookup import phrase
from search.ranking.scored_lists import GROUP, Documents, Scored, ScoredList
from search.ranking.settings import RankingSettings

_CACHE_BYTES = 96 << 20


class ExhaustiveBags:
    """See ``BagRanker``."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self._snapshot = snapshot
        self._scorings = Scorings(snapshot, settings)
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, tuple[str, ...]], ScoredList | None] = OrderedDict()
        self._held = 0
        self._group_count = len(snapshot.body_length) // GROUP

    def best(
        self, bag: Bag, k: int, *, count: bool = False, allowed: ArticleMask | None = None
    ) -> BestDocuments:
        """Return the ``k`` best documents."""
        groups = [[found for word in group if (found := self._scored(word))] for group in bag.groups]
        words = list(chain(*groups))
        if not words or (bag.every and not all(groups)):
            return NOTHING
        excluded = [one for one in map(self._list, bag.excluded) if one is not None]
        passing = _passing(self._snapshot, excluded, _allowed_articles(self._snapshot, allowed))
        if bag.every:
            docs = _holding_all([[word.postings for word in group] for group in groups])
            docs = docs if passing is None else docs[passing(docs)]
            scores = np.zeros(len(docs))
            for word in words:
                word.add_to_documents(docs, scores)
            total = len(docs)
        else:
            total = self._count(words, passing) if count else -1
            if not k:
                return NOTHING._replace(total=total)
            docs, scores = best_of_any(words, k, self._group_count, passing)
        order = np.lexsort((docs, -scores))[:k]
        return BestDocuments(docs[order].astype(np.int64), scores[order], total if count else -1)

    def _scored(self, word: BagWord) -> Scored | None:
        postings = self._list(word)
        if postings is None:
            return None
        holding = (self._snapshot.document_frequency(word.field, term) for term in word.terms)
        return Scored(postings, word.weight * sum(map(self._scorings.of(word.field).idf, holding)))

    def _list(self, word: BagWord) -> ScoredList | None:
        key = word.field, word.terms
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        made = self._read(word)
        with self._lock:
            if key not in self._known:
                self._known[key] = made
                self._held += made.nbytes if made else 0
            while self._held > _CACHE_BYTES and len(self._known) > 1:
                _, dropped = self._known.popitem(last=False)
                self._held -= dropped.nbytes if dropped else 0
        return made

    def _read(self, word: BagWord) -> ScoredList | None:
        snapshot, scoring = self._snapshot, self._scorings.of(word.field)
        if len(word.terms) > 1:
            row = phrase([snapshot.postings(word.field, term) for term in word.terms])
            return ScoredList.of_row(row.docs, row.tf, scoring) if len(row.docs) else None
        encoded = encoded_term(word.terms[0])
        if encoded is None:
            return None
        docs, tf = [], []
        for segment, lists in snapshot.fields(word.field):
            ordinal = lists.find(encoded)
            if ordinal >= 0:
                docs.append(lists.docs(ordinal) + np.int32(segment.base))
                tf.append(np.minimum(lists.frequencies(ordinal), MOST_COUNTED).astype(np.uint8))
        return ScoredList.of(np.concatenate(docs), np.concatenate(tf), scoring) if docs else None

    def _count(self, words: Sequence[Scored], passing: Passing | None) -> int:
        if len(words) == 1:
            docs = words[0].postings.docs
        else:
            holding = np.zeros(len(self._snapshot.body_length), bool)
            for word in words:
                holding[word.postings.docs] = True
            if passing is None:
                return int(np.count_nonzero(holding))
            docs = np.flatnonzero(holding).astype(np.int32)
        return len(docs) if passing is None else int(np.count_nonzero(passing(docs)))


def _allowed_articles(snapshot: Snapshot, allowed: ArticleMask | None) -> ArticleMask | None:
    """Return ``allowed`` without the articles that are not there; None where all are allowed and there."""
    if allowed is not None and len(allowed) != snapshot.numbers.article_count:
        raise ValueError(f"a mask over {len(allowed)} articles, there are {snapshot.numbers.article_count}")
    if allowed is None or snapshot.live is None:
        return snapshot.live if allowed is None else allowed
    masked: ArticleMask = allowed & snapshot.live
    return masked


def _passing(snapshot: Snapshot, excluded: Sequence[ScoredList], mask: ArticleMask | None) -> Passing | None:
    """Return what tells which of some ascending documents may be found, None where all may."""
    if mask is None and not excluded:
        return None

    def passing(docs: Documents) -> npt.NDArray[np.bool_]:
        passed = np.ones(len(docs), bool) if mask is None else mask[snapshot.article_of[docs]]
        for one in excluded:
            passed &= ~one.places(docs)[1]
        return passed

    return passing


def _holding_all(groups: Sequence[Sequence[ScoredList]]) -> Documents:
    """Return the documents that are in a list of each group."""
    groups = sorted(groups, key=lambda group: sum(len(one.docs) for one in group))
    docs = _union(groups[0])
    for group in groups[1:]:
        docs = docs[np.logical_or.reduce([one.places(docs)[1] for one in group])]
    return docs


def _union(lists: Sequence[ScoredList]) -> Documents:
    return lists[0].docs if len(lists) == 1 else np.unique(np.concatenate([one.docs for one in lists]))
