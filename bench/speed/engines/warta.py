"""Warta: searches for paragraphs in an index of the ready terms, and whole searches in an ordinary index.

``bench.speed.ready_terms`` writes "terms", "stored" and "deleted", which are searched for paragraphs by plain
BM25 (``search.ranking.paragraphs``), as in the other engines. "whole" is an index that the command ``warta
reindex`` makes of the articles. A whole search is ``Index.paragraphs``, a results page ``Index.search``.

The same index is searched in three ways, each of which is an engine of the bench (``Start``).
"""

from __future__ import annotations

import subprocess
import sys
import time
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Any

import whoosh.query

from bench.speed.corpus import Corpus
from bench.speed.engines.base import K1, B, Engine, Found, Searcher
from bench.speed.queries import Query
from bench.speed.ready_terms import opened, write
from search import EmbeddedIndex, RankingSettings
from search.index.reading.snapshot import Snapshot
from search.query.tree import AllWords, Form, Words
from search.ranking.compiled_paragraphs import CompiledParagraphs
from search.ranking.paragraphs import ParagraphScorer, TopParagraphs
from search.ranking.weight import Weight
from search.results import FoundParagraphs, ResultPage

_REINDEX = "import sys; from search.cli import main; sys.exit(main())"


class Start(Enum):
    """The start of a timed search of Warta. The value describes what the time includes."""

    WORDS = "query of strings made ahead; looked up within the clock, among the lists that are open already"
    NEW_WORDS = "query of strings made ahead; looked up on disk, lists opened and verified, within the clock"
    PREPARED = "query object made ahead, of terms that are looked up and of lists that are open"


class _Kernel:
    """The kernel, searched in the three ways. Only this class knows how paragraphs are searched."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._weight = Weight(snapshot, RankingSettings(k1=K1, b=B))
        self._searcher = CompiledParagraphs(self._weight)

    def prepared(self, tree: whoosh.query.Query) -> ParagraphScorer:
        """Return a query object for a tree."""
        return self._searcher.scorer(tree)

    def best(
        self, asked: whoosh.query.Query | ParagraphScorer, k: int, count: bool, allowed: Any
    ) -> TopParagraphs:
        """Return the best documents for a tree, whose words are looked up here, or for a query object."""
        scorer = self.prepared(asked) if isinstance(asked, whoosh.query.Query) else asked
        return scorer.top(k, count=count, allowed=allowed)

    def forget(self) -> None:
        """Close the lists of all words, so that the next search looks them up."""
        self._weight.forget()


class _Paragraphs(Searcher):
    """Plain BM25 over paragraphs."""

    def __init__(self, folder: Path, start: Start) -> None:
        self._snapshot = opened(folder)
        self._kernel = _Kernel(self._snapshot)
        self._start = start

    def prepare(self, query: Query) -> tuple[whoosh.query.Query | ParagraphScorer, int | None]:
        tree = _tree(query)
        sources = self._snapshot.doc_values.sources
        source = sources.index(query.source) if query.source else None
        return (self._kernel.prepared(tree) if self._start is Start.PREPARED else tree), source

    def run(self, prepared: Any, k: int, count: bool) -> TopParagraphs:
        asked, source = prepared
        allowed = None if source is None else self._snapshot.doc_values.source == source
        return self._kernel.best(asked, k, count, allowed)

    def found(self, answer: TopParagraphs) -> Found:
        total = None if answer.total < 0 else answer.total
        return Found(answer.documents.tolist(), answer.scores.tolist(), total)


class _NewWords(_Paragraphs):
    """Plain BM25 with empty caches of words before each search. Emptying them is not timed."""

    def run(self, prepared: Any, k: int, count: bool) -> TopParagraphs:
        self._kernel.forget()
        start = time.perf_counter_ns()
        answer = super().run(prepared, k, count)
        self._taken = time.perf_counter_ns() - start
        return answer

    def nanoseconds(self, answer: TopParagraphs) -> int:
        return self._taken


def _tree(query: Query) -> whoosh.query.Query:
    rows = [query.words] if query.kind == "phrase" else [(word,) for word in query.words]
    parts = [whoosh.query.Or([_words(row, *of) for of in query.fields.items()]) for row in rows]
    wanted = parts if query.kind == "all" else [whoosh.query.Or(parts)]
    excluded = [whoosh.query.Not(_words((query.without,), "body", 1.0))] if query.without else []
    return AllWords([*wanted, *excluded])


def _words(row: tuple[str, ...], field: str, weight: float) -> Words:
    return Words(" ".join(row), (Form(row, row),), (field,), boost=weight)


class _Whole(Searcher):
    """The searches of the product: from a string to paragraphs, or to a page."""

    def __init__(self, folder: Path) -> None:
        self._index = EmbeddedIndex(folder)

    def prepare(self, query: Query) -> tuple[str, str, bool]:
        return query.text, "any" if query.kind == "any" else "all", query.is_product

    def run(self, prepared: tuple[str, str, bool], k: int, count: bool) -> FoundParagraphs | ResultPage:
        text, match, is_product = prepared
        if is_product:
            return self._index.search(text, page_size=k, match=match)
        return self._index.paragraphs(text, k, match=match)

    def found(self, answer: FoundParagraphs | ResultPage) -> Found:
        return Found([], [], answer.total if isinstance(answer, FoundParagraphs) else answer.total_paragraphs)


class _Warta:
    limit = 10_000_000

    def __init__(self, title: str, start: Start) -> None:
        self.title, self.clock, self._start = title, start.value, start
        # A whole search always begins with a string, so only one of the three engines measures it.
        builds = start is Start.WORDS
        self.forms: tuple[str, ...] = (
            ("terms", "stored", "deleted", "whole") if builds else ("terms", "deleted")
        )
        self.same_index_as = "" if builds else "warta"

    def version(self) -> str:
        return version("warta")

    def supports(self, query: Query) -> bool:
        return True

    def build(self, corpus: Corpus, folder: Path, form: str) -> int:
        if form != "whole":
            return write(corpus, folder, form)
        command = [sys.executable, "-c", _REINDEX, "reindex", "--quiet"]
        done = subprocess.run([*command, str(corpus.path("jsonl")), "--index", str(folder)], check=False)
        if done.returncode not in (0, 1):  # exit code 1: some records were rejected
            raise RuntimeError(f"warta reindex ended with {done.returncode}")
        return 0

    def open(self, folder: Path, form: str) -> Searcher:
        if form == "whole":
            return _Whole(folder)
        kind = _NewWords if self._start is Start.NEW_WORDS else _Paragraphs
        return kind(folder, self._start)


def warta(title: str, start: Start) -> Engine:
    """Return the engine that searches from ``start`` on."""
    return _Warta(title, start)


ENGINE = warta("Warta (from words)", Start.WORDS)
