"""The module finds near-duplicates: articles that are copies of one text, for example of a press release.

Each article gets a MinHash signature (``search.index.copies.shingles``), which its segment stores. Only
articles with an equal band of their signatures are compared (Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", 3.4), so the work grows linearly with the archive. Articles that are connected by similar
pairs form one cluster.

The threshold was chosen by reading the headlines of similar pairs among 47,700 real articles. Pairs from two
outlets with a similarity of 0.55 or more are one text, edited. Pairs from one outlet are different news with
the same background (the half-time report and the final score) in one of three cases from 0.60 to 0.65, and in
one of eight from 0.65 to 0.70. Hence the threshold is 0.65. A wrong decision hides nothing, because copies
are listed below the first one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from search.compiled import COMPILED
from search.index.copies.shingles import Signature
from search.index.format.names import SIGNATURE_SIZE
from search.index.format.signatures import Signatures

if TYPE_CHECKING or COMPILED:
    from search.index.copies.compiled_shingles import signatures
else:
    from search.index.copies.shingles import signatures

#: Each band has four bytes of a signature: pairs with a similarity of 0.65 share a band with a probability of
#: 0.998.
BANDS = 32
MIN_SIMILARITY = 0.65
#: Up to this number, all different signatures that share a band are compared. Among 47,500 articles of
#: several outlets, at most five share one. If there are more, each is compared with a few that follow it in
#: an order made of the contents, so that the work remains in proportion to the archive.
MAX_COMPARED = 64
_NEIGHBOURS_IN_CROWD = 8

_PAIRS_AT_ONCE = 1 << 16
_COMBINE = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio (Knuth, TAOCP 6.4)

Clusters = npt.NDArray[np.int32]
_Indexes = npt.NDArray[np.intp]


def clusters_of(signatures: Signatures, article_count: int) -> Clusters:
    """Return for each article the index of the first article in its cluster; for an article alone, its index.

    The result is int32[A]. It does not depend on the order in which articles were added, nor on removed
    articles: ``search.index.copies.changes`` updates it.
    """
    clusters = np.arange(article_count, dtype=np.int32)
    bands = bands_of(signatures.values)
    by_content = np.argsort(_fingerprints(bands), kind="stable")
    in_order = bands[by_content]
    same = np.flatnonzero((in_order[1:] == in_order[:-1]).all(axis=1)) + 1
    _connect(clusters, signatures.articles[by_content[same - 1]], signatures.articles[by_content[same]])
    different = np.delete(by_content, same)
    ordinals = np.arange(len(different), dtype=np.uint64)
    for band in range(BANDS):
        # Sorting the key and the ordinal as one integer is faster than a stable argsort, with the same
        # result.
        sorted_keys = np.sort(bands[different, band].astype(np.uint64) << np.uint64(32) | ordinals)
        keys, indexes = sorted_keys >> np.uint64(32), different[sorted_keys & np.uint64(0xFFFFFFFF)]
        for left, right in _sharing(keys):
            _join(clusters, signatures, indexes[left], indexes[right])
    return clusters


def _sharing(keys: npt.NDArray[np.uint64]) -> Iterator[tuple[_Indexes, _Indexes]]:
    """Yield the pairs of signatures that share a band and are compared, as indexes into its sorted keys."""
    equal = np.flatnonzero(keys[1:] == keys[:-1])
    distance, crowded = 1, np.zeros(len(keys), bool)
    if len(equal) >= MAX_COMPARED:
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        sizes = np.diff(np.append(starts, len(keys)))
        crowded = np.repeat(sizes > MAX_COMPARED, sizes)
    while len(equal):
        yield equal, equal + distance
        distance += 1
        equal = equal[equal + distance < len(keys)]
        equal = equal[keys[equal + distance] == keys[equal]]
        if distance > _NEIGHBOURS_IN_CROWD:
            equal = equal[~crowded[equal]]


def bands_of(values: Signature) -> npt.NDArray[np.uint32]:
    """Return the bands of signatures, four bytes each; uint32[n, 32] of uint8[n, 128]."""
    return np.ascontiguousarray(values).view(np.uint32).reshape(-1, BANDS)


class Duplicates:
    """The object collects the signatures of the articles of a build in order: 132 bytes for each."""

    def __init__(self) -> None:
        self._articles = array("i")  # articles that have a signature
        self._signatures = bytearray()
        self._count = 0

    def add(self, tokens: npt.NDArray[Any], ends: npt.NDArray[Any], hashes: npt.NDArray[Any]) -> None:
        """Add the next articles.

        tokens: the surface forms of all their paragraphs, because outlets divide the same text differently
        ends:   the index behind the last token of each article
        hashes: the word hash of each surface form
        """
        texts, values = signatures(tokens, ends, hashes)
        self._articles.extend((texts + self._count).tolist())
        self._signatures += values.tobytes()
        self._count += len(ends)

    def signatures(self) -> Signatures:
        """Return the signatures of all articles so far.

        While the result exists, no more articles can be added.
        """
        values = np.frombuffer(self._signatures, np.uint8).reshape(-1, SIGNATURE_SIZE)
        return Signatures(np.array(self._articles, np.int32), values)

    def clusters(self) -> Clusters:
        """Return the clusters of copies; see ``clusters_of``."""
        return clusters_of(self.signatures(), self._count)


def similarities(left: Signature, right: Signature) -> npt.NDArray[np.float64]:
    """Return the estimated Jaccard similarity of each pair of signatures; left, right: uint8[P, 128]."""
    return np.asarray((left == right).mean(axis=1), np.float64)


def _fingerprints(bands: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Return a sort key for each signature, so that comparisons do not depend on the order of articles."""
    fingerprints = np.zeros(len(bands), np.uint64)
    for band in range(bands.shape[1]):
        fingerprints = fingerprints * _COMBINE + bands[:, band]
    return fingerprints


def _join(
    clusters: Clusters,
    signatures: Signatures,
    left: _Indexes,
    right: _Indexes,
) -> None:
    """Join the clusters of those pairs of signatures that are similar enough."""
    articles, values = signatures
    for start in range(0, len(left), _PAIRS_AT_ONCE):
        some = slice(start, start + _PAIRS_AT_ONCE)
        apart = clusters[articles[left[some]]] != clusters[articles[right[some]]]
        a, b = left[some][apart], right[some][apart]
        alike = similarities(values[a], values[b]) >= MIN_SIMILARITY
        _connect(clusters, articles[a[alike]], articles[b[alike]])


def _connect(clusters: Clusters, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> None:
    """Join the clusters of pairs of articles. A cluster has the number of its first article.

    Connected components: the greater root is attached to the smaller one, then every article points to its
    root again (Shiloach and Vishkin 1982).
    """
    while len(left):
        a, b = clusters[left], clusters[right]
        np.minimum.at(clusters, np.maximum(a, b), np.minimum(a, b))
        while np.any((roots := clusters[clusters]) != clusters):
            clusters[:] = roots
        open_pairs = clusters[left] != clusters[right]
        left, right = left[open_pairs], right[open_pairs]
