"""The test collections: queries, judgements, and documents.

They belong to their publishers and annotators, so the project does not contain them. They are read from a
folder with ``eval/facqa``, ``eval/idkmrc``, ``eval/knownitem`` and ``data/news-2019.jsonl.zst``.

facqa      factoid questions over news passages (IndoNLU's FacQA)
idkmrc     questions over Wikipedia passages (TyDi QA through IDK-MRC)
knownitem  a headline has to find the paragraphs of its article, whose headline is not searched

A set is read as *views*, one for each unit that is judged: known items by paragraph and by article.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from search import Article
from search.evaluate import Qrels, articles_of, read_qrels, read_queries
from search.readers import ReadingOptions, read_articles
from search.readers.text_settings import TextSettings

VARIABLE = "WARTA_SHARED"
NAMES = ("facqa", "idkmrc", "knownitem")
NEWS = Path("data") / "news-2019.jsonl.zst"
#: Judgements name paragraphs by their numbers, so every one is read.
_AS_GIVEN = ReadingOptions(texts=TextSettings(boilerplate=(), cut=False))


class MissingSetsError(Exception):
    """The folder of the collections, or a file in it, is missing. The text names it and says what to do."""


@dataclass(frozen=True)
class View:
    """A set judged by one unit.

    unit:    "paragraph" or "article"; passages are articles of one paragraph, so either would do for them
    queries: pairs of id and text
    ignore:  documents that are dropped from a run before it is measured
    """

    name: str
    unit: str
    queries: list[tuple[str, str]]
    qrels: Qrels
    ignore: Qrels

    @property
    def title(self) -> str:
        """The name of the view in tables."""
        return f"{self.name} by {self.unit}" if self.name == "knownitem" else self.name

    def half(self, number: int) -> View:
        """Return the half of the queries (0 or 1) that the checksum of a query's id puts it in."""
        queries = [(key, text) for key, text in self.queries if crc32(key.encode()) % 2 == number]
        chosen = {key for key, _ in queries}
        qrels = {key: judged for key, judged in self.qrels.items() if key in chosen}
        return View(self.name, self.unit, queries, qrels, self.ignore)

    def first(self, count: int) -> View:
        """Return the view with ``count`` of its queries, spread evenly over all of them."""
        step = max(1, len(self.queries) // count)
        queries = self.queries[::step][:count]
        qrels = {key: self.qrels[key] for key, _ in queries if key in self.qrels}
        return View(self.name, self.unit, queries, qrels, self.ignore)


@dataclass(frozen=True)
class TestSet:
    """One collection: ``articles()`` reads its documents anew each time."""

    name: str
    folder: Path
    news: Path

    def articles(self) -> Iterator[Article]:
        """Yield the documents; passages are articles of one paragraph without a headline."""
        if self.name == "knownitem":
            for item in read_articles([str(self.news)], options=_AS_GIVEN):
                if isinstance(item, Article):
                    yield item
            return
        with (self.folder / "passages.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                passage = json.loads(line)
                yield Article(passage["id"], (" ".join(passage["text"].split()),))

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield address and text of every paragraph, as the judgements name them."""
        for article in self.articles():
            if self.name != "knownitem":
                yield article.id, article.paragraphs[0]
                continue
            for number, text in enumerate(article.paragraphs):
                yield f"{article.id}#{number}", text

    def views(self) -> list[View]:
        """Return the set by each unit that it is judged by. Raises EvaluationError for an unusable file."""
        queries, wrong = read_queries(self.folder / "queries.dev.tsv")
        if wrong:
            raise MissingSetsError(wrong[0].said("en"))
        qrels = read_qrels(self.folder / "qrels.dev.txt")
        if self.name != "knownitem":
            return [View(self.name, "article", queries, qrels, {})]
        ignore = read_qrels(self.folder / "ignore.txt")
        return [
            View(self.name, "paragraph", queries, qrels, ignore),
            View(self.name, "article", queries, by_article(qrels), by_article(ignore)),
        ]


def by_article(judgements: Qrels) -> Qrels:
    """Return judgements of paragraphs as judgements of their articles."""
    return {key: {d: int(r) for d, r in articles_of(judged).items()} for key, judged in judgements.items()}


def by_rank(documents: Iterable[str]) -> dict[str, float]:
    """Return documents, the best first, with scores that are all different and keep this order.

    When a run is measured, equal scores are ordered by id, but users see the order of the engine (Anserini
    adjusts its scores for the same reason).
    """
    return {document: -float(rank) for rank, document in enumerate(documents, start=1)}


@cache
def load(shared: str | None, names: tuple[str, ...] = NAMES) -> tuple[TestSet, ...]:
    """Return the collections in a folder: ``shared``, or else that of the environment, or else ../shared.

    Raises MissingSetsError, which names the first missing file.
    """
    root = Path(shared or os.environ.get(VARIABLE) or Path("..") / "shared")
    if not root.is_dir():
        raise MissingSetsError(
            f"{root}: there is no such folder. The test collections are not part of the project;"
            f" name their folder with --shared or {VARIABLE}."
        )
    found = []
    for name in names:
        test_set = TestSet(name, root / "eval" / name, root / NEWS)
        needed = [test_set.folder / "queries.dev.tsv", test_set.folder / "qrels.dev.txt"]
        if name == "knownitem":
            needed += [test_set.folder / "ignore.txt", test_set.news]
        else:
            needed.append(test_set.folder / "passages.jsonl")
        for path in needed:
            if not path.is_file():
                raise MissingSetsError(
                    f"{path}: not there, so {name} cannot be measured (--sets chooses others)"
                )
        found.append(test_set)
    return tuple(found)
