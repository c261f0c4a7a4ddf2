"""CSV and TSV: a header row names the columns, every further row is an article.

Quoting is that of RFC 4180, read strictly: a lenient reader takes one stray quotation mark as the start
of a cell and merges the rest of the file into it without a word.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from search.readers.records import MAX_RECORD_BYTES, Entry, Reject, as_record, shown
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

_COLUMNS = {
    "id": "id",
    "title": "title",
    "judul": "title",
    "source": "source",
    "sumber": "source",
    "published": "published",
    "tanggal": "published",
    "terbit": "published",
    "category": "category",
    "kategori": "category",
    "url": "url",
    "tautan": "url",
    "text": "text",
    "isi": "text",
    "teks": "text",
    "authors": "authors",
    "tags": "tags",
    "place": "place",
    "updated": "updated",
    "language": "language",
    "image": "image",
    "image_caption": "image_caption",
}
_NAMES = tuple(_COLUMNS)
_DELIMITERS = {"csv": (",", ";", "\t"), "tsv": ("\t",)}
_MAX_NAMES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Header:
    """The delimiter, and for each column the key of the Article contract, or None for others."""

    delimiter: str
    keys: tuple[str | None, ...]


class _HeaderError(Exception):
    """The header names no usable columns; ``reason`` says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.reason = Remark(code, values)


class _PhysicalLines(Iterator[str]):
    """Feeds csv.reader, remembers the lines of the row being read, and can take some of them back."""

    def __init__(self, stream: TextStream) -> None:
        self.number = 0  # of the line handed out last
        self.row: list[str] = []
        self.unclosed = False
        self._size = 0
        self._lines = self._decoded(stream)
        self._again: deque[str] = deque()

    def start_row(self) -> None:
        self.row = []
        self.unclosed = False
        self._size = 0

    def __next__(self) -> str:
        try:
            line = self._again.popleft() if self._again else next(self._lines)
        except StopIteration:
            self.unclosed = bool(self.row)
            raise
        self.number += 1
        self.row.append(line)
        self._size += len(line)
        if self._size > MAX_RECORD_BYTES:
            self.unclosed = True
            raise csv.Error("the row is too long")
        return line

    def take_back_all_but_first(self) -> None:
        self._again.extendleft(reversed(self.row[1:]))
        self.number -= len(self.row) - 1
        del self.row[1:]

    @staticmethod
    def _decoded(stream: TextStream) -> Iterator[str]:
        number = 0
        for raw in stream.lines():
            for line in (raw + b"\n").splitlines(keepends=True):  # a lone \r ends a line, too
                number += 1
                yield stream.decode(line, number)


def read_csv(file: str, stream: TextStream) -> Iterator[Entry | Reject]:
    """Yield the rows of a table with commas, semicolons or tabs, whichever its header has."""
    return _read(file, stream, _DELIMITERS["csv"])


def read_tsv(file: str, stream: TextStream) -> Iterator[Entry | Reject]:
    """Yield the rows of a table with tabs."""
    return _read(file, stream, _DELIMITERS["tsv"])


def _read(file: str, stream: TextStream, delimiters: tuple[str, ...]) -> Iterator[Entry | Reject]:
    """Yield an Entry for each row that fits the header, a Reject for every other."""
    # A setting of the whole process, so it is only ever raised; the rows are bounded by _PhysicalLines.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))
    lines = _PhysicalLines(stream)
    start = 1
    try:
        header = _header(lines, delimiters)
        rows = csv.reader(lines, delimiter=header.delimiter, strict=True)
        while True:
            lines.start_row()
            start = lines.number + 1
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield _broken_row(file, start, lines, error)
                continue
            if row is None:
                return
            if any(map(str.strip, row)):
                yield _entry(file, start, header, row)
    except _HeaderError as error:
        yield Reject(file, None, "bad-header", error.reason, "")
    except DamagedStreamError as error:
        rest = "".join(lines.row) + stream.decode(error.rest, lines.number + 1)
        record = as_record({"cells": [rest]}) if rest.strip() else ""
        yield Reject(file, start, "damaged", Remark("rest_is_missing", {"damage": error.damage}), record)


def _header(lines: _PhysicalLines, delimiters: tuple[str, ...]) -> _Header:
    line = next((line for line in lines if line.strip()), None)
    if line is None:
        raise _HeaderError("empty_table", columns=_NAMES)
    found: list[str] = []
    for delimiter in delimiters:
        try:
            names = next(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        keys = tuple(_COLUMNS.get(name.strip().casefold()) for name in names)
        twice = {key for key in keys if key and keys.count(key) > 1}
        if twice:
            raise _HeaderError("column_twice", columns=sorted(twice))
        if "text" in keys:
            return _Header(delimiter, keys)
        found = max(found, names, key=len)
    listed = [*map(shown, found[:_MAX_NAMES_SHOWN])] or [shown(line.strip())]
    more = ["…"] if len(found) > _MAX_NAMES_SHOWN else []
    raise _HeaderError("no_text_column", found=[*listed, *more], columns=_NAMES)


def _entry(file: str, start: int, header: _Header, row: list[str]) -> Entry | Reject:
    named = zip(header.keys, row)  # noqa: B905 - a row that is too short or too long is rejected below
    fields: dict[str, object] = {key: cell for key, cell in named if key and cell.strip()}
    if len(row) == len(header.keys):
        return Entry(start, fields)
    # Without its text the record stays rejected until somebody has sorted the cells.
    fields.pop("text", None)
    values = {
        "cells": str(len(row)), "columns": str(len(header.keys)), "delimiter": repr(header.delimiter)
    }  # fmt: skip
    reason = Remark("cells_differ", values)
    return Reject(file, start, "bad-row", reason, as_record({**fields, "cells": row}))


def _broken_row(file: str, start: int, lines: _PhysicalLines, error: csv.Error) -> Reject:
    if lines.unclosed:
        # Only the line with the stray quotation mark is given up; those it swallowed are read again.
        lines.take_back_all_but_first()
        reason: object = Remark("quotation_never_closed")
    else:
        reason = error
    record = as_record({"cells": ["".join(lines.row).rstrip("\r\n")]})
    return Reject(file, start, "bad-row", Remark("no_csv_row", {"reason": reason}), record)
