"""The choice of what searches a generation: the compiled kernel, or its oracles if it is not built."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from search.compiled import COMPILED
from search.index.reading.snapshot import Snapshot
from search.query.tree import Form
from search.ranking.articles import ArticleSearcher
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.lookup import form_occurrences
from search.ranking.paragraphs import ParagraphSearcher
from search.ranking.settings import RankingSettings

if TYPE_CHECKING or COMPILED:
    from search.ranking.compiled_articles import CompiledArticles, KernelColumns
    from search.ranking.compiled_paragraphs import CompiledParagraphs
    from search.ranking.kernel.postings import PostingList
    from search.ranking.weight import Weight


class Searchers(NamedTuple):
    """The two searchers of one generation.

    articles:   makes a searcher of articles, for one search
    paragraphs: the searcher of paragraphs, which threads may share
    frequency:  returns how many paragraphs contain a form as it is written
    """

    articles: Callable[[], ArticleSearcher]
    paragraphs: ParagraphSearcher
    frequency: Callable[[Form], int]


def searchers(snapshot: Snapshot, settings: RankingSettings) -> Searchers:
    """Return the searchers of a generation."""
    if not COMPILED:
        exhaustive = ExhaustiveParagraphs(snapshot, settings)
        return Searchers(
            lambda: ExhaustiveArticles(snapshot, settings),
            exhaustive,
            lambda form: len(form_occurrences(snapshot, form, "body_exact", True).docs),
        )
    weight = Weight(snapshot, settings)
    columns = KernelColumns(snapshot, weight)
    return Searchers(
        lambda: CompiledArticles(columns),
        CompiledParagraphs(weight),
        lambda form: frequency_of(weight.lists.form(form, "body_exact", True)),
    )


def frequency_of(postings: PostingList | None) -> int:
    """Return how many paragraphs a list has that may be counted."""
    return 0 if postings is None else postings.frequency
