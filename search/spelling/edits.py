"""The module computes edit distances between a typed word and many words at a time.

The distance is Damerau's (1964) in the restricted form ("optimal string alignment"): an edit is a letter too
many, a missing letter, another letter, or two neighbouring letters swapped, and no part is edited twice.
``PLAIN`` counts every edit as 1 and decides which words are near. ``SLIPS`` orders these words: slips that
are common in Indonesian cost less, so that *pebruari* is nearer to *februari* than to *sebruari*.

Letters are the bytes of a-z. A word is a row of an array, padded with zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Letters = npt.NDArray[np.uint8]
CostTable = npt.NDArray[np.float32]
#: The most edits that ``edit_costs`` is exact for.
MOST_EDITS = 2

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Letters written for one another because they sound alike, or did in the older spelling.
_ALIKE = ("fvp", "yj", "zsj", "kq", "kc", "ei", "ou", "iy", "dt", "bp", "gk", "sc", "vw")
# Groups written for one another: pake, kalo, izin dan akhirat dari transliterasi, Soekarno, Djarot, Tjahjo.
_GROUPS = (
    *(("ai", "e"), ("au", "o"), ("kh", "q"), ("kh", "h"), ("ks", "x"), ("ph", "f")),
    *(("oe", "u"), ("dj", "j"), ("tj", "c"), ("nj", "ny"), ("sj", "sy"), ("ch", "kh")),
)
_ALIKE_COST, _NEAR_KEY_COST, _SWAP_COST, _GROUP_COST = 0.5, 0.6, 0.6, 0.5
_DOUBLED_COST, _SILENT_COST = 0.5, 0.5
# Letters are forgotten more often than they are added, vowels most of all: presidn, bnjir, pertamia.
_MISSING_COST, _MISSING_VOWEL_COST, _EXTRA_VOWEL_COST = 0.75, 0.7, 0.9


@dataclass(frozen=True)
class Costs:
    """What each edit costs, at most 1 and more than 0.

    letter: float32[128, 128], one letter for another, 0 for the same
    missing: float32[128, 128], ``missing[letter, before]``: a letter of the word that was not typed after
            another (0: as the first)
    extra:  float32[128, 128], ``extra[letter, before]``: the same for a typed letter that the word has not
    swap:   two neighbouring letters in the other order
    groups: letter groups that stand for one another, in both directions
    group:  the cost of one of these
    """

    letter: CostTable
    missing: CostTable
    extra: CostTable
    swap: float
    groups: tuple[tuple[bytes, bytes], ...] = ()
    group: float = 1.0


def _plain() -> Costs:
    letter = np.ones((128, 128), np.float32)
    np.fill_diagonal(letter, 0)
    each = np.ones((128, 128), np.float32)
    return Costs(letter, each, each, 1.0)


def _slips() -> Costs:
    letter = _plain().letter
    for one, other in _near_keys():
        letter[ord(one), ord(other)] = letter[ord(other), ord(one)] = _NEAR_KEY_COST
    for group in _ALIKE:
        for one in group:
            for other in group:
                if one != other:
                    letter[ord(one), ord(other)] = _ALIKE_COST
    missing = np.full((128, 128), _MISSING_COST, np.float32)
    extra = np.ones((128, 128), np.float32)
    vowels = [ord(vowel) for vowel in "aeiou"]
    missing[vowels, :], extra[vowels, :] = _MISSING_VOWEL_COST, _EXTRA_VOWEL_COST
    for gap in (missing, extra):
        np.fill_diagonal(gap, _DOUBLED_COST)
        gap[ord("h"), :] = _SILENT_COST  # tau/tahu, silahkan/silakan, akhir/akir
        gap[ord("y"), ord("s")] = _SILENT_COST  # sarat/syarat
    groups = [(one.encode(), other.encode()) for one, other in _GROUPS]
    both_ways = (*groups, *((other, one) for one, other in groups))
    return Costs(letter, missing, extra, _SWAP_COST, both_ways, _GROUP_COST)


def _near_keys() -> set[tuple[str, str]]:
    """Return the pairs of neighbouring keys: in one row of the keyboard, and with the two keys below."""
    pairs = {pair for row in _KEYBOARD for pair in pairwise(row)}
    for upper, lower in pairwise(_KEYBOARD):
        pairs |= set(zip(upper, lower, strict=False)) | set(zip(upper[1:], lower, strict=False))
    return pairs


PLAIN = _plain()
SLIPS = _slips()


def as_letters(words: npt.NDArray[np.bytes_]) -> Letters:
    """Return words of type S*w* as uint8[n, w], one word in each row of the array."""
    return np.ascontiguousarray(words).view(np.uint8).reshape(len(words), words.dtype.itemsize)


def edit_costs(typed: bytes, words: Letters, costs: Costs) -> npt.NDArray[np.float32]:
    """Return what it costs to turn ``typed`` into each word; exact up to ``MOST_EDITS``, else more or inf.

    words: uint8[n, w], zeros behind a word's end

    The usual table of prefixes is filled cell by cell, each cell for all words at once, and only where the
    lengths of both prefixes are at most ``MOST_EDITS`` apart: beyond, more edits would be needed.
    """
    size = len(typed)
    lengths = np.count_nonzero(words, axis=1)
    columns = np.ascontiguousarray(words[:, : size + MOST_EDITS].T)
    width = len(columns)
    befores = np.vstack([np.zeros((1, len(words)), np.uint8), columns[:-1]])
    missing = costs.missing[columns, befores]
    another = costs.letter[np.frombuffer(typed, np.uint8)][:, columns]
    jumps = [_jumps(typed[:i], costs) for i in range(size + 1)]
    table = np.full((size + 1, width + 1, len(words)), np.inf, np.float32)
    table[0, 0] = 0
    for j in range(1, min(MOST_EDITS, width) + 1):
        table[0, j] = table[0, j - 1] + missing[j - 1]
    for i in range(1, size + 1):
        too_many = costs.extra[typed[i - 1], typed[i - 2] if i > 1 else 0]
        for j in range(max(0, i - MOST_EDITS), min(width, i + MOST_EDITS) + 1):
            cell = table[i - 1, j] + too_many
            if j:
                np.minimum(cell, table[i, j - 1] + missing[j - 1], out=cell)
                np.minimum(cell, table[i - 1, j - 1] + another[i - 1, j - 1], out=cell)
            for ours, theirs, cost in jumps[i]:
                if len(theirs) <= j:
                    there = _ends_with(columns, j, theirs)
                    before = table[i - len(ours), j - len(theirs)]
                    np.minimum(cell, before + cost, out=cell, where=there)
            table[i, j] = cell
    reachable = np.minimum(lengths, width)
    found: npt.NDArray[np.float32] = table[size, reachable, np.arange(len(words))]
    found[lengths > width] = np.inf
    return found


def _jumps(typed: bytes, costs: Costs) -> list[tuple[bytes, bytes, float]]:
    """Return the edits of several letters that can end where ``typed`` ends: swaps and groups."""
    swap = [(typed[-2:], typed[:-3:-1], costs.swap)] if len(typed) > 1 and typed[-1] != typed[-2] else []
    return swap + [(ours, theirs, costs.group) for ours, theirs in costs.groups if typed.endswith(ours)]


def _ends_with(columns: Letters, end: int, letters: bytes) -> npt.NDArray[Any]:
    """Return bool[n]: whether the first ``end`` letters of each word end with ``letters``."""
    there = np.ones(columns.shape[1], bool)
    for place, letter in enumerate(letters, start=end - len(letters)):
        there &= columns[place] == letter
    return there
