"""Ranking: a query tree over a snapshot's arrays becomes scored paragraphs, grouped into articles."""

from search.ranking.settings import RankingSettings

__all__ = ["RankingSettings"]
