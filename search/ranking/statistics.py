"""What a score asks of a whole collection: how many documents there are, how long, and how many hold a term.

A backend that keeps its documents elsewhere makes its own ``Statistics``; with occurrences and the values of
the documents that it wants scored, ``search.ranking.score`` needs nothing else.
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
    """How many documents can have a field, and their mean length in it, in index terms, at least 1."""

    total: int
    mean_length: float


@dataclass(frozen=True)
class Statistics:
    """Statistics of all paragraphs and articles, deleted ones included: so they change with merges only.

    paragraphs, articles: how many there are
    paragraph_length, article_length, headline_length: mean index terms of each, at least 1
    newest_day: the last day on which an article was published, as an ordinal of ``datetime.date``; 0 for none
    document_frequency: tells how many paragraphs hold a term in a field; a headline belongs to the first one
    """

    paragraphs: int
    articles: int
    paragraph_length: float
    article_length: float
    headline_length: float
    newest_day: int
    document_frequency: Callable[[str, str], int]

    def of_field(self, field: str) -> FieldStatistics:
        """Return the statistics of a field that scores. Raises ValueError for others."""
        if field in PARAGRAPH_FIELDS:
            return FieldStatistics(self.paragraphs, self.paragraph_length)
        if field in ARTICLE_FIELDS:
            return FieldStatistics(self.articles, self.headline_length)
        raise ValueError(f"{field!r} is no field with a score")

    def idf(self, field: str, holding: int) -> float:
        """Return the inverse document frequency of what ``holding`` documents hold in a field."""
        return inverse_document_frequency(holding, self.of_field(field).total)

    def article_idf(self, holding: int) -> float:
        """Return the inverse document frequency among articles of what ``holding`` of them hold."""
        return inverse_document_frequency(holding, self.articles)


def statistics_of(snapshot: Snapshot) -> Statistics:
    """Return the statistics of a generation."""
    return Statistics(
        snapshot.paragraph_total,
        snapshot.article_total,
        snapshot.average_body_length,
        snapshot.average_article_length,
        snapshot.average_title_length,
        int(snapshot.numbers.day.max(initial=0)),
        snapshot.document_frequency,
    )
