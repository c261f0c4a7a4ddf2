"""The module opens a generation for searches: posting lists, stored texts, doc values and statistics."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import sub
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.article import Article, ArticleMetadata, usable_id
from search.errors import IndexDamagedError, NotFoundError
from search.index.format.doc_values import IntArray
from search.index.format.documents import StoredFields
from search.index.format.stored import loaded_metadata
from search.index.format.values import ArticleValues
from search.index.reading.arrivals import load_arrivals
from search.index.reading.clusters import joined_doc_values
from search.index.reading.mentions import ArchiveMentions
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import OpenedSegment
from search.index.reading.postings import Docs
from search.index.reading.snapshot_terms import SnapshotTerms
from search.index.reading.values import FieldValues, values_of
from search.remarks import Remark
from search.values import VALUE_FIELDS


class Snapshot(SnapshotTerms):
    """One generation, read-only. Its results remain valid after a newer generation was swapped in.

    All data is in mapped arrays, so threads may share the object. The documents of each segment are numbered
    from a multiple of 65,536 on, so that the posting lists of all segments can be read one after the other
    without a change (``DocValues.joined``).
    """

    #: Whether some articles are invisible; see ``search.index.reading.partial``.
    partial = False

    def __init__(self, folder: Path, name: str, root: str = "", known: Snapshot | None = None) -> None:
        """Open a generation. Raises IndexDamagedError if something is missing or wrong.

        root:  the digest that the manifest must have, "" if it is not known
        known: another snapshot; segments that it has opened are not opened again
        """
        shared: Sequence[OpenedSegment] = known.segments if known else ()
        opened = OpenedGeneration.open(folder, root, shared)
        super().__init__(opened.folder, opened.segments)
        self.manifest, self.analysis = opened.manifest, opened.analysis
        self.name = name
        try:
            self.doc_values = joined_doc_values(folder, self.segments)
        except IndexDamagedError:
            raise
        except Exception as error:  # right checksums do not prove that this was an index
            raise IndexDamagedError("cannot_be_opened", folder=folder, reason=repr(error)) from error
        self._bases = [segment.base for segment in self.segments]
        self._values: dict[str, FieldValues] = {}
        #: The names that the articles mention, and the quotations in them.
        self.mentions = ArchiveMentions(self.segments)

    def ensure_readable(self) -> None:
        """Raise IndexDamagedError if a file was cut, or could not be read, since it was opened."""
        for segment in self.segments:
            if (file := segment.files.lost_file) is not None:
                raise IndexDamagedError("file_damaged", file=file, wrong=Remark("cut_while_open"))

    @cached_property
    def article_of(self) -> IntArray:
        """int32: the article of each document, padded to whole windows of 65,536."""
        counts = np.diff(self.doc_values.first_paragraph)
        counts[-1:] += len(self.body_length) - self.doc_values.paragraph_count
        return np.repeat(np.arange(self.doc_values.article_count, dtype=np.int32), counts)

    @cached_property
    def arrived(self) -> IntArray:
        """int64[A]: when each article first came into the index, in seconds since 1970 UTC."""
        return load_arrivals(self.folder, self.manifest, self.doc_values.article_count)

    @cached_property
    def body_length(self) -> npt.NDArray[np.uint8]:
        """uint8: the number of body terms of each document, at most 255, padded to whole windows."""
        if len(self.segments) == 1:
            return self.segments[0].lengths
        return np.concatenate([segment.lengths for segment in self.segments])

    @cached_property
    def live(self) -> npt.NDArray[np.bool_] | None:
        """bool[A]: whether each article is live: not deleted, and no placeholder between segments.

        None if all are.
        """
        alive = np.ones(self.doc_values.article_count, bool)
        for segment in self.segments:
            first = int(np.searchsorted(self.doc_values.first_paragraph, segment.base))
            alive[first + segment.deleted] = False
            if segment is not self.segments[-1]:
                gap = segment.base + segment.doc_values.paragraph_count
                if gap < segment.end:
                    alive[self.article_of[gap]] = False
        return None if alive.all() else alive

    def values(self, field: str) -> FieldValues:
        """Return the values of all articles in a field of ``COUNTED_FIELDS``, computed at the first use."""
        known = self._values.get(field)
        if known is None:
            known = self._values[field] = FieldValues(field, self._values_of(field), self.live)
        return known

    def _values_of(self, field: str) -> ArticleValues:
        if field in VALUE_FIELDS:
            return values_of(field, self.doc_values, self.segments)
        return self.mentions.values(field, self.article_of, self.doc_values.article_count)

    @property
    def live_paragraphs(self) -> int:
        """The number of paragraphs in live articles."""
        return self.paragraph_total - sum(len(segment.deleted_documents) for segment in self.segments)

    @cached_property
    def paragraph_total(self) -> int:
        """The number of paragraphs in all segments, deleted ones included: the N of the idf."""
        return sum(segment.doc_values.paragraph_count for segment in self.segments)

    @cached_property
    def article_total(self) -> int:
        """The number of articles in all segments, deleted ones included."""
        return sum(segment.doc_values.article_count for segment in self.segments)

    @cached_property
    def article_length(self) -> IntArray:
        """int64[A]: the number of index terms in all paragraphs of each article."""
        lengths = np.concatenate([segment.files.uncut for segment in self.segments])
        return np.add.reduceat(lengths, self.doc_values.first_paragraph[:-1], dtype=np.int64)

    @cached_property
    def has_copies(self) -> npt.NDArray[np.bool_]:
        """bool[A]: whether each article shares its cluster with another one."""
        cluster = self.doc_values.cluster
        followers = np.flatnonzero(cluster != np.arange(len(cluster)))
        shared = np.zeros(len(cluster), bool)
        shared[followers] = shared[cluster[followers]] = True
        return shared

    def cluster_members(self, cluster: int) -> IntArray:
        """Return the articles of a cluster, ascending; none if it has only one."""
        clusters, articles = self._clustered
        start, end = np.searchsorted(clusters, np.array((cluster, cluster + 1), clusters.dtype))
        return articles[start:end]

    @cached_property
    def _clustered(self) -> tuple[IntArray, IntArray]:
        """The clusters with several articles: cluster and article of each entry, sorted by cluster."""
        articles = np.flatnonzero(self.has_copies).astype(np.int32)
        order = np.argsort(self.doc_values.cluster[articles], kind="stable")
        return self.doc_values.cluster[articles][order], articles[order]

    @cached_property
    def average_body_length(self) -> float:
        """The mean number of index terms of a paragraph, at least 1."""
        return max(1.0, float(self.body_length.sum(dtype=np.int64)) / self.paragraph_total)

    @cached_property
    def average_article_length(self) -> float:
        """The mean number of index terms of an article, at least 1."""
        return max(1.0, float(self.article_length.sum()) / self.article_total)

    @cached_property
    def average_title_length(self) -> float:
        """The mean number of index terms of a headline, at least 1."""
        return max(1.0, float(self.doc_values.title_length.sum(dtype=np.int64)) / self.article_total)

    @cached_property
    def newest_day(self) -> int:
        """The last day with an article, as an ordinal of ``datetime.date``; 0 without any."""
        return int(self.doc_values.day.max(initial=0))

    def shown_of(self, docs: Docs) -> Docs:
        """Return the documents of visible articles among some; those of deleted articles are kept."""
        return docs

    def text(self, doc: int) -> str:
        """Return the text of a paragraph, by its document number."""
        return self._stored([doc], "text")[0]

    def texts(self, docs: list[int]) -> list[str]:
        """Return the texts of several paragraphs."""
        return self._stored(docs, "text")

    def metadata(self, article: int) -> ArticleMetadata:
        """Return the metadata of an article, by its number in the index."""
        return self.metadata_of([article])[0]

    def metadata_of(self, articles: Sequence[int]) -> list[ArticleMetadata]:
        """Return the metadata of several articles."""
        first = self.doc_values.first_paragraph.item
        starts = list(map(first, articles))
        ends = [first(article + 1) for article in articles]
        about = self._stored(starts, "about")
        try:
            return list(map(loaded_metadata, about, map(sub, ends, starts)))
        except (ValueError, TypeError, RecursionError) as error:
            raise self.unanswerable(repr(error)) from error

    def paragraph_of(self, doc: int) -> tuple[ArticleMetadata, int]:
        """Return the metadata of a paragraph's article, and the paragraph's number in it, from 0."""
        article = self.article_of.item(doc)
        return self.metadata(article), doc - self.doc_values.first_paragraph.item(article)

    def find(self, article_id: str) -> int:
        """Return the number of an article in the index, by its id there or in its source.

        Raises NotFoundError.
        """
        for known_by in filter(None, dict.fromkeys((article_id, usable_id(article_id)))):
            for doc in self.postings("article", known_by).docs.tolist():
                article = int(self.article_of[doc])
                if self.live is None or self.live[article]:
                    return article
        raise NotFoundError("no_such_article", id=repr(article_id))

    def article(self, article: int) -> Article:
        """Return an article with all its paragraphs."""
        about = self.metadata(article)
        first = int(self.doc_values.first_paragraph[article])
        texts = tuple(self.texts(list(range(first, first + about.paragraph_count))))
        return Article.of(about, texts)

    def _stored(self, docs: list[int], field: str) -> list[str]:
        """Return the stored field "text" or "about" of documents. Raises IndexDamagedError."""
        if len(self.segments) == 1:
            values = _field_of(self.segments[0], field).get_all(docs)
        else:
            values = [self._stored_in_segment(doc, field) for doc in docs]
        texts = [text for text in values if text is not None]
        if len(texts) < len(values):
            raise self.unanswerable(Remark("document_without", {"documents": str(docs), "field": field}))
        return texts

    def _stored_in_segment(self, doc: int, field: str) -> str | None:
        segment = self.segments[bisect_right(self._bases, doc) - 1]
        return _field_of(segment, field).get(doc - segment.base)


def _field_of(segment: OpenedSegment, field: str) -> StoredFields:
    return segment.files.text if field == "text" else segment.files.about
