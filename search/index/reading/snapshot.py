"""A generation opened for reading: postings, stored text and numbers, shared by any number of threads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from operator import sub
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.article import Article, ArticleMetadata
from search.cache import Cache
from search.errors import IndexDamagedError, NotFoundError
from search.index.format.doc_values import NO_DAY, IntArray
from search.index.format.documents import StoredFields
from search.index.format.field import FieldLists
from search.index.format.names import SPELLING
from search.index.format.sections import Sections
from search.index.format.segment import load_tombstones
from search.index.format.stored import loaded_metadata
from search.index.manifest import Manifest, check_files
from search.index.reading.clusters import joined_doc_values
from search.index.reading.opened_segment import OpenedSegment, open_segments
from search.index.reading.postings import EMPTY, Docs, Postings, read_postings
from search.index.reading.spelling import load_spelling
from search.indonesian import AnalysisSettings
from search.remarks import Remark
from search.spelling import Neighbour, SpellingWords

_CACHE_BYTES = 16 << 20
_BYTES_A_LIST = 400  # of the objects around its arrays
_MOST_FREQUENCIES = 50_000
NO_MONTH = -1
_EPOCH = date(1970, 1, 1).toordinal()


class Snapshot:
    """One generation, read-only. What it returns stays valid after a newer one was swapped in.

    Everything is mapped arrays, which threads may share. The documents of several segments are numbered one
    segment after the other, each from a multiple of 65,536 on, so that posting lists of all segments follow
    one another as they are (``DocValues.joined``).
    """

    def __init__(self, folder: Path, name: str) -> None:
        """Open a generation. Raises IndexDamagedError naming what is missing or wrong."""
        self.folder = folder
        self.name = name
        self.manifest = Manifest.load(folder)
        if wrong := check_files(folder, self.manifest, contents=False):
            raise IndexDamagedError("several", reasons=wrong)
        self._postings: Cache[tuple[str, str], Postings] = Cache(_CACHE_BYTES, _bytes_of)
        self._frequencies: Cache[tuple[str, str], int] = Cache(_MOST_FREQUENCIES)
        try:
            self.analysis = AnalysisSettings(**self.manifest.analysis)
            segments = self.manifest.segments
            self._spelling = Sections(folder / SPELLING) if SPELLING in self.manifest.files else None
            self.segments = open_segments(folder, segments, load_tombstones(folder, segments))
            self.doc_values = joined_doc_values(folder, self.segments)
        except IndexDamagedError:
            raise
        except Exception as error:  # checksums are right of what was never an index
            raise IndexDamagedError("cannot_be_opened", folder=folder, reason=repr(error)) from error
        self._bases = [segment.base for segment in self.segments]

    @cached_property
    def article_of(self) -> IntArray:
        """int32: the article of each document number, padded to whole windows."""
        counts = np.diff(self.doc_values.first_paragraph)
        counts[-1:] += len(self.body_length) - self.doc_values.paragraph_count
        return np.repeat(np.arange(self.doc_values.article_count, dtype=np.int32), counts)

    @cached_property
    def body_length(self) -> npt.NDArray[np.uint8]:
        """uint8: body terms of each document number, at most 255, padded to whole windows."""
        if len(self.segments) == 1:
            return self.segments[0].lengths
        return np.concatenate([segment.lengths for segment in self.segments])

    @cached_property
    def live(self) -> npt.NDArray[np.bool_] | None:
        """bool[A]: the articles that are neither deleted nor a gap between segments; None where all are."""
        alive = np.ones(self.doc_values.article_count, bool)
        for segment in self.segments:
            first = int(np.searchsorted(self.doc_values.first_paragraph, segment.base))
            alive[first + segment.deleted] = False
            if segment is not self.segments[-1]:
                gap = segment.base + segment.doc_values.paragraph_count
                if gap < segment.end:
                    alive[self.article_of[gap]] = False
        return None if alive.all() else alive

    @property
    def live_paragraphs(self) -> int:
        """Paragraphs of live articles."""
        return self.paragraph_total - sum(len(segment.deleted_documents) for segment in self.segments)

    @cached_property
    def paragraph_total(self) -> int:
        """Paragraphs in all segments, deleted ones included: the N of document frequencies."""
        return sum(segment.doc_values.paragraph_count for segment in self.segments)

    @cached_property
    def article_total(self) -> int:
        """Articles in all segments, deleted ones included."""
        return sum(segment.doc_values.article_count for segment in self.segments)

    @cached_property
    def article_length(self) -> IntArray:
        """int64[A]: index terms in all paragraphs of each article."""
        lengths = np.concatenate([segment.uncut for segment in self.segments])
        return np.add.reduceat(lengths, self.doc_values.first_paragraph[:-1], dtype=np.int64)

    @cached_property
    def month(self) -> IntArray:
        """int32[A]: months from January of the year 0 to the publication of each article, -1 if undated."""
        since_epoch = (self.doc_values.day - _EPOCH).astype("M8[D]").astype("M8[M]").astype(np.int32)
        return np.where(self.doc_values.day == NO_DAY, NO_MONTH, since_epoch + 12 * 1970)

    @cached_property
    def months(self) -> tuple[int, int]:
        """The first and the last month in which an article was published; an empty range without any."""
        dated = self.month[self.month != NO_MONTH]
        return (int(dated.min()), int(dated.max())) if len(dated) else (0, -1)

    @cached_property
    def has_copies(self) -> npt.NDArray[np.bool_]:
        """bool[A]: whether the article shares its cluster with another one."""
        cluster = self.doc_values.cluster
        followers = np.flatnonzero(cluster != np.arange(len(cluster)))
        shared = np.zeros(len(cluster), bool)
        shared[followers] = shared[cluster[followers]] = True
        return shared

    def cluster_members(self, cluster: int) -> IntArray:
        """Return the articles of a cluster of several, ascending."""
        clusters, articles = self._clustered
        start, end = np.searchsorted(clusters, (cluster, cluster + 1))
        return articles[start:end]

    @cached_property
    def _clustered(self) -> tuple[IntArray, IntArray]:
        """Clusters of several articles, ascending, and the article of each entry."""
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

    def fields(self, name: str) -> list[tuple[OpenedSegment, FieldLists]]:
        """Return the segments that have a field, with it."""
        return [(segment, segment.fields[name]) for segment in self.segments if name in segment.fields]

    def postings(self, field: str, term: str) -> Postings:
        """Return a term's posting list, empty where it does not occur."""
        return self._postings.get_or_make((field, term), self._read_postings, field, term)

    def _read_postings(self, field: str, term: str) -> Postings:
        encoded = encoded_term(term)
        if encoded is None:
            return EMPTY
        return read_postings(((one.base, lists) for one, lists in self.fields(field)), encoded)

    def documents(self, field: str, term: str) -> Docs:
        """Return the documents that hold a term, ascending."""
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
        """Return the number of documents that hold a term, without reading its postings."""
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

    def prefix_frequencies(self, field: str, prefix: str) -> tuple[Docs, npt.NDArray[np.uint32]]:
        """Return the documents that hold any term with a prefix, ascending, and how often they do together.

        A term counts 255 times a document at most; see ``FieldLists.frequencies_between``.
        """
        encoded = encoded_term(prefix)
        docs, sums = [EMPTY.docs], [np.empty(0, np.uint32)]
        if not encoded:
            return docs[0], sums[0]
        for segment, lists in self.fields(field):
            first, end = lists.first_from(encoded), lists.first_from(encoded + b"\xff")
            of_segment = lists.frequencies_between(first, end, len(segment.lengths))
            held = np.flatnonzero(of_segment)
            docs.append((held + segment.base).astype(np.int32))
            sums.append(of_segment[held])
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
        held = [lists for _, lists in self.fields(field)]
        return len(held[0]) if len(held) == 1 else len(self.terms(field))

    @cached_property
    def spelling(self) -> SpellingWords:
        """The words of the archive that may be suggested; none where the generation keeps none."""
        return load_spelling(self._spelling) if self._spelling else SpellingWords.build({})

    def near_words(self, word: str, least: int = 0) -> list[Neighbour]:
        """Return the words of the archive that are spelt much like a folded word, the nearest first.

        least: the least frequency of the words that are wanted
        """
        try:
            return self.spelling.neighbours(word, least)
        except (IndexError, ValueError) as error:
            raise self._unanswerable(repr(error)) from error

    def text(self, doc: int) -> str:
        """Return the text of a paragraph by document number."""
        return self._stored([doc], "text")[0]

    def texts(self, docs: list[int]) -> list[str]:
        """Return the texts of several paragraphs."""
        return self._stored(docs, "text")

    def metadata(self, article: int) -> ArticleMetadata:
        """Return what is known of an article, by its position in the index."""
        return self.metadata_of([article])[0]

    def metadata_of(self, articles: Sequence[int]) -> list[ArticleMetadata]:
        """Return what is known of several articles."""
        first = self.doc_values.first_paragraph.item
        starts = list(map(first, articles))
        ends = [first(article + 1) for article in articles]
        about = self._stored(starts, "about")
        try:
            return list(map(loaded_metadata, about, map(sub, ends, starts)))
        except (ValueError, TypeError, RecursionError) as error:
            raise self._unanswerable(repr(error)) from error

    def paragraph_of(self, doc: int) -> tuple[ArticleMetadata, int]:
        """Return what is known of a paragraph's article, and the paragraph's number in it, from 0."""
        article = self.article_of.item(doc)
        return self.metadata(article), doc - self.doc_values.first_paragraph.item(article)

    def find(self, article_id: str) -> int:
        """Return an article's position in the index. Raises NotFoundError."""
        for doc in self.postings("article", article_id).docs.tolist() if article_id else ():
            article = int(self.article_of[doc])
            if self.live is None or self.live[article]:
                return article
        raise NotFoundError("no_such_article", id=repr(article_id))

    def article(self, article: int) -> Article:
        """Return an article with all its paragraphs."""
        about = self.metadata(article)
        first = int(self.doc_values.first_paragraph[article])
        texts = tuple(self.texts(list(range(first, first + about.paragraph_count))))
        return Article(about.id, texts, about.title, about.source, about.published, about.category, about.url)

    def _stored(self, docs: list[int], field: str) -> list[str]:
        """Return "text" or "about" of documents as it was stored. Raises IndexDamagedError."""
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


def _bytes_of(postings: Postings) -> int:
    return _BYTES_A_LIST + postings.nbytes


def _field_of(segment: OpenedSegment, field: str) -> StoredFields:
    return segment.text if field == "text" else segment.about


def encoded_term(term: str) -> bytes | None:
    """Return a term as the index has it; None for what no index can hold.

    Undecodable bytes of a command line become lone surrogates, which UTF-8 does not have.
    """
    try:
        return term.encode()
    except UnicodeEncodeError:
        return None
