"""CSV and TSV: a header row names the columns, every further row is an article.

Quoting is that of RFC 4180, read strictly: a lenient reader takes one stray quotation mark as the start
of a cell and merges the rest of the file into it without a word.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from search.readers.names import TEXT, field_of_name, folded_name
from search.readers.records import MAX_RECORD_BYTES, Columns, Record, Reject, as_record
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

_DELIMITERS = {"csv": (",", ";", "\t"), "tsv": ("\t",)}


@dataclass(frozen=True, slots=True)
class _Header:
    """The delimiter, and the name of each column; a name that came before has a number behind it."""

    delimiter: str
    names: tuple[str, ...]


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


def read_csv(file: str, stream: TextStream) -> Iterator[Record | Reject | Columns]:
    """Yield the rows of a table with commas, semicolons or tabs, whichever its header has."""
    return _read(file, stream, _DELIMITERS["csv"])


def read_tsv(file: str, stream: TextStream) -> Iterator[Record | Reject | Columns]:
    """Yield the rows of a table with tabs."""
    return _read(file, stream, _DELIMITERS["tsv"])


def _read(file: str, stream: TextStream, delimiters: tuple[str, ...]) -> Iterator[Record | Reject | Columns]:
    """Yield the columns, a Record for each row that fits the header, a Reject for every other."""
    # A setting of the whole process, so it is only ever raised; the rows are bounded by _PhysicalLines.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))
    lines = _PhysicalLines(stream)
    start = 1
    try:
        header = _header(lines, delimiters)
        yield Columns(header.names)
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
                yield _record(file, start, header, row)
    except _HeaderError as error:
        yield Reject(file, None, "bad-header", error.reason, "")
    except DamagedStreamError as error:
        rest = "".join(lines.row) + stream.decode(error.rest, lines.number + 1)
        record = as_record({"cells": [rest]}) if rest.strip() else ""
        yield Reject(file, start, "damaged", Remark("rest_is_missing", {"damage": error.damage}), record)


def _header(lines: _PhysicalLines, delimiters: tuple[str, ...]) -> _Header:
    line = next((line for line in lines if line.strip()), None)
    if line is None:
        raise _HeaderError("empty_table")
    best: tuple[list[str], str] = ([line.strip()], delimiters[0])
    for delimiter in delimiters:
        try:
            names = next(csv.reader([line], delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        best = max(best, (names, delimiter), key=lambda found: len(found[0]))
    return _Header(best[1], tuple(_distinct(best[0])))


def _distinct(names: list[str]) -> Iterator[str]:
    """Yield the names of columns, numbered from the second of one name on."""
    times: dict[str, int] = {}
    for given in names:
        name = given.strip()
        times[name] = times.get(name, 0) + 1
        yield name if times[name] == 1 else f"{name} ({times[name]})"


def _record(file: str, start: int, header: _Header, row: list[str]) -> Record | Reject:
    values = {name: cell for name, cell in zip(header.names, row) if cell.strip()}  # noqa: B905 - checked below
    if len(row) == len(header.names):
        return Record(dict(zip(header.names, row, strict=True)), start)
    counts = {"cells": str(len(row)), "columns": str(len(header.names)), "delimiter": repr(header.delimiter)}
    # Without its text the record stays rejected until somebody has sorted the cells.
    fields = {
        name: cell
        for name, cell in values.items()
        if field_of_name().get(folded_name(name), ("",))[0] != TEXT
    }
    return Reject(file, start, "bad-row", Remark("cells_differ", counts), as_record({**fields, "cells": row}))


def _broken_row(file: str, start: int, lines: _PhysicalLines, error: csv.Error) -> Reject:
    if lines.unclosed:
        # Only the line with the stray quotation mark is given up; those it swallowed are read again.
        lines.take_back_all_but_first()
        reason: object = Remark("quotation_never_closed")
    else:
        reason = error
    record = as_record({"cells": ["".join(lines.row).rstrip("\r\n")]})
    return Reject(file, start, "bad-row", Remark("no_csv_row", {"reason": reason}), record)
