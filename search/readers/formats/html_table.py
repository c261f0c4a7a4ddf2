"""The module reads a table in HTML with an article a row, as CMSs export it, often named ``.xls``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from search.readers.formats.needed import needed
from search.readers.kinds import names_articles
from search.readers.records import Columns, Record, RecordError, Reject, as_record
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

MAX_TABLE_BYTES = 64 * 2**20
"""The maximum size of such a table: all of it is in memory."""


def read_html_table(file: str, stream: TextStream) -> Iterator[Record | Reject | Columns]:
    """Yield the columns, and a Record for each row below the header; a longer row is a Reject."""
    try:
        content = stream.whole(MAX_TABLE_BYTES)
        if content is None:
            raise RecordError("too-long", "document_too_long", most=MAX_TABLE_BYTES)
    except DamagedStreamError as error:
        yield Reject(file, None, "damaged", Remark("rest_is_missing", {"damage": error.damage}), "")
        return
    except RecordError as error:
        yield Reject(file, None, error.code, error.reason, "")
        return
    lxml = needed("lxml.html")
    rows = lxml.document_fromstring(stream.decode(content).replace("\x00", "")).iter("tr")
    names: tuple[str, ...] = ()
    for row in rows:
        parts = [*row.iterchildren("td", "th")]
        if not names:
            header = tuple(" ".join("".join(cell.itertext()).split()) for cell in parts)
            if names_articles(header):
                names = header
                yield Columns(names)
            continue
        cells = [*map(_value, parts)]
        if not any(map(str.strip, cells)):
            continue
        if len(cells) > len(names):
            values = dict(zip(names, cells, strict=False)) | {"cells": cells}
            reason = Remark("cells_and_header", {"cells": len(cells), "header": len(names)})
            yield Reject(file, row.sourceline, "bad-row", reason, as_record(values))
        else:
            yield Record(dict(zip(names, cells, strict=False)), row.sourceline)


def _value(cell: Any) -> str:
    """Return what is in a cell: its text, or its HTML if it has elements."""
    if not len(cell):
        return cell.text or ""
    etree = needed("lxml.etree")
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in cell)
    return f"{cell.text or ''}{''.join(parts)}".strip()
