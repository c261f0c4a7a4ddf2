"""Bags of words in NumPy: what answers without the compiled kernel, and its oracle.

**Any word.** The words are taken by what they can score at most, the greatest first, and added up in one
array over all documents, until what is left cannot bring a new document among the k best (MaxScore: Turtle
and Flood 1995); only documents that still could be among them are looked up in the rest. Sums are 32-bit
and rough; what survives is scored once more exactly.

**All words.** The documents of the rarest word are looked up in the lists of the others.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from search.index.codec.lists import MOST_COUNTED
from search.index.snapshot import Snapshot, encoded_term
from search.ranking.bags import (
    NOTHING,
    ArticleMask,
    Bag,
    BagWord,
    BestDocuments,
    FieldScoring,
    Scorings,
    allowed_articles,
)
from search.ranking.bm25 import Floats
from search.ranking.lookup import phrase
from search.ranking.settings import RankingSettings

_CACHE_BYTES = 64 << 20
_MOST_KNOWN = 64  # greatest saturations kept of each list
_SLACK = 1.0 - 1e-5  # sums of 32-bit scores are this near to the exact ones

Documents = npt.NDArray[np.intp]
Rough = npt.NDArray[np.float32]


@dataclass(frozen=True)
class ScoredList:
    """A posting list with what each posting can score.

    docs: ascending; tf: occurrences; rough: saturations; greatest: the greatest of them, descending
    """

    docs: Documents
    tf: npt.NDArray[np.generic]
    rough: Rough
    greatest: Rough

    @classmethod
    def of(
        cls, docs: npt.NDArray[np.integer], tf: npt.NDArray[np.generic], scoring: FieldScoring
    ) -> ScoredList:
        """Return a list with the saturations of its postings."""
        frequency = tf.astype(np.float32)
        rough = frequency / (frequency + scoring.norms.astype(np.float32)[scoring.lengths[docs]])
        known = min(_MOST_KNOWN, len(rough))
        greatest = np.sort(np.partition(rough, len(rough) - known)[len(rough) - known :])[::-1]
        return cls(docs.astype(np.intp), tf, rough, greatest)

    @property
    def nbytes(self) -> int:
        """Bytes of memory held."""
        return self.docs.nbytes + self.tf.nbytes + self.rough.nbytes

    def places(self, docs: Documents) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        """Return where ascending documents stand in the list, and which of them do."""
        places = np.minimum(np.searchsorted(self.docs, docs), len(self.docs) - 1)
        return places, self.docs[places] == docs


@dataclass(frozen=True)
class Scored:
    """A word of a bag: its list, what its saturations are multiplied by, its field."""

    postings: ScoredList
    weight: float
    scoring: FieldScoring

    @cached_property
    def bound(self) -> float:
        """What the word scores at most."""
        return self.weight * float(self.postings.greatest[0])

    def add_exact(self, docs: Documents, totals: Floats) -> None:
        """Add the word's scores of ascending documents to ``totals``."""
        places, held = self.postings.places(docs)
        tf = self.postings.tf[places[held]].astype(np.float64)
        totals[held] += self.weight * (tf / (tf + self.scoring.norms[self.scoring.lengths[docs[held]]]))


class ExhaustiveBags:
    """See ``BagRanker``."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self._snapshot = snapshot
        self._scorings = Scorings(snapshot, settings)
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, tuple[str, ...]], ScoredList | None] = OrderedDict()
        self._held = 0
        self._scratch = threading.local()

    def best(
        self, bag: Bag, k: int, *, count: bool = False, allowed: ArticleMask | None = None
    ) -> BestDocuments:
        """Return the ``k`` best documents."""
        groups = [[found for word in group if (found := self._scored(word))] for group in bag.groups]
        words = list(chain(*groups))
        if not words or (bag.every and not all(groups)):
            return NOTHING
        excluded = [one for one in map(self._list, bag.excluded) if one is not None]
        may = self._may(excluded, allowed_articles(self._snapshot, allowed))
        if bag.every:
            docs = _holding_all([[word.postings for word in group] for group in groups])
            docs = docs if may is None else docs[may[docs]]
            total = len(docs)
        else:
            total = self._count(words, may) if count else -1
            docs = _Accumulation(words, k, self._sums()).candidates(may) if k else NOTHING.documents
        totals = np.zeros(len(docs))
        for word in words:
            word.add_exact(docs, totals)
        order = np.lexsort((docs, -totals))[:k]
        return BestDocuments(docs[order].astype(np.int64), totals[order], total if count else -1)

    def _scored(self, word: BagWord) -> Scored | None:
        postings, scoring = self._list(word), self._scorings.of(word.field)
        if postings is None:
            return None
        holding = (self._snapshot.document_frequency(word.field, term) for term in word.terms)
        return Scored(postings, word.weight * sum(map(scoring.idf, holding)), scoring)

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
            return ScoredList.of(row.docs, row.tf, scoring) if len(row.docs) else None
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

    def _may(self, excluded: Sequence[ScoredList], mask: ArticleMask | None) -> npt.NDArray[np.bool_] | None:
        """Return which documents may be found, None for all."""
        if mask is None and not excluded:
            return None
        documents = len(self._snapshot.body_length)
        may = np.ones(documents, bool) if mask is None else mask[self._snapshot.article_of]
        for one in excluded:
            may[one.docs] = False
        return may

    def _count(self, words: Sequence[Scored], may: npt.NDArray[np.bool_] | None) -> int:
        if len(words) == 1 and may is None:
            return len(words[0].postings.docs)
        holding = np.zeros(len(self._snapshot.body_length), bool)
        for word in words:
            holding[word.postings.docs] = True
        return int(np.count_nonzero(holding if may is None else holding & may))

    def _sums(self) -> Rough:
        """Return this thread's array over all documents; it is all zero between searches."""
        if not hasattr(self._scratch, "sums"):
            self._scratch.sums = np.zeros(len(self._snapshot.body_length), np.float32)
        sums: Rough = self._scratch.sums
        return sums


def _holding_all(groups: Sequence[Sequence[ScoredList]]) -> Documents:
    """Return the documents that are in a list of each group."""
    groups = sorted(groups, key=lambda group: sum(len(one.docs) for one in group))
    docs = _union(groups[0])
    for group in groups[1:]:
        docs = docs[np.logical_or.reduce([one.places(docs)[1] for one in group])]
    return docs


def _union(lists: Sequence[ScoredList]) -> Documents:
    return lists[0].docs if len(lists) == 1 else np.unique(np.concatenate([one.docs for one in lists]))


class _Accumulation:
    """The documents that may be among the k best for any of the words.

    least: a score that k documents reach
    """

    def __init__(self, words: Sequence[Scored], k: int, sums: Rough) -> None:
        self._words = sorted(words, key=lambda word: -word.bound)
        self._rest = np.append(np.cumsum([word.bound for word in reversed(self._words)])[::-1], 0.0).tolist()
        self._k = k
        self._sums = sums
        self.least = 0.0

    def candidates(self, may: npt.NDArray[np.bool_] | None) -> Documents:
        """Return the documents, ascending; ``may`` masks those that may be found."""
        if may is None and self._k <= _MOST_KNOWN:
            for word in self._words:
                if len(word.postings.greatest) >= self._k:
                    self.least = max(self.least, word.weight * float(word.postings.greatest[self._k - 1]))
        added = self._add_up(may)
        docs, scores = self._gather(added)
        for number in range(added, len(self._words)):
            docs, scores = self._promising(docs, scores, number)
            places, held = self._words[number].postings.places(docs)
            rough = self._words[number].postings.rough
            scores[held] += np.float32(self._words[number].weight) * rough[places[held]]
        docs, _ = self._promising(docs, scores, len(self._words))
        return docs

    def _add_up(self, may: npt.NDArray[np.bool_] | None) -> int:
        """Add words up while those left could bring a new document among the best; return how many were."""
        for number, word in enumerate(self._words):
            if self._rest[number] < self.least * _SLACK:
                return number
            docs = word.postings.docs
            scores = np.float32(word.weight) * word.postings.rough
            if may is not None:
                scores *= may[docs]
            if number:
                scores += self._sums[docs]
            self._sums[docs] = scores
            self._raise_least(scores)
        return len(self._words)

    def _gather(self, added: int) -> tuple[Documents, Rough]:
        """Take the sums that could suffice, each document once, and leave zeros."""
        least = max(0.0, self.least * _SLACK - self._rest[added])
        docs, scores = [], []
        for word in self._words[:added]:
            sums = self._sums[word.postings.docs]
            taken = sums >= least if least else sums > 0.0
            docs.append(word.postings.docs[taken])
            scores.append(sums[taken])
            self._sums[word.postings.docs] = 0.0  # and so the document is not taken again
        joined, sums = self._promising(np.concatenate(docs), np.concatenate(scores), added)
        order = np.argsort(joined) if len(docs) > 1 else slice(None)
        return joined[order], sums[order]

    def _promising(self, docs: Documents, scores: Rough, number: int) -> tuple[Documents, Rough]:
        """Keep what could be among the best with all that the words from ``number`` on can add."""
        self._raise_least(scores)
        kept = scores >= self.least * _SLACK - self._rest[number]
        return docs[kept], scores[kept]

    def _raise_least(self, scores: Rough) -> None:
        above = scores[scores > self.least]
        if len(above) >= self._k:
            kth = len(above) - self._k
            self.least = float(np.partition(above, kth)[kth])
