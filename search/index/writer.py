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
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.index import TOC, FileIndex, LockError, clean_files

from search.article import Article, day_of
from search.index.codec.documents_writer import write_lengths
from search.index.codec.names import DOCS_EXTENSION, FLAT_EXTENSION
from search.index.codec.sections import SectionsWriter
from search.index.codec.segment import FlatCodec
from search.index.codec.storage import sync_folder
from search.index.duplicates import Duplicates, Signatures
from search.index.fastest import SurfaceForms
from search.index.field_spool import Documents, write_field
from search.index.stored import StoredTexts, stored_metadata
from search.index.token_pool import IdentifierPool, TokenPool
from search.index.vocabulary import Dictionary, Vocabulary
from search.indonesian import Analyzer

_IDENTIFIERS = ("article", "source", "category", "published")

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
        self._firsts = array("Q")  # the first paragraph of each article
        self._token_ends = array("Q")  # where each article's tokens end in the present run
        self._documents = 0

    def add_article(self, article: Article) -> None:
        """Add an article that is not in the index yet: its paragraphs become neighbouring documents."""
        first = self._documents
        self._firsts.append(first)
        self._title.add(first, (article.title or "",))
        self._body.add(first, article.paragraphs)
        self._token_ends.append(self._body.token_count)
        self._text.add(first, article.paragraphs)
        self._about.add(first, (stored_metadata(article),))
        published = day_of(article.published).isoformat() if article.published else None
        values = (article.id, article.source, article.category, published)
        for pool, value in zip(self._identifiers.values(), values, strict=True):
            if value:
                pool.add(first, value)
        self._documents += len(article.paragraphs)
        if self._body.is_full or self._title.is_full:
            self._finish_run()
            self._body.spill()
            self._title.spill()

    def _finish_run(self) -> None:
        self._body.finish_run()
        self._title.finish_run()
        tokens, _ = self._body.texts()
        self._duplicates.add(tokens, np.frombuffer(self._token_ends, np.uint64), self._forms.word_hashes())
        self._token_ends = array("Q")

    def commit(self) -> None:
        """Write the segment, bring it to the disk, and make it part of the index."""
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
