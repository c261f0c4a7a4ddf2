"""SQLite's FTS5: positions (detail=full), the unicode61 tokenizer over stems, a contentless table.

The publisher is a column too, with the weight 0, because a filter inside MATCH is the fastest that FTS5 has.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from bench.speed.corpus import Corpus
from bench.speed.engines.base import DELETED, Found, Searcher, copy_of_terms
from bench.speed.queries import Query

_COLUMNS = ("terms", "titles", "sources")
# Numbers such as 1,5 are one term.
_TOKENIZER = """tokenize="unicode61 remove_diacritics 0 tokenchars ',.'" """


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


class _Searcher(Searcher):
    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA mmap_size = 4000000000")

    def prepare(self, query: Query) -> tuple[str, float]:
        columns = "{" + " ".join(query.fields) + "}"
        words = (
            _quoted(" ".join(query.words))
            if query.kind == "phrase"
            else {"any": " OR ", "all": " AND "}[query.kind].join(_quoted(word) for word in query.words)
        )
        match = f"{columns} : ({words})"
        if query.source:
            match = f"({match}) AND source : {_quoted(query.source)}"
        if query.without:
            match = f"({match}) NOT body : {_quoted(query.without)}"
        return match, query.fields.get("title", 1.0)

    def run(self, prepared: Any, k: int, count: bool) -> tuple[list[tuple[int, float]], int | None]:
        match, weight = prepared
        ranked = "SELECT rowid, bm25(paragraph, 1.0, ?, 0.0) AS score FROM paragraph WHERE paragraph MATCH ?"
        hits = self._database.execute(f"{ranked} ORDER BY score LIMIT ?", (weight, match, k)).fetchall()
        if not count:
            return hits, None
        counted = "SELECT count(*) FROM paragraph WHERE paragraph MATCH ?"
        return hits, self._database.execute(counted, (match,)).fetchone()[0]

    def found(self, answer: Any) -> Found:
        hits, total = answer
        return Found([row for row, _ in hits], [-score for _, score in hits], total)


class _FTS5:
    title = "SQLite FTS5"
    forms = ("terms", "stored", "deleted")
    limit = 10_000_000
    clock = "text of the query made ahead; parsed, and its terms looked up, within the clock"

    def version(self) -> str:
        return sqlite3.sqlite_version

    def supports(self, query: Query) -> bool:
        return query.form != "whole"

    def build(self, corpus: Corpus, folder: Path, form: str) -> None:
        if form == "deleted":
            copy_of_terms(folder)
        with sqlite3.connect(folder / "fts5.db") as database:
            if form == "deleted":
                self._delete(database, corpus)
            else:
                self._fill(database, corpus, form == "stored")

    @staticmethod
    def _fill(database: sqlite3.Connection, corpus: Corpus, stored: bool) -> None:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(
            f"CREATE VIRTUAL TABLE paragraph USING fts5(body, title, source, content='', {_TOKENIZER})"
        )
        columns = [corpus.lines(name) for name in _COLUMNS]
        database.executemany(
            "INSERT INTO paragraph(rowid, body, title, source) VALUES (?, ?, ?, ?)",
            ((number, *values) for number, values in enumerate(zip(*columns, strict=True))),
        )
        if stored:
            database.execute("CREATE TABLE written(id INTEGER PRIMARY KEY, text TEXT)")
            database.executemany("INSERT INTO written VALUES (?, ?)", enumerate(corpus.lines("texts")))
        database.execute("INSERT INTO paragraph(paragraph) VALUES ('optimize')")

    @staticmethod
    def _delete(database: sqlite3.Connection, corpus: Corpus) -> None:
        columns = [corpus.lines(name) for name in _COLUMNS]
        # To delete a row, a contentless table needs its former content.
        database.executemany(
            "INSERT INTO paragraph(paragraph, rowid, body, title, source) VALUES ('delete', ?, ?, ?, ?)",
            (
                (number, *values)
                for number, values in enumerate(zip(*columns, strict=True))
                if number % 10 == DELETED
            ),
        )

    def open(self, folder: Path, form: str) -> _Searcher:
        return _Searcher(folder / "fts5.db")


ENGINE = _FTS5()
