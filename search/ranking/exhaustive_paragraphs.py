"""The oracle of searches over paragraphs: it scores every match, and answers if there is no kernel."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from whoosh import query

from search.index.format.lists import MAX_TF
from search.index.reading.snapshot import Snapshot
from search.query.tree import Words
from search.ranking.lookup import Occurrences, phrase
from search.ranking.norms import FieldNorms
from search.ranking.paragraphs import ArticleMask, Clauses, TopParagraphs, clauses_of, terms_of
from search.ranking.settings import RankingSettings
from search.ranking.statistics import Statistics, statistics_of


class ExhaustiveParagraphs:
    """The exhaustive ``ParagraphSearcher``."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self.snapshot = snapshot
        self._settings = settings
        self._norms: dict[str, FieldNorms] = {}

    def scorer(self, tree: query.Query) -> ExhaustiveScorer:
        """Prepare a query. Raises TypeError or ValueError if it cannot be evaluated."""
        clauses = clauses_of(tree)
        for words in [*clauses.disjunctions, clauses.excluded]:
            for word in words:
                for field in terms_of(word)[0]:
                    self.norms(field)
        return ExhaustiveScorer(self, clauses)

    @cached_property
    def _statistics(self) -> Statistics:
        return statistics_of(self.snapshot)

    def norms(self, field: str) -> FieldNorms:
        """Return the norms of a field. Raises ValueError for a field that does not score."""
        if field not in self._norms:
            self._norms[field] = FieldNorms(self.snapshot, field, self._statistics, self._settings)
        return self._norms[field]

    def occurrences(self, word: Words, field: str) -> Occurrences:
        """Return the documents and counted frequencies of a word in a field of the index."""
        lists = [self.snapshot.postings(field, term) for term in terms_of(word)[1]]
        if len(lists) > 1:
            return phrase(lists)
        return Occurrences(lists[0].docs, np.minimum(lists[0].tf, MAX_TF))

    def weight(self, word: Words, field: str) -> float:
        """Return the weight of a word: the sum of the idf of its terms, times its boost."""
        idf, frequency = self._statistics.idf, self._statistics.document_frequency
        return word.boost * sum(idf(field, frequency(field, term)) for term in terms_of(word)[1])


class ExhaustiveScorer:
    """The exhaustive ``ParagraphScorer``."""

    def __init__(self, searcher: ExhaustiveParagraphs, clauses: Clauses) -> None:
        self._searcher = searcher
        self._clauses = clauses

    def top(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> TopParagraphs:
        """Return the ``k`` best paragraphs. The total is always counted."""
        searcher, (disjunctions, excluded, every) = self._searcher, self._clauses
        doc_values = searcher.snapshot.doc_values
        article_of = searcher.snapshot.article_of[: doc_values.paragraph_count]
        articles = doc_values.article_count
        if allowed is not None and len(allowed) != articles:
            raise ValueError(f"a mask over {len(allowed)} articles, there are {articles}")
        scores, satisfied = np.zeros(len(article_of)), np.zeros(len(article_of), int)
        for disjunction in disjunctions:
            contains = np.zeros(len(article_of), bool)
            for word in disjunction:
                for field in terms_of(word)[0]:
                    occurrences, norms = searcher.occurrences(word, field), searcher.norms(field)
                    docs, tf = occurrences.docs, occurrences.tf
                    norm = norms.norms[norms.lengths[docs]]
                    scores[docs] += searcher.weight(word, field) * (tf / (tf + norm))
                    contains[docs] = True
            satisfied += contains
        matches = satisfied == len(disjunctions) if every else satisfied > 0
        for word in excluded:
            for field in terms_of(word)[0]:
                matches[searcher.occurrences(word, field).docs] = False
        for mask in (searcher.snapshot.live, allowed):
            if mask is not None:
                matches &= mask[article_of]
        documents = np.flatnonzero(matches)
        best = documents[np.lexsort((documents, -scores[documents]))][:k]
        return TopParagraphs(best, scores[best], len(documents))
