"""From the best places to the hits of a page: the best paragraphs of each article, the copies below it.

Equal scores come in index order, so the same search always gives the same page.
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
from search.ranking.found import ArticleSearcher, Collector, Found, Integers, Place, RankedQuery

_LAST = np.iinfo(np.int64).max


@dataclass(slots=True)
class Group:
    """Matching paragraphs shown together, the best first: document numbers and scores, of ``count`` in all.

    ``copies`` are the other matching articles of the cluster, in the order of the results.
    """

    article: int
    docs: list[int]
    scores: list[float]
    count: int
    copies: tuple[int, ...] = ()


class Ranked(NamedTuple):
    """The groups asked for, and how many there are in all."""

    groups: list[Group]
    total: int


class Page(NamedTuple):
    """The ranks ``first`` to ``end`` (half-open), ordered by "relevance", "newest" or "oldest"."""

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
    """Return articles of a page, each with its ``depth`` best paragraphs, and its copies that pass."""
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
    """Return, for each of some articles that match, negative scores and document numbers, the best first.

    articles: ascending
    """
    matching, scores = searcher.paragraphs(asked, np.array(articles, np.int32))
    docs, negative = matching.tolist(), (-scores).tolist()
    end_of = snapshot.numbers.first_paragraph.item
    found: _Paragraphs = {}
    start = 0
    for article in articles:
        end = bisect_left(docs, end_of(article + 1), start)
        if end > start:
            found[article] = sorted(zip(negative[start:end], docs[start:end], strict=True))
        start = end
    return found


def _copies_of(snapshot: Snapshot, places: Sequence[Place], collector: Collector) -> dict[int, list[int]]:
    """Return the other articles of the clusters of articles, as far as the filters let them through."""
    found = {}
    for article, _, _ in places:
        if snapshot.has_copies.item(article):
            members = snapshot.cluster_members(snapshot.numbers.cluster.item(article))
            for one in collector.filters:
                members = members[one.passes(members)]
            found[article] = [member for member in members.tolist() if member != article]
    return found


def _in_order(snapshot: Snapshot, articles: list[int], paragraphs: _Paragraphs, sort: str) -> tuple[int, ...]:
    ascending = np.array(articles, np.int32)
    moments = _moments(snapshot, ascending, sort)
    scores = np.array([-paragraphs[article][0][0] for article in articles])
    return tuple(ascending[_ranked(scores, moments, Page(sort, 0, len(articles)))].tolist())


def best_places(snapshot: Snapshot, found: Found, collector: Collector) -> tuple[list[Place], int]:
    """Return the best places among articles that pass the filters, and how many there are."""
    articles, scores, counts = found
    moments = _moments(snapshot, articles, collector.sort)
    if collector.collapse:
        first = _first_of_each_cluster(snapshot, articles, scores, moments)
        articles, scores, counts = articles[first], scores[first], counts[first]
        moments = None if moments is None else moments[first]
    ranked = _ranked(scores, moments, Page(collector.sort, 0, collector.places))
    columns = (articles[ranked].tolist(), scores[ranked].tolist(), counts[ranked].tolist())
    return list(map(Place, *columns)), len(articles)


def _first_of_each_cluster(
    snapshot: Snapshot, articles: IntArray, scores: Floats, moments: Integers | None
) -> npt.NDArray[np.intp]:
    """Return the places, ascending, of the articles ranked before the others of their cluster."""
    cluster = snapshot.numbers.cluster[articles]
    by_moment = () if moments is None else (moments,)
    order = np.lexsort((np.arange(len(articles)), -scores, *by_moment, cluster))
    first = np.append(True, cluster[order][1:] != cluster[order][:-1])[: len(order)]
    return np.sort(order[first])


def single_paragraphs(snapshot: Snapshot, docs: Integers, scores: Floats, page: Page) -> Ranked:
    """Return the paragraphs of a page, each as a group of its own."""
    article = snapshot.article_of[docs]
    places = _ranked(scores, _moments(snapshot, article, page.sort), page).tolist()
    groups = [Group(int(article[place]), [int(docs[place])], [float(scores[place])], 1) for place in places]
    return Ranked(groups, len(docs))


def _moments(snapshot: Snapshot, articles: IntArray, sort: str) -> Integers | None:
    """Return what to sort by before the score, ascending; undated articles get the greatest value."""
    if sort == "relevance":
        return None
    instant = np.asarray(snapshot.numbers.instant[articles])
    return np.where(instant == NO_INSTANT, _LAST, -instant if sort == "newest" else instant)


def _ranked(scores: Floats, moments: Integers | None, page: Page) -> npt.NDArray[np.intp]:
    """Return the places of the ranks of a page: by moment, then score, then index order."""
    if moments is not None:
        order = np.lexsort((np.arange(len(scores)), -scores, moments))
        return order[page.first : page.end]
    candidates = np.arange(len(scores))
    if not page.end:
        return candidates[:0]
    if page.end < len(scores):  # everything that could be among the first, ties at the edge included
        edge = np.partition(scores, len(scores) - page.end)[len(scores) - page.end]
        candidates = np.flatnonzero(scores >= edge)
    order = candidates[np.lexsort((candidates, -scores[candidates]))]
    return order[page.first : page.end]
