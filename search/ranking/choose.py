"""Which searchers answer: the compiled kernel where it was built, NumPy where not; the results are equal."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from search.index.reading.snapshot import Snapshot
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.found import ArticleSearcher
from search.ranking.paragraphs import ParagraphSearcher
from search.ranking.settings import RankingSettings

try:
    from search.ranking.compiled_articles import CompiledArticles, KernelColumns
    from search.ranking.compiled_paragraphs import CompiledParagraphs
    from search.ranking.weight import Weight
except ImportError:  # installed without a compiler
    _IS_COMPILED = False
else:
    _IS_COMPILED = os.environ.get("WARTA_KERNEL", "compiled") != "numpy"

#: In a word, for people: what answers searches here.
KERNEL = "compiled kernel" if _IS_COMPILED else "NumPy"


class Searchers(NamedTuple):
    """What searches one generation.

    articles:   makes a searcher for one search over articles
    paragraphs: searches over paragraphs; may be shared by threads
    """

    articles: Callable[[], ArticleSearcher]
    paragraphs: ParagraphSearcher


def searchers(snapshot: Snapshot, settings: RankingSettings) -> Searchers:
    """Return what searches a generation."""
    if not _IS_COMPILED:
        exhaustive = ExhaustiveParagraphs(snapshot, settings)
        return Searchers(lambda: ExhaustiveArticles(snapshot, settings), exhaustive)
    weight = Weight(snapshot, settings)
    columns = KernelColumns(snapshot, weight)
    return Searchers(lambda: CompiledArticles(columns), CompiledParagraphs(snapshot, weight))
