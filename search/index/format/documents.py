"""Reads what is known of each document: lengths and stored fields; columns and vectors as Whoosh does."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3PerDocReader, W3Segment
from whoosh.filedb.filestore import Storage

from search.errors import IndexDamagedError
from search.index.format.names import ABSENT, PADDED_TO, PICKLED, STORED, TEXT
from search.index.format.sections import Sections

try:
    from search.index.format.texts import TextReader
except ImportError:  # installed without a compiler
    TextReader = None  # type: ignore[assignment, misc]

Array = npt.NDArray[Any]


def document_count(sections: Sections) -> int:
    """Return how many documents a file is about. Raises IndexDamagedError."""
    documents = sections.notes.get("documents")
    if not isinstance(documents, int) or documents < 0:
        raise IndexDamagedError(f"{sections.path} does not say how many documents it is about")
    return documents


def field_lengths(sections: Sections, field: str) -> Array | None:
    """Return a field's length in each document (u1 or u4), None where none of them has the field.

    The array is padded with zeros to a multiple of 65,536. Raises IndexDamagedError.
    """
    name = f"{field}/lengths"
    if name not in sections:
        return None
    lengths = sections.array(name)
    fits = document_count(sections) <= len(lengths) and len(lengths) % PADDED_TO == 0
    if not fits or lengths.dtype not in (np.dtype("u1"), np.dtype("<u4")):
        raise IndexDamagedError(f"{sections.path}: {name} is not as long as it should be: run 'warta check'")
    sections.ensure_sound(name)
    return lengths


class StoredFields:
    """The stored values of one field. Read-only: may be shared by threads."""

    def __init__(self, sections: Sections, name: str) -> None:
        """Find the sections. Raises IndexDamagedError where they cannot belong together."""
        self.name = name
        self._path = sections.path
        self._starts = sections.array(f"{STORED}{name}/starts")
        self._bytes = sections.array(f"{STORED}{name}/bytes")
        self._kinds = sections.array(f"{STORED}{name}/kinds")
        self._checksums = sections.array(f"{STORED}{name}/checksums")
        documents = document_count(sections)
        columns = (self._starts, self._bytes, self._kinds, self._checksums)
        types = tuple(column.dtype.str for column in columns)
        sizes = (len(self._starts), len(self._kinds), len(self._checksums))
        if types != ("<u8", "|u1", "|u1", "<u4") or sizes != (documents + 1, documents, documents):
            raise self._damaged("its columns do not fit the number of documents")
        self._texts = None if TextReader is None else TextReader(*columns, TEXT)

    def _damaged(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError(f"{self._path}: stored {self.name}: {reason}: run 'warta check'")

    def get(self, doc: int) -> Any:
        """Return the value of a document, None where it has none. Raises IndexDamagedError."""
        if self._texts is not None and (text := self._texts.get(doc)) is not None:
            return text
        start, end = self._starts.item(doc), self._starts.item(doc + 1)
        kind = self._kinds.item(doc)
        if not start <= end <= len(self._bytes):
            raise self._damaged(f"document {doc} lies outside")
        encoded = self._bytes.data[start:end]
        if crc32(encoded, kind) != self._checksums.item(doc):
            raise self._damaged(f"document {doc} changed since it was written")
        if kind == ABSENT:
            return None
        try:
            return str(encoded, "utf-8") if kind == TEXT else self._unpickled(kind, encoded)
        except Exception as error:  # a pickle of a class that is gone, or written by something else
            raise self._damaged(f"document {doc} cannot be read ({error!r})") from error

    def get_all(self, docs: list[int]) -> list[Any]:
        """Return the values of several documents. Raises IndexDamagedError."""
        found = [None] if self._texts is None else self._texts.get_all(docs)
        return list(map(self.get, docs)) if None in found else found

    def _unpickled(self, kind: int, encoded: memoryview) -> Any:
        if kind != PICKLED:
            raise ValueError(f"unknown kind {kind}")
        return pickle.loads(encoded)


class FlatDocuments(W3PerDocReader):  # type: ignore[misc]
    """Lengths and stored fields from ``SEGMENT.docs``; columns, vectors and deletions as in Whoosh."""

    def __init__(self, storage: Storage, segment: W3Segment, sections: Sections) -> None:
        """Open the documents of a segment. Raises IndexDamagedError."""
        super().__init__(storage, segment)
        self._sections = sections
        documents = document_count(sections)
        if documents < segment.doc_count_all():
            raise IndexDamagedError(
                f"{sections.path} is about {documents} documents, should be {segment.doc_count_all()}"
            )
        self._documents = documents
        noted = sections.notes.get("lengths")
        if not isinstance(noted, dict):
            raise IndexDamagedError(f"{sections.path} does not say how long its fields are")
        self._noted: dict[str, dict[str, int]] = noted
        names = [name[len(STORED) : -len("/starts")] for name in sections.names() if name.startswith(STORED)]
        self._stored = {
            name: StoredFields(sections, name) for name in names if f"{STORED}{name}/starts" in sections
        }

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a document by field. Raises IndexDamagedError."""
        if not 0 <= docnum < self._documents:
            raise IndexError(f"document {docnum} of {self._documents}")
        values = ((name, stored.get(docnum)) for name, stored in self._stored.items())
        return {name: value for name, value in values if value is not None}

    def lengths(self, fieldname: str) -> Array | None:
        """Return a field's length in each document, None where no document has it."""
        lengths = field_lengths(self._sections, fieldname)
        return None if lengths is None else lengths[: self._documents]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the number of terms of a document's field, ``default`` where it has none."""
        if docnum > self._documents:
            raise IndexError(f"document {docnum} of {self._documents}")
        return self.doc_field_length_reader(fieldname, default)(docnum)

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        """Return a function from a document number to the length of this field."""
        lengths = field_lengths(self._sections, fieldname)
        if lengths is None:
            return lambda _: default
        length_of = lengths.item
        return lambda docnum: length_of(docnum) or default

    def field_length(self, fieldname: str) -> int:
        """Return the number of terms of a field in all documents."""
        return self._note_of(fieldname, "total")

    def min_field_length(self, fieldname: str) -> int:
        """Return the least number of terms of a field in a document."""
        return self._note_of(fieldname, "min")

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest number of terms of a field in a document."""
        return self._note_of(fieldname, "max")

    def _note_of(self, fieldname: str, what: str) -> int:
        return int(self._noted.get(fieldname, {}).get(what, 0))
