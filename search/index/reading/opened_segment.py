"""One segment opened for reading: its fields, stored text, lengths and the numbers of its articles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.errors import IndexDamagedError
from search.index.copies.duplicates import Signatures
from search.index.format.documents import StoredFields, document_count, field_lengths
from search.index.format.field import FieldLists, fields_in
from search.index.format.lists import WINDOW
from search.index.format.names import DOCS_EXTENSION, FLAT_EXTENSION, INDEX_NAME, LONGEST_COUNTED
from search.index.format.numbers import ARTICLES_EXTENSION, IntArray, Numbers
from search.index.format.sections import Sections
from search.index.whoosh.segment import FlatSegment

#: Of the files that a segment has; none of them changes once it is written.
EXTENSIONS = (FLAT_EXTENSION, DOCS_EXTENSION, ARTICLES_EXTENSION)


@dataclass(frozen=True)
class OpenedSegment:
    """A segment; its documents are numbered from ``base``, a multiple of 65,536.

    lengths: uint8, body terms of each document, at most 255, padded with zeros to whole windows
    uncut:   the same without the limit
    deleted: documents, ascending
    """

    folder: Path
    segment: FlatSegment

    base: int
    fields: dict[str, FieldLists]
    text: StoredFields
    about: StoredFields
    lengths: npt.NDArray[np.uint8]
    uncut: IntArray
    numbers: Numbers
    deleted: IntArray

    @classmethod
    def open(cls, folder: Path, segment: FlatSegment, base: int) -> OpenedSegment:
        """Map the files of a segment. Raises IndexDamagedError."""
        flat = Sections(folder / segment.make_filename(FLAT_EXTENSION))
        docs = Sections(folder / segment.make_filename(DOCS_EXTENSION))
        numbers = Numbers.load(folder / segment.make_filename(ARTICLES_EXTENSION))
        if {document_count(docs), segment.doc_count_all()} != {numbers.paragraph_count}:
            raise IndexDamagedError(f"{docs.path}: files of the segment count differently: run 'warta check'")
        uncut = field_lengths(docs, "body")
        if uncut is None:
            uncut = np.zeros(-(-numbers.paragraph_count // WINDOW) * WINDOW, np.uint8)
        lengths = uncut if uncut.dtype == np.uint8 else np.minimum(uncut, LONGEST_COUNTED).astype(np.uint8)
        deleted = np.array(sorted(segment.deleted_docs() or ()), np.int64)
        return cls(
            folder,
            segment,
            base,
            {name: FieldLists(flat, name) for name in fields_in(flat)},
            StoredFields(docs, "text"),
            StoredFields(docs, "about"),
            lengths,
            uncut,
            numbers,
            deleted,
        )

    @cached_property
    def alive(self) -> npt.NDArray[np.bool_]:
        """bool[A]: the articles that are not deleted."""
        alive = np.ones(self.numbers.article_count, bool)
        alive[np.searchsorted(self.numbers.first_paragraph, self.deleted, "right") - 1] = False
        return alive

    def file(self, extension: str) -> Sections:
        """Open one of the segment's files. Raises IndexDamagedError."""
        return Sections(self.folder / str(self.segment.make_filename(extension)))

    def signatures(self) -> Signatures:
        """Map the signatures by which copies of articles are found. Raises IndexDamagedError."""
        return Signatures.load(self.file(ARTICLES_EXTENSION), self.numbers.article_count)

    @property
    def end(self) -> int:
        """The first document number that the segment after this one may use."""
        return self.base + len(self.lengths)


def open_segments(folder: Path) -> list[OpenedSegment]:
    """Open all segments of a folder, in order. Raises IndexDamagedError."""
    opened: list[OpenedSegment] = []
    for segment in TOC.read(FileStorage(str(folder)), INDEX_NAME).segments:
        opened.append(OpenedSegment.open(folder, segment, opened[-1].end if opened else 0))
    if not opened:
        raise IndexDamagedError(f"{folder} holds no segment: run 'warta check'")
    return opened
