"""Warta: its index of the same ready terms, bags of words; and its whole search, on an index of its own.

"terms", "stored" and "deleted" are written by ``bench.speed.ready_terms`` and searched by the bags of
``search.ranking``: plain BM25 as the other engines have it. "whole" is what ``warta reindex`` makes of the
articles, run as a process, with everything that the product does: a whole search is ``Index.paragraphs`` over
it, a search page ``Index.search``.

The same index is searched in three ways, each an engine of the bench (``Start``).
"""

from __future__ import annotations

import subprocess
import sys
import time
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.speed.corpus import Corpus
from bench.speed.engines.base import K1, B, Engine, Found, Searcher
from bench.speed.queries import Query
from bench.speed.ready_terms import opened, write
from search import EmbeddedIndex, RankingSettings
from search.index.snapshot import Snapshot
from search.ranking.bags import Bag, BagWord, BestDocuments, Either
from search.ranking.compiled_bags import CompiledBags, PreparedBag
from search.ranking.term_lists import TermLists
from search.results import FoundParagraphs, ResultPage

_REINDEX = "import sys; from search.cli import main; sys.exit(main())"


class Start(Enum):
    """What a search of Warta starts from; the value says what the clock holds."""

    WORDS = "bag of strings made ahead; looked up within the clock, among the lists that are open already"
    NEW_WORDS = "bag of strings made ahead; looked up on disk, lists opened and verified, within the clock"
    PREPARED = "query object made ahead, of terms that are looked up and of lists that are open"


class _Kernel:
    """The kernel, asked in the three ways: all that the bench knows of how it is asked for bags."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._lists = TermLists(snapshot)
        self._bags = CompiledBags(snapshot, RankingSettings(k1=K1, b=B), self._lists)

    def prepared(self, bag: Bag) -> PreparedBag:
        """Return a query object for a bag."""
        return self._bags.prepared(bag)

    def best(self, asked: Bag | PreparedBag, k: int, count: bool, allowed: Any) -> BestDocuments:
        """Return the best documents for a bag, whose words are looked up here, or for a query object."""
        if isinstance(asked, Bag):
            return self._bags.best(asked, k, count=count, allowed=allowed)
        return asked.best(k, count=count, allowed=allowed)

    def forget(self) -> None:
        """Close the lists of all words, as if none had been asked for yet."""
        self._lists._stored.clear()
        self._bags._known.clear()


class _Bags(Searcher):
    """Plain BM25 over paragraphs."""

    def __init__(self, folder: Path, start: Start) -> None:
        self._snapshot = opened(folder)
        self._kernel = _Kernel(self._snapshot)
        self._start = start

    def prepare(self, query: Query) -> tuple[Bag | PreparedBag, int | None]:
        bag = _bag(query)
        sources = self._snapshot.numbers.sources
        source = sources.index(query.source) if query.source else None
        return (self._kernel.prepared(bag) if self._start is Start.PREPARED else bag), source

    def run(self, prepared: Any, k: int, count: bool) -> BestDocuments:
        asked, source = prepared
        allowed = None if source is None else self._snapshot.numbers.source == source
        return self._kernel.best(asked, k, count, allowed)

    def found(self, answer: BestDocuments) -> Found:
        total = None if answer.total < 0 else answer.total
        return Found(answer.documents.tolist(), answer.scores.tolist(), total)


class _NewBags(_Bags):
    """The same, no word of a search having been asked for before: forgetting them is not timed."""

    def run(self, prepared: Any, k: int, count: bool) -> BestDocuments:
        self._kernel.forget()
        start = time.perf_counter_ns()
        answer = super().run(prepared, k, count)
        self._taken = time.perf_counter_ns() - start
        return answer

    def nanoseconds(self, answer: BestDocuments) -> int:
        return self._taken


def _bag(query: Query) -> Bag:
    rows = [query.words] if query.kind == "phrase" else [(word,) for word in query.words]
    places = [tuple([BagWord(field, row, weight) for field, weight in query.fields.items()]) for row in rows]
    words = tuple([group[0] if len(group) == 1 else Either(group) for group in places])
    excluded = (BagWord("body", (query.without,)),) if query.without else ()
    return Bag(words, excluded, query.kind == "all")


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
        # A whole search begins with a string: it is asked for once.
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
        if done.returncode not in (0, 1):  # 1: some records were turned away
            raise RuntimeError(f"warta reindex ended with {done.returncode}")
        return 0

    def open(self, folder: Path, form: str) -> Searcher:
        if form == "whole":
            return _Whole(folder)
        return _NewBags(folder, self._start) if self._start is Start.NEW_WORDS else _Bags(folder, self._start)


def warta(title: str, start: Start) -> Engine:
    """Return the engine that searches from ``start`` on."""
    return _Warta(title, start)


ENGINE = warta("Warta (from words)", Start.WORDS)
