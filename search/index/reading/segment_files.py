"""The module maps the files of one segment; their contents are read at the first use.

A segment never changes, so generations that contain it, and their snapshots, share one ``SegmentFiles``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.doc_values import DocValues, IntArray
from search.index.format.documents import StoredFields, document_count, field_lengths
from search.index.format.field import FieldLists, fields_in
from search.index.format.lists import WINDOW
from search.index.format.mentions import Mentions
from search.index.format.names import (
    ARTICLES_EXTENSION,
    DOCS_EXTENSION,
    FLAT_EXTENSION,
    LONGEST_COUNTED,
    SPELLING_EXTENSION,
)
from search.index.format.sections import Sections
from search.index.format.segment import EXTENSIONS, Segment
from search.index.format.signatures import Signatures
from search.index.format.spelling import spelling_words
from search.index.format.values import ArticleValues
from search.remarks import Remark
from search.spelling import SpellingWords


class Fields(Mapping[str, FieldLists]):
    """The fields of a segment by name. A field is opened when it is used for the first time."""

    def __init__(self, flat: Sections) -> None:
        self._flat, self._names = flat, fields_in(flat)
        self._opened: dict[str, FieldLists] = {}

    def __getitem__(self, name: str) -> FieldLists:
        """Return a field. Raises KeyError if there is none, IndexDamagedError if it is damaged."""
        field = self._opened.get(name)
        if field is None:
            if name not in self._names:
                raise KeyError(name)
            field = self._opened.setdefault(name, FieldLists(self._flat, name))
        return field

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class SegmentFiles:
    """The mapped files of a segment. They are read-only, so threads may share the object.

    fields:      the fields by name
    text, about: the stored fields
    """

    def __init__(self, folder: Path, segment: Segment) -> None:
        """Map the files. Raises IndexDamagedError."""
        self.segment = segment
        self._files = {one: Sections(segment.path(folder, one)) for one in EXTENSIONS}
        docs = self._files[DOCS_EXTENSION]
        self.fields = Fields(self._files[FLAT_EXTENSION])
        self.text, self.about = StoredFields(docs, "text"), StoredFields(docs, "about")
        ends = self._files[ARTICLES_EXTENSION].array("first_paragraph", np.int64)
        counts = (document_count(docs), int(ends[-1]) if len(ends) else 0, len(ends) - 1)
        if counts != (segment.documents, segment.documents, segment.articles):
            raise IndexDamagedError("file_damaged", file=docs.path, wrong=Remark("files_count_differently"))

    def file(self, extension: str) -> Sections:
        """Return one of the files."""
        return self._files[extension]

    @property
    def lost_file(self) -> Path | None:
        """A file that was cut since it was opened, or cannot be read; None if there is none."""
        for one in self._files.values():  # each answer asks this
            if one.is_lost:
                return one.path
        return None

    @cached_property
    def doc_values(self) -> DocValues:
        """The doc values. Raises IndexDamagedError."""
        return DocValues.load(self._files[ARTICLES_EXTENSION])

    @cached_property
    def uncut(self) -> IntArray:
        """The number of body terms of each document, padded with zeros to whole windows of 65,536."""
        lengths = field_lengths(self._files[DOCS_EXTENSION], "body")
        return np.zeros(self.padded_documents, np.uint8) if lengths is None else lengths

    @cached_property
    def lengths(self) -> npt.NDArray[np.uint8]:
        """The same as ``uncut``, but at most 255; uint8."""
        uncut = self.uncut
        return uncut if uncut.dtype == np.uint8 else np.minimum(uncut, LONGEST_COUNTED).astype(np.uint8)

    @property
    def padded_documents(self) -> int:
        """The number of documents, rounded up to whole windows of 65,536."""
        return -(-self.segment.documents // WINDOW) * WINDOW

    @cached_property
    def spelling(self) -> SpellingWords:
        """The words of the segment that may be suggested. Raises IndexDamagedError."""
        return spelling_words(self._files[SPELLING_EXTENSION])

    @cached_property
    def signatures(self) -> Signatures:
        """The signatures of articles, by which copies are detected. Raises IndexDamagedError."""
        return Signatures.load(self._files[ARTICLES_EXTENSION], self.segment.articles)

    @cached_property
    def mentions(self) -> Mentions:
        """The names and quotations of the documents. Raises IndexDamagedError."""
        return Mentions.load(self._files[ARTICLES_EXTENSION], self.segment.documents)

    def values(self, field: str) -> ArticleValues:
        """Map the values of an optional field. Raises IndexDamagedError."""
        return ArticleValues.load(self._files[ARTICLES_EXTENSION], field, self.segment.articles)
