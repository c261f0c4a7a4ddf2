"""The occurrences of a query word: the union of its forms; a form of several terms is a phrase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from search.budget import checkpoint
from search.index.reading.postings import EMPTY, Docs, Postings
from search.query.tree import Form, Words
from search.ranking.said import PostingLists, said

# The documents are so far apart that a position plus a gap never reaches the next document.
_POSITION_BITS = 20


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The documents in which a word occurs, and its frequency in each.

    docs: document numbers, ascending
    tf:   the frequency in each document; it is a fraction if forms with a smaller weight occur
    document_frequency, article_frequency: how many paragraphs and articles of the whole collection contain
        the word, if ``docs`` are only some of the documents; None if they are all
    """

    docs: Docs
    tf: npt.NDArray[Any]
    document_frequency: int | None = None
    article_frequency: int | None = None


class Lookup(Protocol):
    """Returns the occurrences of words and of single forms."""

    def words(self, words: Words, field: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of ``words`` in a field ("body" or "title"); see ``occurrences``."""
        ...

    def form(self, form: Form, name: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of one form in the index field ``name``."""
        ...


class ListLookup:
    """The ``Lookup`` that reads posting lists."""

    def __init__(self, lists: PostingLists) -> None:
        self._lists = lists

    def words(self, words: Words, field: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of ``words`` in a field."""
        return occurrences(self._lists, words, field, exact=exact)

    def form(self, form: Form, name: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of one form."""
        return form_occurrences(self._lists, form, name, exact)


NOWHERE = Occurrences(EMPTY.docs, EMPTY.tf)


def occurrences(lists: PostingLists, words: Words, field: str, *, exact: bool) -> Occurrences:
    """Return the occurrences of ``words`` in a field ("body" or "title"), in any of their forms.

    exact: whether to look up the forms as written instead of their stems
    """
    checkpoint()
    if words.within:
        return Occurrences(*said(lists, words, exact=exact)) if field == "body" else NOWHERE
    name = f"{field}_exact" if exact or words.prefix else field
    if words.prefix:
        terms = lists.terms_with_prefix(name, words.forms[0].exacts[0])
        return union([(_plain(lists.postings(name, term)), 1.0) for term in terms])
    return union(
        (form_occurrences(lists, form, f"{field}_exact", True), form.weight)
        if form.exact
        else (form_occurrences(lists, form, name, exact), form.weight)
        for form in words.forms
    )


def form_occurrences(lists: PostingLists, form: Form, name: str, exact: bool) -> Occurrences:
    """Return the occurrences of one form in the index field ``name``."""
    terms = form.exacts if exact else form.stems
    if len(terms) == 1:
        return _plain(lists.postings(name, terms[0]))
    return phrase([lists.postings(name, term) for term in terms], form.gap)


def _plain(postings: Postings) -> Occurrences:
    return Occurrences(postings.docs, postings.tf)


def union(parts: Iterable[tuple[Occurrences, float]]) -> Occurrences:
    """Return the union of occurrences. Each frequency is multiplied by its weight, and they are added.

    A set of synonyms then scores as one term, as in Lucene's SynonymQuery.
    """
    some = [(one, weight) for one, weight in parts if len(one.docs)]
    if not some:
        return NOWHERE
    if len(some) == 1 and some[0][1] == 1.0:
        return some[0][0]
    docs, where = np.unique(np.concatenate([one.docs for one, _ in some]), return_inverse=True)
    tf = np.bincount(where, np.concatenate([one.tf * weight for one, weight in some]))
    return Occurrences(docs, tf)


def phrase(lists: Sequence[Postings], gap: int = 0) -> Occurrences:
    """Return the occurrences of a phrase: terms in order, with at most ``gap`` other words in between.

    Every position of the first term from which the phrase can be completed is one occurrence.
    """
    if not all(len(postings.docs) for postings in lists):
        return NOWHERE
    common = lists[0].docs
    for postings in lists[1:]:
        common = np.intersect1d(common, postings.docs, assume_unique=True)
    if not len(common):
        return NOWHERE
    positions = [_positions(postings, common) for postings in lists]
    reached = positions[-1]  # positions from which the rest of the phrase can be completed
    for earlier in reversed(positions[:-1]):
        following = np.searchsorted(reached, earlier + 1)
        next_position = reached[np.minimum(following, len(reached) - 1)] if len(reached) else earlier
        distance = next_position - earlier
        reached = earlier[(distance >= 1) & (distance <= gap + 1)]
        if not len(reached):
            return NOWHERE
    docs, tf = np.unique(reached >> _POSITION_BITS, return_counts=True)
    return Occurrences(docs.astype(np.int32), tf)


def _positions(postings: Postings, within: Docs) -> npt.NDArray[np.int64]:
    """Return the positions in the documents ``within``, each as ``document << 20 | position``, ascending."""
    doc_of = np.repeat(postings.docs.astype(np.int64), postings.tf)
    wanted = np.repeat(np.isin(postings.docs, within, assume_unique=True), postings.tf)
    return (doc_of[wanted] << _POSITION_BITS) + postings.positions[wanted]
