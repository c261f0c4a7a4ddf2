"""The words of an archive, and which of them are near a given spelling.

Near words are found by symmetric deletion (Garbe's SymSpell, 2012): two words at most k edits apart become
the same by deleting at most k letters from each. So every word is filed under all the strings that deletions
leave of it, and a typed word is looked up under those of its own. The first ``_PREFIX`` letters suffice: if
the words are k edits apart, k deletions make their beginnings of that length the same as well. What is filed
together by chance is sorted out by ``edits``.

Made when a generation is built, kept as four arrays, mapped into memory when it is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.index.format.field import FieldLists
from search.index.format.names import FLAT_EXTENSION, INDEX_NAME
from search.index.format.sections import Sections
from search.spelling.edits import MOST_EDITS, PLAIN, SLIPS, Letters, as_letters

try:
    from search.spelling._edits import edit_costs
except ImportError:  # installed without a compiler
    from search.spelling.edits import edit_costs

SHORTEST, LONGEST = 3, 24
_SHORTEST_TWICE_EDITED = 5
_LEAST_FREQUENCY = 2  # a word seen once is as likely a slip itself
_FIELDS = ("body_exact", "title_exact")
_PREFIX = 7
_FNV_OFFSET, _FNV_PRIME = np.uint32(2166136261), np.uint32(16777619)

UInt32s = npt.NDArray[np.uint32]


class Neighbour(NamedTuple):
    """A word of the archive near a typed one.

    cost:      of the slip, by ``edits.SLIPS``; 0 for the word itself
    frequency: paragraphs and headlines that hold the word
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
        """File the words of SHORTEST to LONGEST letters a-z that are not unique."""
        kept = sorted(filter(is_spelt, frequencies))
        counts = np.array([frequencies[word] for word in kept], np.uint32)
        return cls._of(np.array(kept, f"S{LONGEST}"), counts)

    @classmethod
    def _of(cls, words: npt.NDArray[np.bytes_], frequency: UInt32s) -> SpellingWords:
        """File words that are spelt, ascending, where they are not unique."""
        repeated = frequency >= _LEAST_FREQUENCY
        words, frequency = words[repeated], frequency[repeated]
        keys, owners = _deletion_keys(as_letters(words))
        filed = np.sort(keys.astype(np.uint64) << np.uint64(32) | owners)
        filed = filed[np.append(True, filed[1:] != filed[:-1])[: len(filed)]]
        return cls(
            words,
            frequency,
            (filed >> np.uint64(32)).astype(np.uint32),
            (filed & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        )

    @cached_property
    def greatest_frequency(self) -> int:
        """The frequency of the most frequent word, 0 without words."""
        return int(self.frequency.max(initial=0))

    def save(self, folder: Path) -> None:
        """Write one file an array."""
        for name in ARRAY_NAMES:
            np.save(folder / file_name(name), getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> SpellingWords:
        """Map the arrays of a generation; raises OSError or ValueError where a file is missing or cut.

        A generation that was built without any has no words to suggest.
        """
        if not any((folder / file_name(name)).exists() for name in ARRAY_NAMES):
            return cls.build({})
        mapped = (np.load(folder / file_name(name), mmap_mode="r") for name in ARRAY_NAMES)
        return cls(*map(np.asarray, mapped))  # still mapped, without memmap's cost of each slice

    def neighbours(self, typed: str, least: int = 0) -> list[Neighbour]:
        """Return all words at most ``most_edits`` from a folded word, itself included, the cheapest first.

        The limit is that of the shorter of both words. Equal costs are in order of frequency.

        least: the least frequency of the words that are wanted
        """
        if not is_spelt(typed) or not len(self.words):
            return []
        near = self._filed_with(typed)
        near = near[self.frequency[near] >= least]
        if not len(near):
            return []
        letters = as_letters(self.words[near])
        lengths = np.count_nonzero(letters, axis=1)
        limits = np.where(np.minimum(lengths, len(typed)) < _SHORTEST_TWICE_EDITED, 1, MOST_EDITS)
        fitting = np.abs(lengths - len(typed)) <= limits
        near, letters, limits = near[fitting], letters[fitting], limits[fitting]
        within = edit_costs(typed.encode(), letters, PLAIN) <= limits
        near, letters = near[within], letters[within]
        costs = edit_costs(typed.encode(), letters, SLIPS)
        found = [
            Neighbour(word.decode(), round(cost, 3), frequency)
            for word, cost, frequency in zip(
                self.words[near].tolist(), costs.tolist(), self.frequency[near].tolist(), strict=True
            )
        ]
        return sorted(found, key=lambda neighbour: (neighbour.cost, -neighbour.frequency, neighbour.word))

    def _filed_with(self, typed: str) -> npt.NDArray[Any]:
        """Return the words that share a filed string with ``typed``, and a few more by equal hashes."""
        keys, _ = _deletion_keys(as_letters(np.array([typed], f"S{LONGEST}")))
        firsts, ends = np.searchsorted(self.keys, keys), np.searchsorted(self.keys, keys, "right")
        return np.unique(
            np.concatenate([self.word_of[a:b] for a, b in zip(firsts.tolist(), ends.tolist(), strict=True)])
        )


ARRAY_NAMES = tuple(field.name for field in fields(SpellingWords))


def file_name(array: str) -> str:
    """Return the name of the file that holds an array of ``SpellingWords``."""
    return f"spelling_{array}.npy"


def is_spelt(word: str) -> bool:
    """Tell whether a folded word is of a kind that is corrected: 3 to 24 letters a-z."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def most_edits(length: int) -> int:
    """Return how many edits a word of so many letters may be away: short words have too many neighbours."""
    return 1 if length < _SHORTEST_TWICE_EDITED else MOST_EDITS


def save_spelling(folder: Path) -> None:
    """Make the spelling arrays of the index that stands in ``folder``, and save them beside it."""
    found = [(np.empty(0, f"S{LONGEST}"), np.empty(0, np.uint32))]
    storage = FileStorage(str(folder))
    for segment in TOC.read(storage, INDEX_NAME).segments:
        sections = Sections(folder / str(segment.make_filename(FLAT_EXTENSION)))
        fields_here = [field for field in _FIELDS if f"{field}/terms" in sections]
        found += [_spelt_terms(FieldLists(sections, field)) for field in fields_here]
    words, places = np.unique(np.concatenate([words for words, _ in found]), return_inverse=True)
    sums = np.bincount(places, np.concatenate([counts for _, counts in found]), len(words))
    SpellingWords._of(words, sums.astype(np.uint32)).save(folder)


def _spelt_terms(lists: FieldLists) -> tuple[npt.NDArray[np.bytes_], UInt32s]:
    """Return the terms of a field that are spelt (see ``is_spelt``) and how many documents hold each."""
    starts = lists.term_starts.astype(np.int64)
    others_before = np.append(0, np.cumsum((lists.terms < ord("a")) | (lists.terms > ord("z"))))
    sizes = np.diff(starts)
    spelt = (sizes >= SHORTEST) & (sizes <= LONGEST) & (np.diff(others_before[starts]) == 0)
    kept = np.flatnonzero(spelt)
    letters = np.zeros((len(kept), LONGEST), np.uint8)
    for place in range(LONGEST):
        longer = sizes[kept] > place
        letters[longer, place] = lists.terms[starts[kept[longer]] + place]
    frequency = lists.df[kept]
    return letters.view(f"S{LONGEST}").ravel(), frequency


def _deletion_keys(letters: Letters) -> tuple[UInt32s, UInt32s]:
    """Return hashes of all that deletions leave of the words' beginnings, and the row of each."""
    used = np.minimum(np.count_nonzero(letters, axis=1), _PREFIX)
    keys: list[UInt32s] = [np.empty(0, np.uint32)]
    owners: list[UInt32s] = [np.empty(0, np.uint32)]
    for length in np.unique(used).tolist():
        rows = np.flatnonzero(used == length).astype(np.uint32)
        for deleted in range(most_edits(length) + 1):
            left = np.array(list(combinations(range(length), length - deleted)))
            keys.append(_hashes(letters[rows][:, left]).ravel())
            owners.append(np.repeat(rows, len(left)))
    return np.concatenate(keys), np.concatenate(owners)


def _hashes(letters: Letters) -> UInt32s:
    """FNV-1a (Fowler, Noll, Vo) over the last axis."""
    hashes = np.full(letters.shape[:-1], _FNV_OFFSET, np.uint32)
    for place in range(letters.shape[-1]):
        hashes = (hashes ^ letters[..., place]) * _FNV_PRIME
    return hashes
