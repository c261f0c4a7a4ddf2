"""What ranking weighs, each weight with where it comes from; zero switches a part off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RankingSettings:
    """Weights of the parts of a score. The measured ones are chosen on the dev sets of docs/relevance.md.

    k1, b:                BM25 of a paragraph among paragraphs
    article_k1, article_b: BM25 of an article among articles
    article_weight:       the article's score beside its paragraph's: the largest gain of all
    later_weight:         an occurrence in the article after its first ``lead_paragraphs``, against one in
                          them: news says first what it is about
    coverage_weight:      an article that holds more of the query; near-complete ones win (fourth power)
    exact_weight:         the word exactly as typed, on top of its stem
    headline_weight:      the headline; not measurable on the dev sets, where headlines are the queries
    proximity_weight:     neighbouring query words that are neighbours in the paragraph, as rare as the rarer
                          of them
    recency_weight:       an article of the archive's last day, against one without a date; half of it for one
                          ``recency_half_life`` days older. Mild: it decides between near-equals, and is off
                          where the query or a filter speaks of dates
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
