"""Candidates: some articles that a cluster found, with their texts inverted here, as if they were an index.

Whatever reads a snapshot (matching, scoring, ordering, snippets) reads candidates in the same way. Numbers
of articles and documents count the candidates only, in index order; what is known of the whole archive comes
from the generation.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from search.article import Article, ArticleMetadata
from search.backends.opensearch.documents import texts_of
from search.index.format.doc_values import DAY_KNOWN, NO_DAY, NO_INSTANT, DocValues, IntArray
from search.index.format.names import LONGEST_COUNTED
from search.index.format.sections import Array
from search.index.format.stored import loaded_metadata
from search.index.format.values import NO_CODE, ArticleValues, Codes
from search.index.inversion.steps import SurfaceForms
from search.index.inversion.token_pool import Run, TokenPool
from search.index.inversion.vocabulary import Vocabulary
from search.index.reading.mentions import ArchiveMentions
from search.index.reading.postings import EMPTY, Docs, Postings
from search.index.reading.quotations import SaidHere
from search.index.reading.values import FieldValues
from search.indonesian import Analyzer

if TYPE_CHECKING:
    from search.backends.opensearch.generation import Generation

_MEMORY = 64 << 20  # for tokens; candidates never fill it
_MOST_FORMS = 1_000_000  # of which the vocabulary is made anew
_NO_FOLDER = Path("/nonexistent")  # nothing is spilled

Source = Mapping[str, Any]


def metadata_of_source(source: Source) -> ArticleMetadata:
    """Return the metadata of a stored document."""
    return loaded_metadata(source["about"], len(texts_of(source)))


def article_of_source(source: Source) -> Article:
    """Return the article of a stored document."""
    return Article.of(metadata_of_source(source), tuple(texts_of(source)))


class Inverted(NamedTuple):
    """Texts inverted: the runs of each field, the lengths of texts and headlines, and the terms."""

    runs: dict[str, Run]
    lengths: npt.NDArray[np.uint32]
    title_lengths: npt.NDArray[np.uint32]
    vocabulary: Vocabulary


class Inverter:
    """Inverts texts with one vocabulary, so that each surface form is analysed once. Threads may share it."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._forms = SurfaceForms()
        self._vocabulary = Vocabulary(self._forms, self._analyzer)

    def inverted(self, texts: tuple[str, ...], firsts: Sequence[int], titles: tuple[str, ...]) -> Inverted:
        """Return texts and headlines inverted. firsts: the document of each headline."""
        with self._lock:
            if len(self._forms) > _MOST_FORMS:
                self._begin()
            runs, lengths = {}, []
            parts: list[tuple[str, Sequence[int], tuple[str, ...]]] = [
                ("body", range(len(texts)), texts),
                ("title", firsts, titles),
            ]
            for name, docs, of_docs in parts:
                pool = TokenPool(self._forms, self._vocabulary, _NO_FOLDER, name, _MEMORY)
                pool.add(docs, of_docs)
                pool.finish_run()
                lengths.append(pool.lengths())
                for kind, field in (("stems", name), ("exacts", f"{name}_exact")):
                    for run in pool.runs(kind):
                        runs[field] = Run(run.firsts, run.rows.copy())
            return Inverted(runs, lengths[0], lengths[1], self._vocabulary)


class _NoMentions(ArchiveMentions):
    """The names and quotations of candidates: they are not read in a cluster."""

    def quotations_in(self, doc: int, wanted: Array | None = None) -> list[SaidHere]:
        """Return no quotation."""
        return []


class Candidates:
    """Some articles of a generation, in index order.

    sources: their stored documents, ascending by ``seq``
    """

    partial = False
    live = None
    mentions: ArchiveMentions = _NoMentions(())

    def __init__(self, generation: Generation, inverter: Inverter, sources: Sequence[Source]) -> None:
        self.generation, self.sources = generation, sources
        self.name, self.manifest = generation.name, generation
        self.abouts = [metadata_of_source(source) for source in sources]
        self.all_texts = [text for source in sources for text in texts_of(source)]
        sizes = [about.paragraph_count for about in self.abouts]
        first = np.append(0, np.cumsum(sizes)).astype(np.int64)
        titles = tuple(about.title or "" for about in self.abouts)
        self._inverted = inverter.inverted(tuple(self.all_texts), first[:-1].tolist(), titles)
        self._postings: dict[tuple[str, str], Postings] = {}
        self._values: dict[str, FieldValues] = {}
        self.article_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        self.doc_values = self._doc_values(first)
        self.uncut = self._inverted.lengths
        self.body_length = np.minimum(self.uncut, LONGEST_COUNTED).astype(np.uint8)

    def _doc_values(self, first: IntArray) -> DocValues:
        def column(name: str, absent: int, kind: Any) -> IntArray:
            return np.array([source.get(name, absent) for source in self.sources], kind)

        codes = {name: Codes() for name in ("source", "category")}
        of_articles = {
            name: np.array([codes[name].code(getattr(about, name)) for about in self.abouts], np.int32)
            for name in codes
        }
        clusters: dict[int, int] = {}
        cluster = [clusters.setdefault(one["cluster"], at) for at, one in enumerate(self.sources)]
        return DocValues(
            first,
            self._inverted.title_lengths.astype(np.int32),
            column("day", NO_DAY, np.int32),
            column("instant", NO_INSTANT, np.int64),
            column("page", 0, np.int64),
            of_articles["source"],
            of_articles["category"],
            np.array(cluster, np.int32),
            tuple(codes["source"].numbers),
            tuple(codes["category"].numbers),
            column("known", DAY_KNOWN, np.uint8) if any(one.get("known") for one in self.sources) else None,
        )

    # What is known of the whole archive

    @property
    def paragraph_total(self) -> int:
        """The number of paragraphs in the archive."""
        return self.generation.totals.paragraphs

    def document_frequency(self, field: str, term: str) -> int:
        """Return the number of documents of the archive that contain a term."""
        return self.generation.document_frequency(field, term)

    # Arrays

    @cached_property
    def arrived(self) -> IntArray:
        """int64[A]: when each article came into the index."""
        return np.array([source["arrived"] for source in self.sources], np.int64)

    @cached_property
    def seq(self) -> IntArray:
        """int64[A]: the place of each article in the archive."""
        return np.array([source["seq"] for source in self.sources], np.int64)

    @cached_property
    def article_length(self) -> IntArray:
        """int64[A]: index terms in all paragraphs of each article."""
        if not len(self.sources):
            return np.empty(0, np.int64)
        return np.add.reduceat(self.uncut, self.doc_values.first_paragraph[:-1], dtype=np.int64)

    @cached_property
    def has_copies(self) -> npt.NDArray[np.bool_]:
        """bool[A]: whether each article shares its cluster with another candidate."""
        cluster = self.doc_values.cluster
        return (
            np.bincount(cluster, minlength=len(cluster))[cluster] > 1 if len(cluster) else np.empty(0, bool)
        )

    def cluster_members(self, cluster: int) -> IntArray:
        """Return the candidates of a cluster, ascending."""
        return np.flatnonzero(self.doc_values.cluster == cluster)

    def values(self, field: str) -> FieldValues:
        """Return the values of the candidates in a field of ``VALUE_FIELDS``."""
        known = self._values.get(field)
        if known is None:
            codes, numbers, starts = Codes(), [], [0]
            for source in self.sources:
                given = source.get(field, ())
                numbers += [codes.code(one) for one in ([given] if isinstance(given, str) else given)]
                starts.append(len(numbers))
            assert NO_CODE not in numbers
            of_articles = ArticleValues(np.array(starts), np.array(numbers, np.int32), tuple(codes.numbers))
            known = self._values[field] = FieldValues(field, of_articles, None)
        return known

    # Postings

    def postings(self, field: str, term: str) -> Postings:
        """Return the posting list of a term among the candidates, empty if it does not occur."""
        known = self._postings.get((field, term))
        if known is None:
            known = self._postings[field, term] = self._read(field, term)
        return known

    def _read(self, field: str, term: str) -> Postings:
        if field == "article":
            articles = [at for at, about in enumerate(self.abouts) if about.id == term]
            docs = self.doc_values.first_paragraph[articles].astype(np.int32)
            return Postings(docs, np.ones(len(docs), np.int32), EMPTY.positions)
        run = self._inverted.runs.get(field)
        if run is None:
            return EMPTY
        number = self._inverted.vocabulary.terms.number_of(term)
        if number + 1 >= len(run.firsts):
            return EMPTY
        rows = run.rows[int(run.firsts[number]) : int(run.firsts[number + 1])]
        if not len(rows):
            return EMPTY
        docs, tf = np.unique((rows >> np.uint64(16)).astype(np.int32), return_counts=True)
        return Postings(docs, tf.astype(np.int32), (rows & np.uint64(0xFFFF)).astype(np.uint32))

    def terms_with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return all terms of a field of the candidates that start with ``prefix``."""
        run = self._inverted.runs.get(field)
        if run is None:
            return []
        terms = self._inverted.vocabulary.terms
        there = (terms.string(number) for number in np.flatnonzero(np.diff(run.firsts)).tolist())
        return sorted(term for term in there if term.startswith(prefix))

    def shown_of(self, docs: Docs) -> Docs:
        """Return those of some documents that may be seen: all of them."""
        return docs

    # Stored fields

    def text(self, doc: int) -> str:
        """Return the text of a paragraph."""
        return self.all_texts[doc]

    def texts(self, docs: Sequence[int]) -> list[str]:
        """Return the texts of several paragraphs."""
        return [self.all_texts[doc] for doc in docs]

    def metadata(self, article: int) -> ArticleMetadata:
        """Return the metadata of an article."""
        return self.abouts[article]

    def metadata_of(self, articles: Sequence[int]) -> list[ArticleMetadata]:
        """Return the metadata of several articles."""
        return [self.abouts[article] for article in articles]

    def paragraph_of(self, doc: int) -> tuple[ArticleMetadata, int]:
        """Return the metadata of a paragraph's article, and the paragraph's number in it, from 0."""
        article = self.article_of.item(doc)
        return self.abouts[article], doc - self.doc_values.first_paragraph.item(article)
