"""Candidates: some articles that a cluster found, with their texts inverted here, as if they were an index.

Whatever reads a snapshot (matching, scoring, ordering, snippets) reads candidates in the same way. Numbers
of articles and documents count the candidates only, in index order; what is known of the whole archive comes
from the generation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from search.article import Article, ArticleMetadata
from search.backends.opensearch.documents import texts_of
from search.backends.opensearch.inverting import Inverter
from search.index.format.doc_values import DAY_KNOWN, NO_DAY, NO_INSTANT, DocValues, IntArray
from search.index.format.names import LONGEST_COUNTED
from search.index.format.sections import Array
from search.index.format.stored import loaded_metadata
from search.index.format.values import NO_CODE, ArticleValues, Codes
from search.index.reading.mentions import ArchiveMentions
from search.index.reading.postings import EMPTY, Postings
from search.index.reading.quotations import SaidHere
from search.index.reading.values import FieldValues

if TYPE_CHECKING:
    from search.backends.opensearch.generation import Generation

Source = Mapping[str, Any]


def metadata_of_source(source: Source) -> ArticleMetadata:
    """Return the metadata of a stored document."""
    return loaded_metadata(source["about"], len(texts_of(source)))


def article_of_source(source: Source) -> Article:
    """Return the article of a stored document."""
    return Article.of(metadata_of_source(source), tuple(texts_of(source)))


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
        of_field = self._inverted.rows.get(field)
        if of_field is None:
            return EMPTY
        rows = of_field.of(self._inverted.terms.number_of(term))
        if not len(rows):
            return EMPTY
        docs, tf = np.unique((rows >> np.uint64(16)).astype(np.int32), return_counts=True)
        return Postings(docs, tf.astype(np.int32), (rows & np.uint64(0xFFFF)).astype(np.uint32))

    def terms_with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return all terms of a field of the candidates that start with ``prefix``."""
        of_field = self._inverted.rows.get(field)
        if of_field is None:
            return []
        there = map(self._inverted.terms.string, of_field.terms.tolist())
        return sorted(term for term in there if term.startswith(prefix))

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
