"""Which paragraphs and articles a query tree matches, as masks over the whole index.

A word matches paragraphs, and the articles they belong to. ``AllWords`` asks for its parts article by
article, so its paragraphs are those that hold any of the parts, within the articles that hold them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from whoosh import query

from search.index.reading.snapshot import Snapshot
from search.query.tree import AllWords, Words, asks_for_words
from search.ranking.filters import ALL, Mask, among, published
from search.ranking.lookup import occurrences


@dataclass(frozen=True, slots=True)
class Matches:
    """bool[N] over paragraphs and bool[A] over articles; an article matches where a paragraph does."""

    paragraphs: Mask
    articles: Mask


class Matcher:
    """Evaluates the query trees of one search over one snapshot; each node is evaluated once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._numbers = snapshot.numbers
        self._article_of = snapshot.article_of[: snapshot.numbers.paragraph_count]
        self._known: dict[int, tuple[query.Query, Matches]] = {}  # by identity: the node is kept alive

    def match(self, tree: query.Query) -> Matches:
        """Return what a tree matches. Raises TypeError for a node that the query language cannot make."""
        known = self._known.get(id(tree))
        if known is None:
            known = self._known[id(tree)] = (tree, self._living(self._evaluate(tree)))
        return known[1]

    def _living(self, found: Matches) -> Matches:
        """Leave deleted articles out."""
        live = self.snapshot.live
        if live is None:
            return found
        return Matches(found.paragraphs & live[self._article_of], found.articles & live)

    def _evaluate(self, tree: query.Query) -> Matches:  # noqa: PLR0911 - one for each kind of node
        if isinstance(tree, Words):
            return self._words(tree)
        if isinstance(tree, AllWords):
            return self._all_words(tree)
        if isinstance(tree, query.Or):
            parts = [self.match(part) for part in tree.subqueries]
            return self._of_paragraphs(np.logical_or.reduce([part.paragraphs for part in parts]))
        if isinstance(tree, query.Not):
            return self._of_articles(~self.match(tree.query).articles)
        if isinstance(tree, query.Every):
            return self._of_articles(np.ones(self._numbers.article_count, bool))
        if tree == query.NullQuery:
            return self._of_articles(np.zeros(self._numbers.article_count, bool))
        if isinstance(tree, query.Term | query.TermRange):
            return self._of_articles(self.passing(tree))
        raise TypeError(f"cannot evaluate {type(tree).__name__}")

    def passing(self, tree: query.Term | query.TermRange) -> Mask:
        """Return the articles that a filter lets through, deleted ones too."""
        if isinstance(tree, query.TermRange):
            return published(self.snapshot, _day(tree.start), _day(tree.end)).passes(ALL)
        if tree.fieldname != "article":
            return among(self.snapshot, tree.fieldname, [tree.text]).passes(ALL)
        mask = np.zeros(self._numbers.article_count, bool)
        mask[self._article_of[self.snapshot.postings("article", tree.text).docs]] = True
        return mask

    def _words(self, words: Words) -> Matches:
        mask = np.zeros(self._numbers.paragraph_count, bool)
        for field in words.fields:
            mask[occurrences(self.snapshot, words, field, exact=words.exact).docs] = True
        return self._of_paragraphs(mask)

    def _all_words(self, tree: AllWords) -> Matches:
        parts = [(part, self.match(part)) for part in tree.subqueries]
        articles = np.logical_and.reduce([found.articles for _, found in parts])
        holding = [found.paragraphs for part, found in parts if asks_for_words(part)]
        within = articles[self._article_of]
        paragraphs = np.logical_or.reduce(holding) & within if holding else within
        return Matches(paragraphs, articles)

    def _of_paragraphs(self, paragraphs: Mask) -> Matches:
        articles = np.zeros(self._numbers.article_count, bool)
        articles[self._article_of[paragraphs]] = True
        return Matches(paragraphs, articles)

    def _of_articles(self, articles: Mask) -> Matches:
        return Matches(articles[self._article_of], articles)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
