"""The oracle of searches over articles: it scores everything in NumPy, and answers if there is no kernel.

It also explains scores, because it stores every part.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from whoosh import query

from search.arrays import first_of_each
from search.bm25 import Floats
from search.budget import checkpoint
from search.index.reading.snapshot import Snapshot
from search.query.tree import AllWords
from search.ranking.articles import (
    Articles,
    Collector,
    Integers,
    MatchingArticles,
    Place,
    RankedQuery,
    TopArticles,
)
from search.ranking.counting import Matches, bits_of, counted, filter_of
from search.ranking.lookup import Lookup
from search.ranking.match import Matcher
from search.ranking.order import best_places, order_of_paragraphs
from search.ranking.relaxing import Parts, matched_combinations
from search.ranking.score import Scorer, Scores, scorer_of
from search.ranking.settings import RankingSettings
from search.results import Explanation


class ExhaustiveArticles:
    """The exhaustive ``ArticleSearcher``.

    lookup: returns the occurrences of words; if it returns those in some articles, only these are right
    """

    def __init__(self, snapshot: Snapshot, settings: RankingSettings, lookup: Lookup | None = None) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self.matcher = Matcher(snapshot, lookup)
        self._scores: tuple[RankedQuery, Scores] | None = None

    @cached_property
    def scorer(self) -> Scorer:
        """The scorer of words."""
        return scorer_of(self._snapshot, self._settings, self.matcher)

    def scores(self, asked: RankedQuery) -> Scores:
        """Return the scores of all paragraphs."""
        if self._scores is None or self._scores[0] is not asked:
            scores = self.scorer.score(asked.words, asked.concepts, recency=asked.recency)
            self._scores = asked, scores
        return self._scores[1]

    def explain(self, asked: RankedQuery, docs: Sequence[int]) -> list[Explanation]:
        """Return the parts of the scores of some paragraphs."""
        explained = []
        for doc in docs:
            checkpoint()
            explained.append(self.scores(asked).explain(doc))
        return explained

    def search(self, asked: RankedQuery, collector: Collector) -> TopArticles:
        """Return what the collector asks for of the matching articles."""
        matching = self.articles(asked)
        bits = bits_of(collector.filters)
        failed = np.zeros(len(matching.articles), np.int32)
        for one in collector.filters:
            failed |= np.where(one.passes(matching.articles), 0, bits[one.name]).astype(np.int32)
        every = Matches(matching.articles, matching.counts.astype(np.int32), failed)
        passing = failed == 0
        kept = MatchingArticles(
            matching.articles[passing], matching.scores[passing], matching.counts[passing]
        )
        best, places = best_places(self._snapshot, kept, collector)
        counts = {
            name: counted(self._snapshot, name, every.passing(bits.get(filter_of(name), 0)).articles)
            for name in collector.facets
        }
        return TopArticles(
            len(matching.articles) > 0,
            len(kept.articles),
            int(kept.counts.sum()),
            places,
            best,
            counts,
            every.passing() if collector.matches else None,
        )

    def articles(self, asked: RankedQuery) -> MatchingArticles:
        """Return all matching articles."""
        docs, scores = self.paragraphs(asked, None)
        article = self._snapshot.article_of[docs]
        starts = np.flatnonzero(first_of_each(article))
        if not len(docs):
            return MatchingArticles(article, scores, docs)
        counts = np.diff(np.append(starts, len(docs)))
        return MatchingArticles(article[starts], np.maximum.reduceat(scores, starts), counts)

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores. articles: None for all."""
        docs = np.flatnonzero(self.matcher.match(asked.tree).paragraphs)
        if articles is not None:
            docs = docs[np.isin(self._snapshot.article_of[docs], articles)]
        return docs, self.scores(asked).of_paragraphs[docs]

    def best_paragraphs(
        self, asked: RankedQuery, articles: Articles | None, count: int, sort: str
    ) -> tuple[list[Place], int]:
        """Return the places of the ``count`` best matching paragraphs, and the number of all."""
        docs, scores = self.paragraphs(asked, articles)
        return order_of_paragraphs(self._snapshot, docs, scores, sort, count).places(0, count), len(docs)

    def relax(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return the tree without the dropped terms, and the dropped terms."""
        if not isinstance(tree, AllWords):
            return tree, ()
        parts = Parts.of(tree)
        if len(parts.words) < 2:  # nothing would be left
            return tree, ()
        rarities = parts.rarities(self.scorer.article_frequency, self._snapshot.article_total)
        return parts.keep_best(matched_combinations(self.matcher, parts), rarities)
