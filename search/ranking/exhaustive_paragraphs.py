"""A search over paragraphs by scoring all that match: what answers without the kernel, and its oracle."""

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
    """See ``ParagraphSearcher``."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self.snapshot = snapshot
        self._settings = settings
        self._norms: dict[str, FieldNorms] = {}

    def scorer(self, tree: query.Query) -> ExhaustiveScorer:
        """Make a query ready. Raises TypeError or ValueError for one that cannot be asked."""
        clauses = clauses_of(tree)
        for group in [*clauses.groups, clauses.excluded]:
            for word in group:
                for field in terms_of(word)[0]:
                    self.norms(field)
        return ExhaustiveScorer(self, clauses)

    @cached_property
    def _statistics(self) -> Statistics:
        return statistics_of(self.snapshot)

    def norms(self, field: str) -> FieldNorms:
        """Return the norms of a field. Raises ValueError for one that does not score."""
        if field not in self._norms:
            self._norms[field] = FieldNorms(self.snapshot, field, self._statistics, self._settings)
        return self._norms[field]

    def occurrences(self, word: Words, field: str) -> Occurrences:
        """Return where a word stands in a field of the index, and how often it counts there."""
        lists = [self.snapshot.postings(field, term) for term in terms_of(word)[1]]
        if len(lists) > 1:
            return phrase(lists)
        return Occurrences(lists[0].docs, np.minimum(lists[0].tf, MAX_TF))

    def weight(self, word: Words, field: str) -> float:
        """Return what a word weighs: the summed idf of its terms, boosted."""
        idf, frequency = self._statistics.idf, self._statistics.document_frequency
        return word.boost * sum(idf(field, frequency(field, term)) for term in terms_of(word)[1])


class ExhaustiveScorer:
    """See ``ParagraphScorer``."""

    def __init__(self, searcher: ExhaustiveParagraphs, clauses: Clauses) -> None:
        self._searcher = searcher
        self._clauses = clauses

    def top(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> TopParagraphs:
        """Return the ``k`` best paragraphs, and how many match whether or not it is asked for."""
        searcher, (groups, excluded, every) = self._searcher, self._clauses
        numbers = searcher.snapshot.numbers
        article_of, articles = searcher.snapshot.article_of[: numbers.paragraph_count], numbers.article_count
        if allowed is not None and len(allowed) != articles:
            raise ValueError(f"a mask over {len(allowed)} articles, there are {articles}")
        scores, groups_held = np.zeros(len(article_of)), np.zeros(len(article_of), int)
        for group in groups:
            held = np.zeros(len(article_of), bool)
            for word in group:
                for field in terms_of(word)[0]:
                    found, norms = searcher.occurrences(word, field), searcher.norms(field)
                    norm = norms.norms[norms.lengths[found.docs]]
                    scores[found.docs] += searcher.weight(word, field) * (found.tf / (found.tf + norm))
                    held[found.docs] = True
            groups_held += held
        matches = groups_held == len(groups) if every else groups_held > 0
        for word in excluded:
            for field in terms_of(word)[0]:
                matches[searcher.occurrences(word, field).docs] = False
        for mask in (searcher.snapshot.live, allowed):
            if mask is not None:
                matches &= mask[article_of]
        documents = np.flatnonzero(matches)
        best = documents[np.lexsort((documents, -scores[documents]))][:k]
        return TopParagraphs(best, scores[best], len(documents))
