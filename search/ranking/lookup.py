"""Postings of what a person means by one word: the union of its forms, phrases by their positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from search.index.reading.postings import EMPTY, Docs, Postings
from search.query.tree import Form, Words

# Wide enough that a position plus a gap never reaches the next paragraph's.
_POSITION_BITS = 20


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where something occurs and how often: ``docs`` ascending, ``tf[i]`` occurrences in ``docs[i]``.

    ``tf`` is fractional where forms of less weight take part.

    holding, articles_holding: how many paragraphs and articles of the whole collection it occurs in, where
    ``docs`` are but some of them; None where ``docs`` are all
    """

    docs: Docs
    tf: npt.NDArray[Any]
    holding: int | None = None
    articles_holding: int | None = None


class PostingLists(Protocol):
    """Where terms of the index occur."""

    def postings(self, field: str, term: str) -> Postings:
        """Return the posting list of a term, empty where it does not occur."""
        ...

    def terms_with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return all terms of a field that start with ``prefix``."""
        ...


class Lookup(Protocol):
    """Where words and single forms of them occur."""

    def words(self, words: Words, field: str, *, exact: bool) -> Occurrences:
        """Return where ``words`` occur in a field ("body" or "title"); see ``occurrences``."""
        ...

    def form(self, form: Form, name: str, *, exact: bool) -> Occurrences:
        """Return where one form occurs in the index field ``name``."""
        ...


class ListLookup:
    """See ``Lookup``; from posting lists."""

    def __init__(self, lists: PostingLists) -> None:
        self._lists = lists

    def words(self, words: Words, field: str, *, exact: bool) -> Occurrences:
        """Return where ``words`` occur in a field."""
        return occurrences(self._lists, words, field, exact=exact)

    def form(self, form: Form, name: str, *, exact: bool) -> Occurrences:
        """Return where one form occurs."""
        return form_occurrences(self._lists, form, name, exact)


NOWHERE = Occurrences(EMPTY.docs, EMPTY.tf)


def occurrences(lists: PostingLists, words: Words, field: str, *, exact: bool) -> Occurrences:
    """Return where ``words`` occur in a field ("body" or "title"), in any of their forms.

    exact: look for the forms as written, whether or not ``words`` ask for it
    """
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
    """Return where one form occurs in the index field ``name``."""
    terms = form.exacts if exact else form.stems
    if len(terms) == 1:
        return _plain(lists.postings(name, terms[0]))
    return phrase([lists.postings(name, term) for term in terms], form.gap)


def _plain(postings: Postings) -> Occurrences:
    return Occurrences(postings.docs, postings.tf)


def union(parts: Iterable[tuple[Occurrences, float]]) -> Occurrences:
    """Return the union of weighted occurrences: frequencies are multiplied by the weights and added.

    A set of synonyms then scores as one term (Lucene's SynonymQuery does the same).
    """
    held = [(found, weight) for found, weight in parts if len(found.docs)]
    if not held:
        return NOWHERE
    if len(held) == 1 and held[0][1] == 1.0:
        return held[0][0]
    docs, where = np.unique(np.concatenate([found.docs for found, _ in held]), return_inverse=True)
    tf = np.bincount(where, np.concatenate([found.tf * weight for found, weight in held]))
    return Occurrences(docs, tf)


def phrase(lists: Sequence[Postings], gap: int = 0) -> Occurrences:
    """Return where terms stand in a row, in order, each at most ``gap`` words after the one before.

    An occurrence is counted at each position of the first term from which the row can be completed.
    """
    if not all(len(postings.docs) for postings in lists):
        return NOWHERE
    common = lists[0].docs
    for postings in lists[1:]:
        common = np.intersect1d(common, postings.docs, assume_unique=True)
    if not len(common):
        return NOWHERE
    places = [_places(postings, common) for postings in lists]
    reached = places[-1]  # keys from which the rest of the phrase can be completed
    for earlier in reversed(places[:-1]):
        following = np.searchsorted(reached, earlier + 1)
        next_place = reached[np.minimum(following, len(reached) - 1)] if len(reached) else earlier
        distance = next_place - earlier
        reached = earlier[(distance >= 1) & (distance <= gap + 1)]
        if not len(reached):
            return NOWHERE
    docs, tf = np.unique(reached >> _POSITION_BITS, return_counts=True)
    return Occurrences(docs.astype(np.int32), tf)


def _places(postings: Postings, within: Docs) -> npt.NDArray[np.int64]:
    """Every occurrence in the documents ``within`` as one ascending integer of document and position."""
    doc_of = np.repeat(postings.docs.astype(np.int64), postings.tf)
    wanted = np.repeat(np.isin(postings.docs, within, assume_unique=True), postings.tf)
    return (doc_of[wanted] << _POSITION_BITS) + postings.positions[wanted]
