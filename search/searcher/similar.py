"""Similar articles: other articles of the archive on the same subject.

The query is any of the terms with the greatest tf idf in the headline and the lead of the article (Spärck
Jones 1972, "A statistical interpretation of term specificity"). It is searched in the paragraphs and
headlines of all other articles. The similarity of an article is the score of its best paragraph. Articles
that share little more than a name are left out, so the result may have fewer articles than requested, or
none.
"""

from __future__ import annotations

from collections import Counter
from math import sqrt

from whoosh import query

from search.bm25 import inverse_document_frequency
from search.errors import RequestError
from search.index.reading.snapshot import Snapshot
from search.indonesian import Analyzer
from search.parameters import check
from search.query.tree import Form, Words
from search.ranking.paragraphs import ParagraphSearcher
from search.results import SimilarArticle

DEFAULT_COUNT = 5

_LEAD_PARAGRAPHS = 3
_QUERY_TERMS = 20
#: A similar article has at least this share of the score of the article itself: articles with a lower score
#: have only a name or a common phrase in common with it.
_MIN_SHARE = 0.2
_PARAGRAPHS_PER_ARTICLE = 8  # so many are requested first, and four times as many in each further try


class SimilarArticles:
    """Finds similar articles in one generation. Threads may share it."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, searcher: ParagraphSearcher) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._searcher = searcher

    def of(self, article: int, count: int = DEFAULT_COUNT) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` articles that are similar to an article, the best first.

        article: its number in the index

        Of several copies of one text, only the best is returned; copies of the article itself are excluded.
        Raises RequestError if ``count`` is not from 1 to 20.
        """
        if problems := check("similar", count=count):
            raise RequestError(*problems)
        scorer = self._searcher.scorer(self.tree(article))
        depth = self._depth(count)
        while True:
            best = scorer.top(depth)
            others = self._others(article, best.documents.tolist(), best.scores.tolist())
            if len(others) >= count or len(best.documents) < depth:
                return self._similar(others[:count])
            depth *= 4

    def _depth(self, count: int) -> int:
        """Return how many paragraphs are looked at first."""
        return _PARAGRAPHS_PER_ARTICLE * (count + 1)

    def _similar(self, others: list[tuple[int, float]]) -> tuple[SimilarArticle, ...]:
        return tuple(SimilarArticle(self._snapshot.metadata(one), score) for one, score in others)

    def tree(self, article: int) -> query.Query:
        """Return the query for articles that are similar to an article."""
        terms = self._query_terms(article)
        return query.Or([Words(term, (Form((term,), (term,)),), boost=weight) for term, weight in terms])

    def _query_terms(self, article: int) -> list[tuple[str, float]]:
        """Return the terms with the greatest tf idf, and their weights in the query."""
        about = self._snapshot.metadata(article)
        first = int(self._snapshot.doc_values.first_paragraph[article])
        lead = range(first, first + min(_LEAD_PARAGRAPHS, about.paragraph_count))
        counted: Counter[str] = Counter()
        for text in (about.title or "", *map(self._snapshot.text, lead)):
            for token, word, _ in self._analyzer.words(text):
                if not self._analyzer.is_function_word(token.surface):
                    counted.update(term.stem for term in word.terms)
        total = self._snapshot.paragraph_total
        frequency = {term: self._snapshot.document_frequency("body", term) for term in counted}
        value = {
            term: tf * inverse_document_frequency(frequency[term], total)
            for term, tf in counted.items()
            if frequency[term]
        }
        best = sorted(value, key=lambda term: (-value[term], term))[:_QUERY_TERMS]
        return [(term, sqrt(counted[term])) for term in best]

    def _others(self, article: int, docs: list[int], scores: list[float]) -> list[tuple[int, float]]:
        """Return the articles of these paragraphs that are similar enough, one of each cluster."""
        cluster = self._snapshot.doc_values.cluster
        of_docs = [int(self._snapshot.article_of[doc]) for doc in docs]
        self_score = max(
            (score for one, score in zip(of_docs, scores, strict=True) if one == article), default=0.0
        )
        seen = {int(cluster[article])}
        others = []
        for one, score in zip(of_docs, scores, strict=True):
            if int(cluster[one]) not in seen and score >= _MIN_SHARE * self_score:
                seen.add(int(cluster[one]))
                others.append((one, score))
        return others
