"""MinHash signatures of texts (Broder 1997, "On the resemblance and containment of documents").

The share of equal places in two signatures estimates the Jaccard similarity of the two sets of shingles,
the runs of five words, of the texts. ``compiled_shingles`` does the same and is tested against it.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import numpy.typing as npt

from search.index.format.names import SIGNATURE_PLACES

SHINGLE_WORDS = 5
#: A shorter article is never a copy: texts of few words (a flash, a caption, an earthquake report) follow
#: a pattern, and the one number in which they differ is the news.
MIN_WORDS = 36

_COMBINE = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio (Knuth, TAOCP 6.4)

Shingles = npt.NDArray[np.uint32]
Signature = npt.NDArray[np.uint8]
Array = npt.NDArray[Any]


def _permutations() -> tuple[Shingles, Shingles]:
    """Return factors (odd) and summands: the same in every build."""
    chance = random.Random(1997)
    numbers = [(chance.getrandbits(32) | 1, chance.getrandbits(32)) for _ in range(SIGNATURE_PLACES)]
    factors, summands = np.array(numbers, np.uint32).T
    return np.ascontiguousarray(factors), np.ascontiguousarray(summands)


FACTORS, SUMMANDS = _permutations()


def shingles(hashes: Array) -> Shingles:
    """Return the hash of every run of five words, uint32, in the order of the text.

    hashes: of the words; what has neither letter nor digit has 0 and is passed over
    """
    words = hashes[hashes != 0].astype(np.uint64)
    count = max(0, len(words) - SHINGLE_WORDS + 1)
    combined = np.zeros(count, np.uint64)
    for place in range(SHINGLE_WORDS):
        combined = combined * _COMBINE + words[place : place + count]
    # The high half: the low bits of a product do not depend on the high bits of its factors.
    mixed: Shingles = (combined * _COMBINE >> np.uint64(32)).astype(np.uint32)
    return mixed


def signature(found: Shingles) -> Signature:
    """Return the least value of the shingles under each of 128 permutations, its low 8 bits.

    The permutations are x -> a x + b modulo 2^32 with odd a; keeping the low bits of the least value
    is b-bit minwise hashing (Li and König 2010), whose accidental agreement of 2^-8 needs no correction.
    Raises ValueError without any shingle.
    """
    permuted = found * FACTORS[:, None]
    permuted += SUMMANDS[:, None]
    least: Shingles = permuted.min(axis=1)
    return least.astype(np.uint8)


def signatures(tokens: Array, ends: Array, hashes: Array) -> tuple[npt.NDArray[np.int32], Signature]:
    """Return which texts are long enough to have a signature, and uint8[n, 128], theirs.

    tokens, ends: surface forms of texts, one after the other, and where each text's end
    hashes:       the word hash of each surface form
    """
    rows, found = [], [np.empty((0, SIGNATURE_PLACES), np.uint8)]
    start = 0
    for row, end in enumerate(ends.tolist()):
        of_text = shingles(hashes[tokens[start:end]])
        if len(of_text) > MIN_WORDS - SHINGLE_WORDS:
            rows.append(row)
            found.append(signature(of_text)[None])
        start = end
    return np.array(rows, np.int32), np.concatenate(found)
