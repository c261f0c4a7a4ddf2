"""The module reads the documents of a segment for Whoosh: lengths, stored fields, deletions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from whoosh.codec.base import PerDocumentReader

from search.errors import IndexDamagedError
from search.index.format.documents import StoredFields, document_count, field_lengths
from search.index.format.names import STORED
from search.index.format.sections import Sections

if TYPE_CHECKING:
    from search.index.whoosh.segment import FlatSegment


class FlatDocuments(PerDocumentReader):  # type: ignore[misc]
    """Lengths and stored fields from ``SEGMENT.docs``, deletions from the table of contents."""

    def __init__(self, segment: FlatSegment, sections: Sections) -> None:
        """Open the documents of a segment. Raises IndexDamagedError."""
        self._segment, self._sections = segment, sections
        self._documents = document_count(sections)
        if self._documents != segment.doc_count_all():
            counted = {"found": str(self._documents), "right": str(segment.doc_count_all())}
            raise IndexDamagedError("other_documents", file=sections.path, **counted)
        noted = sections.notes.get("lengths")
        if not isinstance(noted, dict):
            raise IndexDamagedError("lengths_not_said", file=sections.path)
        self._noted: dict[str, dict[str, int]] = noted
        starts = [name for name in sections.names() if name.startswith(STORED) and name.endswith("/starts")]
        names = [name[len(STORED) : -len("/starts")] for name in starts]
        self._stored = {name: StoredFields(sections, name) for name in names}

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self._documents - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._documents

    def has_deletions(self) -> bool:
        """Return whether any document is deleted."""
        return bool(self._segment.deleted_count())

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self._segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return the stored fields of a document. Raises IndexDamagedError."""
        if not 0 <= docnum < self._documents:
            raise IndexError(f"document {docnum} of {self._documents}")
        values = ((name, stored.get(docnum)) for name, stored in self._stored.items())
        return {name: value for name, value in values if value is not None}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the number of terms in a field of a document, ``default`` without any."""
        if not 0 <= docnum < self._documents:
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
        """Return the minimum number of terms of a field in a document."""
        return self._note_of(fieldname, "min")

    def max_field_length(self, fieldname: str) -> int:
        """Return the maximum number of terms of a field in a document."""
        return self._note_of(fieldname, "max")

    def _note_of(self, fieldname: str, what: str) -> int:
        return int(self._noted.get(fieldname, {}).get(what, 0))
