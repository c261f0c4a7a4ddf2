"""The completion of a prefix: values that have it at one of their words, and terms with a similar prefix."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.cache import Cache
from search.index.format.field import FieldLists
from search.index.reading.values import FieldValues
from search.spelling import LONGEST, Counts, edit_costs, is_spelt, spelt_terms
from search.spelling.edits import PLAIN, SLIPS, Costs, Letters, as_letters

# Only so many values of a field are completed, the most frequent ones, each at so many of its first words.
_MOST_VALUES, _MOST_WORDS = 20_000, 8
# A prefix is compared with so many terms that have its first letter, the most frequent ones; the terms of so
# many first letters are cached.
MOST_COMPARED, _LETTERS_REMEMBERED = 1_500, 60
_MOST_NEAR = 6
# A prefix of at least _SHORTEST letters may have one spelling error, one of at least _LONG letters two.
_SHORTEST, _LONG = 4, 8
_WORD = re.compile(r"[^\W_]+")


class Beginnings:
    """A sorted list of the values of a field, each once for every word that it can be completed from.

    Threads may share it.
    """

    def __init__(self, values: FieldValues) -> None:
        frequent = np.argsort(-values.frequencies, kind="stable")[:_MOST_VALUES]
        entries = []
        for ordinal in frequent.tolist():
            count = values.frequencies.item(ordinal)
            if not count:
                break
            form = values.fold(values.names[ordinal])
            words = _WORD.findall(form)
            for i in range(min(len(words), _MOST_WORDS)):
                entries.append((" ".join(words[i:]), ordinal, count, i > 0))
        entries.sort()
        self._forms = [entry[0] for entry in entries]
        self._ordinals = np.array([entry[1] for entry in entries], np.int64)
        # A match at the first word of a value ranks before a match at a later word.
        self._weights = np.array([entry[2] / (8 if entry[3] else 1) for entry in entries])
        self._values = values

    def find(self, text: str, most: int) -> list[tuple[str, int]]:
        """Return at most ``most`` values that have the prefix ``text`` at one of their words.

        Each comes with its number of articles. The most frequent values come first.
        """
        text = " ".join(_WORD.findall(self._values.fold(text)))
        if not text:
            return []
        first = bisect_left(self._forms, text)
        end = bisect_left(self._forms, text + "\U0010ffff", first)
        order = np.argsort(-self._weights[first:end], kind="stable")
        ordinals = dict.fromkeys(self._ordinals[first:end][order].tolist())
        return [(str(self._values.names[one]), self._values.frequencies.item(one)) for one in ordinals][:most]


class NearTerms:
    """Finds the terms of one field, in all segments, with nearly a given prefix. Threads may share it."""

    def __init__(self, fields: Sequence[FieldLists]) -> None:
        self._fields = fields
        self._known: Cache[bytes, tuple[Letters, npt.NDArray[np.int64]]] = Cache(_LETTERS_REMEMBERED)

    def find(self, beginning: str) -> list[str]:
        """Return the terms with a prefix that is at most one or two edits from ``beginning``.

        The nearest terms come first; among equally near ones the most frequent come first.

        beginning: a folded prefix; its first letter is assumed to be right
        """
        if not is_spelt(beginning) or len(beginning) < _SHORTEST:
            return []
        letters, frequency = self._known.get_or_make(beginning[:1].encode(), self._most_frequent, beginning)
        most = 2 if len(beginning) >= _LONG else 1
        rows = np.flatnonzero(_costs(beginning, letters, PLAIN) <= most)
        if not len(rows):
            return []
        costs = _costs(beginning, letters[rows], SLIPS)
        order = np.lexsort((-frequency[rows], costs))[:_MOST_NEAR]
        words = np.ascontiguousarray(letters[rows[order]]).view(f"S{LONGEST}").ravel()
        return [word.decode() for word in words.tolist()]

    def _most_frequent(self, beginning: str) -> tuple[Letters, npt.NDArray[np.int64]]:
        """Return the most frequent terms with the first letter of a prefix, with document frequencies."""
        parts: list[Counts] = [(np.empty(0, f"S{LONGEST}"), np.empty(0, np.uint32))]
        letter = beginning[:1].encode()
        for lists in self._fields:
            first, end = lists.first_from(letter), lists.first_from(letter + b"\xff")
            if first < end:
                starts = lists.term_starts[first : end + 1].astype(np.int64)
                terms = lists.terms[starts[0] : starts[-1]]
                parts.append(spelt_terms(terms, starts - starts[0], lists.df[first:end]))
        words, rows = np.unique(np.concatenate([words for words, _ in parts]), return_inverse=True)
        frequency = np.bincount(rows, np.concatenate([counts for _, counts in parts]), len(words))
        kept = np.argsort(-frequency, kind="stable")[:MOST_COMPARED]
        return as_letters(words[kept]), frequency[kept].astype(np.int64)


def _costs(beginning: str, letters: Letters, costs: Costs) -> npt.NDArray[np.float32]:
    """Return the edit costs, float32[n], between a prefix and the nearest prefix of each of n words."""
    typed = beginning.encode()
    sizes = (len(typed) - 1, len(typed), len(typed) + 1)
    cheapest: npt.NDArray[np.float32] = np.min(
        [edit_costs(typed, np.ascontiguousarray(letters[:, :size]), costs) for size in sizes], axis=0
    )
    return cheapest
