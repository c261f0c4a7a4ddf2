"""Names and terms by how they begin: values with a word that begins so, terms whose beginning is near."""

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

# The most frequent values of a field that can be found, and the words of a value that it is found by.
_MOST_VALUES, _MOST_WORDS = 20_000, 8
# The most frequent terms with the same first letter that are held against a beginning.
_MOST_COMPARED, _LETTERS_REMEMBERED = 1_500, 60
_MOST_NEAR = 6
# Beginnings of so many letters may have a slip, longer ones two.
_SHORTEST, _LONG = 4, 8
_WORD = re.compile(r"[^\W_]+")


class Beginnings:
    """The values of a field, each under every word of it: a sorted list. Threads may share it."""

    def __init__(self, values: FieldValues) -> None:
        frequent = np.argsort(-values.frequencies, kind="stable")[:_MOST_VALUES]
        rows = []
        for ordinal in frequent.tolist():
            count = values.frequencies.item(ordinal)
            if not count:
                break
            form = values.fold(values.names[ordinal])
            words = _WORD.findall(form)
            for place in range(min(len(words), _MOST_WORDS)):
                rows.append((" ".join(words[place:]), ordinal, count, place > 0))
        rows.sort()
        self._forms = [row[0] for row in rows]
        self._ordinals = np.array([row[1] for row in rows], np.int64)
        # A value that begins so comes before one with a later word that does.
        self._weights = np.array([row[2] / (8 if row[3] else 1) for row in rows])
        self._values = values

    def find(self, text: str, most: int) -> list[tuple[str, int]]:
        """Return values with a word that begins with a text, and their numbers of articles."""
        text = " ".join(_WORD.findall(self._values.fold(text)))
        if not text:
            return []
        first = bisect_left(self._forms, text)
        end = bisect_left(self._forms, text + "\U0010ffff", first)
        order = np.argsort(-self._weights[first:end], kind="stable")
        ordinals = dict.fromkeys(self._ordinals[first:end][order].tolist())
        return [(str(self._values.names[one]), self._values.frequencies.item(one)) for one in ordinals][:most]


class NearTerms:
    """The terms of a field of all segments, by a beginning that is near. Threads may share it."""

    def __init__(self, fields: Sequence[FieldLists]) -> None:
        self._fields = fields
        self._known: Cache[bytes, tuple[Letters, npt.NDArray[np.int64]]] = Cache(_LETTERS_REMEMBERED)

    def find(self, beginning: str) -> list[str]:
        """Return the terms whose beginning is near, the nearest first, then the most frequent.

        beginning: folded; its first letter is taken as right
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
        """Return the most frequent terms with a first letter, and their frequencies."""
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
        kept = np.argsort(-frequency, kind="stable")[:_MOST_COMPARED]
        return as_letters(words[kept]), frequency[kept].astype(np.int64)


def _costs(beginning: str, letters: Letters, costs: Costs) -> npt.NDArray[np.float32]:
    """Return what it costs to turn a beginning into the nearest beginning of each word."""
    typed = beginning.encode()
    sizes = (len(typed) - 1, len(typed), len(typed) + 1)
    cheapest: npt.NDArray[np.float32] = np.min(
        [edit_costs(typed, np.ascontiguousarray(letters[:, :size]), costs) for size in sizes], axis=0
    )
    return cheapest
