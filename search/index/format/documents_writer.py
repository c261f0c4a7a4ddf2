"""Writes what is known of each document: lengths and stored fields, columns, vectors."""

from __future__ import annotations

import os
import pickle
import tempfile
from array import array
from collections.abc import Iterable
from contextlib import suppress
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, Any
from zlib import crc32

import numpy as np
from whoosh.codec.base import PerDocWriterWithColumns
from whoosh.codec.whoosh3 import VECTOR_COLUMN, VECTOR_LEN_COLUMN, W3Codec, W3Segment, W3TermInfo
from whoosh.columns import Column, ColumnWriter
from whoosh.fields import FieldType
from whoosh.filedb.filestore import Storage
from whoosh.filedb.structfile import StructFile

from search.index.format.disk import create_sections, folder_of, sync_folder
from search.index.format.names import ABSENT, DOCS_EXTENSION, PADDED_TO, PICKLED, STORED, TEXT
from search.index.format.sections import SectionsWriter

_PICKLE_PROTOCOL = 4
_VECTORS_START = b"VPST"  # a vector never begins at 0, which means that there is none


class StoredColumn:
    """The values of one stored field, spooled until the file is written.

    scratch: folder for the spool file, which has no name and vanishes; None for the system's
    """

    def __init__(self, name: str, scratch: Path | None = None) -> None:
        self.name = name
        self._bytes: IO[bytes] = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - kept open
        self._starts = array("Q", [0])
        self._kinds = bytearray()
        self._checksums = array("L")

    def add(self, doc: int, value: Any) -> None:
        """Keep a value; documents come in order, those left out have none."""
        self._pad(doc)
        kind, encoded = _encoded(value)
        self._append(kind, encoded)

    def _pad(self, documents: int) -> None:
        for _ in range(documents - len(self._kinds)):
            self._append(ABSENT, b"")

    def _append(self, kind: int, encoded: bytes) -> None:
        self._bytes.write(encoded)
        self._starts.append(self._starts[-1] + len(encoded))
        self._kinds.append(kind)
        self._checksums.append(crc32(encoded, kind))

    def finish(self, file: SectionsWriter, documents: int) -> None:
        """Put the sections of the field into a file."""
        self._pad(documents)
        file.write(f"{STORED}{self.name}/starts", np.array(self._starts, "<u8"))
        file.copy(f"{STORED}{self.name}/bytes", "u1", self._bytes)
        file.write(f"{STORED}{self.name}/kinds", np.frombuffer(bytes(self._kinds), np.uint8))
        file.write(f"{STORED}{self.name}/checksums", np.array(self._checksums, "<u4"))
        self._bytes.close()


def _encoded(value: Any) -> tuple[int, bytes]:
    if type(value) is str:
        try:
            return TEXT, value.encode()
        except UnicodeEncodeError:  # half a surrogate pair
            pass
    return PICKLED, pickle.dumps(value, _PICKLE_PROTOCOL)


def write_lengths(file: SectionsWriter, field: str, lengths: np.ndarray[Any, Any]) -> dict[str, int]:
    """Write a field's lengths, one for each document; return what is noted of them."""
    padded = np.zeros(max(1, -(-len(lengths) // PADDED_TO)) * PADDED_TO, lengths.dtype)
    padded[: len(lengths)] = lengths
    file.write(f"{field}/lengths", padded.astype("u1" if padded.max() <= 255 else "<u4"))
    least, greatest = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
    return {"total": int(lengths.sum()), "min": least, "max": greatest}


class FlatDocumentsWriter(PerDocWriterWithColumns):  # type: ignore[misc]
    """Writes ``SEGMENT.docs``; sortable columns and vectors go to files of their own, as Whoosh keeps them.

    A document is written when it is finished: one that is cancelled leaves nothing.
    """

    def __init__(self, codec: W3Codec, storage: Storage, segment: W3Segment) -> None:
        super().__init__()
        self._codec = codec
        self._storage = storage
        self._segment = segment
        self._file = create_sections(storage, segment.make_filename(DOCS_EXTENSION))
        self._stored: dict[str, StoredColumn] = {}
        self._lengths: dict[str, array[int]] = {}
        self._columns: dict[str, tuple[ColumnWriter, StructFile]] = {}
        self._vectors: StructFile | None = None
        self._documents = 0
        self._fields: list[tuple[str, Any, int]] = []
        self._column_values: list[tuple[str, Column, Any]] = []
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin a document; numbers ascend by one. One that was begun and never finished is forgotten."""
        if docnum != self._documents:
            raise ValueError(f"document {docnum} begun, document {self._documents} expected")
        self._docnum = docnum
        self._fields, self._column_values = [], []

    def add_field(self, fieldname: str, fieldobj: FieldType, value: Any, length: int | None) -> None:
        """Keep what is stored of a field (None for nothing) and how many terms it has."""
        self._fields.append((fieldname, value, length or 0))

    def add_column_value(self, fieldname: str, columnobj: Column, value: Any) -> None:
        """Keep a value to sort and group by."""
        self._column_values.append((fieldname, columnobj, value))

    def add_vector_items(self, fieldname: str, fieldobj: FieldType, items: Iterable[Any]) -> None:
        """Keep the terms of this document, ``(term, weight, value)`` in order."""
        if not items:
            return
        if self._vectors is None:
            self._vectors = self._segment.create_file(self._storage, W3Codec.VPOSTS_EXT)
            self._vectors.write(_VECTORS_START)
        writer = self._codec.postings_writer(self._vectors, byteids=True)
        writer.start_postings(fieldobj.vector, W3TermInfo())
        for text, weight, value in items:
            writer.add_posting(text, weight, value)
        offset, length = writer.finish_postings().extent()
        self.add_column_value(f"_{fieldname}_vec", VECTOR_COLUMN, offset)
        self.add_column_value(f"_{fieldname}_vecL", VECTOR_LEN_COLUMN, length)

    def cancel_doc(self) -> None:
        """Forget the document that was begun."""
        self._fields, self._column_values = [], []

    def finish_doc(self) -> None:
        """Write the document that was begun."""
        for name, value, length in self._fields:
            if value is not None:
                self._stored_column(name).add(self._docnum, value)
            if length:
                lengths = self._lengths.setdefault(name, array("L"))
                lengths.extend([0] * (self._docnum - len(lengths)))
                lengths.append(length)
        for name, column, value in self._column_values:
            super().add_column_value(name, column, value)
        self._documents += 1

    def _stored_column(self, name: str) -> StoredColumn:
        if name not in self._stored:
            self._stored[name] = StoredColumn(name, folder_of(self._storage))
        return self._stored[name]

    def _has_column(self, fieldname: str) -> bool:
        return fieldname in self._columns

    def _create_column(self, fieldname: str, column: Column) -> None:
        file = self._storage.create_file(self._codec.column_filename(self._segment, fieldname))
        self._columns[fieldname] = (column.writer(file), file)

    def _get_column(self, fieldname: str) -> ColumnWriter:
        return self._columns[fieldname][0]

    def close(self) -> None:
        """Finish all files and bring them to the disk."""
        for writer, file in self._columns.values():
            writer.finish(self._documents)
            _close_synced(file)
        if self._vectors is not None:
            _close_synced(self._vectors)
        for stored in self._stored.values():
            stored.finish(self._file, self._documents)
        noted = {}
        for field, lengths in self._lengths.items():
            lengths.extend([0] * (self._documents - len(lengths)))
            noted[field] = write_lengths(self._file, field, np.array(lengths, np.int64))
        self._file.note("documents", self._documents)
        self._file.note("lengths", noted)
        self._file.close()
        sync_folder(self._storage)
        self.is_closed = True


def _close_synced(file: StructFile) -> None:
    file.flush()
    with suppress(UnsupportedOperation):  # a storage in memory
        os.fsync(file.fileno())
    file.close()
