"""The language, as one chain: tokens, folding, compounds, stems; word lists are data files beside it."""

from search.indonesian.chain import AnalysisSettings, Analyzer, Step

__all__ = ["AnalysisSettings", "Analyzer", "Step"]
