"""From found articles to the hits of a page: copies in one place, order, the best paragraphs of each.

Equal scores come in index order, so the same search always gives the same page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.numbers import NO_INSTANT, IntArray
from search.index.snapshot import Snapshot
from search.ranking.bm25 import Floats
from search.ranking.found import Found, Integers, RankedQuery, Ranker

_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
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
    ranker: Ranker,
    asked: RankedQuery,
    snapshot: Snapshot,
    found: Found,
    page: Page,
    depth: int,
    *,
    collapse: bool,
) -> Ranked:
    """Return the articles of a page, each with its ``depth`` best paragraphs.

    collapse: of the copies of one text, the one ranked first stands for all
    """
    article = found.articles
    moments = _moments(snapshot, article, page.sort)
    copies = _copies(snapshot, article, found.scores, moments) if collapse else _NO_COPIES
    leading = None if not len(copies.following) else np.delete(np.arange(len(article)), copies.following)
    if leading is None:
        places = _ranked(found.scores, moments, page)
    else:
        ranked = _ranked(found.scores[leading], None if moments is None else moments[leading], page)
        places = leading[ranked]
    if not len(places):
        return Ranked([], len(article) if leading is None else len(leading))
    best = _best_paragraphs(ranker, asked, snapshot, article[places], depth)
    groups = []
    for place, (docs, scores) in zip(places.tolist(), best, strict=True):
        others = article[copies.of(snapshot.numbers.cluster[article[place]])] if leading is not None else ()
        groups.append(
            Group(int(article[place]), docs, scores, int(found.counts[place]), tuple(map(int, others)))
        )
    return Ranked(groups, len(article) if leading is None else len(leading))


def _best_paragraphs(
    ranker: Ranker, asked: RankedQuery, snapshot: Snapshot, articles: IntArray, depth: int
) -> list[tuple[list[int], list[float]]]:
    """Return document numbers and scores of the ``depth`` best paragraphs of each article."""
    ascending = np.sort(articles)
    docs, scores = ranker.paragraphs(asked, ascending)
    starts = np.searchsorted(docs, snapshot.numbers.first_paragraph[ascending])
    bounds = [*starts.tolist(), len(docs)]
    by_article = {}
    for number, start, end in zip(ascending.tolist(), bounds[:-1], bounds[1:], strict=True):
        ranked = sorted(zip((-scores[start:end]).tolist(), docs[start:end].tolist(), strict=True))[:depth]
        by_article[number] = [doc for _, doc in ranked], [-score for score, _ in ranked]
    return [by_article[number] for number in articles.tolist()]


class _Copies(NamedTuple):
    """Places of matching articles that come after another one of their cluster.

    following: by cluster, and within one in the order of the results; clusters: of each of them
    """

    following: npt.NDArray[np.intp]
    clusters: IntArray

    def of(self, cluster: int) -> npt.NDArray[np.intp]:
        """Return the places that follow in a cluster."""
        start, end = np.searchsorted(self.clusters, (cluster, cluster + 1))
        return self.following[start:end]


_NO_COPIES = _Copies(np.empty(0, np.intp), np.empty(0, np.int32))


def _copies(snapshot: Snapshot, article: IntArray, best: Floats, moments: Integers | None) -> _Copies:
    """Find the copies among matching articles; only those that have any in the index are sorted."""
    places = np.flatnonzero(snapshot.has_copies[article])
    if len(places) < 2:
        return _NO_COPIES
    cluster = snapshot.numbers.cluster[article[places]]
    by_moment = () if moments is None else (moments[places],)
    order = np.lexsort((places, -best[places], *by_moment, cluster))
    places, cluster = places[order], cluster[order]
    follows = np.append(False, cluster[1:] == cluster[:-1])
    return _Copies(places[follows], cluster[follows])


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
    if page.end < len(scores):  # everything that could be among the first, ties at the edge included
        edge = np.partition(scores, len(scores) - page.end)[len(scores) - page.end]
        candidates = np.flatnonzero(scores >= edge)
    order = candidates[np.lexsort((candidates, -scores[candidates]))]
    return order[page.first : page.end]
