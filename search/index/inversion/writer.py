"""Writes whole articles as one segment of a Whoosh index, a document a paragraph.

::

    paragraphs -> tokens (TokenPool) -> rows sorted by term -> encoded lists (write_field) -> SEGMENT.flat
               -> stored texts (StoredTexts), lengths ---------------------------------------> SEGMENT.docs

What Whoosh's own writer would do token by token and posting by posting happens here once for each distinct
surface form, and once for all posting lists of a field. What is written is an ordinary segment, which
Whoosh reads through ``FlatCodec``.
"""

from __future__ import annotations

from array import array
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.index import TOC, FileIndex, LockError, clean_files

from search.article import Article, day_of
from search.index.copies.duplicates import Duplicates, Signatures
from search.index.fastest import SurfaceForms
from search.index.format.disk import sync_folder
from search.index.format.documents_writer import write_lengths
from search.index.format.names import DOCS_EXTENSION, FLAT_EXTENSION
from search.index.format.sections import SectionsWriter
from search.index.format.stored import StoredTexts, stored_metadata
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.field_spool import Documents, write_field
from search.index.inversion.token_pool import IdentifierPool, TokenPool
from search.index.inversion.vocabulary import Vocabulary
from search.index.whoosh.segment import FlatCodec
from search.indonesian import Analyzer

_IDENTIFIERS = ("article", "source", "category", "published")
_PARAGRAPHS_AT_ONCE = 1024

Array = npt.NDArray[Any]


class ArticleWriter:
    """Adds articles to an index; nobody sees any of them before ``commit``.

    scratch:      an empty folder for temporary files, removed by its owner
    memory_bytes: bound for the tokens held before they are sorted and spilled to ``scratch``
    Raises LockError where somebody else is writing to the index.
    """

    def __init__(self, ix: FileIndex, analyzer: Analyzer, scratch: Path, memory_bytes: int) -> None:
        self._ix = ix
        self._lock = ix.lock("WRITELOCK")
        if not self._lock.acquire():
            raise LockError
        self.is_closed = False
        self._scratch = scratch
        self._segment = FlatCodec().new_segment(ix.storage, ix.indexname)
        forms = SurfaceForms()
        self._forms = forms
        self._vocabulary = Vocabulary(forms, analyzer)
        self._body = TokenPool(forms, self._vocabulary, scratch, "body", memory_bytes * 7 // 8)
        self._title = TokenPool(forms, self._vocabulary, scratch, "title", memory_bytes // 8)
        self._identifiers = {name: IdentifierPool() for name in _IDENTIFIERS}
        self._documents_file = SectionsWriter(self.path(DOCS_EXTENSION))
        self._text = StoredTexts("text", scratch, self._documents_file)
        self._about = StoredTexts("about", scratch)
        self._duplicates = Duplicates()
        self._waiting: list[Article] = []
        self._firsts = array("Q")  # the first paragraph of each article
        self._sizes = array("Q")  # the paragraphs of each article in the present run
        self._documents = self._first_waiting = 0

    def add_article(self, article: Article) -> None:
        """Add an article that is not in the index yet: its paragraphs become neighbouring documents."""
        self._waiting.append(article)
        self._documents += len(article.paragraphs)
        if self._documents - self._first_waiting >= _PARAGRAPHS_AT_ONCE:
            self._take_waiting()

    def _take_waiting(self) -> None:
        """Take the articles that wait; many at once, since a call for each costs more than what it does."""
        articles, first = self._waiting, self._first_waiting
        self._waiting, self._first_waiting = [], self._documents
        paragraphs = tuple(chain.from_iterable(article.paragraphs for article in articles))
        sizes = [len(article.paragraphs) for article in articles]
        firsts = [*accumulate(sizes[:-1], initial=first)] if sizes else []
        self._sizes.extend(sizes)
        self._firsts.extend(firsts)
        self._body.add(range(first, self._documents), paragraphs)
        self._text.add(range(first, self._documents), paragraphs)
        self._title.add(firsts, tuple(article.title or "" for article in articles))
        self._about.add(firsts, tuple(map(stored_metadata, articles)))
        for name, pool in self._identifiers.items():
            pool.add(firsts, [_identifier(article, name) for article in articles])
        if self._body.is_full or self._title.is_full:
            self._finish_run()
            self._body.spill()
            self._title.spill()

    def _finish_run(self) -> None:
        self._body.finish_run()
        self._title.finish_run()
        tokens, ends = self._body.texts()
        last = np.cumsum(np.frombuffer(self._sizes, np.uint64)).astype(np.int64) - 1
        self._duplicates.add(tokens, ends[last], self._forms.word_hashes())
        self._sizes = array("Q")

    def commit(self) -> None:
        """Write the segment, bring it to the disk, and make it part of the index."""
        self._take_waiting()
        self._finish_run()
        self.body_lengths, self.title_lengths = self._body.lengths(), self._title.lengths()
        self._write_documents()
        self._write_fields()
        sync_folder(self._ix.storage)
        self._segment.set_doc_count(self._documents)
        storage, name = self._ix.storage, self._ix.indexname
        toc = TOC.read(storage, name)
        segments = [*toc.segments, self._segment]
        TOC(toc.schema, segments, toc.generation + 1).write(storage, name)
        clean_files(storage, name, toc.generation + 1, segments)
        self._close()

    def cancel(self) -> None:
        """Give up: the index stays as it was."""
        self._about.close()
        self._documents_file.abandon()
        self.path(FLAT_EXTENSION).unlink(missing_ok=True)
        self._close()

    def _close(self) -> None:
        self._lock.release()
        self.is_closed = True

    def signatures(self) -> Signatures:
        """Return the signatures by which copies of articles are found, once committed."""
        return self._duplicates.signatures()

    def path(self, extension: str) -> Path:
        """Return a file of the segment."""
        return Path(self._ix.storage.folder) / str(self._segment.make_filename(extension))

    def _lengths_by_document(self, field: str) -> Array:
        if field.startswith("body"):
            return self.body_lengths
        lengths = np.zeros(self._documents, np.uint32)
        lengths[np.frombuffer(self._firsts, np.uint64).astype(np.int64)] = self.title_lengths
        return lengths

    def _write_documents(self) -> None:
        file = self._documents_file
        self._text.finish(file, self._documents)
        self._about.finish(file, self._documents)
        noted = {}
        for field in ("body", "body_exact", "title", "title_exact"):
            noted[field] = write_lengths(file, field, self._lengths_by_document(field).astype(np.int64))
        file.note("documents", self._documents)
        file.note("lengths", noted)
        file.close()

    def _write_fields(self) -> None:
        file = SectionsWriter(self.path(FLAT_EXTENSION))
        first_of = np.zeros(self._documents, np.uint32)
        first_of[np.frombuffer(self._firsts, np.uint64).astype(np.int64)] = 1
        article_of = np.cumsum(first_of, dtype=np.uint32) - np.uint32(1)
        dictionary = self._vocabulary.dictionary()
        for name, pool, texts in (
            ("body", self._body, self._documents),
            ("title", self._title, len(self._firsts)),
        ):
            documents = Documents.of(self._lengths_by_document(name), article_of, texts)
            for kind, field in (("stems", name), ("exacts", f"{name}_exact")):
                write_field(file, field, pool.runs(kind), dictionary, self._scratch, documents)
        for name, identifiers in self._identifiers.items():
            write_field(file, name, identifiers.runs(), Dictionary.of(identifiers.numbers), self._scratch)
        file.close()


def _identifier(article: Article, name: str) -> str | None:
    if name == "published":
        return day_of(article.published).isoformat() if article.published else None
    value: str | None = article.id if name == "article" else getattr(article, name)
    return value
