"""Ranking: matches a query tree against a generation, scores the matches, and returns the best of them."""

from search.ranking.settings import RankingSettings

__all__ = ["RankingSettings"]
