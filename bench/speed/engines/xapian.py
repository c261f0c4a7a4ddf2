"""Xapian through Debian's python3-xapian, which belongs to the system's Python: that one runs this module."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

import xapian

from bench.speed.corpus import Corpus
from bench.speed.engines.base import DELETED, K1, B, Found, Searcher, copy_of_terms
from bench.speed.queries import Query

_PREFIXES = {"body": "", "title": "XT"}
_SOURCE = "XS"
_LONGEST = 240  # bytes; Xapian allows 245 in a term
_A_COMMIT = 1_000_000  # documents held in memory; memory for fewer merges


def _term(prefix: str, word: str) -> bytes:
    return (prefix.encode() + word.encode())[:_LONGEST]


class _Searcher(Searcher):
    def __init__(self, folder: Path) -> None:
        self._database = xapian.Database(str(folder))
        self._documents = self._database.get_lastdocid()

    def prepare(self, query: Query) -> Any:
        if query.kind == "phrase":
            made = xapian.Query(xapian.Query.OP_PHRASE, [_term("", word) for word in query.words])
        else:
            operator = {"any": xapian.Query.OP_OR, "all": xapian.Query.OP_AND}[query.kind]
            made = xapian.Query(operator, [self._places(word, query.fields) for word in query.words])
        if query.source:
            made = xapian.Query(xapian.Query.OP_FILTER, made, xapian.Query(_term(_SOURCE, query.source)))
        if query.without:
            made = xapian.Query(xapian.Query.OP_AND_NOT, made, xapian.Query(_term("", query.without)))
        return made

    @staticmethod
    def _places(word: str, fields: dict[str, float]) -> Any:
        places = [
            xapian.Query(xapian.Query.OP_SCALE_WEIGHT, xapian.Query(_term(_PREFIXES[field], word)), weight)
            for field, weight in fields.items()
        ]
        return reduce(lambda one, other: xapian.Query(xapian.Query.OP_OR, one, other), places)

    def run(self, prepared: Any, k: int, count: bool) -> Any:
        enquire = xapian.Enquire(self._database)
        enquire.set_weighting_scheme(xapian.BM25Weight(K1, 0, 1, B, 0))
        enquire.set_query(prepared)
        return enquire.get_mset(0, k, self._documents if count else 0)

    def found(self, answer: Any) -> Found:
        hits = [(match.docid - 1, match.weight) for match in answer]
        low, high = answer.get_matches_lower_bound(), answer.get_matches_upper_bound()
        return Found([doc for doc, _ in hits], [score for _, score in hits], low if low == high else None)


class _Xapian:
    title = "Xapian"
    forms = ("terms", "deleted")
    limit = 1_500_000
    clock = "query object made ahead; terms looked up in the tree within the clock"

    def version(self) -> str:
        return str(xapian.version_string())

    def supports(self, query: Query) -> bool:
        return query.form != "whole"

    def build(self, corpus: Corpus, folder: Path, form: str) -> None:
        if form == "deleted":
            copy_of_terms(folder)
            database = xapian.WritableDatabase(str(folder), xapian.DB_OPEN)
            for docid in range(DELETED + 1, database.get_lastdocid() + 1, 10):
                database.delete_document(docid)
        else:
            database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OVERWRITE)
            self._fill(database, corpus)
        database.commit()
        database.close()

    @staticmethod
    def _fill(database: Any, corpus: Corpus) -> None:
        columns = [corpus.lines(name) for name in ("terms", "titles", "sources")]
        for number, (body, title, source) in enumerate(zip(*columns, strict=True)):
            document = xapian.Document()
            for position, word in enumerate(body.split(), 1):
                document.add_posting(_term("", word), position)
            for position, word in enumerate(title.split(), 1):
                document.add_posting(_term(_PREFIXES["title"], word), position)
            document.add_boolean_term(_term(_SOURCE, source))
            database.add_document(document)
            if number % _A_COMMIT == _A_COMMIT - 1:
                database.commit()

    def open(self, folder: Path, form: str) -> _Searcher:
        return _Searcher(folder)


ENGINE = _Xapian()
