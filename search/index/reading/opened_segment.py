"""One segment opened for reading: its fields, stored texts, lengths and doc values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.doc_values import DocValues, IntArray
from search.index.format.documents import StoredFields, document_count, field_lengths
from search.index.format.field import FieldLists, fields_in
from search.index.format.lists import WINDOW
from search.index.format.names import ARTICLES_EXTENSION, DOCS_EXTENSION, FLAT_EXTENSION, LONGEST_COUNTED
from search.index.format.sections import Sections
from search.index.format.segment import NO_TOMBSTONES, Segment, Tombstones
from search.index.format.signatures import Signatures
from search.index.format.values import ArticleValues
from search.remarks import Remark


@dataclass(frozen=True)
class OpenedSegment:
    """An opened segment, whose documents are numbered from ``base``, a multiple of 65,536.

    lengths: uint8, body terms of each document, at most 255, padded with zeros to whole windows of 65,536
    uncut:   the same without the limit of 255
    deleted: int32, its deleted articles, ascending
    """

    folder: Path
    segment: Segment
    base: int
    fields: dict[str, FieldLists]
    text: StoredFields
    about: StoredFields
    lengths: npt.NDArray[np.uint8]
    uncut: IntArray
    doc_values: DocValues
    deleted: IntArray

    @classmethod
    def open(
        cls, folder: Path, segment: Segment, deleted: IntArray = NO_TOMBSTONES, base: int = 0
    ) -> OpenedSegment:
        """Map the files of a segment. Raises IndexDamagedError."""
        flat = Sections(segment.path(folder, FLAT_EXTENSION))
        docs = Sections(segment.path(folder, DOCS_EXTENSION))
        doc_values = DocValues.load(segment.path(folder, ARTICLES_EXTENSION))
        counts = {
            (document_count(docs), doc_values.article_count),
            (doc_values.paragraph_count, segment.articles),
        }
        if counts != {(segment.documents, segment.articles)}:
            raise IndexDamagedError("file_damaged", file=docs.path, wrong=Remark("files_count_differently"))
        uncut = field_lengths(docs, "body")
        if uncut is None:
            uncut = np.zeros(-(-doc_values.paragraph_count // WINDOW) * WINDOW, np.uint8)
        lengths = uncut if uncut.dtype == np.uint8 else np.minimum(uncut, LONGEST_COUNTED).astype(np.uint8)
        return cls(
            folder,
            segment,
            base,
            {name: FieldLists(flat, name) for name in fields_in(flat)},
            StoredFields(docs, "text"),
            StoredFields(docs, "about"),
            lengths,
            uncut,
            doc_values,
            deleted,
        )

    @cached_property
    def alive(self) -> npt.NDArray[np.bool_]:
        """bool[A]: whether each article is live."""
        alive = np.ones(self.doc_values.article_count, bool)
        alive[self.deleted] = False
        return alive

    @cached_property
    def deleted_documents(self) -> IntArray:
        """The documents of deleted articles, ascending."""
        return np.flatnonzero(np.repeat(~self.alive, np.diff(self.doc_values.first_paragraph)))

    def file(self, extension: str) -> Sections:
        """Open one of the segment's files. Raises IndexDamagedError."""
        return Sections(self.segment.path(self.folder, extension))

    def values(self, field: str) -> ArticleValues:
        """Map the values of an optional field. Raises IndexDamagedError."""
        return ArticleValues.load(self.file(ARTICLES_EXTENSION), field, self.doc_values.article_count)

    def signatures(self) -> Signatures:
        """Map the signatures by which copies of articles are found. Raises IndexDamagedError."""
        return Signatures.load(self.file(ARTICLES_EXTENSION), self.doc_values.article_count)

    @property
    def end(self) -> int:
        """The first document number of the next segment."""
        return self.base + len(self.lengths)


def open_segments(folder: Path, segments: Sequence[Segment], tombstones: Tombstones) -> list[OpenedSegment]:
    """Open segments one after the other. Raises IndexDamagedError."""
    opened: list[OpenedSegment] = []
    for one in segments:
        deleted = tombstones.get(one.name, NO_TOMBSTONES)
        opened.append(OpenedSegment.open(folder, one, deleted, opened[-1].end if opened else 0))
    return opened
