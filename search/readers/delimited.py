"""The module reads CSV and TSV: a header names the columns, and every further row is a record.

Quotation marks are read strictly as in RFC 4180, because a lenient reader takes one stray mark as the start
of a cell and silently merges the rows behind it. Other habits of programs are accepted where their meaning is
certain: a blank before a quotation mark, marks escaped by a backslash, missing cells at the end of a row.
Behind a broken row, reading continues at the next line that has the form of a row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from search.readers.names import TEXT, field_of
from search.readers.records import MAX_RECORD_BYTES, Columns, Record, Reject, as_record
from search.readers.row_shape import RowShape, is_row_of_article
from search.readers.streams import DamagedStreamError, TextStream
from search.readers.table_lines import LONG_ROW, TableLines
from search.remarks import Remark

_MAX_ONE_BY_ONE = 1_024
_TITLE_LINES = 10  # a header is looked for below so many lines
_ENOUGH_PLAIN = 4  # lines for each row that was read alone
_DELIMITERS = ",;\t|"
#: What psql and mysql write around rows: a rule, and how many there are.
_NO_ROW = re.compile(r"\s*(?:-[-+]{2,}|\(?\d+ rows?(?: in set.*)?\)?)\s*")
#: A first line that only names the delimiter for spreadsheet programs.
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)


def read_csv(file: str, stream: TextStream) -> Iterator[Record | Reject | Columns | Remark]:
    """Yield the columns, a Record for each row that fits the header, and a Reject for every other row.

    The delimiter is the one that the header has: a comma, semicolon, tab or bar. The header is the first
    line, or the first below a title that names a column for the text.
    """
    # The limit is for the whole process, so it is only raised; TableLines limits the rows.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_BYTES))
    lines = TableLines(stream)
    try:
        table = _Table.begin(file, lines)
        if table is None:
            yield Reject(file, None, "bad-header", Remark("empty_table"), "")
            return
        if table.is_headless:
            yield Remark("no_header", {"names": [*table.names]})
        if table.has_title:
            yield Remark("header_below_title", {"line": lines.number})
        yield Columns(table.names)
        yield from table.rows()
        if table.headers:
            yield Remark("header_again", {"count": table.headers})
    except DamagedStreamError as error:
        rest = "".join(lines.row) + stream.decode(error.rest, lines.number + 1)
        record = as_record({"cells": [rest]}) if rest.strip() and len(rest) <= MAX_RECORD_BYTES else ""
        start = lines.number - len(lines.row) + 1
        yield Reject(
            file, max(start, 1), "damaged", Remark("rest_is_missing", {"damage": error.damage}), record
        )


@dataclass
class _Table:
    """A table whose header has been read.

    is_headless: whether the first line is a row, so that the columns have numbers for names
    has_title: whether the header is not the first line with text, but below a title
    shapeless_until: no line up to this number has the form of a row
    headers: how often the header came again, between rows: tables were put behind each other
    """

    file: str
    lines: TableLines
    names: tuple[str, ...]
    shape: RowShape
    has_title: bool = False
    is_headless: bool = False
    shapeless_until: int = 0
    headers: int = 0

    @classmethod
    def begin(cls, file: str, lines: TableLines) -> _Table | None:
        """Read the header; the result is None if there is no line."""
        line = next((line for line in lines if line.strip()), None)
        delimiters = _DELIMITERS
        if line and (separator := _SEPARATOR.fullmatch(line)):
            delimiters = separator[1]
            line = next((line for line in lines if line.strip()), None)
        if line is None:
            return None
        candidates = [_header(one, delimiters) for one in (line, *lines.sample()[:_TITLE_LINES])]
        given, delimiter = candidates[0]
        filled = sum(map(bool, given))
        below = (
            place
            for place, (names, _) in enumerate(candidates)
            if any(map(_is_text, names)) and (not place or sum(map(bool, names)) > filled)
        )
        if place := next(below, 0):
            given, delimiter = candidates[place]
            lines.skip(place)
        is_headless = not any(map(_is_text, given)) and is_row_of_article(
            whole := _first_row([line, *lines.sample()], delimiter) or []
        )
        if is_headless:
            given = [f"column{number}" for number in range(1, len(whole) + 1)]
            lines.take_back(len(lines.row) - 1)
        names = tuple(_distinct(given))
        texts = [index for index, name in enumerate(names) if _is_text(name)]
        lines.shape = RowShape(delimiter, len(names), min(texts, default=len(names) - 1) + 1)
        lines.shape.learn(lines.sample())
        return cls(file, lines, names, lines.shape, has_title=place > 0, is_headless=is_headless)

    def rows(self) -> Iterator[Record | Reject]:
        """Yield a Record or Reject for each row; rows without any value are passed over.

        While rows are as in RFC 4180, the lines of a block are read at once. Another row is read alone, and
        so are the rows behind it: one at first, twice as many if the next such row is not much further.
        """
        one_by_one = self._rows_one_by_one()
        count = 1
        while True:
            before = self.lines.number
            is_end = yield from self._plain_rows()
            if is_end or self.lines.number - before > _ENOUGH_PLAIN * count:
                count = 1
            before = self.lines.number
            yield from islice(one_by_one, count)
            if self.lines.number == before:
                return
            count = min(2 * count, _MAX_ONE_BY_ONE)

    def _plain_rows(self) -> Generator[Record, None, bool]:
        """Yield rows up to the first that is not as in RFC 4180; return whether there was none."""
        lines, names, width, shape = self.lines, self.names, len(self.names), self.shape
        header = list(names)
        while block := lines.block():
            if sum(map(len, block)) > MAX_RECORD_BYTES:
                return False
            rows = csv.reader(block, delimiter=shape.delimiter, strict=True, skipinitialspace=True)
            start = 0
            with suppress(csv.Error):  # the last row may go on behind the block
                for row in rows:
                    end = rows.line_num
                    if row and len(row) != width:
                        break
                    if end - start > 1 and self._is_suspect(block[start:end]):
                        break
                    if row == header:
                        self.headers += 1
                    elif any(map(str.strip, row)):
                        yield Record(dict(zip(names, row, strict=True)), lines.number + start + 1)
                    start = end
            if not start:
                return False
            lines.skip(start)
        return True

    def _is_suspect(self, row: list[str]) -> bool:
        """Return whether a row has too many lines, or lines that are rows themselves."""
        return len(row) > LONG_ROW or self.shape.has_swallowed(row[1:-1], row[-1])

    def _rows_one_by_one(self) -> Iterator[Record | Reject]:
        lines, names, width, shape = self.lines, self.names, len(self.names), self.shape
        rows = csv.reader(lines, delimiter=shape.delimiter, strict=True, skipinitialspace=True)
        header = list(names)
        while True:
            lines.start_row()
            try:
                row = next(rows, None)
                if row is None:
                    return
            except csv.Error as error:
                yield self._mended(error)
            else:
                if len(lines.row) > 1 and shape.has_swallowed(lines.row[1:-1], lines.row[-1]):
                    yield self._broken(Remark("quotation_swallows_rows", {"end": str(lines.number)}))
                elif not any(map(str.strip, row)):
                    continue
                elif row == header:
                    self.headers += 1
                elif len(row) == width:
                    yield Record(dict(zip(names, row, strict=True)), lines.number - len(lines.row) + 1)
                elif (made := self._uneven(row)) is not None:
                    yield made

    def _mended(self, error: csv.Error) -> Record | Reject:
        """Return the Record of a row with other quotation marks than in RFC 4180, or a Reject."""
        lines, width, delimiter = self.lines, len(self.names), self.shape.delimiter
        unclosed = lines.unclosed
        if not lines.unescaping and any('\\"' in line for line in lines.row):
            lines.take_back(0)
            lines.unescaping = True
            with suppress(csv.Error):
                row = next(csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True))
                if len(row) == width:
                    return Record(dict(zip(self.names, row, strict=True)), lines.number - len(lines.row) + 1)
        first = lines.row[0]
        cells: list[str] = []
        if delimiter == "\t":  # no cell contains a tab, so the marks belong to the text
            cells = first.rstrip("\r\n").split(delimiter)
        else:
            with suppress(csv.Error):  # a mark behind a blank need not begin a cell
                cells = next(csv.reader([first], delimiter=delimiter, strict=True))
        if len(cells) == width:
            lines.take_back(1)
            return Record(dict(zip(self.names, cells, strict=True)), lines.number)
        if unclosed:
            return self._broken(Remark("quotation_never_closed"))
        return self._broken(Remark("quotation_inside_cell") if "expected after" in str(error) else error)

    def _broken(self, reason: Remark | csv.Error) -> Reject:
        """Return the Reject of a row that quotation marks break, and go to the next row."""
        start, lines = self._to_next_row()
        if sum(map(len, lines)) > MAX_RECORD_BYTES:
            return Reject(
                self.file, start, "too-long", Remark("record_too_long", {"most": MAX_RECORD_BYTES}), ""
            )
        record = as_record({"cells": ["".join(lines).rstrip("\r\n")]})
        return Reject(self.file, start, "bad-row", Remark("no_csv_row", {"reason": reason}), record)

    def _uneven(self, row: list[str]) -> Record | Reject | None:
        """Return the Record or Reject of a row with too many or too few cells; None for what psql writes."""
        lines, width, start = self.lines, len(self.names), self.lines.number - len(self.lines.row) + 1
        if len(row) == 1 and _NO_ROW.fullmatch(row[0]):
            return None
        values = dict(zip(self.names, row))  # noqa: B905 - the row may be shorter
        following = lines.following() if len(row) < width else None
        goes_on = bool(following and following.strip()) and not self.shape.is_row(following or "")
        if len(row) > width and not any(map(str.strip, row[width:])):
            return Record(values, start)
        if self.shape.needed <= len(row) < width and not goes_on:
            return Record(values, start)
        counts = {"cells": str(len(row)), "columns": str(width), "delimiter": repr(self.shape.delimiter)}
        record: dict[str, object] = {"cells": row}
        if goes_on and self.shape.kinds:
            record = {"cells": ["".join(self._to_next_row()[1]).rstrip("\r\n")]}
        else:  # the record has no text, so it is rejected again until somebody has corrected its cells
            record = {
                name: cell for name, cell in values.items() if cell.strip() and not _is_text(name)
            } | record
        return Reject(self.file, start, "bad-row", Remark("cells_differ", counts), as_record(record))

    def _to_next_row(self) -> tuple[int, list[str]]:
        """Return the number of the row's first line, and its lines up to the next line that is a row."""
        lines = self.lines
        lines.take_back(1)
        start, first = lines.number, lines.row[0]
        ahead = lines.sample()
        rows: Iterable[int] = ()
        if start >= self.shapeless_until:
            begins = self.shape.begins_row
            rows = (place for place in range(len(ahead)) if begins(ahead[place : place + LONG_ROW]))
        skipped = next(iter(rows), None)
        if skipped is None:
            self.shapeless_until = max(self.shapeless_until, start + len(ahead))
            whole = (number for number, line in enumerate(ahead) if self.shape.is_whole(line))
            skipped = next(whole, len(ahead))
        return start, [first, *lines.skip(skipped)]


def _header(line: str, delimiters: str) -> tuple[list[str], str]:
    """Return the names of columns if a line is the header, and the delimiter between them."""
    return max((_names(line, one) for one in delimiters), key=_likelihood)


def _first_row(lines: Sequence[str], delimiter: str) -> list[str] | None:
    """Return the cells of the first row of lines; None if they are not written as a row."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None


def _names(line: str, delimiter: str) -> tuple[list[str], str]:
    row = _first_row([line], delimiter)
    return [line.strip()] if row is None else row, delimiter


def _likelihood(header: tuple[list[str], str]) -> tuple[bool, int]:
    names, _ = header
    return any(map(_is_text, names)), len(names)


def _is_text(name: str) -> bool:
    known = field_of(name)
    return bool(known and known[0] == TEXT)


def _distinct(names: Sequence[str]) -> Iterator[str]:
    """Yield the names of columns; the second and further columns of one name get a number."""
    times: dict[str, int] = {}
    for given in names:
        name = given.strip()
        times[name] = times.get(name, 0) + 1
        yield name if times[name] == 1 else f"{name} ({times[name]})"
