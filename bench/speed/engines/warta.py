"""Warta: its index of the same ready terms, by paragraphs; and its whole search, on an index of its own.

"terms", "stored" and "deleted" are written by ``bench.speed.ready_terms`` and searched by the paragraphs of
``search.ranking``: plain BM25 as the other engines have it. "whole" is what ``warta reindex`` makes of the
articles, run as a process, with everything that the product does: a whole search is ``Index.paragraphs`` over
it, a search page ``Index.search``.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import whoosh.query

from bench.speed.corpus import Corpus
from bench.speed.engines.base import K1, B, Engine, Found
from bench.speed.queries import Query
from bench.speed.ready_terms import opened, write
from search import EmbeddedIndex, RankingSettings
from search.query.tree import AllWords, Form, Words
from search.ranking.choose import KERNEL, searchers
from search.ranking.paragraphs import ParagraphScorer, TopParagraphs
from search.results import FoundParagraphs, ResultPage

_REINDEX = "import sys; from search.cli import main; sys.exit(main())"


class _Paragraphs:
    """Plain BM25 over paragraphs."""

    def __init__(self, folder: Path) -> None:
        self._snapshot = opened(folder)
        self._searcher = searchers(self._snapshot, RankingSettings(k1=K1, b=B)).paragraphs

    def prepare(self, query: Query) -> tuple[ParagraphScorer, int | None]:
        rows = [query.words] if query.kind == "phrase" else [(word,) for word in query.words]
        parts: list[Any] = [
            whoosh.query.Or([_words(row, *of) for of in query.fields.items()]) for row in rows
        ]
        wanted = parts if query.kind == "all" else [whoosh.query.Or(parts)]
        excluded = [whoosh.query.Not(_words((query.without,), "body", 1.0))] if query.without else []
        sources = self._snapshot.numbers.sources
        source = sources.index(query.source) if query.source else None
        return self._searcher.scorer(AllWords([*wanted, *excluded])), source

    def run(self, prepared: tuple[ParagraphScorer, int | None], k: int, count: bool) -> TopParagraphs:
        scorer, source = prepared
        allowed = None if source is None else self._snapshot.numbers.source == source
        return scorer.top(k, count=count, allowed=allowed)

    def found(self, answer: TopParagraphs) -> Found:
        total = None if answer.total < 0 else answer.total
        return Found(answer.documents.tolist(), answer.scores.tolist(), total)


def _words(row: tuple[str, ...], field: str, weight: float) -> Words:
    return Words(" ".join(row), (Form(row, row),), (field,), boost=weight)


class _Whole:
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

    def __init__(self, title: str, same_index_as: str = "") -> None:
        self.title, self.same_index_as = title, same_index_as
        # Without the kernel, a whole search is the same but for what the other classes show.
        self.forms = ("terms", "deleted") if same_index_as else ("terms", "stored", "deleted", "whole")

    def version(self) -> str:
        return f"{version('warta')}, {KERNEL}"

    def supports(self, query: Query) -> bool:
        # The twin keeps the list of a phrase: timing it again would time a look-up.
        return not self.same_index_as or query.kind != "phrase"

    def build(self, corpus: Corpus, folder: Path, form: str) -> int:
        if form != "whole":
            return write(corpus, folder, form)
        command = [sys.executable, "-c", _REINDEX, "reindex", "--quiet"]
        done = subprocess.run([*command, str(corpus.path("jsonl")), "--index", str(folder)], check=False)
        if done.returncode not in (0, 1):  # 1: some records were turned away
            raise RuntimeError(f"warta reindex ended with {done.returncode}")
        return 0

    def open(self, folder: Path, form: str) -> _Paragraphs | _Whole:
        return _Whole(folder) if form == "whole" else _Paragraphs(folder)


def warta(title: str, same_index_as: str = "") -> Engine:
    """Return the engine, with the kernel that ``search.ranking`` has chosen."""
    return _Warta(title, same_index_as)


ENGINE = warta("Warta")
