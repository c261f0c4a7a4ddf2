"""The module opens the segments of a generation, each with its first document number and deleted articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.article import Article
from search.errors import IndexDamagedError
from search.index.format.doc_values import DocValues, IntArray
from search.index.format.field import FieldLists
from search.index.format.segment import NO_TOMBSTONES, Segment, Tombstones
from search.index.format.stored import loaded_metadata
from search.index.reading.segment_files import SegmentFiles
from search.remarks import Remark


@dataclass(frozen=True)
class OpenedSegment:
    """A segment of a generation, whose documents are numbered from ``base``, a multiple of 65,536.

    deleted: int32, its deleted articles, ascending
    """

    files: SegmentFiles
    deleted: IntArray
    base: int = 0

    @classmethod
    def open(
        cls, folder: Path, segment: Segment, deleted: IntArray = NO_TOMBSTONES, base: int = 0
    ) -> OpenedSegment:
        """Map the files of a segment. Raises IndexDamagedError."""
        return cls(SegmentFiles(folder, segment), deleted, base)

    @property
    def segment(self) -> Segment:
        """The segment."""
        return self.files.segment

    @property
    def fields(self) -> Mapping[str, FieldLists]:
        """Its fields by name."""
        return self.files.fields

    @property
    def doc_values(self) -> DocValues:
        """Its doc values."""
        return self.files.doc_values

    @property
    def lengths(self) -> npt.NDArray[np.uint8]:
        """uint8, body terms of each document, at most 255, padded with zeros to whole windows of 65,536."""
        return self.files.lengths

    @cached_property
    def alive(self) -> npt.NDArray[np.bool_]:
        """bool[A]: whether each article is live."""
        alive = np.ones(self.segment.articles, bool)
        alive[self.deleted] = False
        return alive

    @cached_property
    def deleted_documents(self) -> IntArray:
        """The documents of deleted articles, ascending."""
        if not len(self.deleted):
            return np.empty(0, np.int64)
        return np.flatnonzero(np.repeat(~self.alive, np.diff(self.doc_values.first_paragraph)))

    @property
    def live_counts(self) -> tuple[int, int]:
        """The numbers of live articles and paragraphs."""
        _, documents, articles = self.segment
        return articles - len(self.deleted), documents - len(self.deleted_documents)

    @property
    def end(self) -> int:
        """The first document number of the next segment."""
        return self.base + self.files.padded_documents

    def with_id(self, article_id: str) -> list[int]:
        """Return the numbers of live articles with an id in this segment: one, or none."""
        lists = self.fields.get("article")
        try:
            ordinal = lists.find(article_id.encode()) if lists is not None and article_id else -1
        except UnicodeEncodeError:  # half of a character, which no id contains
            return []
        if lists is None or ordinal < 0:
            return []
        articles = np.searchsorted(self.doc_values.first_paragraph, lists.docs(ordinal), "right") - 1
        return [article for article in articles.tolist() if self.alive[article]]

    def stored(self, article: int) -> tuple[str, tuple[str, ...]]:
        """Return the stored metadata of an article, and its paragraphs. Raises IndexDamagedError."""
        first, end = self.doc_values.first_paragraph[article : article + 2].tolist()
        about = self.files.about.get(first)
        texts = [text for text in self.files.text.get_all(list(range(first, end))) if text is not None]
        if about is None or len(texts) < end - first:
            field = "about" if about is None else "text"
            raise self._unanswerable(Remark("document_without", {"documents": str(first), "field": field}))
        return about, tuple(texts)

    def article(self, article: int) -> Article:
        """Return an article with all its paragraphs. Raises IndexDamagedError."""
        about, texts = self.stored(article)
        try:
            return Article.of(loaded_metadata(about, len(texts)), texts)
        except (ValueError, TypeError, RecursionError) as error:
            raise self._unanswerable(repr(error)) from error

    def _unanswerable(self, reason: object) -> IndexDamagedError:
        folder = self.files.file(".docs").path.parent
        return IndexDamagedError("cannot_be_answered_from", folder=folder, reason=reason)


def open_segments(
    folder: Path,
    segments: Sequence[Segment],
    tombstones: Tombstones,
    known: Sequence[OpenedSegment] = (),
) -> list[OpenedSegment]:
    """Open segments one after the other. Raises IndexDamagedError.

    known: segments of other generations; those that are also here are not opened again
    """
    files = {one.segment: one.files for one in known if not one.files.lost_file}
    opened: list[OpenedSegment] = []
    for one in segments:
        deleted = tombstones.get(one.name, NO_TOMBSTONES)
        base = opened[-1].end if opened else 0
        opened.append(OpenedSegment(files.get(one) or SegmentFiles(folder, one), deleted, base))
    return opened


def article_starts(segments: Sequence[OpenedSegment]) -> list[int]:
    """Return the number of the first article of each segment, and the end; see ``DocValues.joined``.

    A segment that does not fill its last window is followed by a placeholder, except for the last one.
    """
    starts = [0]
    for one in segments:
        placeholder = one is not segments[-1] and one.base + one.segment.documents < one.end
        starts.append(starts[-1] + one.segment.articles + placeholder)
    return starts


def tombstones_after(
    segments: Sequence[OpenedSegment], deleted: Iterable[tuple[int, int]]
) -> dict[str, IntArray]:
    """Return the tombstones of segments after more articles are deleted.

    deleted: the locations of these articles, as ``find_article`` returns them
    """
    numbers = [set(one.deleted.tolist()) for one in segments]
    for segment, number in deleted:
        numbers[segment].add(number)
    return {
        one.segment.name: np.array(sorted(of_segment), np.int32)
        for one, of_segment in zip(segments, numbers, strict=True)
        if of_segment
    }


def find_article(segments: Sequence[OpenedSegment], article_id: str) -> tuple[int, int] | None:
    """Return the location of a live article: the index of its segment, and its number there.

    None if there is none.
    """
    for number, segment in enumerate(segments):
        for article in segment.with_id(article_id):
            return number, article
    return None


def live_counts(segments: Sequence[OpenedSegment]) -> tuple[int, int]:
    """Return the numbers of live articles and paragraphs."""
    counts = [segment.live_counts for segment in segments]
    return sum(articles for articles, _ in counts), sum(paragraphs for _, paragraphs in counts)
