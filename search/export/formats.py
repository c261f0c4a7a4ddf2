"""Hits written in a format, a piece at a time: memory stays bounded, however many there are."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal

import orjson

from search import disk
from search.article import ArticleMetadata
from search.as_json import Json, result_as_json
from search.export.rows import COLUMNS, is_number, row_of
from search.results import ArticleHit

Format = Literal["csv", "ndjson", "xlsx"]

_PIECE = 100  # hits
_BLOCK = 1 << 16  # bytes of a file that was written before it is sent
#: What a spreadsheet takes for the beginning of a formula, also in full width.
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_XLSX_ROWS, _XLSX_CHARACTERS = 1_048_576, 32_767
_CUT = " […]"


@dataclass(frozen=True)
class Kind:
    """What a format is called elsewhere: its media type and the suffix of its files."""

    media_type: str
    suffix: str


FORMATS: dict[str, Kind] = {
    "csv": Kind("text/csv; charset=utf-8", "csv"),
    "ndjson": Kind("application/x-ndjson", "ndjson"),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
}


def exported(
    hits: Iterable[ArticleHit],
    format_: Format,
    *,
    page_of: Callable[[ArticleMetadata, int | None], str],
    article: Callable[[ArticleMetadata], Json],
    language: str,
) -> Iterator[bytes]:
    """Yield the pieces of a file with all hits.

    page_of: returns the address of an article, at a paragraph if there is one, for rows
    article: returns the value of an article, for NDJSON
    language: of what NDJSON says in words
    """
    if format_ == "ndjson":
        lines = (orjson.dumps(result_as_json(hit, article, language)) + b"\n" for hit in hits)
        return _joined(lines)
    rows = (row_of(hit, page_of) for hit in hits)
    return _joined(_csv(rows)) if format_ == "csv" else _xlsx(rows)


def _joined(lines: Iterator[bytes]) -> Iterator[bytes]:
    while piece := b"".join(islice(lines, _PIECE)):
        yield piece


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield the lines of CSV as RFC 4180 has it, after a byte order mark, by which Excel knows UTF-8."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    yield b"\xef\xbb\xbf" + line.getvalue().encode()
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow([_harmless(row[column]) for column in COLUMNS])
        yield line.getvalue().encode("utf-8", "replace")


def _harmless(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula: an apostrophe goes before it."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _xlsx(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield a workbook, which is written to a temporary file first: its parts stand before its contents.

    Raises DiskError if there is no space for it.
    """
    with _errors_of_temporary_files(), tempfile.TemporaryDirectory(prefix="warta-") as folder:
        path = Path(folder) / "hasil.xlsx"
        with path.open("w+b") as file:
            _write_workbook(rows, file, folder)
            file.seek(0)
            while block := file.read(_BLOCK):
                yield block


@contextmanager
def _errors_of_temporary_files() -> Iterator[None]:
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - as for the workbook

    with disk.errors_about(Path(tempfile.gettempdir())):
        try:
            yield
        except FileCreateError as error:
            raise error.args[0] from error


def _write_workbook(rows: Iterable[dict[str, Any]], file: IO[bytes], folder: str) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415 - the import takes 50 ms, and only this needs it

    # Rows go to disk one by one; text stays text, whatever it begins with.
    options = {
        "constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False
    }  # fmt: skip
    with Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True})
        sheet, number = None, _XLSX_ROWS
        for row in rows:
            if sheet is None or number >= _XLSX_ROWS:  # a sheet has no more rows
                sheet, number = workbook.add_worksheet(), 1
                sheet.write_row(0, 0, COLUMNS, bold)
                sheet.freeze_panes(1, 0)
            for place, column in enumerate(COLUMNS):
                value = row[column]
                if value is None:
                    continue
                if is_number(column):
                    sheet.write_number(number, place, value)
                else:
                    sheet.write_string(number, place, _fitting(value))
            number += 1
        if sheet is None:
            workbook.add_worksheet().write_row(0, 0, COLUMNS, bold)


def _fitting(text: str) -> str:
    """Return a text as long as a cell can be, in units of UTF-16; what is missing is marked."""
    if len(text) <= _XLSX_CHARACTERS // 2:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * _XLSX_CHARACTERS:
        return text
    return units[: 2 * (_XLSX_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
