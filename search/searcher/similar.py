"""Similar articles: what else an archive has on the subject of one article.

The most telling terms of its headline and lead (the greatest tf idf: Spärck Jones 1972, "A statistical
interpretation of term specificity") are looked for in paragraphs and headlines of all others, any of them. An
article is as similar as its best paragraph. What shares hardly more than a name with the article is left out,
so there may be fewer than were asked for, or none.
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
_TELLING_TERMS = 20
#: Of what the article itself would score: less is a shared name or a common phrase.
_LEAST_SHARE = 0.2
_PARAGRAPHS_AN_ARTICLE = 8  # looked at, at first


class SimilarArticles:
    """Finds similar articles in one generation. May be shared by threads."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, searcher: ParagraphSearcher) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._searcher = searcher

    def of(self, article: int, count: int = DEFAULT_COUNT) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` articles similar to one, by its position in the index, the best first.

        Of articles that are copies of one text only the best stands for all; copies of the article itself are
        not among them. Raises RequestError where ``count`` is not 1 to 20.
        """
        if problems := check("similar", count=count):
            raise RequestError(*problems)
        scorer = self._searcher.scorer(self.tree(article))
        depth = _PARAGRAPHS_AN_ARTICLE * (count + 1)
        while True:
            best = scorer.top(depth)
            found = self._others(article, best.documents.tolist(), best.scores.tolist())
            if len(found) >= count or len(best.documents) < depth:
                return tuple(
                    SimilarArticle(self._snapshot.metadata(one), score) for one, score in found[:count]
                )
            depth *= 4

    def tree(self, article: int) -> query.Query:
        """Return the query for the telling terms of an article."""
        terms = self._telling_terms(article)
        return query.Or([Words(term, (Form((term,), (term,)),), boost=weight) for term, weight in terms])

    def _telling_terms(self, article: int) -> list[tuple[str, float]]:
        """Return terms and their weights, the most telling first."""
        about = self._snapshot.metadata(article)
        first = int(self._snapshot.doc_values.first_paragraph[article])
        lead = range(first, first + min(_LEAD_PARAGRAPHS, about.paragraph_count))
        counted: Counter[str] = Counter()
        for text in (about.title or "", *map(self._snapshot.text, lead)):
            for token, word, _ in self._analyzer.words(text):
                if not self._analyzer.is_function_word(token.surface):
                    counted.update(term.stem for term in word.terms)
        total = self._snapshot.paragraph_total
        holding = {term: self._snapshot.document_frequency("body", term) for term in counted}
        value = {
            term: tf * inverse_document_frequency(holding[term], total)
            for term, tf in counted.items()
            if holding[term]
        }
        telling = sorted(value, key=lambda term: (-value[term], term))[:_TELLING_TERMS]
        return [(term, sqrt(counted[term])) for term in telling]

    def _others(self, article: int, docs: list[int], scores: list[float]) -> list[tuple[int, float]]:
        """Return the articles of the best paragraphs, one of each cluster, that are similar enough."""
        cluster = self._snapshot.doc_values.cluster
        of_docs = [int(self._snapshot.article_of[doc]) for doc in docs]
        own = max((score for one, score in zip(of_docs, scores, strict=True) if one == article), default=0.0)
        seen = {int(cluster[article])}
        found = []
        for one, score in zip(of_docs, scores, strict=True):
            if int(cluster[one]) not in seen and score >= _LEAST_SHARE * own:
                seen.add(int(cluster[one]))
                found.append((one, score))
        return found
