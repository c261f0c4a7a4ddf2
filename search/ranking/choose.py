"""The choice of what searches a generation: the compiled kernel, or its oracles if it is not built."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

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
    from search.ranking.kernel.postings import PostingList, union_lists
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
            lambda form: _visible(snapshot, form_occurrences(snapshot, form, "body_exact", True).docs),
        )
    weight = Weight(snapshot, settings)
    columns = KernelColumns(snapshot, weight)
    return Searchers(
        lambda: CompiledArticles(columns),
        CompiledParagraphs(weight),
        lambda form: _frequency(snapshot, weight.lists.form(form, "body_exact", True)),
    )


def _frequency(snapshot: Snapshot, postings: PostingList | None) -> int:
    """Return how many paragraphs a list has; if articles are left out, those of the others."""
    if postings is None or not snapshot.partial:
        return len(postings or ())
    return _visible(snapshot, union_lists([postings], np.ones(1))[0])


def _visible(snapshot: Snapshot, docs: npt.NDArray[Any]) -> int:
    if not snapshot.partial or snapshot.live is None:
        return len(docs)
    return int(np.count_nonzero(snapshot.live[snapshot.article_of[docs]]))
