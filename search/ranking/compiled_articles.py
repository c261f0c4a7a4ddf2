"""Searches over articles by the compiled kernel, with the same results as ``ExhaustiveArticles``.

Queries of more than 64 words are left to ``ExhaustiveArticles``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import starmap
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats
from search.budget import current_look
from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.query.tree import AllWords, Words, all_words
from search.ranking.articles import (
    Articles,
    Collector,
    Integers,
    MatchingArticles,
    Place,
    RankedQuery,
    TopArticles,
)
from search.ranking.counting import Counted, Matches, bits_of, column_of, filter_of
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.filters import ALL, Filter
from search.ranking.kernel import article_weight as kernel
from search.ranking.kernel.counts import DocValues, Tally, ValueCounter
from search.ranking.kernel.documents import ArticleSimilarity
from search.ranking.program import Program
from search.ranking.relaxing import MAX_PARTS, Combinations, Parts, distinct, summed_idf
from search.ranking.score import scorer_of
from search.ranking.some_articles import MatcherOfSome, SomeArticles
from search.ranking.weight import Weight
from search.results import Explanation

# The greatest ratio of two sums of the same numbers in different orders.
_ROUNDING = 1.0 + 1e-9
# What every search counts.
_COUNTED = ("source", "category", "month")


class KernelColumns:
    """The arrays that the kernel needs besides posting lists, made once for all searches."""

    def __init__(self, snapshot: Snapshot, weight: Weight) -> None:
        self.snapshot = snapshot
        self.settings = weight.settings
        self.weight = weight
        self.live = None if snapshot.live is None else snapshot.live.view(np.uint8)
        self._counters: dict[str, ValueCounter] = {}

    @cached_property
    def similarity(self) -> ArticleSimilarity:
        """The norms of paragraphs, articles and headlines."""
        snapshot, settings, statistics = self.snapshot, self.settings, self.weight.statistics
        return ArticleSimilarity(
            self.weight.documents,
            self.weight.similarity("body"),
            snapshot.article_length.astype(np.int32),
            (settings.article_k1, settings.article_b, statistics.article_length),
            snapshot.doc_values.title_length,
            (settings.k1, settings.b, statistics.headline_length),
            settings.lead_paragraphs,
            settings.later_weight,
        )

    @cached_property
    def doc_values(self) -> DocValues:
        """The doc values that are counted."""
        return DocValues([column_of(self.snapshot, name) for name in _COUNTED], self.snapshot.has_copies)

    def counter(self, field: str) -> ValueCounter:
        """Return the counter of the values of a field."""
        if field not in self._counters:
            values = self.snapshot.values(field)
            self._counters[field] = ValueCounter(values.starts, values.ordinals, len(values))
        return self._counters[field]

    @cached_property
    def recency(self) -> Floats:
        """float64[A]: the recency part of each article's score."""
        day = self.snapshot.doc_values.day
        age = self.weight.statistics.newest_day - day
        values = self.settings.recency_weight * np.exp2(-age / self.settings.recency_half_life)
        return np.where(day != NO_DAY, values, 0.0)


class CompiledArticles:
    """The compiled ``ArticleSearcher``, for one search."""

    def __init__(self, columns: KernelColumns) -> None:
        self._columns = columns
        self._exhaustive = ExhaustiveArticles(columns.snapshot, columns.settings)
        self._known: tuple[RankedQuery, Program | None] | None = None

    def search(self, asked: RankedQuery, collector: Collector) -> TopArticles:
        """Return what the collector asks for of the matching articles."""
        if isinstance(asked.tree, query.Every) and collector == Collector(collector.filters):
            return self._passing(collector.filters)
        program = self._program(asked)
        if program is None:
            return self._exhaustive.search(asked, collector)
        columns, doc_values = self._columns, self._columns.snapshot.doc_values
        bits = bits_of(collector.filters)
        every = sum(bits.values())
        keep = collector.matches or any(name not in _COUNTED for name in collector.facets)
        tally = Tally(
            columns.doc_values,
            [(one.values, one.low, one.high, one.chosen, bits[one.name]) for one in collector.filters],
            [every & ~bits.get(filter_of(name), 0) for name in _COUNTED],
            doc_values.cluster if collector.collapse else None,
            keep,
        )
        best = program.survey(
            columns.similarity,
            tally,
            collector.places,
            *self._order(program, asked, collector.sort),
        )
        counts = dict(zip(_COUNTED, starmap(Counted.of_all, tally.counts), strict=True))
        matches = Matches(*tally.matches) if keep else None
        return TopArticles(
            tally.anything,
            tally.articles,
            tally.paragraphs,
            tally.places,
            [Place(article, score, count) for score, article, count in best],
            {name: counts.get(name) or self._counted(name, matches, bits) for name in collector.facets},
            (matches.passing() if bits else matches) if matches and collector.matches else None,
        )

    def _passing(self, filters: Sequence[Filter]) -> TopArticles:
        """Return the numbers of all articles that pass filters and of their paragraphs; nothing is ranked."""
        columns = self._columns
        counts = np.diff(columns.snapshot.doc_values.first_paragraph)
        if columns.live is not None:
            counts = counts * columns.live
        passing = [counts, *(one.passes(ALL) for one in filters)]
        articles = int(np.count_nonzero(np.logical_and.reduce(passing)))
        paragraphs = int(np.multiply.reduce(passing).sum())
        return TopArticles(bool(counts.any()), articles, paragraphs, articles, [], {})

    def _order(self, program: Program, asked: RankedQuery, sort: str) -> tuple[Any, ...]:
        """Return what the kernel ranks by; see ``ArticleWeight.survey``."""
        return (
            self._allowed(program),
            self._prior(asked),
            max(0.0, self._columns.settings.recency_weight),
            self._instants(sort),
            sort in ("newest", "arrived"),
        )

    def _instants(self, sort: str) -> IntArray | None:
        """Return the times that articles are ordered by before their scores, None to order by score."""
        snapshot = self._columns.snapshot
        if sort == "arrived":
            return snapshot.arrived
        return None if sort == "relevance" else snapshot.doc_values.instant

    def _counted(self, facet: str, matches: Matches | None, bits: Mapping[str, int]) -> Counted:
        """Count the values of matching articles in a field that the kernel does not count itself."""
        assert matches is not None
        articles = (matches.passing(bits.get(filter_of(facet), 0)) if bits else matches).articles
        return Counted(*self._columns.counter(facet).count(articles))

    def articles(self, asked: RankedQuery) -> MatchingArticles:
        """Return all matching articles."""
        program = self._program(asked)
        if program is None:
            return self._exhaustive.articles(asked)
        return MatchingArticles(*self._run(program, asked, kernel.ARTICLES, None))

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores. articles: None for all."""
        program = self._program(asked)
        if program is None:
            return self._exhaustive.paragraphs(asked, articles)
        docs, scores, _ = self._run(program, asked, kernel.PARAGRAPHS, articles)
        return docs, scores

    def best_paragraphs(
        self, asked: RankedQuery, articles: Articles | None, count: int, sort: str
    ) -> tuple[list[Place], int]:
        """Return the places of the ``count`` best matching paragraphs, and the number of all."""
        program = self._program(asked)
        if program is None:
            return self._exhaustive.best_paragraphs(asked, articles, count, sort)
        allowed, *others = self._order(program, asked, sort)
        if articles is not None:
            chosen = np.zeros(len(self._columns.snapshot.article_length), np.uint8)
            chosen[articles] = 1
            allowed = chosen if allowed is None else chosen & allowed
        best, total = program.best_paragraphs(self._columns.similarity, count, allowed, *others)
        return [Place(doc, score, 1) for score, doc in best], total

    def explain(self, asked: RankedQuery, docs: Sequence[int]) -> list[Explanation]:
        """Return the parts of the scores of some paragraphs, computed by the oracle over their articles."""
        snapshot = self._columns.snapshot
        some = SomeArticles(snapshot, snapshot.article_of[docs])
        matcher = MatcherOfSome(some, self._columns.weight.lists, self._exhaustive.matcher)
        scorer = scorer_of(some, self._columns.settings, matcher, self._columns.weight.statistics)  # type: ignore[arg-type]
        scores = scorer.score(asked.words, asked.concepts, recency=asked.recency)
        look = current_look()
        explained = []
        for doc in some.numbers_of(docs):
            look()
            explained.append(scores.explain(doc))
        return explained

    def relax(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return the tree without the dropped terms, and the dropped terms."""
        if not isinstance(tree, AllWords):
            return tree, ()
        parts = Parts.of(tree)
        words = tuple(word for part in parts.words for word in all_words(part))
        if len(parts.words) < 2:  # nothing would be left
            return tree, ()
        if len(words) > kernel.MAX_WORDS:
            return self._exhaustive.relax(tree)
        statistics = self._columns.weight.statistics
        rarities = parts.rarities(self._new_program().article_frequency, statistics.articles)
        return parts.keep_best(self._best_combinations(parts, words, rarities), rarities)

    def _best_combinations(
        self, parts: Parts, words: tuple[Words, ...], rarities: Sequence[float]
    ) -> Combinations:
        """Return the best combinations of parts that articles match, ascending; others may miss.

        The articles of the part with the greatest idf are visited first, then those of a few more, then those
        of all. The loop ends when the idf of the remaining parts, added together, is below that of the best
        combination.
        """
        remaining, best = sum(rarities), 0.0
        good: Combinations = np.empty(0, np.int64)
        rarest_first = sorted(range(len(rarities)), key=lambda at: -rarities[at])
        for some in (rarest_first[:1], rarest_first[1:4], rarest_first[4:]):
            if not some or remaining * _ROUNDING < best:
                break
            asked = [parts.words[at] for at in some]
            either = asked[0] if len(asked) == 1 else query.Or(asked)
            program = self._new_program()
            tree = AllWords([either, *parts.others])
            told_apart = list(zip(parts.words[:MAX_PARTS], rarities, strict=True))
            program.add(RankedQuery(tree, words), scored=False, parts=told_apart)
            found = program.parts(self._columns.similarity, self._allowed(program))
            sums = summed_idf(found, rarities)
            best = max(best, float(sums.max(initial=0.0)))
            good = distinct(np.append(good, found[sums * _ROUNDING >= best]))
            remaining -= sum(rarities[at] for at in some)
        return good

    def _run(self, program: Program, asked: RankedQuery, wanted: int, articles: Articles | None) -> Any:
        allowed, prior = self._allowed(program), self._prior(asked)
        return program.run(self._columns.similarity, wanted, allowed, prior, articles)

    def _program(self, asked: RankedQuery) -> Program | None:
        """Return the program of a query; None if it has more words than the kernel has bits."""
        if self._known is None or self._known[0] is not asked:
            program = self._new_program()
            self._known = asked, program if program.add(asked, scored=True) else None
        return self._known[1]

    def _new_program(self) -> Program:
        return Program(self._columns.weight, self._exhaustive.matcher)

    def _prior(self, asked: RankedQuery) -> Floats | None:
        return self._columns.recency if asked.recency and self._columns.settings.recency_weight else None

    def _allowed(self, program: Program) -> npt.NDArray[np.uint8] | None:
        """Return the articles that may match: live ones that pass the filters of the query."""
        allowed = self._columns.live
        for mask in program.filters:
            allowed = mask if allowed is None else allowed & mask
        return allowed
