"""Stock Whoosh: its own codec, writer, matchers and collectors, one segment."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.scoring import BM25F

from bench.speed.corpus import Corpus
from bench.speed.engines.base import DELETED, K1, B, Found, Searcher, copy_of_terms
from bench.speed.queries import Query


class _Searcher(Searcher):
    def __init__(self, folder: Path) -> None:
        self._searcher = index.open_dir(folder).searcher(weighting=BM25F(B=B, K1=K1))

    def prepare(self, asked: Query) -> tuple[Any, Any, bool]:
        allowed = query.Term("source", asked.source) if asked.source else None
        if asked.kind == "phrase":
            return query.Phrase("body", list(asked.words)), allowed, True
        joined = {"any": query.Or, "all": query.And}[asked.kind]
        made = joined([self._places(word, asked.fields) for word in asked.words]).normalize()
        if asked.without:
            made = query.AndNot(made, query.Term("body", asked.without))
        # Skipping blocks under AndNot runs past the end of a posting list now and then (IndexError).
        return made, allowed, not asked.without

    @staticmethod
    def _places(word: str, weights: dict[str, float]) -> Any:
        terms = [query.Term(field, word, boost=weight) for field, weight in weights.items()]
        return terms[0] if len(terms) == 1 else query.Or(terms)

    def run(self, prepared: Any, k: int, count: bool) -> tuple[Any, int | None]:
        made, allowed, optimize = prepared
        hits = self._searcher.search(made, limit=k, filter=allowed, optimize=optimize)
        return hits, len(hits) if count else None

    def found(self, answer: Any) -> Found:
        hits, total = answer
        return Found([doc for _, doc in hits.top_n], [score for score, _ in hits.top_n], total)


class _Whoosh:
    title = "Whoosh"
    forms = ("terms", "stored", "deleted")
    limit = 150_000
    clock = "query object made ahead; terms looked up in the dictionary within the clock"

    def version(self) -> str:
        try:
            return f"whoosh3 {version('whoosh3')}"
        except PackageNotFoundError:
            return f"Whoosh {version('Whoosh')}"

    def supports(self, query: Query) -> bool:
        return query.form != "whole"

    def build(self, corpus: Corpus, folder: Path, form: str) -> None:
        if form == "deleted":
            copy_of_terms(folder)
            writer = index.open_dir(folder).writer()
            for number in range(DELETED, writer.reader().doc_count_all(), 10):
                writer.delete_document(number)
            writer.commit(merge=False)
            return
        words = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
        schema = fields.Schema(body=words, title=words, source=fields.ID(), text=fields.STORED())
        writer = index.create_in(folder, schema).writer(limitmb=512)
        columns = [corpus.lines(name) for name in ("terms", "titles", "sources", "texts")]
        for body, title, source, text in zip(*columns, strict=True):
            stored = {"text": text} if form == "stored" else {}
            writer.add_document(body=body, title=title, source=source, **stored)
        writer.commit(merge=False)

    def open(self, folder: Path, form: str) -> _Searcher:
        return _Searcher(folder)


ENGINE = _Whoosh()
