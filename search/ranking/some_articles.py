"""The occurrences of words in some articles only, by the compiled kernel: what an explanation needs."""

from __future__ import annotations

import numpy as np

from search.budget import checkpoint
from search.index.reading.snapshot import Snapshot
from search.query.tree import Form, Words
from search.ranking.articles import Articles
from search.ranking.kernel.postings import PostingList, union_lists
from search.ranking.lookup import NOWHERE, Occurrences
from search.ranking.term_lists import TermLists


class LookupInArticles:
    """The ``Lookup`` of occurrences in some articles, with the frequencies in the whole collection."""

    def __init__(self, lists: TermLists, snapshot: Snapshot, articles: Articles) -> None:
        self._lists = lists
        self._article_of = snapshot.article_of
        self._is_wanted = np.zeros(snapshot.doc_values.article_count, bool)
        self._is_wanted[articles] = True

    def words(self, words: Words, field: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of ``words`` in a field."""
        return self._some(self._lists.words(words, field, exact=exact))

    def form(self, form: Form, name: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of one form."""
        return self._some(self._lists.form(form, name, exact))

    def _some(self, postings: PostingList | None) -> Occurrences:
        if postings is None:
            return NOWHERE
        checkpoint()
        docs, tf = union_lists([postings], np.ones(1))
        article = self._article_of[docs]
        kept = self._is_wanted[article]
        articles = postings.articles
        if articles < 0:
            articles = int(np.count_nonzero(np.diff(article, prepend=-1)))
        return Occurrences(docs[kept], tf[kept], postings.frequency, articles)
