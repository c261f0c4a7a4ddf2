"""The room of the Indonesian language: one chain turns text into index terms."""

from search.indonesian.chain import AnalysisSettings, Analyzer, Step

__all__ = ["AnalysisSettings", "Analyzer", "Step"]
