"""Matching: the paragraphs and articles that a query tree matches, as masks over the whole index.

A word matches the paragraphs that contain it, and their articles. ``AllWords`` matches an article if all its
parts match the article; its paragraphs are those of such articles that match any of the parts.
``SameParagraph`` matches the paragraphs that all its parts match; beside it, other parts of ``AllWords``
match no paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from whoosh import query

from search.index.reading.snapshot import Snapshot
from search.query.tree import MISSING, AllWords, SameParagraph, Words, asks_for_words
from search.ranking.filters import ALL, Mask, among, published, without
from search.ranking.lookup import ListLookup, Lookup


@dataclass(frozen=True, slots=True)
class Matches:
    """Two masks: bool[N] over paragraphs, bool[A] over articles. An article matches if a paragraph does."""

    paragraphs: Mask
    articles: Mask


class Matcher:
    """Evaluates the query trees of one search over one snapshot; each node is evaluated once.

    lookup: returns the occurrences of words; if it returns those in some articles, only these are right
    """

    def __init__(self, snapshot: Snapshot, lookup: Lookup | None = None) -> None:
        self.snapshot = snapshot
        self.lookup = lookup or ListLookup(snapshot)
        self._doc_values = snapshot.doc_values
        self._article_of = snapshot.article_of[: snapshot.doc_values.paragraph_count]
        self._known: dict[int, tuple[query.Query, Matches]] = {}  # by identity: the node is kept alive

    def match(self, tree: query.Query) -> Matches:
        """Return the matches of a tree. Raises TypeError for a node that the query language cannot make."""
        known = self._known.get(id(tree))
        if known is None:
            known = self._known[id(tree)] = (tree, self._living(self._evaluate(tree)))
        return known[1]

    def _living(self, matches: Matches) -> Matches:
        """Remove deleted articles."""
        live = self.snapshot.live
        if live is None:
            return matches
        return Matches(matches.paragraphs & live[self._article_of], matches.articles & live)

    def _evaluate(self, tree: query.Query) -> Matches:  # noqa: PLR0911 - one for each kind of node
        if isinstance(tree, Words):
            return self._words(tree)
        if isinstance(tree, AllWords):
            return self._all_words(tree)
        if isinstance(tree, SameParagraph):
            parts = [self.match(part) for part in tree.subqueries]
            return self._of_paragraphs(np.logical_and.reduce([part.paragraphs for part in parts]))
        if isinstance(tree, query.Or):
            filters, others = alternatives(tree)
            masks = [self.match(part).paragraphs for part in others]
            masks += [self._of_articles(self.passing(*some)).paragraphs for some in filters]
            return self._of_paragraphs(np.logical_or.reduce(masks))
        if isinstance(tree, query.Not):
            return self._of_articles(~self.match(tree.query).articles)
        if isinstance(tree, query.Every):
            return self._of_articles(np.ones(self._doc_values.article_count, bool))
        if tree == query.NullQuery:
            return self._of_articles(np.zeros(self._doc_values.article_count, bool))
        if isinstance(tree, query.Term | query.TermRange):
            return self._of_articles(self.passing(tree))
        raise TypeError(f"cannot evaluate {type(tree).__name__}")

    def passing(self, tree: query.Term | query.TermRange, *others: query.Term) -> Mask:
        """Return the mask of the articles that pass a filter, deleted ones included.

        others: further filters of the same field, see ``alternatives``; one of all must be passed
        """
        if isinstance(tree, query.TermRange):
            return published(self.snapshot, _day(tree.start), _day(tree.end)).passes(ALL)
        if tree.fieldname == MISSING:
            return without(self.snapshot, tree.text).passes(ALL)
        wanted = [tree.text, *(other.text for other in others)]
        if tree.fieldname != "article":
            return among(self.snapshot, tree.fieldname, wanted).passes(ALL)
        mask = np.zeros(self._doc_values.article_count, bool)
        for known_by in wanted:
            mask[self._article_of[self.snapshot.postings("article", known_by).docs]] = True
        return mask

    def _words(self, words: Words) -> Matches:
        mask = np.zeros(self._doc_values.paragraph_count, bool)
        for field in words.fields:
            mask[self.lookup.words(words, field, exact=words.exact).docs] = True
        return self._of_paragraphs(mask)

    def _all_words(self, tree: AllWords) -> Matches:
        parts = [(part, self.match(part)) for part in tree.subqueries]
        articles = np.logical_and.reduce([matches.articles for _, matches in parts])
        together = [matches.paragraphs for part, matches in parts if isinstance(part, SameParagraph)]
        with_words = together or [matches.paragraphs for part, matches in parts if asks_for_words(part)]
        within = articles[self._article_of]
        paragraphs = np.logical_or.reduce(with_words) & within if with_words else within
        return Matches(paragraphs, articles)

    def _of_paragraphs(self, paragraphs: Mask) -> Matches:
        articles = np.zeros(self._doc_values.article_count, bool)
        articles[self._article_of[paragraphs]] = True
        return Matches(paragraphs, articles)

    def _of_articles(self, articles: Mask) -> Matches:
        return Matches(articles[self._article_of], articles)


def alternatives(tree: query.Or) -> tuple[list[list[query.Term]], list[query.Query]]:
    """Divide the parts of a tree: the filters by values, those of one field together, and the others.

    A name as ``sumber:com`` may stand for hundreds of values, which one mask serves.
    """
    filters: dict[str, list[query.Term]] = {}
    others = []
    for part in tree.subqueries:
        if isinstance(part, query.Term) and part.fieldname != MISSING:
            filters.setdefault(part.fieldname, []).append(part)
        else:
            others.append(part)
    return list(filters.values()), others


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
