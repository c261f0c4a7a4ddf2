"""The module reads the text of PDF files with pypdf; scanned pages have none."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable
from statistics import quantiles
from typing import Any

from search.readers.formats.needed import needed
from search.readers.head_lines import without_head
from search.readers.records import RecordError

_MAX_PAGES = 5_000
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")
# A line is short below this share of the usual width; the last line of a paragraph usually is.
_SHORT = 0.8
_FEW_LINES = 5

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_fields(content: bytes) -> dict[str, object]:
    """Return the fields of the article in a PDF file.

    Raises RecordError: ``no-article`` if there is no text, ``encrypted`` if it needs a password, ``damaged``
    if it cannot be read. Raises SourceError if pypdf is not installed.
    """
    pypdf = needed("pypdf")
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RecordError("encrypted", "document_encrypted")
        about = _about(reader)
        pages = [page.extract_text() for _, page in zip(range(_MAX_PAGES), reader.pages, strict=False)]
    except RecordError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # pypdf raises many errors on damaged files: ValueError, KeyError ...
        raise RecordError("damaged", "document_unreadable", reason=error) from error
    lines = [line for page in pages for line in page.split("\n")]
    if lines and _folded(lines[0]) == _folded(str(about.get("title", ""))):
        del lines[0]
    head: dict[str, object] = {}
    paragraphs = joined_lines(without_head(lines, head)) or joined_lines(lines)
    if not paragraphs:
        raise RecordError("no-article", "document_without_text", pages=len(pages))
    return {**about, **head, "paragraphs": paragraphs}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _about(reader: Any) -> dict[str, object]:
    about = reader.metadata
    if not about:
        return {}
    created = about.creation_date
    values = {
        "title": about.title,
        "authors": [about.author] if about.author else [],
        "published": created.isoformat() if created else None,
        "tags": [tag for tag in map(str.strip, (about.keywords or "").split(",")) if tag],
    }
    return {name: value for name, value in values.items() if value}


def joined_lines(lines: Iterable[str]) -> list[str]:
    """Return the paragraphs of a text in lines of equal width.

    A paragraph ends at a blank line, or at a line that ends a sentence and is clearly shorter than the
    others. The halves of a divided word are joined, unless both are equal, as in *anak-anak*.
    """
    given = [" ".join(line.split()) for line in lines]
    lengths = sorted(map(len, filter(None, given)))
    width = quantiles(lengths, n=4)[2] if len(lengths) >= _FEW_LINES else 0
    paragraphs: list[str] = []
    ended = True
    for line in given:
        if not line:
            ended = True
            continue
        if ended:
            paragraphs.append(line)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line)
        ended = bool(_SENTENCE_END.search(line)) and len(line) < width * _SHORT
    return paragraphs


def _joined(before: str, line: str) -> str:
    head, _, half = before.rpartition(" ")
    other = line.partition(" ")[0]
    if half.endswith("-") and len(half) > 2 and other[:1].islower():
        stem = half[:-1]
        if other.lower().startswith(stem.lower()):
            return f"{before}{line}"
        return f"{head} {stem}{line}".strip()
    return f"{before} {line}"
