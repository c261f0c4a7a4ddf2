"""The module computes MinHash signatures of texts (Broder 1997, "On the resemblance of documents").

A shingle is a sequence of five words. The share of equal bytes in two signatures estimates the Jaccard
similarity of the texts' sets of shingles. ``compiled_shingles`` does the same and is tested against this
module. The full title of the source is "On the resemblance and containment of documents".
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import numpy.typing as npt

from search.index.format.names import SIGNATURE_SIZE

SHINGLE_WORDS = 5
#: A shorter article is never a copy: short texts (a flash, a caption, an earthquake report) follow a pattern,
#: and differ only in the number that is the news.
MIN_WORDS = 36

_COMBINE = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio (Knuth, TAOCP 6.4)

Shingles = npt.NDArray[np.uint32]
Signature = npt.NDArray[np.uint8]
Array = npt.NDArray[Any]


def _permutations() -> tuple[Shingles, Shingles]:
    """Return odd factors and summands, which are the same in every build."""
    chance = random.Random(1997)
    numbers = [(chance.getrandbits(32) | 1, chance.getrandbits(32)) for _ in range(SIGNATURE_SIZE)]
    factors, summands = np.array(numbers, np.uint32).T
    return np.ascontiguousarray(factors), np.ascontiguousarray(summands)


FACTORS, SUMMANDS = _permutations()


def shingles(hashes: Array) -> Shingles:
    """Return the hash of every shingle, uint32, in the order of the text.

    hashes: the hashes of the words; 0 for a token without letters and digits, which is skipped
    """
    words = hashes[hashes != 0].astype(np.uint64)
    count = max(0, len(words) - SHINGLE_WORDS + 1)
    combined = np.zeros(count, np.uint64)
    for offset in range(SHINGLE_WORDS):
        combined = combined * _COMBINE + words[offset : offset + count]
    # The high half: the low bits of a product do not depend on the high bits of its factors.
    mixed: Shingles = (combined * _COMBINE >> np.uint64(32)).astype(np.uint32)
    return mixed


def signature(hashes: Shingles) -> Signature:
    """Return the low 8 bits of the minimum of the shingles under each of 128 permutations; uint8[128].

    The permutations are x -> a x + b modulo 2^32 with odd a. Keeping the low bits of a minimum is b-bit
    minwise hashing (Li and König 2010); its accidental agreement of 2^-8 needs no correction. Raises
    ValueError without any shingle.
    """
    permuted = hashes * FACTORS[:, None]
    permuted += SUMMANDS[:, None]
    minimum: Shingles = permuted.min(axis=1)
    return minimum.astype(np.uint8)


def signatures(tokens: Array, ends: Array, hashes: Array) -> tuple[npt.NDArray[np.int32], Signature]:
    """Return the numbers of the texts that are long enough, int32[n], and their signatures, uint8[n, 128].

    tokens: the surface forms of all texts
    ends:   the index behind the last token of each text
    hashes: the word hash of each surface form
    """
    texts, values = [], [np.empty((0, SIGNATURE_SIZE), np.uint8)]
    start = 0
    for text, end in enumerate(ends.tolist()):
        of_text = shingles(hashes[tokens[start:end]])
        if len(of_text) > MIN_WORDS - SHINGLE_WORDS:
            texts.append(text)
            values.append(signature(of_text)[None])
        start = end
    return np.array(texts, np.int32), np.concatenate(values)
