"""From words and the statistics of a generation to scorers of terms: posting lists, each with its weights.

Both units of search take theirs from here: articles those of ``Weight.in_articles``, paragraphs those of
``Weight.in_paragraphs``. Lists and norms are held once for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from search.cache import Cache
from search.index.reading.snapshot import Snapshot
from search.query.tree import Form, Words
from search.ranking.kernel import article_weight as kernel
from search.ranking.kernel.documents import Documents, Similarity
from search.ranking.kernel.postings import PostingList
from search.ranking.norms import FieldNorms
from search.ranking.paragraphs import terms_of
from search.ranking.settings import RankingSettings
from search.ranking.statistics import Statistics, statistics_of
from search.ranking.term_lists import TermLists

_MOST_REMEMBERED = 20_000  # words, of about 300 bytes: their postings stay mapped

#: A list of a word in one field, what its saturations are multiplied by, and the similarity of the field.
TermScorer = tuple[PostingList, float, Similarity]


class Leaf(NamedTuple):
    """One list of a word, as it scores in an article.

    kind:    what it is for, see ``search.ranking.kernel.article_weight``
    own:     what saturation is multiplied by in a paragraph, and what no saturation there is above
    context: what it is multiplied by in an article
    """

    postings: PostingList
    kind: int
    own: float
    most: float
    context: float


class WordScorers(NamedTuple):
    """The lists of one word, in the order in which its parts are added to the score of an article.

    body:    the list of the word in the body, if it occurs there; idf: as rare as it is among paragraphs
    holding: how many articles hold it in the body or in the headline, whichever are more
    """

    leaves: tuple[Leaf, ...]
    body: PostingList | None
    idf: float
    holding: int


class Weight:
    """What words weigh in one generation; plain words are remembered. Shared by threads.

    lists: the posting lists of the generation
    """

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self.settings = settings
        self.lists = TermLists(snapshot)
        self._snapshot = snapshot
        self._norms: dict[str, FieldNorms] = {}
        self._similarities: dict[str, Similarity] = {}
        self._articles: Cache[object, WordScorers] = Cache(_MOST_REMEMBERED)
        self._paragraphs: Cache[object, list[TermScorer]] = Cache(_MOST_REMEMBERED)

    @cached_property
    def statistics(self) -> Statistics:
        """What weights are reckoned from."""
        return statistics_of(self._snapshot)

    def norms(self, field: str) -> FieldNorms:
        """Return the norms of a field. Raises ValueError for one that does not score."""
        known = self._norms.get(field)
        if known is None:  # two threads may make them twice, to the same effect
            made = FieldNorms(self._snapshot, field, self.statistics, self.settings)
            known = self._norms[field] = made
        return known

    @cached_property
    def documents(self) -> Documents:
        """Which documents make up each article, and which are there."""
        snapshot = self._snapshot
        return Documents(snapshot.numbers.first_paragraph, len(snapshot.body_length), snapshot.live)

    def similarity(self, field: str) -> Similarity:
        """Return the similarity of a field: how its frequencies and lengths score, for the kernel."""
        known = self._similarities.get(field)
        if known is None:
            norms = self.norms(field)
            known = self._similarities[field] = Similarity(norms.lengths, norms.norms, *norms.drift)
        return known

    # --- paragraphs ---

    def in_paragraphs(self, word: Words) -> list[TermScorer]:
        """Return the scorers of a word in a search over paragraphs, one for each field that has it.

        Raises TypeError or ValueError for a word that cannot be scored, and IndexDamagedError.
        """
        if len(word.forms[0].stems) > 1:
            return self._new_in_paragraphs(word)
        return self._paragraphs.get_or_make(word.key, self._new_in_paragraphs, word)

    def _new_in_paragraphs(self, word: Words) -> list[TermScorer]:
        fields, terms = terms_of(word)
        found = []
        for field in fields:
            lists = [self.lists.term(field, term) for term in terms]
            weight, similarity = word.boost * self.summed_idf(field, lists), self.similarity(field)
            postings = self.lists.form(word.forms[0], field, word.exact)
            if postings is not None:
                found.append((postings, weight, similarity))
        return found

    def summed_idf(self, field: str, lists: Iterable[PostingList | None]) -> float:
        """Return the sum of the idf of terms of a field: what a phrase weighs in a search over paragraphs."""
        return sum([self.statistics.idf(field, len(one)) for one in lists if one is not None])

    # --- articles ---

    def in_articles(self, word: Words) -> WordScorers:
        """Return the scorers of a word in a search over articles. Raises IndexDamagedError."""
        if word.prefix or len(word.forms) > 1 or len(word.forms[0].stems) > 1:
            return self._new_in_articles(word)  # of several terms: these lists have a limit of their own
        return self._articles.get_or_make(word.key, self._new_in_articles, word)

    def _new_in_articles(self, word: Words) -> WordScorers:
        leaves: list[Leaf] = []
        body, idf, holding = None, 0.0, 0
        for field in word.fields:
            postings = self.lists.words(word, field, exact=word.exact)
            if postings is not None:
                holding = max(holding, postings.articles)
                leaf = self._leaf(word, field, postings)
                if field == "body":
                    body, idf = postings, leaf.own
                leaves.append(leaf)
            if field == "body" and word.typed and not word.exact and not word.prefix:
                leaves += self._as_typed(word.typed)
        return WordScorers(tuple(leaves), body, idf, holding)

    def _leaf(self, word: Words, field: str, postings: PostingList) -> Leaf:
        context = self.statistics.article_idf(postings.articles)
        if field == "body":
            name = "body_exact" if word.exact or word.prefix else "body"
            own = self.statistics.idf(name, len(postings))
            context *= self.settings.article_weight
            return Leaf(postings, kernel.BODY, own, self._most(postings, name), context)
        weight = self.settings.headline_weight
        return Leaf(postings, kernel.TITLE if weight else kernel.PRESENCE, 0.0, 0.0, weight * context)

    def _as_typed(self, typed: Form) -> list[Leaf]:
        weight = self.settings.exact_weight
        postings = self.lists.form(typed, "body_exact", True) if weight else None
        if postings is None:
            return []
        own = weight * self.statistics.idf("body_exact", len(postings))
        return [Leaf(postings, kernel.EXACT, own, self._most(postings, "body_exact"), 0.0)]

    def _most(self, postings: PostingList, field: str) -> float:
        """Return what no posting's saturation is above."""
        return min(1.0, postings.impact / 255 * self.norms(field).drift[0])
