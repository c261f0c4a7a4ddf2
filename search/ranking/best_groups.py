"""The k best documents that hold any of the words, in NumPy, by bounds of groups of 16 documents.

What each group can score at most is summed over all words for all groups of the index (block-max pruning:
Mallia, Suel and Tonellotto 2024, "Faster learned sparse retrieval with block-max pruning"). Groups are scored
in layers, those with the greatest bounds first, until no bound reaches the least score of the k best. That
score has a floor before anything is scored: what the k best documents of any one word score by it alone.

Scores are exact and added up in the order of the words; only bounds are 32-bit sums.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.bm25 import Floats
from search.ranking.scored_lists import GROUP, MOST_KNOWN, Documents, Groups, Scored

_FIRST_LAYER = 128  # groups
_GROWTH = 8  # of each layer over the one before
_SAMPLE = 4096  # groups, whose bounds tell which of all are the greatest
_ROUNDING = 2.0**-23  # of a 32-bit operation; twice what it is
_LEAST_FACTOR = 1e-30  # factors of bounds are rounded up to it, for a bound of 0 says that no word is there

Passing = Callable[[Documents], npt.NDArray[np.bool_]]


class _Best:
    """The documents that are among the k best of those looked at.

    least: a score that k documents reach, of these or others
    """

    def __init__(self, k: int, least: float) -> None:
        self._k = k
        self.least = least
        self.documents: Documents = np.empty(0, np.int32)
        self.scores: Floats = np.empty(0)

    def add(self, documents: Documents, scores: Floats) -> None:
        """Look at documents, each with a score of at least ``least``."""
        self.documents = np.concatenate([self.documents, documents])
        self.scores = np.concatenate([self.scores, scores])
        if len(self.scores) > self._k:
            kth = len(self.scores) - self._k
            self.least = max(self.least, float(np.partition(self.scores, kth)[kth]))
            kept = self.scores >= self.least
            self.documents, self.scores = self.documents[kept], self.scores[kept]
        elif len(self.scores) == self._k:
            self.least = max(self.least, float(self.scores.min()))


def best_of_any(
    words: Sequence[Scored], k: int, group_count: int, passing: Passing | None
) -> tuple[Documents, Floats]:
    """Return documents, in no order, with their scores; the k best are among them.

    words: at least one; k: at least 1; group_count: of the index
    passing: tells which of some ascending documents may be found; None where all may
    """
    most = max(word.weight for word in words)
    bounds = np.zeros(group_count, np.float32)  # in units of the greatest weight
    for word in words:
        word.postings.add_bounds(max(word.weight / most, _LEAST_FACTOR), bounds)
    bound_of = (1.0 - (len(words) + 8) * _ROUNDING) / most  # a score of 1
    best = _Best(k, _floor(words, k) if passing is None else 0.0)
    left = np.flatnonzero(bounds >= best.least * bound_of if best.least else bounds > 0.0).astype(np.int32)
    size = max(_FIRST_LAYER, k)
    while len(left):
        layer, left = _greatest(left, bounds, size)
        documents, scores = _score(layer, words, best.least)
        if passing is not None:
            passed = passing(documents)
            documents, scores = documents[passed], scores[passed]
        best.add(documents, scores)
        left = left[bounds[left] >= best.least * bound_of]
        size *= _GROWTH
    return best.documents, best.scores


def _floor(words: Sequence[Scored], k: int) -> float:
    """Return a score that k documents reach by one word alone, 0 where none is known."""
    if k > MOST_KNOWN:
        return 0.0
    known = (w.weight * float(w.postings.greatest[k - 1]) for w in words if len(w.postings.greatest) >= k)
    return max(known, default=0.0)


def _greatest(groups: Groups, bounds: npt.NDArray[Any], size: int) -> tuple[Groups, Groups]:
    """Return about ``size`` groups with the greatest bounds, and the others; both ascending."""
    if len(groups) <= size:
        return groups, groups[:0]
    of = bounds[groups]
    step = -(-len(of) // _SAMPLE)
    sample, wanted = of[::step], max(1, size // step)
    taken = of >= np.partition(sample, len(sample) - wanted)[len(sample) - wanted]
    return groups[taken], groups[~taken]


def _score(groups: Groups, words: Sequence[Scored], least: float) -> tuple[Documents, Floats]:
    """Return the documents of some groups that score at least ``least``, ascending, with their scores."""
    totals = np.zeros(GROUP * len(groups))
    for word in words:
        word.add_to_groups(groups, totals)
    found = np.flatnonzero(totals >= least if least else totals > 0.0)
    return GROUP * groups[found // GROUP] + (found % GROUP).astype(np.int32), totals[found]
