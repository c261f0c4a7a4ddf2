"""The module writes articles as one segment, with a document for each paragraph.

::

    paragraphs -> tokens (TokenPool) -> rows sorted by term -> encoded lists (write_field) -> SEGMENT.flat
                                                                  -> spelling words ---> SEGMENT.spelling
               -> stored texts (StoredTexts), lengths ---------------------------------------> SEGMENT.docs
    articles   -> days, sources, signatures --------------------------------------------> SEGMENT.articles
               -> names, quotations (MentionsBuilder) ----------------------------------> SEGMENT.articles

Each distinct surface form is analysed once, and all posting lists of a field are encoded together.
"""

from __future__ import annotations

from array import array
from contextlib import suppress
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.article import Article
from search.disk import ask_for_space
from search.index.copies.duplicates import Duplicates
from search.index.format.doc_values_builder import DocValuesBuilder
from search.index.format.documents import write_lengths
from search.index.format.names import ARTICLES_EXTENSION, DOCS_EXTENSION, FLAT_EXTENSION, TEXT_FIELDS
from search.index.format.sections import SectionsWriter
from search.index.format.segment import EXTENSIONS, Segment, new_name
from search.index.format.spelling import write_spelling
from search.index.format.stored import StoredTexts, stored_metadata
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.field_writer import Documents, write_field
from search.index.inversion.mentions import MentionsBuilder
from search.index.inversion.steps import SurfaceForms
from search.index.inversion.token_pool import IdentifierPool, TokenPool
from search.index.inversion.vocabulary import Vocabulary
from search.indonesian import Analyzer
from search.published import without_time

_IDENTIFIERS = ("article", "source", "category", "published")
_PARAGRAPHS_AT_ONCE = 1024

Array = npt.NDArray[Any]


class ArticleWriter:
    """The object writes a segment in ``folder``. It becomes part of an index when a manifest names it.

    scratch:      an empty folder for temporary files, which the caller removes
    memory_bytes: the limit for the tokens in memory; more tokens are sorted and written to ``scratch``
    first:        whether it will be the first segment of its index
    names:        whether names and quotations are read (``search.names``)
    """

    def __init__(
        self,
        folder: Path,
        analyzer: Analyzer,
        scratch: Path,
        memory_bytes: int,
        *,
        first: bool = True,
        names: bool = True,
    ) -> None:
        self._folder, self._scratch, self._first = folder, scratch, first
        self._name = new_name()
        self.is_closed = False
        forms = SurfaceForms()
        self._forms = forms
        self._vocabulary = Vocabulary(forms, analyzer)
        self._body = TokenPool(forms, self._vocabulary, scratch, "body", memory_bytes * 7 // 8)
        self._title = TokenPool(forms, self._vocabulary, scratch, "title", memory_bytes // 8)
        self._identifiers = {name: IdentifierPool() for name in _IDENTIFIERS}
        self._documents_file = SectionsWriter(self._path(DOCS_EXTENSION))
        self._text = StoredTexts("text", scratch, self._documents_file)
        self._about = StoredTexts("about", scratch)
        self._duplicates = Duplicates()
        self._doc_values = DocValuesBuilder()
        self._mentions = MentionsBuilder(forms, self._vocabulary) if names else None
        self._waiting: list[Article] = []
        self._firsts = array("Q")  # the first paragraph of each article
        self._sizes = array("Q")  # the number of paragraphs of each article in the current run
        self._documents = self._first_waiting = 0

    @property
    def article_count(self) -> int:
        """The number of articles so far."""
        return self._doc_values.article_count

    def add_article(self, article: Article) -> None:
        """Add an article that is not in the segment yet. Its paragraphs become neighbouring documents."""
        self._waiting.append(article)
        self._doc_values.add(article)
        self._documents += len(article.paragraphs)
        if self._documents - self._first_waiting >= _PARAGRAPHS_AT_ONCE:
            self._take_waiting()

    def _take_waiting(self) -> None:
        """Process the waiting articles together, because calls for single articles are slow."""
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
        if self._mentions:
            for article in articles:
                self._mentions.add(article)
        if self._body.is_full or self._title.is_full:
            self._finish_run()
            self._body.spill()
            self._title.spill()

    def _finish_run(self) -> None:
        self._body.finish_run()
        self._title.finish_run()
        if self._mentions:
            self._mentions.finish_run()
        tokens, ends = self._body.texts()
        last = np.cumsum(np.frombuffer(self._sizes, np.uint64)).astype(np.int64) - 1
        self._duplicates.add(tokens, ends[last], self._forms.word_hashes())
        self._sizes = array("Q")

    def commit(self) -> Segment:
        """Write the files of the segment and force them to the disk."""
        self._take_waiting()
        self._finish_run()
        self._body_lengths, self._title_lengths = self._body.lengths(), self._title.lengths()
        # A position needs at least one byte, for the stem and for the exact form.
        ask_for_space(self._folder, 2 * int(self._body_lengths.sum()))
        self._write_documents()
        self._write_fields()
        write_spelling(self._folder, self._name, first=self._first)
        self._doc_values.save(
            self._path(ARTICLES_EXTENSION),
            self._title_lengths,
            self._duplicates.signatures(),
            self._mentions.finish() if self._mentions else None,
        )
        self.is_closed = True
        return Segment(self._name, self._documents, self.article_count)

    def cancel(self) -> None:
        """Remove all files of the unfinished segment."""
        self._about.close()
        self._documents_file.abandon()
        for extension in EXTENSIONS:
            with suppress(OSError):  # the folder is removed as well
                self._path(extension).unlink()
        self.is_closed = True

    def _path(self, extension: str) -> Path:
        return self._folder / f"{self._name}{extension}"

    def _lengths_by_document(self, field: str) -> Array:
        if field.startswith("body"):
            return self._body_lengths
        lengths = np.zeros(self._documents, np.uint32)
        lengths[np.frombuffer(self._firsts, np.uint64).astype(np.int64)] = self._title_lengths
        return lengths

    def _write_documents(self) -> None:
        file = self._documents_file
        self._text.finish(file, self._documents)
        self._about.finish(file, self._documents)
        noted = {}
        for field in TEXT_FIELDS:
            noted[field] = write_lengths(file, field, self._lengths_by_document(field).astype(np.int64))
        file.note("documents", self._documents)
        file.note("lengths", noted)
        file.close()

    def _write_fields(self) -> None:
        file = SectionsWriter(self._path(FLAT_EXTENSION))
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
        return without_time(article.published).isoformat() if article.published else None
    value: str | None = article.id if name == "article" else getattr(article, name)
    return value
