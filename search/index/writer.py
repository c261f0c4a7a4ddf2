"""A Whoosh segment writer that takes whole articles.

Whoosh's own writer analyses every token and moves every posting through Python objects. This one looks each
distinct surface form up once, keeps tokens in arrays (``TokenPool``) and hands finished posting lists to
the codec. What it writes is an ordinary Whoosh segment.
"""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from search.article import Article, day_of
from search.index.schema import MAX_POSITION, TEXT_FIELDS
from search.index.stored import stored_metadata
from search.index.token_pool import TokenPool
from search.indonesian import Analyzer
from search.indonesian.tokens import surface_forms

# Long blocks cost less to read whole, which is how they are read here.
_POSTINGS_A_BLOCK = 1024


class _Entry(NamedTuple):
    """A surface form as term numbers: of its stems and of its exact forms, at these offsets."""

    offsets: list[int]
    stems: list[int]
    exacts: list[int]
    width: int


class _TextPools:
    """The pools of a stemmed field and its exact twin, filled together."""

    def __init__(self, field: str, analyzer: Analyzer, folder: Path, max_bytes: int) -> None:
        self._analyzer = analyzer
        self.stems = TokenPool(folder, field, max_bytes)
        self.exacts = TokenPool(folder, f"{field}_exact", max_bytes)
        self._entries: dict[str, _Entry] = {}

    def _entry(self, surface: str) -> _Entry:
        word = self._analyzer.word(surface)
        entry = self._entries[surface] = _Entry(
            [term.offset for term in word.terms],
            [self.stems.term_id(term.stem) for term in word.terms],
            [self.exacts.term_id(term.exact) for term in word.terms],
            word.width,
        )
        return entry

    def add(self, doc: int, text: str) -> int:
        """Add the tokens of a text and return how many there are."""
        entries = self._entries
        stems: list[int] = []
        exacts: list[int] = []
        positions: list[int] = []
        position = 0
        for surface in surface_forms(text):
            entry = entries.get(surface) or self._entry(surface)
            if entry.width == 1:  # nearly all words
                positions.append(position)
                stems.append(entry.stems[0])
                exacts.append(entry.exacts[0])
            else:
                positions.extend(position + offset for offset in entry.offsets)
                stems.extend(entry.stems)
                exacts.extend(entry.exacts)
            position += entry.width
        if position > MAX_POSITION:
            positions = [min(at, MAX_POSITION) for at in positions]
        self.stems.add(doc, stems, positions)
        self.exacts.add(doc, exacts, positions)
        return len(stems)


class ArticleWriter(SegmentWriter):  # type: ignore[misc]
    """Adds articles, a document a paragraph; ``commit()`` and ``cancel()`` are Whoosh's.

    body_lengths, title_lengths: index terms of each paragraph and of each article's headline so far
    """

    def __init__(self, ix: FileIndex, analyzer: Analyzer, scratch: Path, memory_bytes: int) -> None:
        super().__init__(ix, codec=W3Codec(blocklimit=_POSTINGS_A_BLOCK))
        quarter = memory_bytes // 4
        self._body = _TextPools("body", analyzer, scratch, quarter)
        self._title = _TextPools("title", analyzer, scratch, quarter // 4)
        self._identifiers: dict[str, dict[str, list[int]]] = {
            name: {} for name in ("article", "source", "category", "published")
        }
        self.body_lengths = array("i")
        self.title_lengths = array("i")

    def add_article(self, article: Article) -> None:
        """Add an article that is not in the index yet: its paragraphs become neighbouring documents."""
        first = self.docnum
        self.title_lengths.append(self._title.add(first, article.title) if article.title else 0)
        self._add_identifiers(first, article)
        for number, text in enumerate(article.paragraphs):
            length = self._body.add(self.docnum, text)
            self.body_lengths.append(length)
            self._store(text, article if number == 0 else None, length)
        self._added = True

    def _store(self, text: str, first_of: Article | None, body_length: int) -> None:
        per_document = self.perdocwriter
        per_document.start_doc(self.docnum)
        about = stored_metadata(first_of) if first_of else None
        per_document.add_field("content", self.schema["content"], (text, about), 0)
        for field in ("body", "body_exact"):
            per_document.add_field(field, self.schema[field], None, body_length)
        if first_of:
            for field in ("title", "title_exact"):
                per_document.add_field(field, self.schema[field], None, self.title_lengths[-1])
        per_document.finish_doc()
        self.docnum += 1

    def _add_identifiers(self, doc: int, article: Article) -> None:
        published = day_of(article.published).isoformat() if article.published else None
        values = (article.id, article.source, article.category, published)
        for terms, value in zip(self._identifiers.values(), values, strict=True):
            if value:
                terms.setdefault(value, []).append(doc)

    def _flush_segment(self) -> None:
        """Write the posting lists of all fields, in the order that the codec asks for."""
        self.perdocwriter.close()
        pools = dict(
            zip(
                TEXT_FIELDS,
                (self._body.stems, self._body.exacts, self._title.stems, self._title.exacts),
                strict=True,
            )
        )
        for field in sorted((*pools, *self._identifiers)):
            self.fieldwriter.start_field(field, self.schema[field])
            if field in pools:
                self._write_lists(field, pools[field])
            else:
                self._write_identifiers(self._identifiers[field])
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def _write_lists(self, field: str, pool: TokenPool) -> None:
        lengths: Any = self.body_lengths if field.startswith("body") else None
        write = self.fieldwriter
        for term, docs, values in pool.posting_lists():
            write.start_term(term)
            for doc, value in zip(docs, values, strict=True):
                write.add(doc, float(len(value) // 2), value, lengths[doc] if lengths else 1)
            write.finish_term()

    def _write_identifiers(self, terms: dict[str, list[int]]) -> None:
        write = self.fieldwriter
        for term, docs in sorted((value.encode(), docs) for value, docs in terms.items()):
            write.start_term(term)
            for doc in docs:
                write.add(doc, 1.0, b"", 1)
            write.finish_term()
