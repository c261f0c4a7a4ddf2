"""The settings of ranking: a weight for each part of a score. Zero switches a part off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RankingSettings:
    """The weights of the parts of a score. Measured ones were chosen on the dev sets of docs/relevance.md.

    k1, b:                 parameters of BM25 for paragraphs
    article_k1, article_b: parameters of BM25 for articles
    article_weight:        weight of the article's BM25; it gives the largest gain of all parts
    lead_paragraphs, later_weight: in an article, an occurrence in the first ``lead_paragraphs`` counts 1, a
                           later one ``later_weight``, because news says first what it is about
    coverage_weight:       weight of the share of the query that the article contains, to the fourth power
    exact_weight:          weight of the word exactly as typed, added to that of its stem
    headline_weight:       weight of the headline. It cannot be measured on the dev sets: their queries are
                           headlines
    proximity_weight:      weight of two neighbouring query words that are neighbours in the paragraph
    recency_weight:        the part of an article of the archive's last day. It halves with every
                           ``recency_half_life`` days and is 0 for an undated article. It is small, so it
                           decides between nearly equal scores. It is off if the query or a filter asks for a
                           date
    """

    k1: float = 0.9
    b: float = 0.4
    article_k1: float = 0.9
    article_b: float = 0.75
    article_weight: float = 2.0
    lead_paragraphs: int = 2
    later_weight: float = 0.5
    coverage_weight: float = 0.5
    exact_weight: float = 0.4
    headline_weight: float = 1.0
    proximity_weight: float = 0.25
    recency_weight: float = 0.2
    recency_half_life: int = 365
