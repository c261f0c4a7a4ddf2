"""A generation opened for reading: posting lists, stored texts and doc values. Threads may share it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import sub
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.article import Article, ArticleMetadata, usable_id
from search.cache import Cache
from search.errors import IndexDamagedError, NotFoundError
from search.index.format.doc_values import IntArray
from search.index.format.documents import StoredFields
from search.index.format.field import FieldLists
from search.index.format.stored import loaded_metadata
from search.index.reading.arrivals import load_arrivals
from search.index.reading.clusters import joined_doc_values
from search.index.reading.deleted import DeletedFrequencies
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import OpenedSegment
from search.index.reading.postings import EMPTY, Docs, Postings, read_postings
from search.index.reading.values import FieldValues, values_of
from search.remarks import Remark
from search.spelling import Neighbour, neighbours

CACHE_BYTES = 16 << 20
_BYTES_PER_LIST = 400  # the objects around its arrays
_MAX_FREQUENCIES = 50_000


class Snapshot:
    """One generation, read-only. Its results stay valid after a newer generation was swapped in.

    All data is in mapped arrays, which threads may share. The documents of each segment are numbered from a
    multiple of 65,536 on, so that the posting lists of all segments can be read one after the other without a
    change (``DocValues.joined``).
    """

    #: Whether articles are left out; see ``search.index.reading.partial``.
    partial = False

    def __init__(self, folder: Path, name: str, root: str = "", known: Snapshot | None = None) -> None:
        """Open a generation. Raises IndexDamagedError if something is missing or wrong.

        root:  the digest that the manifest must have, empty if it is not known
        known: another snapshot; what it has opened of the same segments is shared
        """
        shared: Sequence[OpenedSegment] = known.segments if known else ()
        opened = OpenedGeneration.open(folder, root, shared)
        self.folder, self.manifest, self.analysis = opened.folder, opened.manifest, opened.analysis
        self.segments: list[OpenedSegment] = opened.segments
        self.name = name
        self._postings: Cache[tuple[str, str], Postings] = Cache(CACHE_BYTES, bytes_of)
        self._frequencies: Cache[tuple[str, str], int] = Cache(_MAX_FREQUENCIES)
        try:
            self.doc_values = joined_doc_values(folder, self.segments)
        except IndexDamagedError:
            raise
        except Exception as error:  # right checksums do not prove that this was an index
            raise IndexDamagedError("cannot_be_opened", folder=folder, reason=repr(error)) from error
        self._bases = [segment.base for segment in self.segments]
        self._values: dict[str, FieldValues] = {}

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
        """uint8: body terms of each document, at most 255, padded to whole windows of 65,536."""
        if len(self.segments) == 1:
            return self.segments[0].lengths
        return np.concatenate([segment.lengths for segment in self.segments])

    @cached_property
    def live(self) -> npt.NDArray[np.bool_] | None:
        """bool[A]: whether each article is live, not deleted and no gap between segments; None if all are."""
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
        """Return the values of all articles in a field of ``VALUE_FIELDS``, computed at the first use."""
        known = self._values.get(field)
        if known is None:
            of_articles = values_of(field, self.doc_values, self.segments)
            known = self._values[field] = FieldValues(field, of_articles, self.live)
        return known

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
        """int64[A]: index terms in all paragraphs of each article."""
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
        start, end = np.searchsorted(clusters, (cluster, cluster + 1))
        return articles[start:end]

    @cached_property
    def _clustered(self) -> tuple[IntArray, IntArray]:
        """The clusters with several articles: the cluster and the article of each entry, sorted."""
        articles = np.flatnonzero(self.has_copies).astype(np.int32)
        order = np.argsort(self.doc_values.cluster[articles], kind="stable")
        return self.doc_values.cluster[articles][order], articles[order]

    @cached_property
    def average_body_length(self) -> float:
        """Mean index terms of a paragraph, at least 1."""
        return max(1.0, float(self.body_length.sum(dtype=np.int64)) / self.paragraph_total)

    @cached_property
    def average_article_length(self) -> float:
        """Mean index terms of an article, at least 1."""
        return max(1.0, float(self.article_length.sum()) / self.article_total)

    @cached_property
    def average_title_length(self) -> float:
        """Mean index terms of a headline, at least 1."""
        return max(1.0, float(self.doc_values.title_length.sum(dtype=np.int64)) / self.article_total)

    @cached_property
    def newest_day(self) -> int:
        """The last day with an article, as an ordinal of ``datetime.date``; 0 without any."""
        return int(self.doc_values.day.max(initial=0))

    def shown_of(self, docs: Docs) -> Docs:
        """Return those of some documents whose articles are not left out; deleted ones are among them."""
        return docs

    def fields(self, name: str) -> list[tuple[OpenedSegment, FieldLists]]:
        """Return the segments that have a field, each with the field."""
        return [(segment, segment.fields[name]) for segment in self.segments if name in segment.fields]

    def postings(self, field: str, term: str) -> Postings:
        """Return the posting list of a term, empty if it does not occur."""
        return self._postings.get_or_make((field, term), self._read_postings, field, term)

    def _read_postings(self, field: str, term: str) -> Postings:
        encoded = encoded_term(term)
        if encoded is None:
            return EMPTY
        return read_postings(((one.base, lists) for one, lists in self.fields(field)), encoded)

    def documents(self, field: str, term: str) -> Docs:
        """Return the documents that contain a term, ascending."""
        encoded = encoded_term(term)
        if encoded is None:
            return EMPTY.docs
        parts = [EMPTY.docs]
        for segment, lists in self.fields(field):
            ordinal = lists.find(encoded)
            if ordinal >= 0:
                parts.append(lists.docs(ordinal) + np.int32(segment.base))
        return np.concatenate(parts)

    def document_frequency(self, field: str, term: str) -> int:
        """Return the number of documents that contain a term, without reading its postings."""
        return self._frequencies.get_or_make((field, term), self._count_documents, field, term)

    def _count_documents(self, field: str, term: str) -> int:
        encoded = encoded_term(term)
        if encoded is None:
            return 0
        total = 0
        for _, lists in self.fields(field):
            ordinal = lists.find(encoded)
            total += lists.document_frequency(ordinal) if ordinal >= 0 else 0
        return total

    @cached_property
    def deleted(self) -> DeletedFrequencies:
        """What deleted articles still count for."""
        return DeletedFrequencies(self.segments)

    def terms_with_prefix(self, field: str, prefix: str) -> list[str]:
        """Return all terms of a field that start with ``prefix``, in order."""
        encoded = encoded_term(prefix)
        if not encoded:
            return []
        found: set[bytes] = set()
        for _, lists in self.fields(field):
            for term in lists.terms_from(lists.first_from(encoded)):
                if not term.startswith(encoded):
                    break
                found.add(term)
        return [term.decode() for term in sorted(found)]

    def prefix_postings(self, field: str, prefix: str) -> int:
        """Return the number of postings of all terms that have a prefix."""
        encoded, count = encoded_term(prefix), 0
        if encoded:
            for _, lists in self.fields(field):
                first, end = lists.first_from(encoded), lists.first_from(encoded + b"\xff")
                count += int(lists.df[first:end].sum(dtype=np.int64))
        return count

    def prefix_frequencies(self, field: str, prefix: str) -> tuple[Docs, npt.NDArray[np.uint32]]:
        """Return the documents with any term that has a prefix, ascending, and the sums of the frequencies.

        A frequency counts at most 255; see ``FieldLists.frequencies_between``.
        """
        encoded = encoded_term(prefix)
        docs, sums = [EMPTY.docs], [np.empty(0, np.uint32)]
        if not encoded:
            return docs[0], sums[0]
        for segment, lists in self.fields(field):
            first, end = lists.first_from(encoded), lists.first_from(encoded + b"\xff")
            of_segment = lists.frequencies_between(first, end, len(segment.lengths))
            present = np.flatnonzero(of_segment)
            docs.append((present + segment.base).astype(np.int32))
            sums.append(of_segment[present])
        return np.concatenate(docs), np.concatenate(sums)

    def terms(self, field: str) -> list[tuple[str, int]]:
        """Return every term of a field with its document frequency, in order."""
        counts: dict[bytes, int] = {}
        for _, lists in self.fields(field):
            frequencies = lists.df.tolist()
            for term, count in zip(lists.terms_from(0), frequencies, strict=True):
                counts[term] = counts.get(term, 0) + count
        return [(term.decode(), count) for term, count in sorted(counts.items())]

    def term_count(self, field: str) -> int:
        """Return the number of distinct terms of a field."""
        fields = [lists for _, lists in self.fields(field)]
        return len(fields[0]) if len(fields) == 1 else len(self.terms(field))

    @cached_property
    def most_frequent(self) -> int:
        """An upper bound for the frequencies of the words that may be suggested."""
        return sum(segment.files.spelling.greatest_frequency for segment in self.segments)

    def near_words(self, word: str, least: int = 0) -> list[Neighbour]:
        """Return the words of the archive with a spelling near to that of a folded word, the nearest first.

        least: rarer words are left out
        """
        try:
            parts = [segment.files.spelling for segment in self.segments]
            return neighbours(parts, word, least, self._deleted_words if self.deleted else None)
        except (IndexError, ValueError) as error:
            raise self._unanswerable(repr(error)) from error

    def _deleted_words(self, word: str) -> int:
        """Return how many of the paragraphs and headlines that hold a word are deleted."""
        return sum(self.deleted.of(field, word) for field in ("body_exact", "title_exact"))

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
            raise self._unanswerable(repr(error)) from error

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
            raise self._unanswerable(Remark("document_without", {"documents": str(docs), "field": field}))
        return texts

    def _stored_in_segment(self, doc: int, field: str) -> str | None:
        segment = self.segments[bisect_right(self._bases, doc) - 1]
        return _field_of(segment, field).get(doc - segment.base)

    def _unanswerable(self, reason: object) -> IndexDamagedError:
        return IndexDamagedError("cannot_be_answered_from", folder=self.folder, reason=reason)


def bytes_of(postings: Postings) -> int:
    """Return the memory that a decoded list takes."""
    return _BYTES_PER_LIST + postings.nbytes


def _field_of(segment: OpenedSegment, field: str) -> StoredFields:
    return segment.files.text if field == "text" else segment.files.about


def encoded_term(term: str) -> bytes | None:
    """Return a term as the bytes that the index stores; None for a term that no index can contain.

    Undecodable bytes of a command line become lone surrogates, which UTF-8 cannot encode.
    """
    try:
        return term.encode()
    except UnicodeEncodeError:
        return None
