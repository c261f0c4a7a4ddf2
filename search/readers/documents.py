"""The module makes articles of documents, such as web pages and PDF, by libraries that are slow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from search.errors import SourceError
from search.later import function
from search.readers.records import MAX_PAGE_BYTES, Record, RecordError, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose article is not made yet.

    kind:    "html", "pdf", "docx", "epub" or "spreadsheet"
    line:    its number in the file, from 1; None if the file is the document
    options: further arguments for the function of its kind, such as the address
    """

    kind: str
    content: bytes = field(repr=False)
    line: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A document of which no article was made: a code of ``Reject``, and the reason."""

    code: str
    reason: Remark
    line: int | None = None


#: What a document becomes: its records, and remarks about it.
Made = list[Record | Refused | Remark]
#: Kind -> the function that makes articles of a document, and the maximum number of bytes of one.
_MAKERS: dict[str, tuple[Callable[..., Any], int]] = {
    "html": (function("search.readers.formats.html", "page_fields"), MAX_PAGE_BYTES),
    "pdf": (function("search.readers.formats.pdf", "pdf_fields"), 256 * 2**20),
    "docx": (function("search.readers.formats.docx", "docx_fields"), 64 * 2**20),
    "epub": (function("search.readers.formats.epub", "epub_fields"), 256 * 2**20),
    "spreadsheet": (function("search.readers.formats.spreadsheet", "spreadsheet_records"), 256 * 2**20),
}


def read_document(kind: str, **options: object) -> Callable[[str, TextStream], Iterator[Document | Reject]]:
    """Return the reader for files that are one document of this kind; ``options`` are for its function."""

    def read(file: str, stream: TextStream) -> Iterator[Document | Reject]:
        max_bytes = _MAKERS[kind][1]
        try:
            content = stream.whole(max_bytes)
        except DamagedStreamError as error:
            yield Reject(file, None, "damaged", Remark("article_is_incomplete", {"damage": error.damage}), "")
            return
        if content is None:
            yield Reject(file, None, "too-long", Remark("document_too_long", {"most": max_bytes}), "")
        else:
            yield Document(kind, content, options=options)

    return read


def made_of(document: Document) -> Made:
    """Return the records of a document: one, several of a book or spreadsheet, or why there is none."""
    made: Made = []
    try:
        fields = _MAKERS[document.kind][0](document.content, **document.options)
        for number, values in enumerate([fields] if isinstance(fields, dict) else fields, 1):
            line = document.line or (None if isinstance(fields, dict) else number)
            made.append(values if isinstance(values, Record | Remark) else Record(values, line))
    except RecordError as error:
        made.append(Refused(error.code, _of_address(document, error.reason), document.line))
    except SourceError as error:
        made.append(Refused("unreadable", Remark(error.code, error.values), document.line))
    except MemoryError:
        made.append(
            Refused("too-long", _of_address(document, Remark("document_needs_memory")), document.line)
        )
    return made


def _of_address(document: Document, reason: Remark) -> Remark:
    """Return the reason together with the address of the page, if it is known."""
    address = document.options.get("address")
    return Remark("of_address", {"address": address, "reason": reason}) if address else reason
