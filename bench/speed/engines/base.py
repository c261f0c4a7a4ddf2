"""The interface of engines in the bench.

The module of an engine has an object ``ENGINE`` with the methods of ``Engine``. It runs in a separate process
(``bench.speed.worker``), so it may import its package at its top. The number of a document is its line in the
corpus, from 0; the ids in a ``Found`` are these numbers.

Only ``Searcher.run`` is timed: from a prepared query to the result object of the engine. The preparation
differs between engines; ``Engine.clock`` describes it, and the page shows it. ``Searcher.found``, which reads
the ids from the result object, is not timed.
"""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.speed.corpus import Corpus
from bench.speed.queries import Query

FORMS = ("terms", "stored", "deleted", "whole")
DELETED = 3  # paragraphs whose number modulo ten is this are deleted
K1, B = 1.2, 0.75


@dataclass(frozen=True)
class Found:
    """The best paragraphs, the best first, with their scores. total: matches, None if not counted."""

    ids: list[int]
    scores: list[float]
    total: int | None


class Searcher(ABC):
    """An open index."""

    @abstractmethod
    def prepare(self, query: Query) -> Any:
        """Return a prepared query for ``run``. The preparation is not timed."""

    def tune(self, prepared: Sequence[Any], k: int) -> str:
        """Choose the fastest algorithm for the queries of a class, if there is a choice, and return its name.

        It is called once, before the queries are timed.
        """
        return ""

    @abstractmethod
    def run(self, prepared: Any, k: int, count: bool) -> Any:
        """Find the k best paragraphs and, with ``count``, the exact number of matches. This is timed.

        A query of the form "whole" is prepared as a string. Running it includes parsing, searching, counting,
        reading the k texts, and making their snippets in HTML; with ``is_product``, it is a whole search of
        the product.
        """

    def nanoseconds(self, answer: Any) -> int | None:
        """Return the time of the search alone, in case ``run`` has to do more than search."""
        return None

    @abstractmethod
    def found(self, answer: Any) -> Found:
        """Convert a result of ``run`` to a ``Found``. This is not timed."""


class Engine(Protocol):
    """A search engine.

    title:  its name in tables
    forms:  the indexes that it can build, some of FORMS: "terms" (body and headline with positions, source;
            no stored text), "stored" (the same and the paragraph as written), "deleted" ("terms", then every
            tenth paragraph deleted, not merged away), "whole" (everything that a whole search needs)
    limit:  the largest corpus, in paragraphs, that it is given
    clock:  a description of what is prepared before a timed search, and of what the search does
    An engine with ``same_index_as`` builds nothing: it opens the indexes of the engine with that name.
    """

    title: str
    forms: tuple[str, ...]
    limit: int
    clock: str

    def version(self) -> str:
        """Return the version of the engine, with its important settings."""

    def supports(self, query: Query) -> bool:
        """Return whether the engine can answer this query."""

    def build(self, corpus: Corpus, folder: Path, form: str) -> int | None:
        """Write an index of this form into an empty folder. Its CPU time and memory are measured.

        It may return the number of bytes that do not count as the size of the index.
        """

    def open(self, folder: Path, form: str) -> Searcher:
        """Open an index that ``build`` has written."""


def copy_of_terms(folder: Path) -> None:
    """Make ``folder`` a copy of the index "terms" beside it, for engines that delete in place."""
    shutil.copytree(folder.with_name("terms"), folder, dirs_exist_ok=True)
