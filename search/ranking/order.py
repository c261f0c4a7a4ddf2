"""From scores and matches to the hits of a page: grouping into articles, order, exact totals.

Equal scores come in index order, so the same search always gives the same page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.index.numbers import NO_INSTANT
from search.index.snapshot import Snapshot
from search.ranking.bm25 import Floats
from search.ranking.match import Mask

Integers = npt.NDArray[np.int64]
_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Group:
    """Matching paragraphs shown together: document numbers, the best first, of ``count`` in all."""

    article: int
    docs: list[int]
    score: float
    count: int


def article_groups(
    snapshot: Snapshot, scores: Floats, matches: Mask, sort: str, first: int, end: int, depth: int
) -> list[Group]:
    """Return the articles ranked ``first`` to ``end`` (half-open), each with its ``depth`` best paragraphs.

    scores:  float64[N]; matches: bool[N]; sort: "relevance", "newest" or "oldest"
    """
    docs = np.flatnonzero(matches)
    if not len(docs):
        return []
    article = snapshot.article_of[docs]
    starts = np.flatnonzero(np.append(True, article[1:] != article[:-1]))
    bounds = np.append(starts, len(docs))
    best = np.maximum.reduceat(scores[docs], starts)
    groups = []
    for rank in _ranked(best, _moments(snapshot, article[starts], sort), first, end):
        members = docs[bounds[rank] : bounds[rank + 1]]
        by_score = members[np.lexsort((members, -scores[members]))][:depth]
        groups.append(Group(int(article[starts[rank]]), by_score.tolist(), float(best[rank]), len(members)))
    return groups


def single_paragraphs(
    snapshot: Snapshot, scores: Floats, matches: Mask, sort: str, first: int, end: int
) -> list[Group]:
    """Return the paragraphs ranked ``first`` to ``end``, each as a group of its own."""
    docs = np.flatnonzero(matches)
    article = snapshot.article_of[docs]
    ranked = _ranked(scores[docs], _moments(snapshot, article, sort), first, end)
    return [Group(int(article[rank]), [int(docs[rank])], float(scores[docs[rank]]), 1) for rank in ranked]


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
