"""The module reads documents of Word (DOCX) with python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from search.readers.formats.needed import needed
from search.readers.plain_text import with_head
from search.readers.press_databases import exported_articles
from search.readers.records import RecordError

_MAX_UNPACKED_BYTES = 256 * 2**20
#: The day of the template of python-docx, which documents that programs make with it keep.
_TEMPLATE_DAY = "2013-12-23T23:15:00"


def docx_fields(content: bytes) -> dict[str, object] | list[dict[str, object]]:
    """Return the fields of the article in a document of Word, or of several that a press database exports.

    The title is a paragraph with the style of a title, else that of the document's properties, else a first
    heading.

    Raises RecordError: ``no-article`` if there is no text, ``damaged`` if the document cannot be read,
    ``too-long`` if it is too large when decompressed. Raises SourceError if python-docx is not installed.
    """
    docx = needed("docx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(
                part.file_size for part in parts.infolist() if part.filename.endswith((".xml", ".rels"))
            )
        if size > _MAX_UNPACKED_BYTES:
            raise RecordError("too-long", "document_unfolds_too_far", most=_MAX_UNPACKED_BYTES)
        document = docx.Document(io.BytesIO(content))
        title, paragraphs = _texts(document)
        about = _about(document.core_properties)
    except (RecordError, MemoryError):
        raise
    except Exception as error:  # zipfile, lxml, python-docx; KeyError means a missing part
        raise RecordError("damaged", "document_unreadable", reason=error) from error
    if not paragraphs:
        raise RecordError("no-article", "document_without_text", pages=1)
    if exported := exported_articles([line for text in (title or "", *paragraphs) for line in (text, "")]):
        return [fields for _, fields in exported.articles]
    return with_head({**about, **({"title": title} if title else {})}, paragraphs)


def _texts(document: Any) -> tuple[str | None, list[str]]:
    """Return the title, if a paragraph has the style of one, and the other paragraphs and rows."""
    title: str | None = None
    paragraphs: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            paragraphs += [text for row in block.rows if (text := _row(row))]
            continue
        text = " ".join(block.text.split())
        style = block.style.name if block.style is not None else ""
        if text and title is None and not paragraphs and style.startswith(("Title", "Judul", "Heading 1")):
            title = text
        elif text:
            paragraphs.append(text)
    return title, paragraphs


def _row(row: Any) -> str:
    """Return the texts of the cells of a row on one line; a cell over several columns is taken once."""
    texts: list[str] = []
    for cell in row.cells:
        text = " ".join(cell.text.split())
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return " | ".join(texts)


def _about(properties: Any) -> dict[str, object]:
    created = properties.created
    values = {
        "title": properties.title,
        "authors": [name for name in [properties.author] if name and name != "python-docx"],
        "published": created.isoformat() if created and _TEMPLATE_DAY not in created.isoformat() else None,
        "tags": [tag for tag in map(str.strip, (properties.keywords or "").split(",")) if tag],
        "category": properties.category,
        "language": properties.language,
    }
    return {name: value for name, value in values.items() if value}
