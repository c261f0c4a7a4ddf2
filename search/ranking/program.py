"""The program of a query for the kernel: leaves (posting lists), and nodes over the bits of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.query.tree import AllWords, SameParagraph, Words, all_words, asks_for_words, positive_words
from search.ranking.articles import Articles, RankedQuery, neighbours
from search.ranking.kernel import article_weight as kernel
from search.ranking.kernel.counts import Tally
from search.ranking.kernel.documents import ArticleSimilarity
from search.ranking.kernel.postings import PostingList
from search.ranking.match import Matcher, alternatives
from search.ranking.rarity import rarity
from search.ranking.weight import Weight, WordScorers

_Node = tuple[int, int, tuple[int, ...], bool]


class Program:
    """Leaves and nodes of one query.

    filters: uint8 masks over articles that every match must satisfy
    """

    def __init__(self, weight: Weight, matcher: Matcher) -> None:
        self.filters: list[npt.NDArray[np.uint8]] = []
        self._weight = weight
        self._settings = weight.settings
        self._matcher = matcher
        self._article_total = weight.statistics.articles
        self._bits: dict[int, int] = {}  # by identity of the words, which the query keeps alive
        self._leaves: list[tuple[PostingList, int, int, float, float, float]] = []
        self._leaves_of: dict[int, list[int]] = {}
        self._known: dict[int, WordScorers] = {}  # by identity as well
        self._nodes: list[_Node] = []
        self._node_of: dict[int, int] = {}  # by identity as well
        self._masks: list[npt.NDArray[np.uint8]] = []
        self._ready: kernel.ArticleWeight | None = None

    def add(
        self, asked: RankedQuery, *, scored: bool, parts: Sequence[tuple[query.Query, float]] = ()
    ) -> bool:
        """Add a query. Without ``scored``, the program can only match, not score.

        parts: trees of words of the query, and the idf of each, for ``parts``

        Returns False if the query has more words than the kernel has bits; then the program cannot be run.
        """
        for word in asked.words:
            self._add_word(word, scored)
        for part in (asked.tree, *asked.concepts):  # words that are excluded, and dropped terms
            for word in all_words(part):
                self._add_word(word, False)
        if len(self._bits) > kernel.MAX_WORDS:
            return False
        tree = self._without_filters(asked.tree)
        root = self._node(tree)
        generators = self._generators(tree)
        concepts = [(self._node(part), idf) for part, idf in parts]
        if scored and len(asked.concepts) > 1 and self._settings.coverage_weight:
            rarities = [rarity(one, self.article_frequency, self._article_total) for one in asked.concepts]
            concepts = [(self._node(one), value) for one, value in zip(asked.concepts, rarities, strict=True)]
        searched = list(positive_words(tree))
        self._ready = kernel.ArticleWeight(
            self._leaves,
            list(self._pairs(asked.words)) if scored and self._settings.proximity_weight else [],
            self._nodes,
            root,
            self._masks,
            [leaves for leaves in self._needed(tree) if leaves != generators],
            generators,
            concepts,
            self._settings.coverage_weight,
            sum({1 << self._bits[id(word)] for word in searched}),
            bool(searched) and _is_flat(tree),
            self._is_union(tree),
        )
        return True

    def survey(self, similarity: ArticleSimilarity, tally: Tally, places: int, *options: Any) -> list[Any]:
        """Count all matches and return the best; see ``ArticleWeight.survey``."""
        assert self._ready is not None
        return self._ready.survey(similarity, tally, places, *options)

    def parts(
        self, similarity: ArticleSimilarity, allowed: npt.NDArray[np.uint8] | None
    ) -> npt.NDArray[np.int64]:
        """Return the combinations of parts that articles match; see ``ArticleWeight.parts``."""
        assert self._ready is not None
        return self._ready.parts(similarity, allowed)

    def best_paragraphs(
        self, similarity: ArticleSimilarity, count: int, *options: Any
    ) -> tuple[list[tuple[float, int]], int]:
        """Return the best paragraphs and the number of all; see ``ArticleWeight.best_paragraphs``."""
        assert self._ready is not None
        return self._ready.best_paragraphs(similarity, count, *options)

    def run(
        self,
        similarity: ArticleSimilarity,
        wanted: int,
        allowed: npt.NDArray[np.uint8] | None,
        prior: npt.NDArray[np.float64] | None,
        only: Articles | None,
    ) -> Any:
        """Return all matches; see ``ArticleWeight.collect``."""
        assert self._ready is not None
        return self._ready.collect(similarity, wanted, allowed, prior, only)

    # --- words ---

    def _add_word(self, word: Words, scored: bool) -> None:
        """Add the leaves of a word, in the order in which its parts are added to a score."""
        if id(word) in self._bits:
            return
        bit = self._bits[id(word)] = len(self._bits)
        leaves = self._leaves_of[bit] = []
        for leaf in self._scorers_of(word).leaves:
            if leaf.kind != kernel.EXACT:
                leaves.append(len(self._leaves))
            if scored:
                self._leaves.append((leaf.postings, bit, *leaf[1:]))
            elif leaf.kind != kernel.EXACT:
                self._leaves.append((leaf.postings, bit, kernel.PRESENCE, 0.0, 0.0, 0.0))

    def _scorers_of(self, word: Words) -> WordScorers:
        known = self._known.get(id(word))
        if known is None:
            known = self._known[id(word)] = self._weight.in_articles(word)
        return known

    def article_frequency(self, word: Words) -> int:
        """Return how many articles contain a word in the body or in the headline, the greater number."""
        return self._scorers_of(word).article_frequency

    def _pairs(self, words: Sequence[Words]) -> Iterator[tuple[list[PostingList], int, float]]:
        """Yield the pairs of neighbouring words; see ``Scorer``."""
        for left, right in neighbours(words):
            terms = left.forms[0].stems + right.forms[0].stems
            lists = [self._weight.lists.term("body", term) for term in terms]
            if any(one is None for one in lists):
                continue
            scorers = self._scorers_of(left), self._scorers_of(right)
            idf = max([one.idf for one in scorers if one.body is not None], default=0.0)
            if not idf:  # neither occurs, so the pair does not either
                continue
            bits = 1 << self._bits[id(left)] | 1 << self._bits[id(right)]
            yield [one for one in lists if one is not None], bits, self._settings.proximity_weight * idf

    # --- nodes ---

    def _node(self, tree: query.Query) -> int:
        """Return the number of a tree's root node; add its nodes if they are new."""
        known = self._node_of.get(id(tree))
        if known is None:
            known = self._node_of[id(tree)] = self._new_node(tree)
        return known

    def _new_node(self, tree: query.Query) -> int:
        positive = asks_for_words(tree)
        if isinstance(tree, Words):
            node: _Node = (kernel.WORD, self._bits[id(tree)], (), True)
        elif isinstance(tree, AllWords):
            node = (kernel.ALL, 0, tuple(self._children(tree)), positive)
        elif isinstance(tree, SameParagraph):
            node = (kernel.TOGETHER, 0, tuple(map(self._node, tree.subqueries)), positive)
        elif isinstance(tree, query.Or):
            filters, others = alternatives(tree)
            masks = [self._mask_node(self._matcher.passing(*some).view(np.uint8)) for some in filters]
            node = (kernel.ANY, 0, (*masks, *map(self._node, others)), positive)
        elif isinstance(tree, query.Not):
            node = (kernel.NOT, 0, (self._node(tree.query),), False)
        elif isinstance(tree, query.Every):
            node = (kernel.ALL, 0, (), False)
        elif tree == query.NullQuery:
            node = (kernel.ANY, 0, (), False)
        else:
            return self._mask_node(self._mask(tree))
        self._nodes.append(node)
        return len(self._nodes) - 1

    def _mask_node(self, mask: npt.NDArray[np.uint8]) -> int:
        self._masks.append(mask)
        self._nodes.append((kernel.MASK, len(self._masks) - 1, (), False))
        return len(self._nodes) - 1

    def _children(self, tree: AllWords) -> Iterator[int]:
        """Yield the nodes of the parts; beside ``SameParagraph`` no other part makes a paragraph match."""
        together = any(isinstance(part, SameParagraph) for part in tree.subqueries)
        for part in tree.subqueries:
            number = self._node(part)
            if together and not isinstance(part, SameParagraph):
                kind, argument, children, _ = self._nodes[number]
                self._nodes.append((kind, argument, children, False))
                number = len(self._nodes) - 1
            yield number

    def _mask(self, tree: query.Query) -> npt.NDArray[np.uint8]:
        if isinstance(tree, query.Term | query.TermRange):
            return self._matcher.passing(tree).view(np.uint8)
        return self._matcher.match(tree).articles.view(np.uint8)

    def _without_filters(self, tree: query.Query) -> query.Query:
        """Move the filters that every match must pass from the tree to ``filters``."""
        parts = tree.subqueries if isinstance(tree, AllWords) else (tree,)
        filters = [part for part in parts if isinstance(part, query.Term | query.TermRange)]
        if not filters and (parts == (tree,) or len(parts) > 1):
            return tree
        self.filters += map(self._mask, filters)
        rest = [part for part in parts if not any(part is one for one in filters)]
        if len(rest) == 1:
            return rest[0]
        return AllWords(rest) if rest else query.Every()

    def _is_union(self, tree: query.Query) -> bool:
        """Return whether any word makes an article match, and the query has no other words."""
        parts = [tree] if isinstance(tree, Words) else tree.subqueries if isinstance(tree, query.Or) else ()
        words = {id(part) for part in parts if isinstance(part, Words)}
        return len(words) == len(parts) > 0 and words == self._bits.keys()

    def _needed(self, tree: query.Query) -> list[list[int]]:
        """Return the leaves of the required words, the rarest word first."""
        words = [self._leaves_of[self._bits[id(part)]] for part in _required(tree) if isinstance(part, Words)]
        return sorted(words, key=self._cost)

    def _cost(self, leaves: Sequence[int]) -> int:
        return sum([len(self._leaves[leaf][0]) for leaf in leaves])

    def _generators(self, tree: query.Query) -> list[int] | None:
        """Return the rarest leaves of which every match contains one; None if there are no such leaves."""
        if isinstance(tree, Words):
            return self._leaves_of[self._bits[id(tree)]]
        if isinstance(tree, AllWords | SameParagraph):
            of_parts = [self._generators(part) for part in tree.subqueries]
            return min((leaves for leaves in of_parts if leaves is not None), key=self._cost, default=None)
        if isinstance(tree, query.Or):
            leaves: list[int] = []
            for part in tree.subqueries:
                of_part = self._generators(part)
                if of_part is None:
                    return None
                leaves += of_part
            return leaves
        return [] if tree == query.NullQuery else None


def _required(tree: query.Query) -> Iterator[query.Query]:
    """Yield the parts that every article that matches must match."""
    if isinstance(tree, AllWords | SameParagraph):
        for part in tree.subqueries:
            yield from _required(part)
    else:
        yield tree


def _is_flat(tree: query.Query) -> bool:
    """Return whether any word makes a paragraph of a matching article match."""
    if isinstance(tree, Words):
        return True
    if isinstance(tree, query.Or):
        return all(isinstance(part, Words) for part in tree.subqueries)
    if not isinstance(tree, AllWords):
        return False
    return all(_is_flat(part) for part in tree.subqueries if asks_for_words(part))
