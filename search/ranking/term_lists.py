"""Posting lists for the kernel: those of terms over all segments, and those of words with several terms."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from search.budget import checkpoint, read_postings
from search.cache import Cache
from search.index.reading.snapshot import Snapshot
from search.index.reading.snapshot_terms import encoded_term
from search.query.tree import Form, Words
from search.ranking.kernel.paragraph_weight import phrase
from search.ranking.kernel.postings import PostingList, made_list, stored_list, union_lists
from search.ranking.said import said

_MAX_STORED = 20_000  # lists, about 200 bytes for each; the postings stay in mapped files
_MAX_MADE_BYTES = 16 << 20
_BYTES_PER_POSTING = 10


class TermLists:
    """The posting lists of one generation, for all its searches, with a cache of those used last."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._stored: Cache[object, PostingList | None] = Cache(_MAX_STORED)
        self._made: Cache[object, PostingList | None] = Cache(_MAX_MADE_BYTES, _size)

    def forget(self) -> None:
        """Empty the cache of lists."""
        self._stored.clear()
        self._made.clear()

    def term(self, field: str, term: str) -> PostingList | None:
        """Return the list of a term, None if it does not occur. Raises IndexDamagedError."""
        return self._stored.get_or_make((field, term), self._read, field, term)

    def _read(self, field: str, term: str) -> PostingList | None:
        encoded = encoded_term(term)
        if encoded is None:
            return None
        checkpoint()
        parts = []
        for segment, lists in self._snapshot.fields(field):
            ordinal = lists.find(encoded)
            if ordinal >= 0:
                parts.append((segment.base >> 16, *lists.raw(ordinal), len(segment.lengths) >> 16))
        return self._counted(stored_list(parts)) if parts else None

    def _counted(self, made: PostingList) -> PostingList | None:
        """Return a list whose frequencies are of the articles that are not left out; None if it has none."""
        if not self._snapshot.partial:
            return made
        shown = self._snapshot.shown_of(union_lists([made], np.ones(1))[0])
        made.count_only(shown, self._snapshot.article_of)
        return made if len(shown) else None

    def _will_make(self, postings: int) -> None:
        """Count the postings of a new list before it is made: at most those of all documents."""
        read_postings(min(postings, self._snapshot.doc_values.paragraph_count))

    def _made_of(self, docs: npt.NDArray[np.int32], weights: npt.NDArray[Any]) -> PostingList | None:
        return self._counted(made_list(docs, weights, self._snapshot.article_of)) if len(docs) else None

    def words(self, words: Words, field: str, *, exact: bool) -> PostingList | None:
        """Return the list of ``words`` in a field, in any of their forms; None if they do not occur."""
        name = f"{field}_exact" if exact or words.prefix else field
        if words.within:
            return self._made.get_or_make((name, words.key), self._said, words, field, exact)
        if not words.prefix and len(words.forms) == 1:
            form = words.forms[0]
            if form.weight == 1.0 and (exact or not form.exact):
                return self.form(form, name, exact)
        return self._made.get_or_make((name, words.key), self._union, words, field, name, exact)

    def _union(self, words: Words, field: str, name: str, exact: bool) -> PostingList | None:
        if words.prefix:
            return self._prefix(words.forms[0].exacts[0], name)
        weighted = [
            (self.form(form, f"{field}_exact" if form.exact else name, exact or form.exact), form.weight)
            for form in words.forms
        ]
        parts = [(postings, weight) for postings, weight in weighted if postings is not None]
        if len(parts) == 1 and parts[0][1] == 1.0:
            return parts[0][0]
        if not parts:
            return None
        weights = np.array([weight for _, weight in parts])
        self._will_make(sum(len(postings) for postings, _ in parts))
        docs, sums = union_lists([postings for postings, _ in parts], weights)
        return self._made_of(docs, sums)

    def _said(self, words: Words, field: str, exact: bool) -> PostingList | None:
        """Return the list of words within quotations, or of a name."""
        if field != "body":
            return None
        docs, sums = said(self._snapshot, words, exact=exact)
        return made_list(docs, sums, self._snapshot.article_of) if len(docs) else None

    def _prefix(self, prefix: str, name: str) -> PostingList | None:
        """Return the sum of the lists of all terms with a prefix, without opening each of them."""
        self._will_make(self._snapshot.prefix_postings(name, prefix))
        docs, sums = self._snapshot.prefix_frequencies(name, prefix)
        return self._made_of(docs, sums)

    def form(self, form: Form, name: str, exact: bool) -> PostingList | None:
        """Return the list of one form in the index field ``name``; None if it does not occur."""
        terms = form.exacts if exact else form.stems
        if len(terms) == 1:
            return self.term(name, terms[0])
        return self._made.get_or_make((name, terms, form.gap), self._phrase, terms, name, form.gap)

    def _phrase(self, terms: tuple[str, ...], name: str, gap: int) -> PostingList | None:
        lists = [postings for term in terms if (postings := self.term(name, term)) is not None]
        if len(lists) < len(terms):
            return None
        self._will_make(min(map(len, lists)))
        docs, counts = phrase(lists, gap)
        return self._made_of(docs, counts)


def _size(postings: PostingList | None) -> int:
    return 200 + (_BYTES_PER_POSTING * len(postings) if postings is not None else 0)
