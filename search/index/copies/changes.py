"""The module updates the clusters of copies after a few articles have changed, without comparing all again.

The result is that of ``clusters_of`` over all articles. Similar articles are the edges of a graph, whose
connected components are the clusters. An added article brings new edges. A removed article takes its edges
away, so only its
cluster can fall apart: the other members are compared again, as if they were added.

If too many different texts share a band (a crowd), which articles are compared depends on other articles.
Then, and if too many articles have changed, everything is compared again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.copies.duplicates import (
    MAX_COMPARED,
    MIN_SIMILARITY,
    Clusters,
    bands_of,
    clusters_of,
    similarities,
)
from search.index.format.signatures import Signatures

#: Comparing an article with all others takes about a hundredth of comparing all of them with each other.
MAX_CHANGED = 100
_ROWS_AT_ONCE = 4096  # 512 KB of signatures, which stay in the cache of the processor

_Articles = npt.NDArray[np.int32]


class _Sharing(NamedTuple):
    """The articles that share a band with a signature; an article occurs once for each shared band.

    articles: int32[n]
    bands:    uint8[n], the number of the band
    values:   uint8[n, 128], the signatures of the articles
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
    if len(anew) + len(removed) > MAX_CHANGED:
        return _all_compared(len(clusters), parts, dead)
    # The articles that do not exist before the changes.
    absent = dead.copy()
    absent[np.asarray(removed, np.int64)] = False
    absent[np.asarray(added, np.int64)] = True
    graph: Clusters = clusters.copy()
    graph[left_behind] = left_behind
    graph[np.asarray(removed, np.int64)] = removed
    for article, value in _signatures_of(parts, [*anew, *removed]):
        sharing = _sharing(parts, value)
        if _crowded(sharing, absent) or _crowded(sharing, dead):
            return _all_compared(len(clusters), parts, dead)
        if not dead[article]:
            alike = similarities(sharing.values, value) >= MIN_SIMILARITY
            similar = sharing.articles[alike & ~dead[sharing.articles]]
            _unite(graph, np.append(similar, np.int32(article)))
    return graph


def _all_compared(count: int, parts: Sequence[Signatures], dead: npt.NDArray[np.bool_]) -> Clusters:
    numbers = np.where(dead, -1, np.arange(count))
    everything = Signatures.of_all([(numbers, part) for part in parts])
    return clusters_of(everything, count)


def _signatures_of(
    parts: Sequence[Signatures], articles: Sequence[int]
) -> list[tuple[int, npt.NDArray[np.uint8]]]:
    """Return the articles that have a signature, each with it.

    Articles without one are alone in their cluster.
    """
    wanted = np.sort(np.asarray(articles, np.int32))
    pairs = []
    for part in parts:
        _, rows, _ = np.intersect1d(part.articles, wanted, assume_unique=True, return_indices=True)
        pairs.append(zip(part.articles[rows].tolist(), part.values[rows], strict=True))
    return list(chain.from_iterable(pairs))


def _sharing(parts: Sequence[Signatures], value: npt.NDArray[np.uint8]) -> _Sharing:
    """Return the articles that share a band with a signature, with the article of the signature itself."""
    wanted = bands_of(value)
    articles, bands, values = [], [], []
    for part in parts:
        of_part = bands_of(part.values)
        for start in range(0, len(of_part), _ROWS_AT_ONCE):
            indexes = np.flatnonzero((of_part[start : start + _ROWS_AT_ONCE] == wanted).ravel())
            if len(indexes):
                signatures = start + indexes // wanted.size
                articles.append(part.articles[signatures])
                bands.append((indexes % wanted.size).astype(np.uint8))
                values.append(part.values[signatures])
    return _Sharing(np.concatenate(articles), np.concatenate(bands), np.concatenate(values))


def _crowded(sharing: _Sharing, without: npt.NDArray[np.bool_]) -> bool:
    """Return whether more than MAX_COMPARED different signatures share a band, without some articles."""
    there = ~without[sharing.articles]
    if np.count_nonzero(there) <= MAX_COMPARED:
        return False
    bands = sharing.bands[there]
    for band in np.flatnonzero(np.bincount(bands) > MAX_COMPARED):
        values = np.ascontiguousarray(sharing.values[there][bands == band])
        if len(np.unique(values.view(f"V{values.shape[1]}"))) > MAX_COMPARED:
            return True
    return False


def _unite(graph: Clusters, articles: _Articles) -> None:
    """Join the clusters of some articles."""
    roots = sorted(set(graph[articles].tolist()))
    if len(roots) > 1:
        graph[np.isin(graph, roots)] = roots[0]
