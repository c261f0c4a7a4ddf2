"""What reading a query asks of one generation: see ``search.query.archive.Archive``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from unicodedata import normalize
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from search.index import Snapshot
from search.index.format.field import FieldLists
from search.query.tree import Form
from search.ranking.lookup import form_occurrences
from search.spelling.edits import PLAIN, as_letters, edit_costs
from search.spelling.words import LONGEST

#: Words that a pattern stands for, at most: the most frequent ones.
MOST_MATCHING = 64
# Words that are held against a pattern, at most. A pattern that most words pass says nothing.
_MOST_LOOKED_AT = 20_000
# The nearest names that are told, of names with up to so many letters, among the most frequent ones.
_NAMES_TOLD, _LONGEST_NAME, _MOST_NAMES = 3, 60, 4_000
# A name of more letters than _SHORT_NAME may be as many edits away.
_EDITS, _SHORT_NAME = 2, 5
_FIELDS = ("body_exact", "title_exact")
_ARTICLES_AT_ONCE = 4_096


class SnapshotWords:
    """The words and names of a snapshot. Unchanging, so threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def frequency(self, word: str) -> int:
        """Return how many paragraphs hold a folded word as it is written."""
        return self._snapshot.document_frequency("body_exact", word)

    def matching(self, pattern: str) -> tuple[str, ...]:
        """Return the words that a folded pattern matches, the most frequent first, at most MOST_MATCHING.

        pattern: letters and digits, ``?`` for any one character and ``*`` for any number of them; empty where
                 so many words hold its longest run of letters that it tells nothing
        """
        literal = max(re.split(r"[*?]+", pattern), key=len)
        written = re.compile("".join(_WILDCARDS.get(one, re.escape(one)) for one in pattern))
        counts: Counter[str] = Counter()
        for name in _FIELDS:
            for _, lists in self._snapshot.fields(name):
                ordinals = _holding(lists, literal.encode())
                if len(ordinals) > _MOST_LOOKED_AT:
                    return ()
                for ordinal in ordinals.tolist():
                    term = lists.term(ordinal).decode()
                    if written.fullmatch(term):
                        counts[term] += lists.document_frequency(ordinal)
        return tuple(sorted(counts, key=lambda term: (-counts[term], term))[:MOST_MATCHING])

    def near(self, word: str, edits: int) -> tuple[str, ...]:
        """Return the words at most so many edits away, the most frequent first, without the word."""
        found = [one for one in self._snapshot.near_words(word) if one.word != word]
        if not found:
            return ()
        letters = as_letters(np.array([one.word for one in found], f"S{LONGEST}"))
        costs = edit_costs(word.encode(), letters, PLAIN).tolist()
        near = [one for one, cost in zip(found, costs, strict=True) if cost <= edits]
        near.sort(key=lambda one: (-one.frequency, one.word))
        return tuple(one.word for one in near[:MOST_MATCHING])

    def named(self, field: str, beginning: str, *, squeezed: bool = False) -> tuple[str, ...]:
        """Return the value of a field that is called so, else the values with a word that begins so.

        field: one of ``VALUE_FIELDS``
        Letter case makes no difference; nor do blanks and periods where names are ``squeezed``.
        """
        values = self._snapshot.values(field)
        exact = values.find(beginning)
        if exact >= 0 and values.frequencies[exact]:
            return (values.names[exact],)
        found = values.beginning(beginning)
        if squeezed and not found and (wanted := _squeezed(beginning)):
            found = [
                number
                for number, name in enumerate(values.names.tolist())
                if _squeezed(name).startswith(wanted) and values.frequencies[number]
            ]
        return tuple(values.names[found].tolist())

    def nearly_named(self, field: str, name: str) -> tuple[str, ...]:
        """Return the values of a field with a spelling near to a name, the nearest first; only a few.

        Only the most frequent values are looked at.
        """
        values, wanted = self._snapshot.values(field), _letters(name)
        frequent = np.argsort(-values.frequencies, kind="stable")[:_MOST_NAMES]
        names = [
            one for one in values.names[frequent].tolist() if abs(len(_letters(one)) - len(wanted)) <= _EDITS
        ]
        if not names or not 3 <= len(wanted) <= _LONGEST_NAME:
            return ()
        letters = as_letters(np.array([_letters(one) for one in names], f"S{_LONGEST_NAME + _EDITS}"))
        costs = edit_costs(wanted.encode(), letters, PLAIN)
        most = _EDITS if len(wanted) > _SHORT_NAME else 1
        nearest = np.argsort(costs, kind="stable")[:_NAMES_TOLD].tolist()
        return tuple(names[one] for one in nearest if costs[one] <= most)

    def at_address(self, address: str) -> tuple[str, ...]:
        """Return the ids of the articles with an address, whatever its scheme and what it is asked with."""
        hashes, articles = self._addresses
        wanted = _comparable(address)
        first, end = np.searchsorted(hashes, hash(wanted)), np.searchsorted(hashes, hash(wanted), "right")
        abouts = self._snapshot.metadata_of(articles[first:end].tolist())
        live = self._snapshot.live
        return tuple(
            about.id
            for about, article in zip(abouts, articles[first:end].tolist(), strict=True)
            if about.url and _comparable(about.url) == wanted and (live is None or live[article])
        )

    @cached_property
    def _addresses(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Hashes of the addresses, ascending, and their articles: read once, when one is asked for."""
        hashes: list[int] = []
        articles: list[int] = []
        count = self._snapshot.doc_values.article_count
        live = self._snapshot.live
        for start in range(0, count, _ARTICLES_AT_ONCE):
            some = range(start, min(count, start + _ARTICLES_AT_ONCE))
            there = [article for article in some if live is None or live[article]]
            for article, about in zip(there, self._snapshot.metadata_of(there), strict=True):
                if about.url:
                    hashes.append(hash(_comparable(about.url)))
                    articles.append(article)
        order = np.argsort(np.array(hashes, np.int64), kind="stable")
        return np.array(hashes, np.int64)[order], np.array(articles, np.int64)[order]

    def in_a_row(self, words: tuple[str, ...]) -> bool:
        """Tell whether folded words stand in a row in some paragraph, as they are written."""
        return self.frequency_in_a_row(words) > 0

    def frequency_in_a_row(self, words: tuple[str, ...]) -> int:
        """Return how many paragraphs hold folded words in a row, as they are written."""
        return len(form_occurrences(self._snapshot, Form(words, words), "body_exact", True).docs)


_WILDCARDS = {"?": r"\w", "*": r"[\w-]*"}


def _holding(lists: FieldLists, literal: bytes) -> npt.NDArray[np.int64]:
    """Return the ordinals of the terms that hold some letters, ascending."""
    lists.ensure_dictionary_sound()
    places = np.fromiter(_places(lists.terms.tobytes(), literal), np.int64)
    ordinals = np.unique(np.searchsorted(lists.term_starts, places, "right") - 1)
    # What was found may begin in one term and end in the next.
    return ordinals.astype(np.int64)


def _places(text: bytes, literal: bytes) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(literal), text))


def _letters(name: str) -> str:
    """Return the letters and digits of a name, without marks."""
    return re.sub("[^a-z0-9]+", "", normalize("NFKD", name).casefold())


def _squeezed(name: str) -> str:
    return re.sub(r"[\s.]+", "", name.casefold())


def _comparable(address: str) -> str:
    """Return the parts of an address that tell which page it is: host and path."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # a bracket in the host
        return address
    return host + parts.path.rstrip("/")
