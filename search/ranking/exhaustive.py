"""A search over articles by looking at everything, in NumPy: what answers without the kernel, and its oracle.

Also what explains a score, for it keeps every part.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from whoosh import query

from search.bm25 import Floats
from search.index.reading.snapshot import Snapshot
from search.query.tree import AllWords
from search.ranking.filters import Mask, column
from search.ranking.found import Articles, Collector, Found, Integers, RankedQuery, TopArticles
from search.ranking.match import Matcher
from search.ranking.order import best_places
from search.ranking.relaxing import Parts, combinations_held
from search.ranking.score import Scorer, Scores, scorer_of
from search.ranking.settings import RankingSettings
from search.results import Explanation


class ExhaustiveArticles:
    """See ``ArticleSearcher``."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self.matcher = Matcher(snapshot)
        self._scores: tuple[RankedQuery, Scores] | None = None

    @cached_property
    def scorer(self) -> Scorer:
        """What scores words."""
        return scorer_of(self._snapshot, self._settings, self.matcher)

    def scores(self, asked: RankedQuery) -> Scores:
        """Return the scores of all paragraphs."""
        if self._scores is None or self._scores[0] is not asked:
            scores = self.scorer.score(asked.words, asked.concepts, recency=asked.recency)
            self._scores = asked, scores
        return self._scores[1]

    def explain(self, asked: RankedQuery, doc: int) -> Explanation:
        """Return the parts of a paragraph's score."""
        return self.scores(asked).explain(doc)

    def search(self, asked: RankedQuery, collector: Collector) -> TopArticles:
        """Return what a collector wants of the articles that match."""
        found = self.articles(asked)
        passed = {one.name: one.passes(found.articles) for one in collector.filters}
        kept = self._passing(found, list(passed.values()))
        best, places = best_places(self._snapshot, kept, collector)
        counts = {}
        for name in collector.facets:
            own = "date" if name == "month" else name
            others = self._passing(found, [mask for of, mask in passed.items() if of != own])
            of = column(self._snapshot, name)
            numbers = of.numbers[others.articles] - of.low
            counted = numbers[(numbers >= 0) & (numbers <= of.high - of.low)]
            counts[name] = np.bincount(counted, minlength=of.high - of.low + 1)
        return TopArticles(
            len(found.articles) > 0, len(kept.articles), int(kept.counts.sum()), places, best, counts
        )

    @staticmethod
    def _passing(found: Found, masks: list[Mask]) -> Found:
        passing = np.logical_and.reduce([np.ones(len(found.articles), bool), *masks])
        return Found(found.articles[passing], found.scores[passing], found.counts[passing])

    def articles(self, asked: RankedQuery) -> Found:
        """Return all articles that match."""
        docs, scores = self.paragraphs(asked, None)
        article = self._snapshot.article_of[docs]
        starts = np.flatnonzero(np.append(True, article[1:] != article[:-1]))[: len(docs)]
        if not len(docs):
            return Found(article, scores, docs)
        counts = np.diff(np.append(starts, len(docs)))
        return Found(article[starts], np.maximum.reduceat(scores, starts), counts)

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores."""
        docs = np.flatnonzero(self.matcher.match(asked.tree).paragraphs)
        if articles is not None:
            docs = docs[np.isin(self._snapshot.article_of[docs], articles)]
        return docs, self.scores(asked).of_paragraphs[docs]

    def relax(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return ``tree`` without the words that no article has besides the others, and these words."""
        if not isinstance(tree, AllWords):
            return tree, ()
        parts = Parts.of(tree)
        if not parts.words:
            return tree, ()
        rarities = parts.rarities(self.scorer.articles_holding, self._snapshot.article_total)
        return parts.without_the_least_telling(combinations_held(self.matcher, parts), rarities)
