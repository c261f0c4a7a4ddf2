"""Clusters of copies after a few articles have changed, without comparing the others again.

The result is that of ``clusters_of`` over all articles. Similar articles are the edges of a graph, whose
connected components are the clusters. An article that is added brings edges of its own. One that goes takes
its edges along, so only its own cluster can fall apart: the other members are compared anew, as if they were
added.

Which articles are compared depends on others only where many different texts share a band, a crowd. Then, and
if too many articles have changed, everything is compared again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.copies.duplicates import (
    MIN_SIMILARITY,
    MOST_COMPARED,
    Clusters,
    bands_of,
    clusters_of,
    similarities,
)
from search.index.format.signatures import Signatures

#: Comparing an article with all others takes about a hundredth of comparing all of them with each other.
MOST_CHANGED = 100
_ROWS_AT_ONCE = 4096  # 512 KB of signatures, which stay in the cache of the processor

_Articles = npt.NDArray[np.int32]


class _Met(NamedTuple):
    """The articles that share a band with a signature: a row for each band.

    articles: int32[n]
    bands:    uint8[n], which band it is
    values:   uint8[n, 128], their signatures
    """

    articles: _Articles
    bands: npt.NDArray[np.uint8]
    values: npt.NDArray[np.uint8]


def changed_clusters(
    clusters: Clusters,
    parts: Sequence[Signatures],
    added: Sequence[int],
    removed: Sequence[int],
    dead: npt.NDArray[np.bool_],
) -> Clusters:
    """Return the clusters after some articles were added and others removed.

    clusters: int32[A], those before, in which each added article is alone
    parts:    the signatures of all articles, dead ones included, those of each segment
    added, removed: articles; each occurs once, and in one of both
    dead:     bool[A], the articles that are removed now or were before
    """
    roots = clusters[np.asarray(removed, np.int64)]
    left_behind = np.flatnonzero(np.isin(clusters, roots) & ~dead) if len(roots) else roots
    anew = [*left_behind.tolist(), *added]
    if len(anew) + len(removed) > MOST_CHANGED:
        return _all_compared(len(clusters), parts, dead)
    # The articles that are not there before the changes.
    absent = dead.copy()
    absent[np.asarray(removed, np.int64)] = False
    absent[np.asarray(added, np.int64)] = True
    graph: Clusters = clusters.copy()
    graph[left_behind] = left_behind
    graph[np.asarray(removed, np.int64)] = removed
    for article, value in _signatures_of(parts, [*anew, *removed]):
        met = _met(parts, value)
        if _crowded(met, absent) or _crowded(met, dead):
            return _all_compared(len(clusters), parts, dead)
        if not dead[article]:
            alike = similarities(met.values, value) >= MIN_SIMILARITY
            found = met.articles[alike & ~dead[met.articles]]
            _unite(graph, np.append(found, np.int32(article)))
    return graph


def _all_compared(count: int, parts: Sequence[Signatures], dead: npt.NDArray[np.bool_]) -> Clusters:
    numbers = np.where(dead, -1, np.arange(count))
    everything = Signatures.of_all([(numbers, part) for part in parts])
    return clusters_of(everything, count)


def _signatures_of(
    parts: Sequence[Signatures], articles: Sequence[int]
) -> list[tuple[int, npt.NDArray[np.uint8]]]:
    """Return those articles that have a signature, with it: the others are alone."""
    wanted = np.sort(np.asarray(articles, np.int32))
    found = []
    for part in parts:
        _, rows, _ = np.intersect1d(part.articles, wanted, assume_unique=True, return_indices=True)
        found.append(zip(part.articles[rows].tolist(), part.values[rows], strict=True))
    return list(chain.from_iterable(found))


def _met(parts: Sequence[Signatures], value: npt.NDArray[np.uint8]) -> _Met:
    """Return what shares a band with a signature, the signature itself included."""
    wanted = bands_of(value)
    articles, bands, values = [], [], []
    for part in parts:
        of_part = bands_of(part.values)
        for start in range(0, len(of_part), _ROWS_AT_ONCE):
            places = np.flatnonzero((of_part[start : start + _ROWS_AT_ONCE] == wanted).ravel())
            if len(places):
                rows = start + places // wanted.size
                articles.append(part.articles[rows])
                bands.append((places % wanted.size).astype(np.uint8))
                values.append(part.values[rows])
    return _Met(np.concatenate(articles), np.concatenate(bands), np.concatenate(values))


def _crowded(met: _Met, without: npt.NDArray[np.bool_]) -> bool:
    """Return whether more different signatures share a band than are all compared, without some articles."""
    there = ~without[met.articles]
    if np.count_nonzero(there) <= MOST_COMPARED:
        return False
    bands = met.bands[there]
    for band in np.flatnonzero(np.bincount(bands) > MOST_COMPARED):
        values = np.ascontiguousarray(met.values[there][bands == band])
        if len(np.unique(values.view(f"V{values.shape[1]}"))) > MOST_COMPARED:
            return True
    return False


def _unite(graph: Clusters, articles: _Articles) -> None:
    """Join the clusters of some articles."""
    roots = sorted(set(graph[articles].tolist()))
    if len(roots) > 1:
        graph[np.isin(graph, roots)] = roots[0]
