"""Near-duplicates: which articles are copies of one text, as news agencies and press releases make them.

Each article gets a MinHash signature of its word shingles (Broder 1997, "On the resemblance and containment
of documents"): the share of equal places in two signatures estimates the Jaccard similarity of the two sets
of shingles. Only articles whose signatures agree in a whole band are compared (Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", 3.4), so the work grows with the archive and not with its square.
Articles that are connected by similar pairs are one cluster.

How similar is a copy? Read by their headlines, of 47,700 real articles: pairs of two outlets from a
similarity of 0.55 on are one text, edited. Pairs of one outlet are other news on the same background (the
half-time report and the final score) in one of three cases from 0.60 to 0.65, and in one of eight from 0.65
to 0.70. Hence 0.65; an error hides nothing, since copies are listed below the article that leads.
"""

from __future__ import annotations

import random
import re
from array import array
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.article import Article
from search.indonesian.normalise import fold

SHINGLE_WORDS = 5
#: A shorter article is never a copy: texts of few words (a flash, a caption, an earthquake report) follow
#: a pattern, and the one number in which they differ is the news.
MIN_WORDS = 36
#: The standard error of an estimate is 0.04 with so many.
PERMUTATIONS = 128
#: Four places a band: pairs of a similarity of 0.65 share one with a probability of 0.998.
BANDS = 32
MIN_SIMILARITY = 0.65

_NEIGHBOURS = 8  # compared with each article of a band, so that no crowd costs its square
_PAIRS_AT_ONCE = 1 << 16
_MAX_KNOWN_WORDS = 1 << 18
_NOT_IN_WORDS = re.compile(r"[\W_]+")
_COMBINE = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio (Knuth, TAOCP 6.4)

Shingles = npt.NDArray[np.uint32]
Signature = npt.NDArray[np.uint8]
Clusters = npt.NDArray[np.int32]
_Indexes = npt.NDArray[np.intp]


def _permutations() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return factors (odd) and summands, one row each: the same in every build."""
    chance = random.Random(1997)
    numbers = [(chance.getrandbits(32) | 1, chance.getrandbits(32)) for _ in range(PERMUTATIONS)]
    factors, summands = np.array(numbers, np.uint32).T.reshape(2, PERMUTATIONS, 1)
    return factors, summands


_FACTORS, _SUMMANDS = _permutations()


class _WordHashes(dict[str, int]):
    """The hash of a word as it stands between blanks: of its folded letters and digits, 0 without any."""

    def __missing__(self, written: str) -> int:
        word = _NOT_IN_WORDS.sub("", fold(written))
        value = crc32(word.encode())
        if len(self) >= _MAX_KNOWN_WORDS:
            self.clear()
        self[written] = value
        return value


class Duplicates:
    """Takes the articles of a build in index order and tells which are copies of one another.

    An article costs 132 bytes of memory until then.
    """

    def __init__(self) -> None:
        self._hashes = _WordHashes()
        self._articles = array("i")  # those that have a signature
        self._signatures = bytearray()
        self._count = 0

    def add(self, article: Article) -> None:
        """Add the article that was just written."""
        found = self.shingles(article.paragraphs)
        if len(found) > MIN_WORDS - SHINGLE_WORDS:
            self._articles.append(self._count)
            self._signatures += signature(found).tobytes()
        self._count += 1

    def shingles(self, paragraphs: Sequence[str]) -> Shingles:
        """Return the hash of every run of five words in a text, uint32, in the order of the text.

        Paragraphs are read on end: outlets divide the same text differently.
        """
        words = " ".join(paragraphs).split()
        hashes = np.fromiter(map(self._hashes.__getitem__, words), np.uint64, len(words))
        hashes = hashes[hashes != 0]
        count = max(0, len(hashes) - SHINGLE_WORDS + 1)
        combined = np.zeros(count, np.uint64)
        for place in range(SHINGLE_WORDS):
            combined = combined * _COMBINE + hashes[place : place + count]
        # The high half: the low bits of a product do not depend on the high bits of its factors.
        mixed: Shingles = (combined * _COMBINE >> np.uint64(32)).astype(np.uint32)
        return mixed

    def clusters(self) -> Clusters:
        """Return for each article the index of the first article in its cluster, its own where it is alone.

        int32[A]. Which articles share a cluster does not depend on the order in which they came.
        """
        clusters = np.arange(self._count, dtype=np.int32)
        articles = np.frombuffer(self._articles, np.int32)
        signatures = np.frombuffer(self._signatures, np.uint8).reshape(-1, PERMUTATIONS)
        bands = signatures.view(np.uint32)  # four places of 8 bits
        by_content = np.argsort(_fingerprints(bands), kind="stable")
        for band in range(BANDS):
            keys = bands[by_content, band]
            order = np.argsort(keys, kind="stable")
            keys, rows = keys[order], by_content[order]
            for distance in range(1, min(_NEIGHBOURS + 1, len(rows))):
                met = np.flatnonzero(keys[distance:] == keys[:-distance])
                _join(clusters, articles, signatures, rows[met], rows[met + distance])
        return clusters


def signature(shingles: Shingles) -> Signature:
    """Return the least value of the shingles under each of 128 permutations, its low 8 bits.

    The permutations are x -> a x + b modulo 2^32 with odd a; keeping the low bits of the least value
    is b-bit minwise hashing (Li and König 2010), whose accidental agreement of 2^-8 needs no correction.
    Raises ValueError without any shingle.
    """
    permuted = shingles * _FACTORS
    permuted += _SUMMANDS
    least: Shingles = permuted.min(axis=1)
    return least.astype(np.uint8)


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
