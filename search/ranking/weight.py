"""The weight: it makes scorers of terms from query words and the statistics of a generation.

A scorer of a term is a posting list and the factors of its score. Searches over articles call
``Weight.in_articles``, searches over paragraphs ``Weight.in_paragraphs``; both share the posting lists and
the norms.
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

_MAX_CACHED_WORDS = 20_000  # about 300 bytes for each; the postings stay in mapped files

#: The posting list of a word in one field, the factor of its saturations, and the similarity of the field.
TermScorer = tuple[PostingList, float, Similarity]


class Leaf(NamedTuple):
    """One posting list of a word, with the factors by which it scores in a search over articles.

    kind:             its role, see ``search.ranking.kernel.article_weight``
    paragraph_weight: the factor of the saturation in a paragraph
    max_saturation:   upper bound of the saturation in a paragraph
    article_weight:   the factor of the saturation in an article
    """

    postings: PostingList
    kind: int
    paragraph_weight: float
    max_saturation: float
    article_weight: float


class WordScorers(NamedTuple):
    """The posting lists of one word.

    leaves:            in the order in which their parts are added to a score
    body:              the list of the word in the body, None if it does not occur there
    idf:               its inverse document frequency among paragraphs
    article_frequency: articles that contain the word in the body or in the headline, the greater number
    """

    leaves: tuple[Leaf, ...]
    body: PostingList | None
    idf: float
    article_frequency: int


class Weight:
    """The weights of words in one generation. Those of plain words are cached. Threads may share it.

    lists: the posting lists of the generation
    """

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self.settings = settings
        self.lists = TermLists(snapshot)
        self._snapshot = snapshot
        self._norms: dict[str, FieldNorms] = {}
        self._similarities: dict[str, Similarity] = {}
        self._articles: Cache[object, WordScorers] = Cache(_MAX_CACHED_WORDS)
        self._paragraphs: Cache[object, list[TermScorer]] = Cache(_MAX_CACHED_WORDS)

    @cached_property
    def statistics(self) -> Statistics:
        """The statistics from which weights are computed."""
        return statistics_of(self._snapshot)

    def norms(self, field: str) -> FieldNorms:
        """Return the norms of a field. Raises ValueError for a field that does not score."""
        known = self._norms.get(field)
        if known is None:  # two threads may compute them twice, with the same result
            made = FieldNorms(self._snapshot, field, self.statistics, self.settings)
            known = self._norms[field] = made
        return known

    @cached_property
    def documents(self) -> Documents:
        """The documents of each article, and the live ones among them."""
        snapshot = self._snapshot
        return Documents(snapshot.doc_values.first_paragraph, len(snapshot.body_length), snapshot.live)

    def similarity(self, field: str) -> Similarity:
        """Return the similarity of a field, with which the kernel computes saturations."""
        known = self._similarities.get(field)
        if known is None:
            norms = self.norms(field)
            known = self._similarities[field] = Similarity(norms.lengths, norms.norms, *norms.impact_ratios)
        return known

    def forget(self) -> None:
        """Empty the caches of words and lists."""
        self.lists.forget()
        self._articles.clear()
        self._paragraphs.clear()

    # --- paragraphs ---

    def in_paragraphs(self, word: Words) -> list[TermScorer]:
        """Return the scorers of a word in a search over paragraphs, one for each field that contains it.

        Raises TypeError or ValueError for a word that cannot be scored, and IndexDamagedError.
        """
        if len(word.forms[0].stems) > 1:
            return self._new_in_paragraphs(word)
        return self._paragraphs.get_or_make(word.key, self._new_in_paragraphs, word)

    def _new_in_paragraphs(self, word: Words) -> list[TermScorer]:
        fields, terms = terms_of(word)
        scorers = []
        for field in fields:
            lists = [self.lists.term(field, term) for term in terms]
            weight, similarity = word.boost * self.summed_idf(field, lists), self.similarity(field)
            postings = self.lists.form(word.forms[0], field, word.exact)
            if postings is not None:
                scorers.append((postings, weight, similarity))
        return scorers

    def summed_idf(self, field: str, lists: Iterable[PostingList | None]) -> float:
        """Return the sum of the idf of terms in a field: the weight of a phrase among paragraphs."""
        return sum([self.statistics.idf(field, one.frequency) for one in lists if one is not None])

    # --- articles ---

    def in_articles(self, word: Words) -> WordScorers:
        """Return the scorers of a word in a search over articles. Raises IndexDamagedError."""
        if word.prefix or len(word.forms) > 1 or len(word.forms[0].stems) > 1:
            return self._new_in_articles(word)  # lists of several terms are cached by size
        return self._articles.get_or_make(word.key, self._new_in_articles, word)

    def _new_in_articles(self, word: Words) -> WordScorers:
        leaves: list[Leaf] = []
        body, idf, article_frequency = None, 0.0, 0
        for field in word.fields:
            postings = self.lists.words(word, field, exact=word.exact)
            if postings is not None:
                article_frequency = max(article_frequency, postings.articles)
                leaf = self._leaf(word, field, postings)
                if field == "body":
                    body, idf = postings, leaf.paragraph_weight
                leaves.append(leaf)
            if field == "body" and word.typed and not word.exact and not word.prefix:
                leaves += self._as_typed(word.typed)
        return WordScorers(tuple(leaves), body, idf, article_frequency)

    def _leaf(self, word: Words, field: str, postings: PostingList) -> Leaf:
        article_weight = self.statistics.article_idf(postings.articles)
        if field == "body":
            name = "body_exact" if word.exact or word.prefix else "body"
            idf = self.statistics.idf(name, postings.frequency)
            article_weight *= self.settings.article_weight
            return Leaf(postings, kernel.BODY, idf, self._max_saturation(postings, name), article_weight)
        weight = self.settings.headline_weight
        return Leaf(postings, kernel.TITLE if weight else kernel.PRESENCE, 0.0, 0.0, weight * article_weight)

    def _as_typed(self, typed: Form) -> list[Leaf]:
        weight = self.settings.exact_weight
        postings = self.lists.form(typed, "body_exact", True) if weight else None
        if postings is None:
            return []
        paragraph_weight = weight * self.statistics.idf("body_exact", postings.frequency)
        bound = self._max_saturation(postings, "body_exact")
        return [Leaf(postings, kernel.EXACT, paragraph_weight, bound, 0.0)]

    def _max_saturation(self, postings: PostingList, field: str) -> float:
        """Return an upper bound for the saturation of the postings."""
        return min(1.0, postings.impact / 255 * self.norms(field).impact_ratios[0])
