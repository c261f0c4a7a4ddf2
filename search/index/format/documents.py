"""The module reads and writes the file of a segment's documents: the lengths of fields, and stored texts.

=========================  =======  ==============================================================
section                    type     what
=========================  =======  ==============================================================
FIELD/lengths              u1, u4   terms of each document in a field, padded to whole windows
stored/NAME/bytes          u1       the stored texts one after the other (UTF-8)
stored/NAME/starts         u8[N+1]  the offset of each text, and the end
stored/NAME/kinds          u1[N]    0 for a document without a text, 1 for one with a text
stored/NAME/checksums      u4[N]    CRC-32 of each text, with its kind as the initial value
=========================  =======  ==============================================================
"""

from __future__ import annotations

from zlib import crc32

import numpy as np

from search.errors import IndexDamagedError
from search.index.format.names import ABSENT, PADDED_TO, STORED, TEXT
from search.index.format.sections import Array, Sections, SectionsWriter
from search.index.format.steps import TextReader
from search.remarks import Remark


def document_count(sections: Sections) -> int:
    """Return the number of documents in a file. Raises IndexDamagedError."""
    documents = sections.notes.get("documents")
    if not isinstance(documents, int) or documents < 0:
        raise IndexDamagedError("documents_not_counted", file=sections.path)
    return documents


def field_lengths(sections: Sections, field: str) -> Array | None:
    """Return a field's length in each document (u1 or u4), or None if no document has the field.

    The array is padded with zeros to a multiple of 65,536. Raises IndexDamagedError.
    """
    name = f"{field}/lengths"
    if name not in sections:
        return None
    lengths = sections.array(name)
    fits = document_count(sections) <= len(lengths) and len(lengths) % PADDED_TO == 0
    if not fits or lengths.dtype not in (np.dtype("u1"), np.dtype("<u4")):
        wrong = Remark("section_of_other_length", {"section": name})
        raise IndexDamagedError("file_damaged", file=sections.path, wrong=wrong)
    sections.ensure_sound(name)
    return lengths


def write_lengths(file: SectionsWriter, field: str, lengths: Array) -> dict[str, int]:
    """Write a field's lengths, one for each document; return their total, minimum and maximum."""
    padded = np.zeros(max(1, -(-len(lengths) // PADDED_TO)) * PADDED_TO, lengths.dtype)
    padded[: len(lengths)] = lengths
    file.write(f"{field}/lengths", padded.astype("u1" if padded.max() <= 255 else "<u4"))
    smallest, greatest = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
    return {"total": int(lengths.sum()), "min": smallest, "max": greatest}


class StoredFields:
    """The stored texts of one field. Read-only: threads may share it."""

    def __init__(self, sections: Sections, name: str) -> None:
        """Map the sections. Raises IndexDamagedError if they do not fit together."""
        self.name = name
        self._path = sections.path
        self._starts = sections.array(f"{STORED}{name}/starts", "<u8")
        self._bytes = sections.array(f"{STORED}{name}/bytes", "u1")
        self._kinds = sections.array(f"{STORED}{name}/kinds", "u1")
        self._checksums = sections.array(f"{STORED}{name}/checksums", "<u4")
        documents = document_count(sections)
        columns = (self._starts, self._bytes, self._kinds, self._checksums)
        sizes = (len(self._starts), len(self._kinds), len(self._checksums))
        if sizes != (documents + 1, documents, documents):
            raise self._damaged("columns_misfit")
        self._texts = None if TextReader is None else TextReader(*columns, TEXT)

    def _damaged(self, code: str, **values: object) -> IndexDamagedError:
        wrong = Remark(code, values)
        return IndexDamagedError("stored_damaged", file=self._path, field=self.name, wrong=wrong)

    def get(self, doc: int) -> str | None:
        """Return the text of a document, None if it has none. Raises IndexDamagedError."""
        if self._texts is not None and (text := self._texts.get(doc)) is not None:
            return text
        start, end = self._starts.item(doc), self._starts.item(doc + 1)
        kind = self._kinds.item(doc)
        if not start <= end <= len(self._bytes):
            raise self._damaged("document_outside", document=str(doc))
        encoded = self._bytes.data[start:end]
        if crc32(encoded, kind) != self._checksums.item(doc):
            raise self._damaged("document_changed", document=str(doc))
        if kind == ABSENT:
            return None
        if kind != TEXT:
            raise self._damaged("document_of_unknown_kind", document=str(doc), kind=str(kind))
        try:
            return str(encoded, "utf-8")
        except UnicodeDecodeError as error:
            raise self._damaged("document_no_text", document=str(doc), reason=error) from error

    def get_all(self, docs: list[int]) -> list[str | None]:
        """Return the texts of several documents. Raises IndexDamagedError."""
        texts: list[str | None] = [None] if self._texts is None else self._texts.get_all(docs)
        return list(map(self.get, docs)) if None in texts else texts
