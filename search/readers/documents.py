"""Documents: pages and the like, of which an article has to be made by a library that takes its time."""

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
    """A document whose article has still to be made.

    kind:    "html", "pdf", "docx" or "epub"
    line:    its number in the file, from 1; None where the file is the document
    options: what else is known of it, passed to the function of its kind
    """

    kind: str
    content: bytes = field(repr=False)
    line: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A document of which no article was made, as a code of ``Reject`` and the reason."""

    code: str
    reason: Remark
    line: int | None = None


#: The function that makes articles of a document, for each kind, and how many bytes one may have.
_MAKERS: dict[str, tuple[Callable[..., Any], int]] = {
    "html": (function("search.readers.formats.html", "page_fields"), MAX_PAGE_BYTES),
    "pdf": (function("search.readers.formats.pdf", "pdf_fields"), 256 * 2**20),
    "docx": (function("search.readers.formats.docx", "docx_fields"), 64 * 2**20),
    "epub": (function("search.readers.formats.epub", "epub_fields"), 256 * 2**20),
}


def read_document(kind: str) -> Callable[[str, TextStream], Iterator[Document | Reject]]:
    """Return the reader of files that are one document each."""

    def read(file: str, stream: TextStream) -> Iterator[Document | Reject]:
        most = _MAKERS[kind][1]
        try:
            content = stream.whole(most)
        except DamagedStreamError as error:
            yield Reject(file, None, "damaged", Remark("article_is_incomplete", {"damage": error.damage}), "")
            return
        if content is None:
            yield Reject(file, None, "too-long", Remark("document_too_long", {"most": most}), "")
        else:
            yield Document(kind, content)

    return read


def made_of(document: Document) -> list[Record | Refused]:
    """Return the records that a document becomes: one, several of a book, or why there is none."""
    made: list[Record | Refused] = []
    try:
        found = _MAKERS[document.kind][0](document.content, **document.options)
        for number, values in enumerate([found] if isinstance(found, dict) else found, 1):
            made.append(Record(values, document.line or (None if isinstance(found, dict) else number)))
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
    """Return the reason with the address of the page, where it has one."""
    address = document.options.get("address")
    return Remark("of_address", {"address": address, "reason": reason}) if address else reason
