"""The choice of what searches a generation: the compiled kernel, or its oracles if it is not built."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from search.compiled import COMPILED
from search.index.reading.snapshot import Snapshot
from search.ranking.articles import ArticleSearcher
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.paragraphs import ParagraphSearcher
from search.ranking.settings import RankingSettings

if TYPE_CHECKING or COMPILED:
    from search.ranking.compiled_articles import CompiledArticles, KernelColumns
    from search.ranking.compiled_paragraphs import CompiledParagraphs
    from search.ranking.weight import Weight


class Searchers(NamedTuple):
    """The two searchers of one generation.

    articles:   makes a searcher of articles, for one search
    paragraphs: the searcher of paragraphs, which threads may share
    """

    articles: Callable[[], ArticleSearcher]
    paragraphs: ParagraphSearcher


def searchers(snapshot: Snapshot, settings: RankingSettings) -> Searchers:
    """Return the searchers of a generation."""
    if not COMPILED:
        exhaustive = ExhaustiveParagraphs(snapshot, settings)
        return Searchers(lambda: ExhaustiveArticles(snapshot, settings), exhaustive)
    weight = Weight(snapshot, settings)
    columns = KernelColumns(snapshot, weight)
    return Searchers(lambda: CompiledArticles(columns), CompiledParagraphs(weight))
