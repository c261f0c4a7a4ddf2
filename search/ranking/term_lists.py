"""Posting lists for the kernel: of a term over all segments, and of what a person means by a word."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import numpy as np

from search.index.reading.snapshot import Snapshot, encoded_term
from search.query.tree import Form, Words
from search.ranking.kernel.bags.queries import phrase
from search.ranking.kernel.cursors import PostingList, made_list, stored_list, union_lists

_MOST_STORED = 20_000  # lists, of about 200 bytes: their postings stay mapped
_MOST_MADE_BYTES = 16 << 20
_BYTES_A_POSTING = 10


class TermLists:
    """The lists of one snapshot; those used last are remembered. Shared by threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lock = threading.Lock()
        self._stored: OrderedDict[Hashable, PostingList | None] = OrderedDict()
        self._made: OrderedDict[Hashable, PostingList | None] = OrderedDict()
        self._made_bytes = 0

    def term(self, field: str, term: str) -> PostingList | None:
        """Return the list of a term, None where it does not occur. Raises IndexDamagedError."""
        key = (field, term)
        try:
            return self._stored[key]
        except KeyError:
            found = self._read(field, term)
        with self._lock:
            self._stored[key] = found
            if len(self._stored) > _MOST_STORED:
                self._stored.popitem(last=False)
        return found

    def _read(self, field: str, term: str) -> PostingList | None:
        encoded = encoded_term(term)
        if encoded is None:
            return None
        parts = []
        for segment, lists in self._snapshot.fields(field):
            ordinal = lists.find(encoded)
            if ordinal >= 0:
                parts.append((segment.base >> 16, *lists.raw(ordinal), len(segment.lengths) >> 16))
        return stored_list(parts) if parts else None

    def words(self, words: Words, field: str, *, exact: bool) -> PostingList | None:
        """Return where ``words`` occur in a field, in any of their forms; None where they do not."""
        name = f"{field}_exact" if exact or words.prefix else field
        if not words.prefix and len(words.forms) == 1 and words.forms[0].weight == 1.0:
            return self.form(words.forms[0], name, exact)
        key = (name, words.forms, words.prefix)
        try:
            return self._made[key]
        except KeyError:
            return self._remember(key, self._union(words, field, name, exact))

    def _union(self, words: Words, field: str, name: str, exact: bool) -> PostingList | None:
        if words.prefix:
            terms = self._snapshot.terms_with_prefix(name, words.forms[0].exacts[0])
            weighted = [(self.term(name, term), 1.0) for term in terms]
        else:
            weighted = [
                (self.form(form, f"{field}_exact" if form.exact else name, exact or form.exact), form.weight)
                for form in words.forms
            ]
        held = [(postings, weight) for postings, weight in weighted if postings is not None]
        if len(held) == 1 and held[0][1] == 1.0:
            return held[0][0]
        if not held:
            return None
        docs, sums = union_lists([postings for postings, _ in held], np.array([weight for _, weight in held]))
        return made_list(docs, sums, self._snapshot.article_of)

    def form(self, form: Form, name: str, exact: bool) -> PostingList | None:
        """Return where one form occurs in the index field ``name``; None where it does not."""
        terms = form.exacts if exact else form.stems
        if len(terms) == 1:
            return self.term(name, terms[0])
        key = (name, terms, form.gap)
        try:
            return self._made[key]
        except KeyError:
            return self._remember(key, self._phrase(terms, name, form.gap))

    def _phrase(self, terms: tuple[str, ...], name: str, gap: int) -> PostingList | None:
        lists = [postings for term in terms if (postings := self.term(name, term)) is not None]
        if len(lists) < len(terms):
            return None
        docs, counts = phrase(lists, gap)
        return made_list(docs, counts, self._snapshot.article_of) if len(docs) else None

    def _remember(self, key: Hashable, postings: PostingList | None) -> PostingList | None:
        """Keep a made list, the oldest make room; return it."""
        with self._lock:
            self._made[key] = postings
            self._made_bytes += _size(postings)
            while self._made_bytes > _MOST_MADE_BYTES and len(self._made) > 1:
                _, dropped = self._made.popitem(last=False)
                self._made_bytes -= _size(dropped)
        return postings


def _size(postings: PostingList | None) -> int:
    return 200 + (_BYTES_A_POSTING * len(postings) if postings is not None else 0)
