"""The statistics of a collection: numbers of documents, mean lengths, document frequencies.

A backend that stores its documents elsewhere makes its own ``Statistics``. In addition,
``search.ranking.score`` needs only the occurrences and the doc values of the documents that it scores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from search.bm25 import inverse_document_frequency
from search.index.reading.snapshot import Snapshot

PARAGRAPH_FIELDS = frozenset(["body", "body_exact"])
ARTICLE_FIELDS = frozenset(["title", "title_exact"])


class FieldStatistics(NamedTuple):
    """The number of documents that can have a field, and its mean length in index terms, at least 1."""

    total: int
    mean_length: float


@dataclass(frozen=True)
class Statistics:
    """The statistics of all paragraphs and articles, without those that are left out for somebody.

    Deleted ones are included, until a merge removes them.

    paragraphs, articles: their numbers
    paragraph_length, article_length, headline_length: mean lengths in index terms, at least 1
    newest_day: the last day with an article, as an ordinal of ``datetime.date``; 0 without any
    document_frequency: returns how many documents contain a term (field, term). A headline belongs to the
        first paragraph of its article
    """

    paragraphs: int
    articles: int
    paragraph_length: float
    article_length: float
    headline_length: float
    newest_day: int
    document_frequency: Callable[[str, str], int]

    def of_field(self, field: str) -> FieldStatistics:
        """Return the statistics of a field. Raises ValueError for a field that does not score."""
        if field in PARAGRAPH_FIELDS:
            return FieldStatistics(self.paragraphs, self.paragraph_length)
        if field in ARTICLE_FIELDS:
            return FieldStatistics(self.articles, self.headline_length)
        raise ValueError(f"{field!r} is no field with a score")

    def idf(self, field: str, document_frequency: int) -> float:
        """Return the inverse document frequency of a term in a field."""
        return inverse_document_frequency(document_frequency, self.of_field(field).total)

    def article_idf(self, article_frequency: int) -> float:
        """Return the inverse document frequency, among articles, of a term that so many of them contain."""
        return inverse_document_frequency(article_frequency, self.articles)


def statistics_of(snapshot: Snapshot) -> Statistics:
    """Return the statistics of a generation."""
    return Statistics(
        snapshot.paragraph_total,
        snapshot.article_total,
        snapshot.average_body_length,
        snapshot.average_article_length,
        snapshot.average_title_length,
        snapshot.newest_day,
        snapshot.document_frequency,
    )
