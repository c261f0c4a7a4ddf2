"""Ranking by the compiled kernel: query trees become cursors over posting lists and a small program.

Same results as ``ExhaustiveRanker``, of which it asks what is rare: filters inside a query, and queries of
more than 64 words.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.index.numbers import NO_DAY
from search.index.snapshot import Snapshot
from search.query.tree import AllWords, positive_words
from search.ranking.bm25 import Floats, length_norms
from search.ranking.exhaustive import ExhaustiveRanker
from search.ranking.found import Articles, Found, Integers, RankedQuery
from search.ranking.kernel import articles as kernel
from search.ranking.program import Program, too_many_words
from search.ranking.settings import RankingSettings
from search.ranking.step_down import Parts
from search.ranking.term_lists import TermLists


class KernelColumns:
    """What the kernel needs of a snapshot besides posting lists, made once for all searches."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.lists = TermLists(snapshot)
        self.live = None if snapshot.live is None else snapshot.live.view(np.uint8)

    @cached_property
    def columns(self) -> kernel.Columns:
        """The arrays over paragraphs and articles."""
        snapshot, settings = self.snapshot, self.settings
        title = snapshot.numbers.title_length, snapshot.average_title_length
        return kernel.Columns(
            snapshot.numbers.first_paragraph,
            snapshot.article_of,
            snapshot.body_length,
            length_norms(np.arange(256), snapshot.average_body_length, settings.k1, settings.b),
            length_norms(
                snapshot.article_length,
                snapshot.average_article_length,
                settings.article_k1,
                settings.article_b,
            ),
            length_norms(*title, settings.k1, settings.b),
            settings.lead_paragraphs,
            settings.later_weight,
        )

    @cached_property
    def recency(self) -> Floats:
        """float64[A]: the recency part of each article's score."""
        day = self.snapshot.numbers.day
        age = day.max(initial=0) - day
        values = self.settings.recency_weight * np.exp2(-age / self.settings.recency_half_life)
        return np.where(day != NO_DAY, values, 0.0)


class CompiledRanker:
    """See ``Ranker``; for one search."""

    def __init__(self, columns: KernelColumns) -> None:
        self._columns = columns
        self._exhaustive = ExhaustiveRanker(columns.snapshot, columns.settings)
        self._known: tuple[RankedQuery, Program] | None = None

    def articles(self, asked: RankedQuery) -> Found:
        """Return all articles that match."""
        if too_many_words(asked):
            return self._exhaustive.articles(asked)
        return Found(*self._run(asked, kernel.ARTICLES, None))

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores."""
        if too_many_words(asked):
            return self._exhaustive.paragraphs(asked, articles)
        docs, scores, _ = self._run(asked, kernel.PARAGRAPHS, articles)
        return docs, scores

    def step_down(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return ``tree`` without the words that no article has besides the others, and these words."""
        if not isinstance(tree, AllWords):
            return tree, ()
        parts = Parts.of(tree)
        words = tuple(positive_words(tree))
        program = Program(self._columns.lists, self._columns.settings, self._exhaustive.matcher)
        if not parts.words or len(words) > kernel.MOST_WORDS or not program.speaks_of_words_only(parts.words):
            return self._exhaustive.step_down(tree)
        any_part = query.Or(list(parts.words))
        program.add(RankedQuery(AllWords([any_part, *parts.others]), words), scored=False)
        held = program.run(self._columns.columns, kernel.HELD, self._allowed(program), None, None)[2]
        combinations = {program.parts_held(parts.words, bits) for bits in np.unique(held).tolist()}
        return parts.without_the_least_telling(
            sorted(combinations - {0}), program.articles_holding, self._columns.snapshot.article_total
        )

    def _run(self, asked: RankedQuery, wanted: int, articles: Articles | None) -> Any:
        if self._known is None or self._known[0] is not asked:
            program = Program(self._columns.lists, self._columns.settings, self._exhaustive.matcher)
            program.add(asked, scored=True)
            self._known = asked, program
        program = self._known[1]
        recency = asked.recency and self._columns.settings.recency_weight
        prior = self._columns.recency if recency else None
        return program.run(self._columns.columns, wanted, self._allowed(program), prior, articles)

    def _allowed(self, program: Program) -> npt.NDArray[np.uint8] | None:
        """Return the articles that may match: those that are there, within the filters of the query."""
        allowed = self._columns.live
        for mask in program.filters:
            allowed = mask if allowed is None else allowed & mask
        return allowed
