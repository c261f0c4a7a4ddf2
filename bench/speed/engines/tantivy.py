"""tantivy through tantivy-py: one segment, one indexing thread, the whitespace tokenizer, positions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tantivy

from bench.speed.corpus import Corpus
from bench.speed.engines.base import DELETED, Found, Searcher
from bench.speed.queries import Query

# The memory must suffice for one segment, whose document numbers are the lines of the corpus; tantivy allows
# 4 GB.
_HEAP_BYTES = 4_000_000_000
_MUST, _SHOULD, _MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


class _Searcher(Searcher):
    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()
        if self._searcher.num_segments != 1:
            raise RuntimeError(f"tantivy made {self._searcher.num_segments} segments, the bench wants one")

    def prepare(self, query: Query) -> Any:
        if query.form != "whole":
            return self._query(query)
        words = " ".join(word for word in query.words if word not in query.ignored)
        return _Typed(f'"{words}"' if query.kind == "phrase" else words, query.kind == "all")

    def _query(self, query: Query) -> tantivy.Query:
        made = self._words(query)
        if not query.source and not query.without:
            return made
        parts = [(_MUST, made)]
        if query.source:
            source = tantivy.Query.term_query(self._schema, "source", query.source, "basic")
            parts.append((_MUST, tantivy.Query.const_score_query(source, 0.0)))
        if query.without:
            parts.append((_MUST_NOT, tantivy.Query.term_query(self._schema, "body", query.without)))
        return tantivy.Query.boolean_query(parts)

    def _words(self, query: Query) -> tantivy.Query:
        if query.kind == "phrase":
            return tantivy.Query.phrase_query(self._schema, "body", list(query.words))
        occur = _MUST if query.kind == "all" else _SHOULD
        if query.kind == "any":
            parts = [(occur, part) for word in query.words for part in self._places(word, query.fields)]
        else:
            parts = [(occur, self._either(list(self._places(word, query.fields)))) for word in query.words]
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _places(self, word: str, fields: dict[str, float]) -> Iterator[tantivy.Query]:
        for field, weight in fields.items():
            term = tantivy.Query.term_query(self._schema, field, word, "freq")
            yield term if weight == 1 else tantivy.Query.boost_query(term, weight)

    @staticmethod
    def _either(places: list[tantivy.Query]) -> tantivy.Query:
        if len(places) == 1:
            return places[0]
        return tantivy.Query.boolean_query([(_SHOULD, place) for place in places])

    def run(self, prepared: Any, k: int, count: bool) -> Any:
        if isinstance(prepared, _Typed):
            return self._whole(prepared, k)
        return self._searcher.search(prepared, k, count)

    def _whole(self, typed: _Typed, k: int) -> tuple[Any, list[tuple[str, str]]]:
        query = self._index.parse_query(typed.text, ["body"], conjunction_by_default=typed.every)
        result = self._searcher.search(query, k, True)
        snippets = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "body")
        shown = []
        for _, address in result.hits:
            document = self._searcher.doc(address)
            shown.append((document.get_first("body"), snippets.snippet_from_doc(document).to_html()))
        return result, shown

    def found(self, answer: Any) -> Found:
        result = answer[0] if isinstance(answer, tuple) else answer
        return Found([at.doc for _, at in result.hits], [score for score, _ in result.hits], result.count)


class _Typed:
    """A string for the query parser, with the choice whether all words must match."""

    def __init__(self, text: str, every: bool) -> None:
        self.text = text
        self.every = every


class _Tantivy:
    title = "tantivy"
    forms = ("terms", "stored", "deleted", "whole")
    limit = 10_000_000
    clock = "query object made ahead; terms looked up in the dictionary within the clock"

    def version(self) -> str:
        return f"{tantivy.__version__.split(',')[0].removeprefix('tantivy v')} through tantivy-py"

    def supports(self, query: Query) -> bool:
        return not query.is_product

    def build(self, corpus: Corpus, folder: Path, form: str) -> None:
        index = tantivy.Index(self._schema(form), path=str(folder))
        writer = index.writer(_HEAP_BYTES, 1)
        columns = [corpus.lines(name) for name in ("terms", "titles", "sources")]
        if form == "stored":
            columns.append(corpus.lines("texts"))
        for number, (body, title, source, *text) in enumerate(zip(*columns, strict=True)):
            document = tantivy.Document()
            document.add_text("body", body)
            if title:
                document.add_text("title", title)
            document.add_text("source", source)
            if text:
                document.add_bytes("text", text[0].encode())
            if form == "deleted":
                document.add_text("tenth", str(number % 10))
            writer.add_document(document)
        writer.commit()
        if form == "deleted":
            writer.delete_documents_by_term("tenth", str(DELETED))
            writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def _schema(form: str) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=form == "whole", tokenizer_name="whitespace")
        builder.add_text_field("title", tokenizer_name="whitespace")
        builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
        if form == "stored":
            builder.add_bytes_field("text", stored=True)
        if form == "deleted":
            builder.add_text_field("tenth", tokenizer_name="raw", index_option="basic")
        return builder.build()

    def open(self, folder: Path, form: str) -> _Searcher:
        return _Searcher(tantivy.Index.open(str(folder)))


ENGINE = _Tantivy()
