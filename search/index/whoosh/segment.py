"""The module has the codec for Whoosh, which names the class that reads each part of a segment.

The table of contents of Whoosh is a pickle with ``FlatSegment``, so a Whoosh program imports this class by
the name of its module when it opens an index.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from whoosh.codec.base import Codec, Segment
from whoosh.filedb.filestore import FileStorage, Storage

from search.index.format.names import DOCS_EXTENSION, FLAT_EXTENSION
from search.index.format.sections import Sections
from search.index.whoosh.documents import FlatDocuments
from search.index.whoosh.terms import FlatTerms


class FlatCodec(Codec):  # type: ignore[misc]
    """The codec reads posting lists, lengths and stored fields from mapped arrays. It writes nothing."""

    def terms_reader(self, storage: Storage, segment: FlatSegment) -> FlatTerms:
        """Open ``SEGMENT.flat``. Raises IndexDamagedError."""
        return FlatTerms(
            _sections(storage, segment, FLAT_EXTENSION), _sections(storage, segment, DOCS_EXTENSION)
        )

    def per_document_reader(self, storage: Storage, segment: FlatSegment) -> FlatDocuments:
        """Open ``SEGMENT.docs``. Raises IndexDamagedError."""
        return FlatDocuments(segment, _sections(storage, segment, DOCS_EXTENSION))


def _sections(storage: Storage, segment: FlatSegment, extension: str) -> Sections:
    if not isinstance(storage, FileStorage):
        raise ValueError("a Warta index is mapped into memory from its folder: open it with open_dir")
    return Sections(Path(storage.folder) / segment.make_filename(extension))


class FlatSegment(Segment):  # type: ignore[misc]
    """A segment in flat files.

    name:      "INDEX_ID", the name in the form of Whoosh
    documents: the number of documents, deleted ones included
    """

    def __init__(self, name: str, documents: int, deleted: Iterable[int] = ()) -> None:
        self.indexname, _, self.segid = name.rpartition("_")
        self.compound = False
        self._documents = documents
        self._deleted = frozenset(deleted)

    def codec(self, **_: Any) -> FlatCodec:
        """Return the codec that reads this segment."""
        return FlatCodec()

    def should_assemble(self) -> bool:
        """Return False: the files are mapped, so packing them into one gains nothing."""
        return False

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._documents

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        """Raise NotImplementedError, because the manifest would not know of the deletion."""
        raise NotImplementedError("Whoosh only reads a Warta index: delete with 'warta delete'")
