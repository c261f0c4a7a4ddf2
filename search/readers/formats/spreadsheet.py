"""The module reads spreadsheets, of Excel and LibreOffice, with python-calamine: an article a row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from search.readers.formats.needed import needed
from search.readers.formats.plain_values import numbered
from search.readers.formats.relations import is_id, with_own_ids
from search.readers.kinds import names_articles
from search.readers.mapping import FieldMapping
from search.readers.names import folded_name
from search.readers.paragraph_rows import with_paragraphs_joined
from search.readers.records import Record, RecordError
from search.remarks import Remark

_MAX_CHARACTERS = 256 * 2**20  # of all sheets
_TITLE_ROWS = 10  # a header is looked for among so many rows with a value
_MAX_CELL = 32_767
"""The characters that a cell of Excel can have; programs cut what is longer."""

#: What PyO3 says when Python has no memory for a value.
_NO_MEMORY = "pointer is null"
_ZIP, _OLE, _ENCRYPTED = b"PK", b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")

Row = Sequence[Any]
Made = list[Record | Remark]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with a header.

    names: the names of its columns
    rows:  the number of each row below the header, from 1, and its cells; only rows with a value
    is_usable: whether the header names a text and another field
    header: the number of the header's row
    """

    name: str
    names: tuple[str, ...]
    rows: list[tuple[int, Row]]
    is_usable: bool
    header: int

    @property
    def size(self) -> int:
        """The number of characters in its cells."""
        return sum(len(cell) for _, row in self.rows for cell in row if isinstance(cell, str))


def spreadsheet_records(content: bytes, texts: Collection[str] = ()) -> Made:
    """Return the records of a spreadsheet: of each sheet whose header names the fields of an article.

    If no sheet has one, the sheet with the longest texts is read. Remarks name the sheets that are not.

    texts: names of columns that the caller reads as the text

    Raises RecordError: ``damaged``, ``encrypted``, ``bad-header`` if no sheet has rows below a header.
    Raises SourceError if python-calamine is not installed.
    """
    calamine = needed("python_calamine")
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise RecordError("encrypted", "document_encrypted")
    known = frozenset(map(folded_name, texts))
    try:
        _check(content)
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheets, size = [], 0
            for name in _names(book):
                if sheet := _sheet(name, book, known):
                    sheets.append(sheet)
                    size += sheet.size
                    if size > _MAX_CHARACTERS:  # the process that reads them has no limit
                        raise MemoryError
    except MemoryError:
        raise
    except BaseException as error:  # a panic of Rust is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        if _NO_MEMORY in str(error):
            raise MemoryError from error
        if "password" in str(error).lower():
            raise RecordError("encrypted", "document_encrypted") from error
        raise RecordError("damaged", "document_unreadable", reason=str(error)) from error
    if not sheets:
        raise RecordError("bad-header", "empty_table")
    read = [one for one in sheets if one.is_usable] or [max(sheets, key=lambda one: one.size)]
    made: Made = [*_said_of(sheets, read)]
    counting = [one.name for one in read] if _have_own_ids(read) else ()
    for sheet in read:
        rows = with_own_ids(sheet.name, counting, _records(sheet))
        made += with_paragraphs_joined(rows, FieldMapping({"text": tuple(texts)} if texts else {}))
    return [*made, *_cut_cells(read)]


def _check(content: bytes) -> None:
    """Raise an error if a part of a spreadsheet is damaged, which python-calamine does not always notice."""
    if content.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            damaged = parts.testzip()
        if damaged:
            raise ValueError(damaged)


def _names(book: Any) -> Iterator[str]:
    for about in book.sheets_metadata:
        if str(about.typ).endswith("WorkSheet"):  # the others have charts and macros
            yield about.name


def _sheet(name: str, book: Any, texts: Collection[str]) -> _Sheet | None:
    """Return a sheet; None if it has no header with rows below it."""
    sheet = book.get_sheet_by_name(name)
    first = sheet.start[0] + 1 if sheet.start else 1
    filled = [
        (number, row) for number, row in enumerate(sheet.to_python(), first) if any(map(_has_value, row))
    ]
    if len(filled) < 2:
        return None
    place = _header_of([row for _, row in filled[:_TITLE_ROWS]], texts)
    number, header = filled[place]
    names = tuple(numbered([_written(cell).strip() for cell in header]))
    return _Sheet(name, names, filled[place + 1 :], _is_header(header, texts), number)


def _header_of(rows: Sequence[Row], texts: Collection[str]) -> int:
    """Return the place of the header: the first row that names an article, else the first with texts."""
    usable = (place for place, row in enumerate(rows) if _is_header(row, texts))
    several = (
        place for place, row in enumerate(rows) if sum(isinstance(c, str) and c != "" for c in row) > 1
    )
    return next(usable, next(several, 0))


def _is_header(row: Row, texts: Collection[str]) -> bool:
    names = [cell for cell in row if isinstance(cell, str) and cell.strip()]
    return names_articles(names) or any(folded_name(name.strip()) in texts for name in names)


def _said_of(sheets: Sequence[_Sheet], read: Sequence[_Sheet]) -> Iterator[Remark]:
    if left := [one.name for one in sheets if one not in read]:
        yield Remark("sheets_chosen", {"read": [one.name for one in read], "left": left})


def _records(sheet: _Sheet) -> Iterator[Record]:
    for number, row in sheet.rows:
        values = {
            name: _value(cell)
            for name, cell in zip(sheet.names, row)  # noqa: B905 - as wide as the sheet
            if name or _has_value(cell)
        }
        if [*values] == [*values.values()]:
            continue  # the header again, between sheets that were put below each other
        yield Record(values, number)


def _have_own_ids(sheets: Sequence[_Sheet]) -> bool:
    """Return whether a number is the id of rows in several sheets, because each counts its rows."""
    seen: set[object] = set()
    for sheet in sheets:
        place = next((at for at, name in enumerate(sheet.names) if is_id(name)), None)
        if place is None:
            continue
        own = {row[place] for _, row in sheet.rows if isinstance(row[place], float)}
        if own & seen:
            return True
        seen |= own
    return False


def _cut_cells(sheets: Sequence[_Sheet]) -> Iterator[Remark]:
    cut = [
        f"{sheet.name}:{number}"
        for sheet in sheets
        for number, row in sheet.rows
        if any(isinstance(cell, str) and len(cell) == _MAX_CELL for cell in row)
    ]
    if cut:
        yield Remark("cells_cut", {"count": len(cut), "example": cut[0], "most": _MAX_CELL})


def _has_value(cell: object) -> bool:
    return cell != "" and not (isinstance(cell, str) and not cell.strip())


def _value(cell: object) -> object:
    """Return a cell as a type of JSON: a midnight is a day, a whole number an integer."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return cell if isinstance(cell, (str, bool, int)) else _written(cell)


_FORMS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, lambda cell: cell.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")),
    (date, lambda cell: cell.isoformat()),
    (time, lambda cell: cell.isoformat(timespec="minutes")),
)


def _written(cell: object) -> str:
    return next((write(cell) for kind, write in _FORMS if isinstance(cell, kind)), str(cell))
