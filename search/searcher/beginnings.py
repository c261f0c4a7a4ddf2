"""The completion of a prefix: values that have it at one of their words, and terms with a similar prefix."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from search.budget import checkpoint
from search.cache import Cache
from search.index.format.doc_values import IntArray
from search.index.format.field import FieldLists
from search.index.reading.values import FieldValues
from search.spelling import LONGEST, Counts, edit_costs, is_spelt, spelt_terms
from search.spelling.edits import PLAIN, SLIPS, Costs, Letters, as_letters

#: Only so many terms with a prefix are examined, the most frequent ones.
MOST_TERMS = 24
# If some articles are hidden, at most so many terms of each segment have their visible documents counted.
_MOST_COUNTED = 2_000
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

    def __init__(self, fields: Sequence[FieldLists], visible: Callable[[str], int] | None = None) -> None:
        """Find terms of some dictionaries.

        visible: returns how many visible documents contain a term; None if all are visible
        """
        self._fields, self._visible = fields, visible
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
        words = np.ascontiguousarray(letters[rows]).view(f"S{LONGEST}").ravel()
        frequency = frequency[rows]
        if self._visible is not None:
            frequency = np.array([self._visible(word.decode()) for word in words.tolist()])
        order = np.lexsort((words, -frequency, _costs(beginning, letters[rows], SLIPS)))
        return [words[one].decode() for one in order.tolist() if frequency[one]][:_MOST_NEAR]

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


def most_frequent_visible(
    ranges: Sequence[tuple[FieldLists, int, int]], visible: Callable[[str], int]
) -> dict[str, int]:
    """Return the terms of some ranges that most visible documents contain, and their numbers.

    All documents with a term are never fewer than the visible ones. So the terms are looked at from the most
    frequent one on, until no further one can be among the first (Fagin's threshold algorithm).

    ranges: dictionaries, each with the ordinals of the terms to choose from, half-open
    """
    orders = [
        np.argsort(-lists.df[first:end].astype(np.int64), kind="stable") for lists, first, end in ranges
    ]
    counts: dict[str, int] = {}
    best: list[int] = []  # a heap of the MOST_TERMS greatest numbers
    for place in range(min(max(map(len, orders), default=0), _MOST_COUNTED)):
        checkpoint()
        greatest = 0  # number of a term that was not looked at
        for (lists, first, _), order in zip(ranges, orders, strict=True):
            if place >= len(order):
                continue
            ordinal = first + int(order[place])
            greatest += int(lists.df[ordinal])
            term = lists.term(ordinal).decode()
            if term not in counts:
                counts[term] = visible(term)
                heapq.heappush(best, counts[term])
                if len(best) > MOST_TERMS:
                    heapq.heappop(best)
        if len(best) == MOST_TERMS and greatest < best[0]:
            break
    return {term: count for term, count in counts.items() if count}


def most_frequent(lists: FieldLists, first: int, end: int) -> dict[str, int]:
    """Return the most frequent terms of a dictionary, and their document frequencies.

    Of equally frequent terms, the first ones in the order of their letters are chosen.

    first, end: the ordinals of the terms to choose from, half-open
    """
    frequencies: IntArray = lists.df[first:end].astype(np.int64)
    if len(frequencies) > MOST_TERMS:
        least = np.partition(frequencies, -MOST_TERMS)[-MOST_TERMS]
        more = np.flatnonzero(frequencies > least)
        indexes = np.append(more, np.flatnonzero(frequencies == least)[: MOST_TERMS - len(more)])
        indexes.sort()
    else:
        indexes = np.arange(len(frequencies))
    ordered = indexes[np.argsort(-frequencies[indexes], kind="stable")]
    return {lists.term(first + i).decode(): frequencies.item(i) for i in ordered.tolist()}


def _costs(beginning: str, letters: Letters, costs: Costs) -> npt.NDArray[np.float32]:
    """Return the edit costs, float32[n], between a prefix and the nearest prefix of each of n words."""
    typed = beginning.encode()
    sizes = (len(typed) - 1, len(typed), len(typed) + 1)
    cheapest: npt.NDArray[np.float32] = np.min(
        [edit_costs(typed, np.ascontiguousarray(letters[:, :size]), costs) for size in sizes], axis=0
    )
    return cheapest
