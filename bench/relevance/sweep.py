"""The sensitivity of the ranking to its weights: one weight is varied at a time, on two halves of each set.

The checksum of a query's id decides to which half it belongs. A change counts only if it has the same sign on
both halves; otherwise it is chance. Every query is parsed once and scored with all weights in turn, so its
postings are decoded once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.relevance.ours import WARTA, index_of, request_for
from bench.relevance.sets import TestSet, View, by_rank
from bench.relevance.table import changes_table
from search import EmbeddedIndex, RankingSettings
from search.evaluate import Run, evaluate
from search.indonesian import Analyzer
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import understand
from search.ranking.choose import searchers
from search.ranking.score import scorer_of
from search.searcher.snapshot_words import SnapshotWords

GRID: dict[str, tuple[float, ...]] = {
    "k1": (0.6, 1.2),
    "b": (0.2, 0.6, 0.75),
    "article_weight": (1.0, 3.0, 4.0),
    "article_b": (0.2, 0.6, 0.75),
    "exact_weight": (0.2, 0.6),
    "proximity_weight": (0.0, 0.1, 0.4),
}
_DEFAULT = "as it is"
_DEPTH = 1_000  # paragraphs: more than ten articles and all that is ignored beside them


@dataclass(frozen=True)
class Change:
    """The change of MRR@10 by a variant on the two halves of one view."""

    variant: str
    view: str
    halves: tuple[float, float]


def weights() -> dict[str, RankingSettings]:
    """Return the default weights, and those with one of them changed, for every value of the grid."""
    default = RankingSettings()
    found = {_DEFAULT: default}
    for name, values in GRID.items():
        now = getattr(default, name)
        for value in values:
            if value != now:
                changed: dict[str, Any] = {name: value}
                found[f"{name} {now} -> {value}"] = replace(default, **changed)
    return found


def changes_of(test_set: TestSet, count: int, cache: Path, say: Callable[[str], None]) -> list[Change]:
    """Return the change that every variant makes on every view of a set, measured on ``count`` queries."""
    say(f"{test_set.name}: sweep")
    ranker = _Ranker(index_of(test_set, WARTA.analysis, cache))
    views = [view.first(count) for view in test_set.views()]
    runs: dict[tuple[str, str], Run] = {}
    for key, text in views[0].queries:
        for name, paragraphs in ranker.rankings(text):
            for view in views:
                runs.setdefault((name, view.unit), {})[key] = ranker.named(paragraphs, view)
    found = []
    for view in views:
        before = _halves(runs[_DEFAULT, view.unit], view)
        for name in weights():
            if name != _DEFAULT:
                after = _halves(runs[name, view.unit], view)
                found.append(Change(name, view.title, (after[0] - before[0], after[1] - before[1])))
    return found


class _Ranker:
    """Ranks the paragraphs of one index with all weights in turn."""

    def __init__(self, folder: Path) -> None:
        self._snapshot = EmbeddedIndex(folder).snapshot
        self._analyzer = Analyzer(self._snapshot.analysis)
        archive = SnapshotWords(self._snapshot, searchers(self._snapshot, RankingSettings()).frequency)
        self._expander = Expander(self._analyzer, Variants.load(), archive.frequency, archive)
        count = self._snapshot.doc_values.article_count
        self._ids = [self._snapshot.metadata(article).id for article in range(count)]

    def rankings(self, text: str) -> Iterator[tuple[str, npt.NDArray[np.intp]]]:
        """Yield each variant's name with the best paragraphs for a query, the best first."""
        request = request_for(text, "none", WARTA)
        understood = understand(request, self._analyzer, self._expander, date.today())
        for name, settings in weights().items():
            scores = (
                scorer_of(self._snapshot, settings).score(understood.words, understood.concepts).of_paragraphs
            )
            depth = min(_DEPTH, len(scores))
            best = np.argpartition(-scores, depth - 1)[:depth]
            best = best[scores[best] > 0]
            yield name, best[np.lexsort((best, -scores[best]))]

    def named(self, paragraphs: npt.NDArray[np.intp], view: View) -> dict[str, float]:
        """Return the ids in a run of the best 100 paragraphs or articles."""
        articles = self._snapshot.article_of[paragraphs]
        if view.unit == "article":
            first = np.sort(np.unique(articles, return_index=True)[1])[:100]
            return by_rank(self._ids[article] for article in articles[first])
        numbers = paragraphs - self._snapshot.doc_values.first_paragraph[articles]
        pairs = list(zip(articles, numbers, strict=True))[:100]
        return by_rank(f"{self._ids[article]}#{number}" for article, number in pairs)


def _halves(run: Run, view: View) -> tuple[float, float]:
    first, second = (
        evaluate(run, half.qrels, half.ignore).mrr_at_10 for half in (view.half(0), view.half(1))
    )
    return first, second


def sweep_section(changes: Sequence[Change], count: int) -> str:
    """Return the section of the page: a line a variant, a column a view."""
    columns = list(dict.fromkeys(change.view for change in changes))
    by_variant: dict[str, dict[str, tuple[float, float]]] = {}
    for change in changes:
        by_variant.setdefault(change.variant, {})[change.view] = change.halves
    rows = [(name, [halves[column] for column in columns]) for name, halves in by_variant.items()]
    return f"""## One weight changed at a time

Change of MRR@10 in thousandths on two halves of up to {count:,} queries of each set, drawn by the checksum of
the query's id. Bold where both halves change the same way by a thousandth or more: nothing else counts.

{changes_table(columns, rows)}"""
