"""The codec that Whoosh is given: which class reads and writes what of a segment.

``FlatSegment`` and ``FlatCodec`` are named in the table of contents of an index (Whoosh pickles them):
their names and this module's are part of the format on disk.
"""

from __future__ import annotations

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import Storage

from search.index.format.disk import open_sections
from search.index.format.documents import FlatDocuments
from search.index.format.documents_writer import FlatDocumentsWriter
from search.index.format.names import DOCS_EXTENSION, FLAT_EXTENSION
from search.index.whoosh.postings_writer import FlatPostingsWriter
from search.index.whoosh.terms import FlatTerms


class FlatCodec(W3Codec):  # type: ignore[misc]
    """Posting lists, lengths and stored fields as mapped arrays; columns and vectors as Whoosh keeps them."""

    def new_segment(self, storage: Storage, indexname: str) -> FlatSegment:
        """Return a segment to be written."""
        return FlatSegment(self, indexname)

    def field_writer(self, storage: Storage, segment: W3Segment) -> FlatPostingsWriter:
        """Return the writer of ``SEGMENT.flat``."""
        return FlatPostingsWriter(storage, segment)

    def terms_reader(self, storage: Storage, segment: W3Segment) -> FlatTerms:
        """Open ``SEGMENT.flat``. Raises IndexDamagedError."""
        return FlatTerms(
            open_sections(storage, segment.make_filename(FLAT_EXTENSION)),
            lambda: open_sections(storage, segment.make_filename(DOCS_EXTENSION)),
        )

    def per_document_writer(self, storage: Storage, segment: W3Segment) -> FlatDocumentsWriter:
        """Return the writer of ``SEGMENT.docs``."""
        return FlatDocumentsWriter(self, storage, segment)

    def per_document_reader(self, storage: Storage, segment: W3Segment) -> FlatDocuments:
        """Open ``SEGMENT.docs``. Raises IndexDamagedError."""
        return FlatDocuments(storage, segment, open_sections(storage, segment.make_filename(DOCS_EXTENSION)))


class FlatSegment(W3Segment):  # type: ignore[misc]
    """A segment in flat files. Its deleted documents are part of the table of contents, as Whoosh has it."""

    def codec(self, **_: Any) -> FlatCodec:
        """Return the codec that reads this segment."""
        return FlatCodec()

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as not deleted after all."""
        if delete:
            super().delete_document(docnum)
        elif self._deleted is not None:
            self._deleted.discard(docnum)

    def should_assemble(self) -> bool:
        """Return False: the files are mapped, and gain nothing from being packed into one."""
        return False
