"""Writes ready terms as a generation of a Warta index, as ``ArticleWriter`` does, but without analysis.

The inversion of the product makes the lists, and an ordinary ``Snapshot`` opens the generation. Three things
are as in the other engines, so that answers can be compared: there are no fields of exact forms; impacts are
made for the bench's k1 and b; and lengths are rounded in the way in which Lucene and tantivy store them in
one byte. The mean length is computed before the rounding.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bench.speed.corpus import Corpus
from bench.speed.engines.base import DELETED, K1, B
from search.index.build import write_generation
from search.index.copies.duplicates import Duplicates
from search.index.format.doc_values import NO_CODE, NO_DAY, NO_INSTANT, DocValues
from search.index.format.documents import write_lengths
from search.index.format.names import (
    ARTICLES_EXTENSION,
    DOCS_EXTENSION,
    FLAT_EXTENSION,
    SPELLING_EXTENSION,
    STORED,
)
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.segment import Segment, new_name
from search.index.format.spelling import NO_WORDS, save
from search.index.format.stored import StoredTexts
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.field_writer import Documents, write_field
from search.index.inversion.forms import StringNumbers
from search.index.inversion.token_pool import TokenPool
from search.index.reading.arrivals import arrivals_by_id
from search.index.reading.clusters import new_clusters
from search.index.reading.opened_segment import open_segments
from search.index.reading.snapshot import Snapshot
from search.index.verify import Expected, Samples
from search.indonesian import AnalysisSettings
from search.read_totals import ReadTotals

_MEMORY_BYTES = 8 << 30  # enough for a single run, because tantivy also gets memory for one segment
_NAME = "000001"
_COLUMNS = ("terms", "titles", "sources", "articles", "texts")

Array = npt.NDArray[Any]


class ReadyTerms(StringNumbers):
    """A vocabulary of terms in the order of first occurrence. Each is a surface form that is its own term."""

    def extend(self, tokens: array[int], ends: array[int], texts: tuple[str, ...]) -> None:
        """Append the numbers of the terms of the texts, and the end of each text."""
        for text in texts:
            tokens.extend(map(self.__getitem__, text.split()))
            ends.append(len(tokens))

    def analyse_new_forms(self) -> None:
        """Do nothing, because terms need no analysis."""

    @property
    def starts(self) -> Array:
        """The index of the first term of each form; each form has one term."""
        return np.arange(len(self) + 1, dtype=np.uint32)

    counted = starts

    @property
    def stems(self) -> Array:
        """The term of each form."""
        return self.starts[:-1]

    exacts = stems

    @property
    def offsets(self) -> Array:
        """The offset of each term in its form."""
        return np.zeros(len(self), np.uint32)

    @property
    def widths(self) -> Array:
        """The positions that each form fills."""
        return np.ones(len(self), np.uint32)


class Paragraph(NamedTuple):
    """A line of the corpus. is_first: whether it begins an article, as every line does with deletions."""

    body: str
    title: str
    source: str
    text: str
    is_first: bool


def write(corpus: Corpus, folder: Path, form: str) -> int:
    """Write a generation of one segment. Returns the bytes of the empty columns for stored text.

    form: "terms", "stored" or "deleted"; in "deleted", every paragraph is an article, because Warta deletes
          articles
    """
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        made = _Segment(folder, Path(scratch), with_texts=form == "stored")
        for paragraph in _paragraphs(corpus, alone=form == "deleted"):
            made.add(paragraph)
        segment = made.finish()
    gone = range(DELETED, segment.articles, 10) if form == "deleted" else range(0)
    tombstones = {segment.name: np.array(gone, np.int32)}
    expected = Expected(segment.articles - len(gone), segment.documents - len(gone), Samples())
    opened = open_segments(folder, [segment], tombstones)
    arrivals = arrivals_by_id(opened, (), np.empty(0, np.int64))
    write_generation(
        folder, opened, new_clusters(opened), arrivals, AnalysisSettings(), expected, 0, ReadTotals()
    )
    unused = ["about"] if form == "stored" else ["about", "text"]
    sections = Sections(segment.path(folder, DOCS_EXTENSION))
    prefixes = tuple(f"{STORED}{name}/" for name in unused)
    return sum(sections.size(name) for name in sections.names() if name.startswith(prefixes))


def opened(folder: Path) -> Snapshot:
    """Open a generation that ``write`` has written. Its mean lengths are those before the rounding."""
    snapshot = Snapshot(folder, _NAME)
    (_, body), *_ = snapshot.fields("body")
    assert body.impact_parameters is not None
    snapshot.average_body_length = body.impact_parameters["average"]
    return snapshot


def rounded(lengths: Array) -> Array:
    """Return lengths as rounded by Lucene's SmallFloat.byte4ToInt, at most 255.

    Lengths up to 40 are exact. Of longer ones, the part above 24 is rounded to four binary digits.
    """
    over = np.maximum(lengths.astype(np.int64) - 24, 0)
    shift = np.maximum(np.frexp(over)[1] - 4, 0)
    return np.minimum(np.where(lengths < 40, lengths, 24 + (over >> shift << shift)), 255)


def _paragraphs(corpus: Corpus, *, alone: bool) -> Iterator[Paragraph]:
    before = ""
    for body, title, source, article, text in zip(*map(corpus.lines, _COLUMNS), strict=True):
        yield Paragraph(body, title, source, text, alone or article != before)
        before = article


class _Segment:
    """The files of the one segment."""

    def __init__(self, folder: Path, scratch: Path, *, with_texts: bool) -> None:
        self._folder, self._name, self._scratch = folder, new_name(), scratch
        self._with_texts = with_texts
        self._terms = ReadyTerms()
        self._body = TokenPool(self._terms, self._terms, scratch, "body", _MEMORY_BYTES)
        self._title = TokenPool(self._terms, self._terms, scratch, "title", _MEMORY_BYTES)
        self._documents_file = SectionsWriter(self._path(DOCS_EXTENSION))
        self._text = StoredTexts("text", scratch, self._documents_file)
        self._firsts, self._codes = array("q"), array("i")
        self._sources: dict[str, int] = {}
        self._count = 0

    def _path(self, extension: str) -> Path:
        return self._folder / f"{self._name}{extension}"

    def add(self, paragraph: Paragraph) -> None:
        number = self._count
        self._body.add((number,), (paragraph.body,))
        if self._with_texts:
            self._text.add((number,), (paragraph.text,))
        if paragraph.is_first:
            self._firsts.append(number)
            self._title.add((number,), (paragraph.title,))
            self._codes.append(self._sources.setdefault(paragraph.source, len(self._sources)))
        self._count += 1

    def finish(self) -> Segment:
        self._body.finish_run()
        self._title.finish_run()
        firsts = np.array(self._firsts)
        titles = np.zeros(self._count, np.int64)
        titles[firsts] = self._title.lengths()
        lengths = {"body": self._body.lengths().astype(np.int64), "title": titles}
        self._write_documents(lengths)
        self._write_fields(lengths, firsts)
        self._write_numbers(firsts)
        save(NO_WORDS, self._path(SPELLING_EXTENSION))
        return Segment(self._name, self._count, len(firsts))

    def _write_documents(self, lengths: dict[str, Array]) -> None:
        file = self._documents_file
        self._text.finish(file, self._count)
        StoredTexts("about", self._scratch).finish(file, self._count)
        noted = {name: write_lengths(file, name, rounded(of_field)) for name, of_field in lengths.items()}
        file.note("documents", self._count)
        file.note("lengths", noted)
        file.close()

    def _write_fields(self, lengths: dict[str, Array], firsts: Array) -> None:
        sizes = np.diff(np.append(firsts, self._count))
        article_of = np.repeat(np.arange(len(firsts), dtype=np.uint32), sizes)
        dictionary = Dictionary.of(self._terms)
        file = SectionsWriter(self._path(FLAT_EXTENSION))
        for name, pool, texts in (("body", self._body, self._count), ("title", self._title, len(firsts))):
            average = max(1.0, lengths[name].sum() / texts)
            short = rounded(lengths[name]).astype(np.uint8)
            documents = Documents(short, article_of, average, K1, B)
            write_field(file, name, pool.runs("stems"), dictionary, self._scratch, documents)
        file.close()

    def _write_numbers(self, firsts: Array) -> None:
        count = len(firsts)
        days, instants, none = np.full(count, NO_DAY), np.full(count, NO_INSTANT), np.full(count, NO_CODE)
        title_lengths, alone, pages = self._title.lengths(), np.arange(count), np.zeros(count)
        numbers = DocValues(
            np.append(firsts, self._count), title_lengths, days, instants, pages, np.array(self._codes),
            none, alone, tuple(self._sources), (),
        )  # fmt: skip
        numbers.save(self._path(ARTICLES_EXTENSION), Duplicates().signatures(), {})
