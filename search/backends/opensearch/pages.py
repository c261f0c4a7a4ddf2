"""Answers requests: the cluster finds and counts, and ``search.searcher.page`` does the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from whoosh import query

from search.article import ArticleMetadata
from search.backends.opensearch.candidates import Candidates, metadata_of_source
from search.backends.opensearch.clauses import Clause, all_of, perhaps_published, without
from search.backends.opensearch.counting import Count, Counting
from search.backends.opensearch.filters import ClauseFilter, filters_of
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.scoring import Bounds, CandidateArticles, learn_frequencies
from search.backends.opensearch.streams import Question, Result, Scored, Stream
from search.backends.opensearch.values import CountedValues
from search.facets import Timeline
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
from search.ranking.counting import filter_of
from search.ranking.filters import DATE
from search.ranking.order import Ranked
from search.ranking.relaxing import MAX_PARTS, Parts, summed_idf
from search.request import SearchRequest
from search.results import Explanation
from search.searcher.page import PageSearch

if TYPE_CHECKING:
    from search.backends.opensearch.opened import Opened

_MOST_COPIES = 2_000  # that are fetched for one page
_NEARLY = 1e-5  # what 32-bit sums of the cluster may be wrong by


class ClusterArticles:
    """The ``ArticleSearcher`` of a generation in a cluster, for one search.

    It counts with the cluster. What it says of single articles is about the candidates that it was given.
    """

    def __init__(self, opened: Opened) -> None:
        self.generation = opened.generation
        self._opened = opened
        self.show([])
        self._matched: query.Query | None = None  # a tree that some article is known to match
        self.counting: Counting | None = None
        self.count: Count | None = None

    def show(self, sources: Sequence[Any]) -> None:
        """Take the articles that are shown, as stored documents ascending by ``seq``."""
        self.snapshot = Candidates(self.generation, self._opened.inverter, sources)
        self._candidates = CandidateArticles(self.snapshot, self.generation.ranking)

    def search(self, asked: RankedQuery, collector: Collector) -> TopArticles:
        """Return the counts that the collector asks for; the best places come from a ``Stream``."""
        generation = self.generation
        filters = cast(tuple[ClauseFilter, ...], collector.filters)
        ignored = {filter_of(name) for name in collector.facets}
        late = [one for one in filters if one.name in ignored]
        early = [one.clause for one in filters if one.name not in ignored]
        counting = Counting(
            generation,
            generation.trees.cases(asked.tree),
            late,
            collector.facets,
            places=collector.collapse,
            days=collector.matches,
        )
        tree = generation.trees.articles(asked.tree)
        body = {
            "size": 0,
            "query": all_of([tree, *early]),
            "aggs": counting.aggregations(),
            "track_total_hits": True,
        }
        found = generation.search(body)
        count = counting.read(found["aggregations"])
        self.counting, self.count = counting, count
        anything = found["hits"]["total"]["value"] > 0 or asked.tree is self._matched
        if not anything and early:
            anything = generation.count(tree) > 0
        self._matched = asked.tree if anything else self._matched
        return TopArticles(anything, count.articles, count.paragraphs, count.places, [], count.facets, None)

    def articles(self, asked: RankedQuery) -> MatchingArticles:
        """Return the candidates that match."""
        return self._candidates.articles(asked)

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Any]:
        """Return the matching paragraphs of candidates, and their scores."""
        return self._candidates.paragraphs(asked, articles)

    def best_paragraphs(
        self, asked: RankedQuery, articles: Articles | None, count: int, sort: str
    ) -> tuple[list[Place], int]:
        """Return the best matching paragraphs of candidates, and the number of all."""
        return self._candidates.best_paragraphs(asked, articles, count, sort)

    def explain(self, asked: RankedQuery, docs: Sequence[int]) -> list[Explanation]:
        """Return the parts of the scores of some paragraphs of candidates."""
        return self._candidates.explain(asked, docs)

    def relax(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return the tree without the dropped terms, and these terms; see ``search.ranking.relaxing``.

        The articles whose parts have the greatest sum of idf come first. Of combinations that the cluster
        cannot tell apart, because its sums are of 32-bit numbers, each is asked for once.
        """
        if not isinstance(tree, AllWords):
            return tree, ()
        parts = Parts.of(tree)
        if len(parts.words) < 2:  # nothing would be left
            return tree, ()
        generation = self.generation
        learn_frequencies(generation, RankedQuery(tree, ()), parts.words)
        bounds = Bounds(generation, RankedQuery(tree, ()))
        rarities = parts.rarities(bounds.article_frequency, generation.statistics.articles)
        clauses = [generation.trees.articles(part) for part in parts.words[:MAX_PARTS]]
        others = [generation.trees.articles(part) for part in parts.others]
        found: list[int] = []
        while (best := self._best_combination(clauses, rarities, others, found)) is not None:
            sums = summed_idf(np.array([*found, best]), rarities)
            if found and sums[-1] < sums[:-1].max() - _NEARLY * (1 + sums[:-1].max()):
                break
            found.append(best)
        return parts.keep_best(np.sort(np.array(found, np.int64)), rarities)

    def _best_combination(
        self,
        clauses: Sequence[Clause],
        rarities: Sequence[float],
        others: Sequence[Clause],
        known: Sequence[int],
    ) -> int | None:
        """Return the combination of parts with the greatest sum that an article has, no known one."""
        should = [
            {"constant_score": {"filter": clause, "boost": max(rarity, 1e-12), "_name": str(bit)}}
            for bit, (clause, rarity) in enumerate(zip(clauses, rarities, strict=True))
        ]
        unwanted = []
        for combination in known:
            held = [clause for bit, clause in enumerate(clauses) if combination >> bit & 1]
            lacking = [clause for bit, clause in enumerate(clauses) if not combination >> bit & 1]
            unwanted.append(all_of(held, lacking))
        wanted = {
            "bool": {
                "filter": list(others),
                "should": should,
                "minimum_should_match": 1,
                "must_not": unwanted,
            }
        }
        body = {"size": 1, "query": wanted, "_source": False, "track_total_hits": False}
        hits = self.generation.search(body)["hits"]["hits"]
        return sum(1 << int(bit) for bit in hits[0].get("matched_queries", [])) if hits else None


class ClusterOrder:
    """The order of all results of a request, walked through from the first one on."""

    def __init__(self, opened: Opened, question: Question, total: int, size: int, *, hold: bool) -> None:
        self._make: Callable[[], Stream] = partial(
            Stream, opened.generation, opened.inverter, question, size, hold=hold
        )
        self._stream, self._place = self._make(), 0
        self.total = total

    @property
    def nbytes(self) -> int:
        """About how much memory it takes, in bytes."""
        return 200_000

    def results(self, first: int, end: int) -> list[Result]:
        """Return the results from ``first`` to ``end`` (half-open)."""
        if first < self._place:
            self._stream, self._place = self._make(), 0
        found = []
        end = min(end, self.total)
        while self._place < end:
            result = next(self._stream, None)
            if result is None:
                break
            if self._place >= first:
                found.append(result)
            self._place += 1
        return found


class ClusterPage(PageSearch):
    """The search for one request in one generation in a cluster."""

    _searcher: Any
    _ranking: ClusterArticles

    @property
    def _snapshot(self) -> Any:
        return self._ranking.snapshot

    @property
    def _generation(self) -> Generation:
        return self._ranking.generation

    def _filters(self) -> Any:
        return filters_of(self._request, self._generation.spellings)

    def _undated_filter(self) -> Any:
        return ClauseFilter(DATE, without(DATE))

    def _perhaps_filter(self, request: SearchRequest) -> Any:
        if not self._generation.totals.inexact:
            return None
        return ClauseFilter(DATE, perhaps_published(request.date_from, request.date_to))

    def _values(self, field: str) -> CountedValues:
        return self._generation.values(field)

    def _timeline(self) -> Timeline | None:
        if self._request.timeline == "none" or self._found_count.times is None:
            return None
        return self._found_counting.timeline(self._found_count.times, self._request.timeline)

    def _search(self) -> None:
        """Count, and remember the counting of the request itself: others follow."""
        super()._search()
        self._found_counting = cast(Counting, self._ranking.counting)
        self._found_count = cast(Count, self._ranking.count)

    def _question(self) -> Question:
        generation, request = self._generation, self._request
        filters = cast(tuple[ClauseFilter, ...], self._collector.filters)
        condition = all_of([generation.trees.articles(self._asked.tree), *(one.clause for one in filters)])
        return self._ask(condition, self._sort, collapse=request.collapse and request.group == "article")

    def _ask(self, condition: Clause, sort: str, *, collapse: bool = False) -> Question:
        generation, asked = self._generation, self._asked
        learn_frequencies(generation, asked)
        single = self._request.group == "none"

        def score(candidates: Candidates) -> Iterator[Scored]:
            searcher = CandidateArticles(candidates, generation.ranking)
            if not single:
                for article, best, count in zip(
                    *(one.tolist() for one in searcher.articles(asked)), strict=True
                ):
                    yield Scored(article, 0, best, count)
                return
            docs, scores = searcher.paragraphs(asked, None)
            articles = candidates.article_of[docs]
            numbers = docs - candidates.doc_values.first_paragraph[articles]
            for row in zip(articles.tolist(), numbers.tolist(), scores.tolist(), strict=True):
                yield Scored(*row, 1)

        return Question(condition, Bounds(generation, asked).clauses(), score, sort, collapse)

    @property
    def _total(self) -> int:
        return self._top.paragraphs if self._request.group == "none" else self._top.places

    def _order(self) -> Any:
        return ClusterOrder(self._searcher, self._question(), self._total, self._request.page_size, hold=True)

    def _places(self, first: int, end: int) -> list[Place]:
        return self._shown(cast(ClusterOrder, self.order).results(first, end))

    def _ranked(self) -> Ranked:
        request = self._request
        first, end = (request.page - 1) * request.page_size, request.page * request.page_size
        if not self._total or first >= self._total:
            return Ranked([], self._total)
        order = ClusterOrder(self._searcher, self._question(), self._total, end, hold=False)
        return Ranked(self._groups(self._shown(order.results(first, end))), self._total)

    def _shown(self, results: list[Result]) -> list[Place]:
        """Return the places of some results, and show their articles and the copies of these."""
        sources = {result.seq: result.source for result in results}
        if self._request.collapse and self._request.group != "none":
            sources = {source["seq"]: source for source in self._copies(list(sources.values()))} | sources
        in_order = sorted(sources)
        number = {seq: at for at, seq in enumerate(in_order)}
        self._ranking.show([sources[seq] for seq in in_order])
        first = self._snapshot.doc_values.first_paragraph
        if self._request.group == "none":
            docs = [int(first[number[one.seq]]) + one.number for one in results]
            return [Place(doc, one.score, one.matching) for doc, one in zip(docs, results, strict=True)]
        return [Place(number[one.seq], one.score, one.matching) for one in results]

    def _copies(self, sources: list[Any]) -> list[Any]:
        """Return the stored documents of the copies of some articles that match as well."""
        clusters = [source["cluster"] for source in sources if source["copies"]]
        if not clusters:
            return []
        condition = all_of([self._question().condition, {"terms": {"cluster": clusters}}])
        return self._generation.sources(condition, _MOST_COPIES)

    def ranked(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the best articles, or addresses of the best paragraphs, with their scores."""
        single = self._request.group == "none"
        question = self._ask(self._generation.trees.articles(self._asked.tree), "relevance")
        found = []
        for result in ClusterOrder(self._searcher, question, depth, depth, hold=False).results(0, depth):
            about = metadata_of_source(result.source).id
            found.append((f"{about}#{result.number}" if single else about, result.score))
        return found

    def matching_metadata(self) -> list[ArticleMetadata]:
        """Return the metadata of all articles that match the whole request, in index order."""
        if self._mode() == "most":
            return []
        return [metadata_of_source(one) for one in self._generation.every(self._question().condition)]

    def _articles(self) -> Any:
        """Return the clause on the articles that match and pass the filters, for suggestions."""
        return self._question().condition
