"""Takes postings one by one, as Whoosh's segment writer gives them, and writes ``SEGMENT.flat``."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.base import FieldWriter
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import Storage

from search.bm25 import saturation
from search.index.format.disk import create_sections, folder_of, sync_folder
from search.index.format.documents import FlatDocuments
from search.index.format.field_writer import FieldListsWriter
from search.index.format.lists import MOST_COUNTED
from search.index.format.names import FLAT_EXTENSION, LONGEST_COUNTED
from search.index.inversion.invert import IMPACT_B, IMPACT_K1
from search.index.whoosh.schema import PackedPositions

Array = npt.NDArray[Any]


class FlatPostingsWriter(FieldWriter):  # type: ignore[misc]
    """Writes fields term by term; one list is in memory at a time."""

    def __init__(self, storage: Storage, segment: W3Segment) -> None:
        self._storage = storage
        self._file = create_sections(storage, segment.make_filename(FLAT_EXTENSION))
        self._documents: FlatDocuments | None = None
        self._lists: FieldListsWriter | None = None
        self._field: FieldType = None
        self._average: float | None = None
        self._start_list(b"")
        self.is_closed = False

    def _start_list(self, term: bytes) -> None:
        self._term = term
        self._docs = array("q")
        self._weights = array("f")
        self._lengths = array("q")
        self._values: list[bytes] = []

    def add_postings(self, schema: Schema, lengths: Any, items: Iterable[tuple[Any, ...]]) -> None:
        """Write all fields. Lengths of documents that are ours also give the bounds of scores."""
        self._documents = lengths if isinstance(lengths, FlatDocuments) else None
        super().add_postings(schema, lengths, items)

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        """Begin a field; fields come in the order of their names."""
        self._field = fieldobj
        self._ours = isinstance(fieldobj.format, PackedPositions)
        self._lists = FieldListsWriter(fieldname, folder_of(self._storage), positions=self._ours)
        self._average = self._average_length(fieldname)

    def _average_length(self, fieldname: str) -> float | None:
        if self._documents is None or not self._ours:
            return None
        lengths = self._documents.lengths(fieldname)
        if lengths is None:
            return None
        held = np.minimum(lengths[lengths > 0], LONGEST_COUNTED)
        average = max(1.0, float(held.mean())) if len(held) else 1.0
        self._file.note(fieldname, {"k1": IMPACT_K1, "b": IMPACT_B, "average": average})
        return average

    def start_term(self, text: bytes) -> None:
        """Begin the list of a term."""
        if self._lists is None:
            raise ValueError("a term was begun before a field")
        self._start_list(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        """Add a posting to the list."""
        self._docs.append(docnum)
        self._weights.append(weight)
        self._values.append(vbytes)
        self._lengths.append(length or 0)

    def finish_term(self) -> None:
        """Encode and write the list."""
        assert self._lists is not None
        docs = np.frombuffer(self._docs, np.int64)
        if np.any(docs[1:] == docs[:-1]):
            self._join_repeated()
            docs = np.frombuffer(self._docs, np.int64)
        if self._ours:
            self._finish_positions(docs)
            return
        lengths = [length for length in self._lengths if length]
        self._lists.add(
            self._term,
            docs,
            weights=np.frombuffer(self._weights, np.float32),
            values=self._values,
            lengths=(min(lengths, default=0), max(lengths, default=0)),
        )

    def _finish_positions(self, docs: Array) -> None:
        assert self._lists is not None
        tf = np.fromiter(map(len, self._values), np.int64, len(self._values)) // 2
        positions = np.frombuffer(b"".join(self._values), "<u2")
        saturations = None
        if self._average is not None:
            lengths = np.minimum(np.frombuffer(self._lengths, np.int64), LONGEST_COUNTED)
            counted = np.minimum(tf, MOST_COUNTED)
            saturations = saturation(counted, lengths, self._average, IMPACT_K1, IMPACT_B)
        weights = np.frombuffer(self._weights, np.float32)
        self._lists.add(self._term, docs, tf, positions, saturations, weights=weights)

    def _join_repeated(self) -> None:
        """Make one posting of several for the same document: words for spelling all come as of document 0."""
        docs, weights, lengths, values = self._docs, self._weights, self._lengths, self._values
        self._start_list(self._term)
        for doc, weight, length, value in zip(docs, weights, lengths, values, strict=True):
            if self._docs and self._docs[-1] == doc:
                self._weights[-1] += weight
            else:
                self.add(doc, weight, value, length)

    def finish_field(self) -> None:
        """Put the field's lists into the file."""
        if self._lists is None:
            raise ValueError("a field was finished before it was begun")
        self._lists.finish(self._file)
        self._lists = None

    def close(self) -> None:
        """Finish the file and bring it to the disk."""
        if self._lists is not None:
            self._lists.abandon()
        self._file.close()
        sync_folder(self._storage)
        self.is_closed = True
