"""A search over articles: the query, the collector, the results, and the protocol of a searcher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats
from search.query.tree import Words
from search.ranking.counting import Counted, Matches
from search.ranking.filters import Filter
from search.results import Explanation

Integers = npt.NDArray[np.int64]
Articles = npt.NDArray[np.int32]


@dataclass(frozen=True)
class RankedQuery:
    """A query to match and score.

    tree:     the condition that results match
    words:    the words that are scored, in the order of the query
    concepts: the parts of the query; coverage is the share of them that an article matches
    recency:  whether the score has the recency part
    """

    tree: query.Query
    words: tuple[Words, ...]
    concepts: tuple[query.Query, ...] = ()
    recency: bool = False


def neighbours(words: Sequence[Words]) -> Iterator[tuple[Words, Words]]:
    """Yield the pairs of neighbouring words that score more if their stems are side by side."""
    for left, right in pairwise(word for word in words if word.typed):
        if left.prefix or right.prefix or left.exact or right.exact or left.text == right.text:
            continue
        if "body" in left.fields and "body" in right.fields:
            yield left, right


class MatchingArticles(NamedTuple):
    """All matching articles, ascending, each with its best paragraph's score and its matching paragraphs."""

    articles: Articles
    scores: Floats
    counts: Integers


@dataclass(frozen=True)
class Collector:
    """What a search collects of the matching articles, besides their number.

    filters:  conditions that an article must pass
    facets:   what is counted: "month", and fields of ``VALUE_FIELDS``. A facet ignores its own filter
    matches:  whether the matching articles are returned
    places:   how many of the best articles are returned
    sort:     their order: "relevance", "newest", "oldest" or "arrived"
    collapse: whether the copies of one text share one place, that of the copy ranked first
    """

    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    matches: bool = False
    places: int = 0
    sort: str = "relevance"
    collapse: bool = False


class Place(NamedTuple):
    """One place in the results: an article, its best paragraph's score, the number of matching paragraphs.

    If paragraphs are single, it is a document in place of the article.
    """

    article: int
    score: float
    paragraphs: int


class TopArticles(NamedTuple):
    """The result of a collector.

    anything: whether any article matches if the filters are ignored
    articles, paragraphs: the numbers of matches that pass the filters
    places:   the number of places: articles, if the copies of one text count once
    best:     the best places
    counts:   the counts of each facet
    matches:  the matching articles that pass the filters, if they were asked for
    """

    anything: bool
    articles: int
    paragraphs: int
    places: int
    best: list[Place]
    counts: Mapping[str, Counted]
    matches: Matches | None = None


class ArticleSearcher(Protocol):
    """Matches and scores the articles of one generation, for one search."""

    def search(self, asked: RankedQuery, collector: Collector) -> TopArticles:
        """Return what the collector asks for of the matching articles."""
        ...

    def articles(self, asked: RankedQuery) -> MatchingArticles:
        """Return all matching articles."""
        ...

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores. articles: None for all."""
        ...

    def best_paragraphs(
        self, asked: RankedQuery, articles: Articles | None, count: int, sort: str
    ) -> tuple[list[Place], int]:
        """Return the places of the ``count`` best matching paragraphs, and the number of all.

        articles: those whose paragraphs count, ascending; None for all
        """
        ...

    def explain(self, asked: RankedQuery, docs: Sequence[int]) -> list[Explanation]:
        """Return the parts of the scores of some paragraphs."""
        ...

    def relax(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return the tree without the dropped terms, and these terms; see ``search.ranking.relaxing``."""
        ...
