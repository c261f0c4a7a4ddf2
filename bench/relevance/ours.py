"""The runs of Warta: with all parts of the ranking, and with one part switched off at a time (ablation)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import search
from bench.relevance.sets import TestSet, View, by_rank
from search import EmbeddedIndex, IndexMissingError, RankingSettings, SearchRequest, open_index
from search.backends.base import Index
from search.evaluate import Measures, Run, evaluate
from search.index import build
from search.indexing.clusters import migrate
from search.indonesian import AnalysisSettings, Analyzer
from search.location import location_of

DEPTH = 100
# The modules that determine the terms of an index. If they change, a cached index is not used again.
_SOURCES = ("article.py", "index", "indonesian", "readers")


@dataclass(frozen=True)
class Variant:
    """One way to run Warta.

    keep_function_words: whether function words are searched, not ignored
    hosts:               of a cluster of OpenSearch in which the index is, as 127.0.0.1:9200
    """

    name: str
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    ranking: RankingSettings = field(default_factory=RankingSettings)
    request: dict[str, Any] = field(default_factory=dict)
    keep_function_words: bool = False
    hosts: str = ""


_ANALYSIS, _RANKING = AnalysisSettings(), RankingSettings()

WARTA = Variant("Warta")
ABLATIONS = (
    Variant("stemmer: Snowball alone", analysis=replace(_ANALYSIS, stemmer="snowball")),
    Variant("stemmer: none", analysis=replace(_ANALYSIS, stemmer="none")),
    Variant("compounds off", analysis=replace(_ANALYSIS, compounds=False)),
    Variant("reduplication off", analysis=replace(_ANALYSIS, reduplication=False)),
    Variant("units off", analysis=replace(_ANALYSIS, units=False)),
    Variant("article context off", ranking=replace(_RANKING, article_weight=0.0)),
    Variant("lead paragraphs as the others", ranking=replace(_RANKING, later_weight=1.0)),
    Variant("coverage off", ranking=replace(_RANKING, coverage_weight=0.0)),
    Variant("recency off", ranking=replace(_RANKING, recency_weight=0.0)),
    Variant("exact forms off", ranking=replace(_RANKING, exact_weight=0.0)),
    Variant("proximity off", ranking=replace(_RANKING, proximity_weight=0.0)),
    Variant("expansion off", request={"expand": False}),
    Variant("function words kept", keep_function_words=True),
)


def index_of(test_set: TestSet, analysis: AnalysisSettings, cache: Path) -> Path:
    """Return the folder of an index of the set. It is built if the cache has none of this code."""
    settings = json.dumps(asdict(analysis), sort_keys=True)
    key = hashlib.sha256((settings + _code()).encode()).hexdigest()[:16]
    folder = cache / f"{test_set.name}-{analysis.stemmer}-{key}"
    try:
        EmbeddedIndex(folder)
    except IndexMissingError:
        build(test_set.articles(), folder, analysis=analysis)
    return folder


def _code() -> str:
    """Return a checksum of the modules and the word lists that determine the terms of an index."""
    root = Path(search.__file__).parent
    files = [root / name for name in _SOURCES if (root / name).is_file()]
    for name in _SOURCES:
        files += sorted(path for path in (root / name).rglob("*") if path.suffix in (".py", ".tsv", ".txt"))
    content = hashlib.sha256()
    for path in files:
        content.update(path.read_bytes())
    return content.hexdigest()


def run(index: Index, view: View, variant: Variant) -> Run:
    """Return the run of a variant over a view: any word matches, and headlines and dates are not used."""
    group = "none" if view.unit == "paragraph" else "article"
    with _function_words(kept=variant.keep_function_words):
        return {
            key: by_rank(document for document, _ in index.rank(request_for(text, group, variant), DEPTH))
            for key, text in view.queries
        }


def request_for(text: str, group: str, variant: Variant) -> SearchRequest:
    """Return the request for a query of a collection."""
    return SearchRequest(
        text, match="any", plain=True, dates=False, headlines=False, facets=(), group=group, **variant.request
    )


@contextmanager
def _function_words(*, kept: bool) -> Iterator[None]:
    """Let no word count as a function word. There is no setting for it, because no user needs it."""
    if not kept:
        yield
        return
    with patch.object(Analyzer, "is_function_word", lambda analyzer, surface: False):
        yield


def measure(
    test_set: TestSet, views: Sequence[View], variant: Variant, cache: Path, say: Callable[[str], None]
) -> Iterator[tuple[View, Measures]]:
    """Yield the measures of a variant on each view. Its index is built if the cache has none."""
    say(f"{test_set.name}: {variant.name}")
    folder = index_of(test_set, variant.analysis, cache)
    index: Index = EmbeddedIndex(folder, ranking=variant.ranking)
    if variant.hosts:
        address = location_of(f"opensearch://{variant.hosts}/bench-{test_set.name}")
        migrate(folder, address)
        index = open_index(address)
    for view in views:
        yield view, evaluate(run(index, view, variant), view.qrels, view.ignore)
