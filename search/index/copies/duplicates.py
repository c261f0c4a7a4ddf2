"""Near-duplicates: which articles are copies of one text, as news agencies and press releases make them.

Each article gets a MinHash signature (``search.index.copies.shingles``), which is kept with its segment. Only
articles whose signatures agree in a whole band are compared (Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets", 3.4), so the work grows with the archive and not with its square.
Articles that are connected by similar pairs are one cluster.

How similar is a copy? Read by their headlines, of 47,700 real articles: pairs of two outlets from a
similarity of 0.55 on are one text, edited. Pairs of one outlet are other news on the same background (the
half-time report and the final score) in one of three cases from 0.60 to 0.65, and in one of eight from 0.65
to 0.70. Hence 0.65; an error hides nothing, since copies are listed below the article that leads.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from search.compiled import COMPILED
from search.index.copies.shingles import Signature
from search.index.format.names import SIGNATURE_PLACES
from search.index.format.signatures import Signatures

if TYPE_CHECKING or COMPILED:
    from search.index.copies.compiled_shingles import signatures
else:
    from search.index.copies.shingles import signatures

#: Four places a band: pairs of a similarity of 0.65 share one with a probability of 0.998.
BANDS = 32
MIN_SIMILARITY = 0.65

_NEIGHBOURS = 8  # compared with each article of a band, so that no crowd costs its square
_PAIRS_AT_ONCE = 1 << 16
_COMBINE = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio (Knuth, TAOCP 6.4)

Clusters = npt.NDArray[np.int32]
_Indexes = npt.NDArray[np.intp]


def clusters_of(signatures: Signatures, article_count: int) -> Clusters:
    """Return for each article the index of the first article in its cluster, its own where it is alone.

    int32[A]. Which articles share a cluster does not depend on the order in which they came.
    """
    clusters = np.arange(article_count, dtype=np.int32)
    bands = np.ascontiguousarray(signatures.rows).view(np.uint32)  # four places of 8 bits
    by_content = np.argsort(_fingerprints(bands), kind="stable")
    places = np.arange(len(by_content), dtype=np.uint64)
    for band in range(BANDS):
        # Key and place in one number: sorting those is quicker than a stable argsort, and the same.
        sorted_keys = np.sort(bands[by_content, band].astype(np.uint64) << np.uint64(32) | places)
        keys, rows = sorted_keys >> np.uint64(32), by_content[sorted_keys & np.uint64(0xFFFFFFFF)]
        for distance in range(1, min(_NEIGHBOURS + 1, len(rows))):
            met = np.flatnonzero(keys[distance:] == keys[:-distance])
            _join(clusters, signatures.articles, signatures.rows, rows[met], rows[met + distance])
    return clusters


class Duplicates:
    """Takes the articles of a build in index order and makes their signatures.

    An article costs 132 bytes of memory until then.
    """

    def __init__(self) -> None:
        self._articles = array("i")  # those that have a signature
        self._signatures = bytearray()
        self._count = 0

    def add(self, tokens: npt.NDArray[Any], ends: npt.NDArray[Any], hashes: npt.NDArray[Any]) -> None:
        """Add the next articles.

        tokens: the surface forms of their paragraphs, read on end: outlets divide the same text differently
        ends:   where each article's end; hashes: the word hash of each surface form
        """
        rows, found = signatures(tokens, ends, hashes)
        self._articles.extend((rows + self._count).tolist())
        self._signatures += found.tobytes()
        self._count += len(ends)

    def signatures(self) -> Signatures:
        """Return the signatures of all articles so far; while they are held, none can be added."""
        rows = np.frombuffer(self._signatures, np.uint8).reshape(-1, SIGNATURE_PLACES)
        return Signatures(np.array(self._articles, np.int32), rows)

    def clusters(self) -> Clusters:
        """Return which articles are copies of one another: see ``clusters_of``."""
        return clusters_of(self.signatures(), self._count)


def similarities(left: Signature, right: Signature) -> npt.NDArray[np.float64]:
    """Estimate the Jaccard similarity of signatures, row by row of two uint8[P, 128]."""
    return np.asarray((left == right).mean(axis=1), np.float64)


def _fingerprints(bands: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Return a number of each signature, to sort by: whose neighbour one is must not depend on the order."""
    fingerprints = np.zeros(len(bands), np.uint64)
    for band in range(bands.shape[1]):
        fingerprints = fingerprints * _COMBINE + bands[:, band]
    return fingerprints


def _join(
    clusters: Clusters,
    articles: npt.NDArray[np.int32],
    signatures: Signature,
    left: _Indexes,
    right: _Indexes,
) -> None:
    """Join the clusters of those pairs of rows that are similar enough."""
    for start in range(0, len(left), _PAIRS_AT_ONCE):
        some = slice(start, start + _PAIRS_AT_ONCE)
        apart = clusters[articles[left[some]]] != clusters[articles[right[some]]]
        a, b = left[some][apart], right[some][apart]
        alike = similarities(signatures[a], signatures[b]) >= MIN_SIMILARITY
        _connect(clusters, articles[a[alike]], articles[b[alike]])


def _connect(clusters: Clusters, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> None:
    """Join clusters pair by pair; the cluster keeps the number of its first article.

    Connected components by hooking the greater root to the lesser one and pointing everything at its
    root again (Shiloach and Vishkin 1982).
    """
    while len(left):
        a, b = clusters[left], clusters[right]
        np.minimum.at(clusters, np.maximum(a, b), np.minimum(a, b))
        while np.any((roots := clusters[clusters]) != clusters):
            clusters[:] = roots
        open_pairs = clusters[left] != clusters[right]
        left, right = left[open_pairs], right[open_pairs]
