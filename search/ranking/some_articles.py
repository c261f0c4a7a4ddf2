"""Some articles of a snapshot, numbered anew, and the words that occur in them: what an explanation needs.

The oracle computes over arrays of all paragraphs. Here it gets those of a few articles, by the compiled
kernel, with the frequencies in the whole collection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from whoosh import query

from search.budget import checkpoint
from search.index.format.doc_values import IntArray
from search.index.reading.snapshot import Snapshot
from search.query.tree import Form, Words
from search.ranking.articles import Articles
from search.ranking.filters import Mask
from search.ranking.kernel.postings import PostingList, occurrences_in, union_lists
from search.ranking.lookup import NOWHERE, Occurrences
from search.ranking.match import Matcher
from search.ranking.term_lists import TermLists


class _DocValues(NamedTuple):
    """The doc values that scores are computed from, see ``search.ranking.score.DocValues``."""

    first_paragraph: IntArray
    title_length: IntArray
    day: IntArray
    article_count: int
    paragraph_count: int


class SomeArticles:
    """The part of a ``Snapshot`` that matching and scoring read, for some articles and their paragraphs.

    articles: their numbers in the snapshot, ascending
    docs:     the numbers of their paragraphs in the snapshot, ascending
    """

    live = None  # the articles of results are live

    def __init__(self, snapshot: Snapshot, articles: Articles) -> None:
        self.whole = snapshot
        self.articles = np.unique(articles)
        whole = snapshot.doc_values
        first, end = whole.first_paragraph[self.articles], whole.first_paragraph[self.articles + 1]
        starts = np.append(0, np.cumsum(end - first))
        self.article_of = np.repeat(np.arange(len(self.articles), dtype=np.int32), end - first)
        self.docs = (np.arange(starts[-1]) + (first - starts[:-1])[self.article_of]).astype(np.int32)
        self.body_length = snapshot.body_length[self.docs]
        self.article_length = snapshot.article_length[self.articles]
        self.doc_values = _DocValues(
            starts,
            whole.title_length[self.articles],
            whole.day[self.articles],
            len(self.articles),
            len(self.docs),
        )

    def numbers_of(self, docs: Sequence[int]) -> list[int]:
        """Return the numbers here of paragraphs, given by their numbers in the snapshot."""
        numbers: list[int] = np.searchsorted(self.docs, docs).tolist()
        return numbers


class LookupInArticles:
    """The ``Lookup`` of occurrences in some articles, with the frequencies in the whole collection."""

    def __init__(self, lists: TermLists, some: SomeArticles) -> None:
        self._lists = lists
        self._some_articles = some

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
        some = self._some_articles
        articles = postings.articles
        if articles < 0:
            article_of = some.whole.article_of[union_lists([postings], np.ones(1))[0]]
            articles = int(np.count_nonzero(np.diff(article_of, prepend=-1)))
        return Occurrences(*occurrences_in(postings, some.docs), postings.frequency, articles)


class MatcherOfSome(Matcher):
    """A ``Matcher`` of some articles; filters are those of the whole snapshot."""

    def __init__(self, some: SomeArticles, lists: TermLists, whole: Matcher) -> None:
        super().__init__(some, LookupInArticles(lists, some))  # type: ignore[arg-type]
        self._some, self._whole = some, whole

    def passing(self, tree: query.Term | query.TermRange, *others: query.Term) -> Mask:
        """Return the mask of the articles that pass a filter; see ``Matcher.passing``."""
        return self._whole.passing(tree, *others)[self._some.articles]
