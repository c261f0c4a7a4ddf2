"""The module reads a table in HTML with an article a row, as CMSs export it, often named ``.xls``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from search.readers.formats.needed import needed
from search.readers.kinds import names_articles
from search.readers.records import Columns, Record, RecordError, Reject, as_record
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

_ROW, _ROW_END = re.compile(rb"<tr[\s>]", re.IGNORECASE), re.compile(rb"</tr\s*>", re.IGNORECASE)
_END = re.compile(rb"</table\s*>", re.IGNORECASE)

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
    text = stream.decode(content).replace("\x00", "").encode()
    try:
        rows = [*lxml.document_fromstring(text, parser=lxml.HTMLParser(encoding="utf-8")).iter("tr")]
    except Exception as error:  # nothing is in it, for instance
        yield Reject(file, None, "damaged", Remark("document_unreadable", {"reason": error}), "")
        return
    names: tuple[str, ...] = ()
    for row in rows:
        parts = [*row.iterchildren("td", "th")]
        if _is_numbered(parts):
            del parts[0]
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
    if (wrong := _wrong(names, len(rows), content)) is not None:
        code, reason = wrong
        yield Reject(file, None, code, reason, "")


def _is_numbered(cells: list[Any]) -> bool:
    """Return whether the first cell of a row is its number beside a sheet."""
    return (
        len(cells) > 1
        and cells[0].tag == "th"
        and {cell.tag for cell in cells[1:]} == {"td"}
        and "".join(cells[0].itertext()).strip().isdecimal()
    )


def _wrong(names: tuple[str, ...], rows: int, content: bytes) -> tuple[str, Remark] | None:
    """Return what is wrong with a table of so many rows, as a code of Reject and a remark."""
    if not names:
        return "bad-header", Remark("empty_table")
    lost = max(len(_ROW.findall(content)), len(_ROW_END.findall(content))) - rows
    if lost:
        return "damaged", Remark("table_rows_lost", {"count": abs(lost)})
    return None if _END.search(content) else ("damaged", Remark("table_cut_short", {"rows": rows - 1}))


def _value(cell: Any) -> str:
    """Return what is in a cell: its text, or its HTML if it has elements."""
    if not len(cell):
        return cell.text or ""
    etree = needed("lxml.etree")
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in cell)
    return f"{cell.text or ''}{''.join(parts)}".strip()
