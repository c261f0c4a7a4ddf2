"""The order of results: the best articles, the best paragraphs of each, and the copies below it.

Results with equal scores are in index order, so the same search always gives the same page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.bm25 import Floats
from search.index.format.doc_values import NO_INSTANT, IntArray
from search.index.reading.snapshot import Snapshot
from search.ranking.articles import ArticleSearcher, Collector, Integers, MatchingArticles, Place, RankedQuery

_LAST = np.iinfo(np.int64).max


@dataclass(slots=True)
class Group:
    """An article in the results, with the paragraphs that are shown together.

    docs, scores: document numbers and scores of its best paragraphs, the best first
    count:        all its matching paragraphs
    copies:       the other matching articles of its cluster, in the order of the results
    """

    article: int
    docs: list[int]
    scores: list[float]
    count: int
    copies: tuple[int, ...] = ()


class Ranked(NamedTuple):
    """The groups of a page, and the number of groups on all pages."""

    groups: list[Group]
    total: int


class Order(NamedTuple):
    """All results in order: numbers of articles, or of documents if paragraphs are single.

    numbers: int32, scores: float64, counts: int64, the matching paragraphs of each
    """

    numbers: IntArray
    scores: Floats
    counts: Integers

    def places(self, first: int, end: int) -> list[Place]:
        """Return the places from ``first`` to ``end`` (half-open)."""
        part = slice(first, end)
        return list(map(Place, *(column[part].tolist() for column in self)))

    @property
    def total(self) -> int:
        """The number of places."""
        return len(self.numbers)

    @property
    def nbytes(self) -> int:
        """The size in memory, in bytes."""
        return sum(column.nbytes for column in self)


class Page(NamedTuple):
    """A part of the results: the places ``first`` to ``end`` (half-open), ordered by ``sort``."""

    sort: str
    first: int
    end: int


def article_groups(
    searcher: ArticleSearcher,
    asked: RankedQuery,
    snapshot: Snapshot,
    places: Sequence[Place],
    collector: Collector,
    depth: int,
) -> list[Group]:
    """Return the groups of a page, each with up to ``depth`` paragraphs and the copies that pass."""
    if not places:
        return []
    copies = _copies_of(snapshot, places, collector) if collector.collapse else {}
    articles = sorted([place.article for place in places] + [one for some in copies.values() for one in some])
    paragraphs = _paragraphs_of(searcher, asked, snapshot, articles)
    groups = []
    for article, _, count in places:
        ranked = paragraphs[article][:depth]
        others = [one for one in copies.get(article, ()) if one in paragraphs]
        groups.append(
            Group(
                article,
                [doc for _, doc in ranked],
                [-score for score, _ in ranked],
                count,
                _in_order(snapshot, others, paragraphs, collector.sort) if others else (),
            )
        )
    return groups


_Paragraphs = dict[int, list[tuple[float, int]]]


def _paragraphs_of(
    searcher: ArticleSearcher, asked: RankedQuery, snapshot: Snapshot, articles: Sequence[int]
) -> _Paragraphs:
    """Return the matching paragraphs of some articles, as (negative score, document number), the best first.

    articles: ascending
    """
    matching, scores = searcher.paragraphs(asked, np.array(articles, np.int32))
    docs, negative = matching.tolist(), (-scores).tolist()
    end_of = snapshot.doc_values.first_paragraph.item
    paragraphs: _Paragraphs = {}
    start = 0
    for article in articles:
        end = bisect_left(docs, end_of(article + 1), start)
        if end > start:
            paragraphs[article] = sorted(zip(negative[start:end], docs[start:end], strict=True))
        start = end
    return paragraphs


def _copies_of(snapshot: Snapshot, places: Sequence[Place], collector: Collector) -> dict[int, list[int]]:
    """Return the other articles in the clusters of these places that pass the filters."""
    copies = {}
    for article, _, _ in places:
        if snapshot.has_copies.item(article):
            members = snapshot.cluster_members(snapshot.doc_values.cluster.item(article))
            for one in collector.filters:
                members = members[one.passes(members)]
            copies[article] = [member for member in members.tolist() if member != article]
    return copies


def _in_order(snapshot: Snapshot, articles: list[int], paragraphs: _Paragraphs, sort: str) -> tuple[int, ...]:
    """Return articles, given in ascending order, in the order of the results."""
    ascending = np.array(articles, np.int32)
    moments = _moments(snapshot, ascending, sort)
    scores = np.array([-paragraphs[article][0][0] for article in articles])
    return tuple(ascending[_ranked(scores, moments, Page(sort, 0, len(articles)))].tolist())


def best_places(
    snapshot: Snapshot, matching: MatchingArticles, collector: Collector
) -> tuple[list[Place], int]:
    """Return the best places of articles that pass the filters, and the number of all places."""
    ranked, total = _ordered(snapshot, matching, collector)
    return ranked.places(0, collector.places), total


def order_of_articles(snapshot: Snapshot, matching: MatchingArticles, sort: str, collapse: bool) -> Order:
    """Return all places of articles that pass the filters."""
    collector = Collector(places=len(matching.articles), sort=sort, collapse=collapse)
    return _ordered(snapshot, matching, collector)[0]


def order_of_paragraphs(
    snapshot: Snapshot, docs: Integers, scores: Floats, sort: str, count: int | None = None
) -> Order:
    """Return the best matching paragraphs in order. count: how many; None for all."""
    moments = _moments(snapshot, snapshot.article_of[docs], sort)
    ranked = _ranked(scores, moments, Page(sort, 0, len(docs) if count is None else count))
    return Order(docs[ranked], scores[ranked], np.ones(len(ranked), np.int64))


def _ordered(snapshot: Snapshot, matching: MatchingArticles, collector: Collector) -> tuple[Order, int]:
    """Return the best places in order, and the number of all places."""
    articles, scores, counts = matching
    moments = _moments(snapshot, articles, collector.sort)
    if collector.collapse:
        first = _first_of_each_cluster(snapshot, articles, scores, moments)
        articles, scores, counts = articles[first], scores[first], counts[first]
        moments = None if moments is None else moments[first]
    ranked = _ranked(scores, moments, Page(collector.sort, 0, collector.places))
    return Order(articles[ranked], scores[ranked], counts[ranked]), len(articles)


def _first_of_each_cluster(
    snapshot: Snapshot, articles: IntArray, scores: Floats, moments: Integers | None
) -> npt.NDArray[np.intp]:
    """Return the indexes, ascending, of the articles that are ranked first in their clusters."""
    cluster = snapshot.doc_values.cluster[articles]
    by_moment = () if moments is None else (moments,)
    order = np.lexsort((np.arange(len(articles)), -scores, *by_moment, cluster))
    first = np.append(True, cluster[order][1:] != cluster[order][:-1])[: len(order)]
    return np.sort(order[first])


def _moments(snapshot: Snapshot, articles: IntArray, sort: str) -> Integers | None:
    """Return the keys to sort by before the score, ascending; undated articles get the greatest one."""
    if sort == "relevance":
        return None
    if sort == "arrived":
        return -snapshot.arrived[articles]
    instant = np.asarray(snapshot.doc_values.instant[articles])
    return np.where(instant == NO_INSTANT, _LAST, -instant if sort == "newest" else instant)


def _ranked(scores: Floats, moments: Integers | None, page: Page) -> npt.NDArray[np.intp]:
    """Return the indexes of a page's results: by moment, then by score (descending), then in index order."""
    if moments is not None:
        order = np.lexsort((np.arange(len(scores)), -scores, moments))
        return order[page.first : page.end]
    candidates = np.arange(len(scores))
    if not page.end:
        return candidates[:0]
    if page.end < len(scores):  # all that can be on the page, including ties with the last place
        edge = np.partition(scores, len(scores) - page.end)[len(scores) - page.end]
        candidates = np.flatnonzero(scores >= edge)
    order = candidates[np.lexsort((candidates, -scores[candidates]))]
    return order[page.first : page.end]
