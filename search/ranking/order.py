"""From scores and matches to the hits of a page: grouping into articles, copies in one place, order.

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
from search.ranking.match import Mask

Integers = npt.NDArray[np.int64]
_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Group:
    """Matching paragraphs shown together: document numbers, the best first, of ``count`` in all.

    ``copies`` are the other matching articles of the cluster, in the order of the results.
    """

    article: int
    docs: list[int]
    score: float
    count: int
    copies: tuple[int, ...] = ()


class Ranked(NamedTuple):
    """The groups asked for, and how many there are in all."""

    groups: list[Group]
    total: int


def article_groups(
    snapshot: Snapshot,
    scores: Floats,
    matches: Mask,
    sort: str,
    first: int,
    end: int,
    depth: int,
    *,
    collapse: bool,
) -> Ranked:
    """Return the articles ranked ``first`` to ``end`` (half-open), each with its ``depth`` best paragraphs.

    scores:   float64[N]; matches: bool[N]; sort: "relevance", "newest" or "oldest"
    collapse: of the copies of one text, the one ranked first stands for all
    """
    docs = np.flatnonzero(matches)
    if not len(docs):
        return Ranked([], 0)
    article_of_doc = snapshot.article_of[docs]
    starts = np.flatnonzero(np.append(True, article_of_doc[1:] != article_of_doc[:-1]))
    bounds = np.append(starts, len(docs))
    article = article_of_doc[starts]
    best = np.maximum.reduceat(scores[docs], starts)
    moments = _moments(snapshot, article, sort)
    copies = _copies(snapshot, article, best, moments) if collapse else _NO_COPIES
    leading = np.delete(np.arange(len(article)), copies.following)
    ranked = _ranked(best[leading], None if moments is None else moments[leading], first, end)
    groups = []
    for place in leading[ranked].tolist():
        members = docs[bounds[place] : bounds[place + 1]]
        by_score = members[np.lexsort((members, -scores[members]))][:depth]
        others = article[copies.of(snapshot.numbers.cluster[article[place]])]
        groups.append(
            Group(
                int(article[place]),
                by_score.tolist(),
                float(best[place]),
                len(members),
                tuple(others.tolist()),
            )
        )
    return Ranked(groups, len(leading))


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
    cluster = snapshot.numbers.cluster[article[places]]
    by_moment = () if moments is None else (moments[places],)
    order = np.lexsort((places, -best[places], *by_moment, cluster))
    places, cluster = places[order], cluster[order]
    follows = np.append(False, cluster[1:] == cluster[:-1])[: len(places)]
    return _Copies(places[follows], cluster[follows])


def single_paragraphs(
    snapshot: Snapshot, scores: Floats, matches: Mask, sort: str, first: int, end: int
) -> Ranked:
    """Return the paragraphs ranked ``first`` to ``end``, each as a group of its own."""
    docs = np.flatnonzero(matches)
    article = snapshot.article_of[docs]
    ranked = _ranked(scores[docs], _moments(snapshot, article, sort), first, end)
    groups = [Group(int(article[rank]), [int(docs[rank])], float(scores[docs[rank]]), 1) for rank in ranked]
    return Ranked(groups, len(docs))


def _moments(snapshot: Snapshot, articles: npt.NDArray[np.int32], sort: str) -> Integers | None:
    """Return what to sort by before the score, ascending; undated articles get the greatest value."""
    if sort == "relevance":
        return None
    instant = np.asarray(snapshot.numbers.instant[articles])
    return np.where(instant == NO_INSTANT, _LAST, -instant if sort == "newest" else instant)


def _ranked(scores: Floats, moments: Integers | None, first: int, end: int) -> list[int]:
    """Return the places of the ranks ``first`` to ``end``: by moment, then score, then index order."""
    if moments is not None:
        order = np.lexsort((np.arange(len(scores)), -scores, moments))
        return [int(place) for place in order[first:end]]
    candidates = np.arange(len(scores))
    if end < len(scores):  # everything that could be among the first, ties at the edge included
        edge = np.partition(scores, len(scores) - end)[len(scores) - end]
        candidates = np.flatnonzero(scores >= edge)
    order = candidates[np.lexsort((candidates, -scores[candidates]))]
    return [int(place) for place in order[first:end]]
