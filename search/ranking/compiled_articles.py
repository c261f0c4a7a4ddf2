"""A search over articles by the compiled kernel: trees become cursors over posting lists and a program.

Same results as ``ExhaustiveArticles``, of which it asks what is rare: filters inside a query, and queries of
more than 64 words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats
from search.index.format.doc_values import NO_DAY
from search.index.reading.snapshot import Snapshot
from search.query.tree import AllWords, Words, positive_words
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.filters import column
from search.ranking.found import Articles, Collector, Found, Integers, Place, RankedQuery, TopArticles
from search.ranking.kernel import article_weight as kernel
from search.ranking.kernel.counts import DocValues, Tally
from search.ranking.kernel.documents import ArticleSimilarity
from search.ranking.program import Program
from search.ranking.relaxing import Parts, worth
from search.ranking.weight import Weight

# Sums of the same numbers in another order are this near to one another.
_ROUNDING = 1.0 + 1e-9
# The properties of articles that are counted by value, always all of them.
_COUNTED = ("source", "category", "month")


class KernelColumns:
    """What the kernel needs of a snapshot besides posting lists, made once for all searches."""

    def __init__(self, snapshot: Snapshot, weight: Weight) -> None:
        self.snapshot = snapshot
        self.settings = weight.settings
        self.weight = weight
        self.live = None if snapshot.live is None else snapshot.live.view(np.uint8)

    @cached_property
    def similarity(self) -> ArticleSimilarity:
        """The norms of paragraphs, articles and headlines."""
        snapshot, settings, statistics = self.snapshot, self.settings, self.weight.statistics
        return ArticleSimilarity(
            self.weight.documents,
            self.weight.similarity("body"),
            snapshot.article_length.astype(np.int32),
            (settings.article_k1, settings.article_b, statistics.article_length),
            snapshot.numbers.title_length,
            (settings.k1, settings.b, statistics.headline_length),
            settings.lead_paragraphs,
            settings.later_weight,
        )

    @cached_property
    def doc_values(self) -> DocValues:
        """What is counted of articles."""
        counted = [column(self.snapshot, name) for name in _COUNTED]
        return DocValues([(of.numbers, of.low, of.high) for of in counted], self.snapshot.has_copies)

    @cached_property
    def recency(self) -> Floats:
        """float64[A]: the recency part of each article's score."""
        day = self.snapshot.numbers.day
        age = self.weight.statistics.newest_day - day
        values = self.settings.recency_weight * np.exp2(-age / self.settings.recency_half_life)
        return np.where(day != NO_DAY, values, 0.0)


class CompiledArticles:
    """See ``ArticleSearcher``; for one search."""

    def __init__(self, columns: KernelColumns) -> None:
        self._columns = columns
        self._exhaustive = ExhaustiveArticles(columns.snapshot, columns.settings)
        self._known: tuple[RankedQuery, Program | None] | None = None

    def search(self, asked: RankedQuery, collector: Collector) -> TopArticles:
        """Return what a collector wants of the articles that match."""
        program = self._program(asked)
        if program is None:
            return self._exhaustive.search(asked, collector)
        columns, numbers = self._columns, self._columns.snapshot.numbers
        bits = {one.name: 1 << bit for bit, one in enumerate(collector.filters)}
        every = sum(bits.values())
        tally = Tally(
            columns.doc_values,
            [(one.numbers, one.low, one.high, one.chosen, bits[one.name]) for one in collector.filters],
            [every & ~bits.get("date" if name == "month" else name, 0) for name in _COUNTED],
            numbers.cluster if collector.collapse else None,
        )
        best = program.survey(
            columns.similarity,
            tally,
            collector.places,
            self._allowed(program),
            self._prior(asked),
            max(0.0, columns.settings.recency_weight),
            None if collector.sort == "relevance" else numbers.instant,
            collector.sort == "newest",
        )
        return TopArticles(
            tally.anything,
            tally.articles,
            tally.paragraphs,
            tally.places,
            [Place(article, score, count) for score, article, count in best],
            {name: tally.counts[_COUNTED.index(name)] for name in collector.facets},
        )

    def articles(self, asked: RankedQuery) -> Found:
        """Return all articles that match."""
        program = self._program(asked)
        if program is None:
            return self._exhaustive.articles(asked)
        return Found(*self._run(program, asked, kernel.ARTICLES, None))

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores."""
        program = self._program(asked)
        if program is None:
            return self._exhaustive.paragraphs(asked, articles)
        docs, scores, _ = self._run(program, asked, kernel.PARAGRAPHS, articles)
        return docs, scores

    def relax(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return ``tree`` without the words that no article has besides the others, and these words."""
        if not isinstance(tree, AllWords):
            return tree, ()
        parts = Parts.of(tree)
        words = tuple(positive_words(tree))
        program = self._new_program()
        if not parts.words or len(words) > kernel.MOST_WORDS or not program.speaks_of_words_only(parts.words):
            return self._exhaustive.relax(tree)
        rarities = parts.rarities(program.articles_holding, self._columns.weight.statistics.articles)
        return parts.without_the_least_telling(self._telling_combinations(parts, words, rarities), rarities)

    def _telling_combinations(
        self, parts: Parts, words: tuple[Words, ...], rarities: Sequence[float]
    ) -> list[int]:
        """Return the bits of parts that articles hold together; of those worth less than the best not all.

        The articles of one part after the other are looked at, those of the most telling first, until what is
        left could not be worth as much together.
        """
        left, best = sum(rarities), 0.0
        combinations: set[int] = set()
        for at in sorted(range(len(rarities)), key=lambda at: -rarities[at]):
            if left * _ROUNDING < best:
                break
            program = self._new_program()
            program.add(RankedQuery(AllWords([parts.words[at], *parts.others]), words), scored=False)
            held = program.run(self._columns.similarity, kernel.HELD, self._allowed(program), None, None)[2]
            combinations |= {program.parts_held(parts.words, bits) for bits in np.unique(held).tolist()}
            best = max((worth(held, rarities) for held in combinations), default=0.0)
            left -= rarities[at]
        return sorted(combinations - {0})

    def _run(self, program: Program, asked: RankedQuery, wanted: int, articles: Articles | None) -> Any:
        allowed, prior = self._allowed(program), self._prior(asked)
        return program.run(self._columns.similarity, wanted, allowed, prior, articles)

    def _program(self, asked: RankedQuery) -> Program | None:
        """Return the program of a query; None where it has more words than the kernel has bits."""
        if self._known is None or self._known[0] is not asked:
            program = self._new_program()
            self._known = asked, program if program.add(asked, scored=True) else None
        return self._known[1]

    def _new_program(self) -> Program:
        return Program(self._columns.weight, self._exhaustive.matcher)

    def _prior(self, asked: RankedQuery) -> Floats | None:
        return self._columns.recency if asked.recency and self._columns.settings.recency_weight else None

    def _allowed(self, program: Program) -> npt.NDArray[np.uint8] | None:
        """Return the articles that may match: those that are there, within the filters of the query."""
        allowed = self._columns.live
        for mask in program.filters:
            allowed = mask if allowed is None else allowed & mask
        return allowed
