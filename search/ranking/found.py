"""A search over articles: what it is asked, and what it answers, whichever way it is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats
from search.index.format.doc_values import IntArray
from search.query.tree import Words
from search.ranking.filters import Filter

Integers = npt.NDArray[np.int64]
Articles = npt.NDArray[np.int32]


@dataclass(frozen=True)
class RankedQuery:
    """A query to match and score.

    tree:     what must match
    words:    what is scored, in query order
    concepts: the parts of the query that an article should hold all of
    recency:  whether newer articles get a little more
    """

    tree: query.Query
    words: tuple[Words, ...]
    concepts: tuple[query.Query, ...] = ()
    recency: bool = False


class Found(NamedTuple):
    """The matching articles, ascending: the score of each one's best paragraph, and how many match."""

    articles: Articles
    scores: Floats
    counts: Integers


@dataclass(frozen=True)
class Collector:
    """What is collected of the matching articles, beside how many they are.

    filters:  what they have to pass
    facets:   what is counted, each under all filters but its own: "source", "category", "month"
    places:   how many of the best, in the order of ``sort``: "relevance", "newest" or "oldest"
    collapse: of the copies of one text, the one ranked first has the place of all
    """

    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    places: int = 0
    sort: str = "relevance"
    collapse: bool = False


class Place(NamedTuple):
    """An article in the order of the results: the score of its best paragraph, and how many match."""

    article: int
    score: float
    paragraphs: int


class TopArticles(NamedTuple):
    """What was collected: the best of what matches, and all of it counted.

    anything: whether anything matches without the filters
    articles, paragraphs: how many match within them; places: the articles with copies in one place
    best:     the best places
    counts:   of each facet, by value: source and category codes from 0, months from ``Snapshot.months``
    """

    anything: bool
    articles: int
    paragraphs: int
    places: int
    best: list[Place]
    counts: Mapping[str, IntArray]


class ArticleSearcher(Protocol):
    """Matches and scores over one generation, for one search."""

    def search(self, asked: RankedQuery, collector: Collector) -> TopArticles:
        """Return what a collector wants of the articles that match."""
        ...

    def articles(self, asked: RankedQuery) -> Found:
        """Return all articles that match."""
        ...

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores; of ``articles``, or of all."""
        ...

    def relax(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return ``tree`` without the words that no article has besides the others, and these words."""
        ...
