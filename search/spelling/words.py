"""The module finds the words of an archive that are near a given spelling.

Near words are found by symmetric deletion (Garbe's SymSpell, 2012). If two words are at most k edits apart,
deleting at most k letters from each can make them equal. So every word is filed under all strings that such
deletions leave, and a typed word is looked up under its own strings. The first ``_PREFIX`` letters are
enough, because k deletions make these beginnings equal too. Words that share a string by chance are sorted
out by ``edits``.

The input is words with their frequencies; the output is four arrays, which each segment of an index has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from search.arrays import first_of_each
from search.compiled import COMPILED
from search.spelling.edits import MOST_EDITS, PLAIN, SLIPS, Letters, as_letters

if TYPE_CHECKING or COMPILED:
    from search.spelling._edits import edit_costs as edit_costs  # noqa: PLC0414 - it is shown by the room
else:
    from search.spelling.edits import edit_costs

SHORTEST, LONGEST = 3, 24
_SHORTEST_TWICE_EDITED = 5
#: Rarer words are not found.
LEAST_FREQUENCY = 2
_PREFIX = 7
_FNV_OFFSET, _FNV_PRIME = np.uint32(2166136261), np.uint32(16777619)

UInt32s = npt.NDArray[np.uint32]
#: S24[V] distinct words that are spelt (see ``is_spelt``), and uint32[V], how often each occurs.
Counts = tuple[npt.NDArray[np.bytes_], UInt32s]


class Neighbour(NamedTuple):
    """A word of the archive near a typed one.

    cost:      the cost of the slip, by ``edits.SLIPS``; 0 for the word itself
    frequency: the number of paragraphs and headlines that contain the word
    """

    word: str
    cost: float
    frequency: int


@dataclass(frozen=True)
class SpellingWords:
    """Arrays over V words and K filed strings.

    words:     S24[V], ascending, letters a-z
    frequency: uint32[V], paragraphs and headlines that hold the word
    keys:      uint32[K], ascending, hashes of what deletions leave of words
    word_of:   uint32[K], the word filed under each key
    """

    words: npt.NDArray[np.bytes_]
    frequency: UInt32s
    keys: UInt32s
    word_of: UInt32s

    @classmethod
    def build(cls, frequencies: Mapping[str, int]) -> SpellingWords:
        """Return the arrays for some words. Only words of SHORTEST to LONGEST letters a-z count."""
        kept = list(filter(is_spelt, frequencies))
        counts = np.array([frequencies[word] for word in kept], np.uint32)
        return cls.of([(np.array(kept, f"S{LONGEST}"), counts)])

    @classmethod
    def of(cls, counts: Iterable[Counts], filed_from: int = LEAST_FREQUENCY) -> SpellingWords:
        """Return the arrays for the words of several sources, whose frequencies are added up.

        filed_from: rarer words are not filed, so they are not found
        """
        parts = [(np.empty(0, f"S{LONGEST}"), np.empty(0, np.uint32)), *counts]
        words, places = np.unique(np.concatenate([words for words, _ in parts]), return_inverse=True)
        sums = np.bincount(places, np.concatenate([counted for _, counted in parts]), len(words))
        rows = np.flatnonzero(sums >= filed_from).astype(np.uint32)
        keys, owners = _deletion_keys(as_letters(words[rows]))
        filed = np.sort(keys.astype(np.uint64) << np.uint64(32) | rows[owners])
        filed = filed[first_of_each(filed)]
        return cls(
            words,
            sums.astype(np.uint32),
            (filed >> np.uint64(32)).astype(np.uint32),
            (filed & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        )

    @cached_property
    def greatest_frequency(self) -> int:
        """The frequency of the most frequent word; 0 without words."""
        return int(self.frequency.max(initial=0))

    def neighbours(self, typed: str, least: int = 0) -> list[Neighbour]:
        """Return the words near ``typed``; see ``neighbours``."""
        return neighbours([self], typed, least)

    def filed_under(self, keys: UInt32s) -> npt.NDArray[np.bytes_]:
        """Return the words that are filed under some hashes, S24[n], ascending."""
        firsts, ends = np.searchsorted(self.keys, keys), np.searchsorted(self.keys, keys, "right")
        filed = [self.word_of[a:b] for a, b in zip(firsts.tolist(), ends.tolist(), strict=True) if a < b]
        words: npt.NDArray[np.bytes_] = self.words[
            np.unique(np.concatenate([np.empty(0, np.uint32), *filed]))
        ]
        return words

    def frequencies(self, words: npt.NDArray[np.bytes_]) -> npt.NDArray[np.int64]:
        """Return the number of paragraphs and headlines that contain each of some words."""
        if not len(self.words):
            return np.zeros(len(words), np.int64)
        rows = np.minimum(np.searchsorted(self.words, words), len(self.words) - 1)
        return np.where(self.words[rows] == words, self.frequency[rows], 0).astype(np.int64)


def neighbours(
    parts: Sequence[SpellingWords],
    typed: str,
    least: int = 0,
    visible: Callable[[str], int] | None = None,
) -> list[Neighbour]:
    """Return all words at most ``most_edits`` from a folded word, itself included, the cheapest first.

    The limit is that of the shorter of both words. Equal costs are in order of frequency. A word that occurs
    only once is not among them: it is as likely a slip itself.

    parts:   the words of each segment; those that are not unique are filed in at least one of them
    least:   the least frequency of the words that are wanted
    visible: returns how many of the paragraphs and headlines that hold a word may be shown; None for all
    """
    if not is_spelt(typed):
        return []
    keys, _ = _deletion_keys(as_letters(np.array([typed], f"S{LONGEST}")))
    filed = [part.filed_under(keys) for part in parts]
    words = filed[0] if len(filed) == 1 else np.unique(np.concatenate([np.empty(0, f"S{LONGEST}"), *filed]))
    frequency = np.zeros(len(words), np.int64)
    for part in parts:
        frequency += part.frequencies(words)
    least = max(least, LEAST_FREQUENCY)
    words, frequency = words[frequency >= least], frequency[frequency >= least]
    if not len(words):
        return []
    letters = as_letters(words)
    lengths = np.count_nonzero(letters, axis=1)
    limits = np.where(np.minimum(lengths, len(typed)) < _SHORTEST_TWICE_EDITED, 1, MOST_EDITS)
    fitting = np.abs(lengths - len(typed)) <= limits
    words, frequency, letters, limits = words[fitting], frequency[fitting], letters[fitting], limits[fitting]
    within = edit_costs(typed.encode(), letters, PLAIN) <= limits
    words, frequency, letters = words[within], frequency[within], letters[within]
    found = [
        Neighbour(word, round(cost, 3), count)
        for word, cost, count in zip(
            map(bytes.decode, words.tolist()),
            edit_costs(typed.encode(), letters, SLIPS).tolist(),
            frequency.tolist(),
            strict=True,
        )
    ]
    if visible:
        found = [one._replace(frequency=visible(one.word)) for one in found]
        found = [one for one in found if one.frequency >= least]
    return sorted(found, key=lambda neighbour: (neighbour.cost, -neighbour.frequency, neighbour.word))


def is_spelt(word: str) -> bool:
    """Return whether a folded word can be corrected: it has 3 to 24 letters a-z."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def most_edits(length: int) -> int:
    """Return how many edits a word of so many letters may be away: short words have too many neighbours."""
    return 1 if length < _SHORTEST_TWICE_EDITED else MOST_EDITS


def spelt_terms(terms: npt.NDArray[np.uint8], starts: npt.NDArray[Any], frequency: UInt32s) -> Counts:
    """Return those terms of a dictionary that are spelt (see ``is_spelt``), and how often each occurs.

    terms, starts: their UTF-8 one after the other, and where in it each begins and the last ends
    """
    starts = starts.astype(np.int64)
    others_before = np.append(0, np.cumsum((terms < ord("a")) | (terms > ord("z"))))
    sizes = np.diff(starts)
    spelt = (sizes >= SHORTEST) & (sizes <= LONGEST) & (np.diff(others_before[starts]) == 0)
    kept = np.flatnonzero(spelt)
    letters = np.zeros((len(kept), LONGEST), np.uint8)
    for place in range(LONGEST):
        longer = sizes[kept] > place
        letters[longer, place] = terms[starts[kept[longer]] + place]
    return letters.view(f"S{LONGEST}").ravel(), frequency[kept]


def _deletion_keys(letters: Letters) -> tuple[UInt32s, UInt32s]:
    """Return hashes of all that deletions leave of the words' beginnings, and the row of each."""
    used = np.minimum(np.count_nonzero(letters, axis=1), _PREFIX)
    keys: list[UInt32s] = [np.empty(0, np.uint32)]
    owners: list[UInt32s] = [np.empty(0, np.uint32)]
    for length in np.flatnonzero(np.bincount(used)).tolist():
        rows = np.flatnonzero(used == length).astype(np.uint32)
        for deleted in range(most_edits(length) + 1):
            left = _left(length, deleted)
            keys.append(_hashes(letters[rows][:, left]).ravel())
            owners.append(np.repeat(rows, len(left)))
    return np.concatenate(keys), np.concatenate(owners)


@cache
def _left(length: int, deleted: int) -> npt.NDArray[np.intp]:
    """Return the letters of a word that so many deletions leave, by place: all combinations."""
    return np.array(list(combinations(range(length), length - deleted)), np.intp)


def _hashes(letters: Letters) -> UInt32s:
    """Return hashes by FNV-1a (Fowler, Noll, Vo) over the last axis."""
    hashes = np.full(letters.shape[:-1], _FNV_OFFSET, np.uint32)
    for place in range(letters.shape[-1]):
        hashes = (hashes ^ letters[..., place]) * _FNV_PRIME
    return hashes
