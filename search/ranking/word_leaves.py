"""What a word gives to scores: its posting lists, each with its weights, as the kernel is told them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from search.bm25 import inverse_document_frequency
from search.index.reading.snapshot import Snapshot
from search.query.tree import Words
from search.ranking.bags import Scorings
from search.ranking.kernel import article_weight as kernel
from search.ranking.kernel.postings import PostingList
from search.ranking.settings import RankingSettings
from search.ranking.term_lists import TermLists

_MOST_REMEMBERED = 20_000


class WordLeaf(NamedTuple):
    """One list of a word.

    kind:    what it is for, see ``search.ranking.kernel.article_weight``
    own:     what saturation is multiplied by in a paragraph, and what no saturation there is above
    context: what it is multiplied by in an article
    """

    postings: PostingList
    kind: int
    own: float
    most: float
    context: float


class WordLists(NamedTuple):
    """The lists of one word, in the order in which its parts are added to a score.

    body:    the list of the word in the body, if it occurs there; idf: as rare as it is among paragraphs
    holding: how many articles hold it in the body or in the headline, whichever are more
    """

    leaves: tuple[WordLeaf, ...]
    body: PostingList | None
    idf: float
    holding: int


class WordLeaves:
    """The leaves of words over one snapshot; those of plain words are remembered. Shared by threads."""

    def __init__(self, snapshot: Snapshot, lists: TermLists, settings: RankingSettings) -> None:
        self.lists = lists
        self.settings = settings
        self._totals = snapshot.paragraph_total, snapshot.article_total
        self._scorings = Scorings(snapshot, settings)
        self._known: dict[Hashable, WordLists] = {}

    def of(self, word: Words) -> WordLists:
        """Return the lists of a word. Raises IndexDamagedError."""
        if word.prefix or len(word.forms) > 1 or len(word.forms[0].stems) > 1:
            return self._made(word)  # of several terms: these lists have a limit of their own
        key = (word.forms[0], word.fields, word.exact)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._made(word)
        return known

    def _made(self, word: Words) -> WordLists:
        leaves: list[WordLeaf] = []
        body, idf, holding = None, 0.0, 0
        for field in word.fields:
            postings = self.lists.words(word, field, exact=word.exact)
            if postings is not None:
                holding = max(holding, postings.articles)
                leaf = self._leaf(word, field, postings)
                if field == "body":
                    body, idf = postings, leaf.own
                leaves.append(leaf)
            if field == "body":
                leaves += self._as_typed(word)
        return WordLists(tuple(leaves), body, idf, holding)

    def _leaf(self, word: Words, field: str, postings: PostingList) -> WordLeaf:
        context = inverse_document_frequency(postings.articles, self._totals[1])
        if field == "body":
            name = "body_exact" if word.exact or word.prefix else "body"
            context *= self.settings.article_weight
            return WordLeaf(postings, kernel.BODY, self.idf(postings), self._most(postings, name), context)
        weight = self.settings.headline_weight
        return WordLeaf(postings, kernel.TITLE if weight else kernel.PRESENCE, 0.0, 0.0, weight * context)

    def _as_typed(self, word: Words) -> list[WordLeaf]:
        weight = self.settings.exact_weight
        if not weight or not word.typed or word.exact or word.prefix:
            return []
        postings = self.lists.form(word.typed, "body_exact", True)
        if postings is None:
            return []
        own, most = weight * self.idf(postings), self._most(postings, "body_exact")
        return [WordLeaf(postings, kernel.EXACT, own, most, 0.0)]

    def idf(self, postings: PostingList) -> float:
        """Return the inverse document frequency of a list among paragraphs."""
        return inverse_document_frequency(postings.count, self._totals[0])

    def _most(self, postings: PostingList, field: str) -> float:
        """Return what no posting's saturation is above."""
        return min(1.0, postings.impact / 255 * self._scorings.of(field).drift[0])
