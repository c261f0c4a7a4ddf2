"""The module recognises a line that is a row of a table, where quotation marks do not show it.

A stray quotation mark makes one cell of the rows behind it, and a broken cell leaves lines that are no rows.
Columns of numbers, dates and addresses help: a line is a row if it has as many cells as the table has
columns, and if the cells of such columns have the same kind as in other rows.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

_KINDS = {
    "number": re.compile(r"-?\d{1,18}(?:\.0)?"),
    "date": re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?"),
    "address": re.compile(r"(?:https?:)?//\S+|www\.\S+"),
    "code": re.compile(r"(?=[^\d\s]*\d)[\w-]{2,64}", re.ASCII),
}
_ENOUGH_ROWS = 3  # the number of rows that must be known before a single line is taken for a row
_LONG_TEXT, _WORDS_OF_TEXT = 80, 8  # characters and blanks in a cell that is no name of a column
_MIN_SHARE = 0.6  # of the cells of a column: how many must be of one kind


@dataclass
class RowShape:
    """The form of the rows of one table.

    delimiter: the character between the cells
    columns:   the number of columns
    needed:    the minimum number of cells in a row; cells behind the text may be missing
    spaced:    whether a blank follows the delimiters
    known_rows: the number of rows from which the form was learnt
    kinds:     index of a column -> the kind of its cells, for columns with cells of one kind
    """

    delimiter: str
    columns: int
    needed: int
    spaced: bool = False
    known_rows: int = 0
    kinds: dict[int, str] = field(default_factory=dict)

    def learn(self, lines: Sequence[str]) -> None:
        """Find the columns with cells of one kind, in the first lines of the table.

        Rows are read as in RFC 4180, because lines of long cells are no rows. If a stray quotation mark
        leaves hardly any, each line is looked at by itself. If no row has all its cells, those count whose
        empty cells at the end are missing.
        """
        rows, heads = self._plain_rows(lines)
        if len(rows) < _ENOUGH_ROWS:
            rows = [*map(self._certain_cells, lines)]
            if not any(rows):
                cells = [line.rstrip("\r\n").split(self.delimiter) for line in lines if '"' not in line]
                rows = [row for row in cells if self.needed <= len(row) < self.columns]
            heads = [line for line in lines if self.is_whole(line)]
        self.spaced = 2 * sum(f"{self.delimiter} " in head for head in heads) > len(heads)
        self.known_rows = sum(map(bool, rows))
        for index in range(self.columns):
            kinds = Counter(_kind(cell) for row in rows if (cell := "".join(row[index : index + 1]).strip()))
            if kinds:
                ((kind, count),) = kinds.most_common(1)
                if kind and count >= _MIN_SHARE * kinds.total():
                    self.kinds[index] = kind

    def _plain_rows(self, lines: Sequence[str]) -> tuple[list[list[str]], list[str]]:
        """Return the rows up to the first broken one, and the part of each before quotation marks."""
        rows, heads, start = [], [], 0
        reader = csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=True)
        with suppress(csv.Error):
            for row in reader:
                if len(row) == self.columns:
                    rows.append(row)
                    heads.append(lines[start].partition('"')[0])
                start = reader.line_num
        return rows, heads

    def is_row(self, line: str) -> bool:
        """Return whether a line by itself is a row, or the first line of one."""
        cells, opened = self._cells(line)
        if not (len(cells) <= self.columns and (opened or len(cells) >= self.needed)):
            return False
        if self.kinds:
            return self._are_known(self._known_cells(cells[:-1] if opened else cells))
        return self.is_whole(line) and not self._is_prose(line)

    def begins_row(self, lines: Sequence[str]) -> bool:
        """Return whether a row begins with the first of the lines; it may go on over the others."""
        if self.is_row(lines[0]):
            return True
        row: list[str] = []
        if self.kinds and lines[0].lstrip().startswith('"'):
            with suppress(csv.Error):
                row = next(csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True, strict=True))
        return len(row) == self.columns and self._are_known(self._known_cells(row))

    def is_whole(self, line: str) -> bool:
        """Return whether a line has as many cells as the table has columns."""
        cells, opened = self._cells(line)
        return len(cells) == self.columns and not opened

    def has_swallowed(self, inner: Sequence[str], last: str | None = None) -> bool:
        """Return whether the lines over which a cell goes on are rows themselves.

        inner: lines that are in the cell as a whole
        last:  the line with the quotation mark that ends the cell, or None
        """
        # A fast test: rows contain delimiters, and most cells with several paragraphs do not.
        counts = [line.count(self.delimiter) for line in inner]
        enough = sum([count >= self.columns - 1 for count in counts])
        if self.columns < 2 or (inner and 2 * (enough + 1) <= len(inner) + 1):
            return False
        rows = [
            count >= self.columns - 1 and self.is_row(line) and self.is_whole(line)
            for line, count in zip(inner, counts, strict=True)
        ]
        if last is not None:
            before = last.partition('"')[0]
            whole = before.split(self.delimiter)[:-1]
            known = self._known_cells(whole)
            if known or not self.kinds:
                alike = all(_KINDS[kind].fullmatch(cell) for kind, cell in known)
                ends_cell = bool(before.strip()) and not before.rstrip().endswith(self.delimiter)
                rows.append(alike and ends_cell and bool(whole) and not self._is_prose(before))
        if not self.kinds:
            return len(rows) > 1 and all(rows)
        return 2 * sum(rows) > len(rows) and (bool(inner) or self.known_rows >= _ENOUGH_ROWS)

    def _cells(self, line: str) -> tuple[list[str], bool]:
        """Return the cells of a line, and whether the last cell is not closed on this line.

        Empty cells behind the last column are left out: some programs end each row with a delimiter.
        """
        mark, opened = self.delimiter, False
        try:
            cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True, strict=True), [])
        except csv.Error as error:
            if opened := "unexpected end" in str(error):
                cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True))
            else:
                cells = line.rstrip("\r\n").split(mark)
        while len(cells) > self.columns and not cells[-1].strip():
            cells.pop()
        return cells, opened

    def _known_cells(self, cells: Sequence[str]) -> list[tuple[str, str]]:
        """Return the cells in columns whose cells are of one kind, each with this kind."""
        among = ((kind, cells[index].strip()) for index, kind in self.kinds.items() if index < len(cells))
        return [(kind, cell) for kind, cell in among if cell]

    @staticmethod
    def _are_known(known: Sequence[tuple[str, str]]) -> bool:
        """Return whether there are cells, and each is of the kind of its column."""
        return bool(known) and all(_KINDS[kind].fullmatch(cell) for kind, cell in known)

    def _certain_cells(self, line: str) -> list[str]:
        """Return the cells of a line that seems to be a row, up to the first stray quotation mark."""
        cells, opened = self._cells(line)
        if '"' not in line or (len(cells) == self.columns and not opened and line.count('"') % 2 == 0):
            return cells if len(cells) == self.columns else []
        return line.partition('"')[0].split(self.delimiter)[:-1]

    def _is_prose(self, line: str) -> bool:
        """Return whether the delimiters are part of a sentence: *Jakarta, Bogor*, *naik 1,5 persen*."""
        mark = re.escape(self.delimiter)
        if re.search(rf'(?:\A|{mark}) *"', line):  # a quoted cell
            return False
        return bool(
            re.search(rf"(?<=\d){mark}(?=\d)", line) or (not self.spaced and f"{self.delimiter} " in line)
        )


def is_row_of_article(cells: Sequence[str]) -> bool:
    """Return whether cells certainly are no header: one is a long text, and one a date or an address."""
    kinds = [_kind(cell.strip()) for cell in cells]
    texts = [len(cell) >= _LONG_TEXT and cell.count(" ") >= _WORDS_OF_TEXT for cell in cells]
    return len(cells) > 1 and any(texts) and ("date" in kinds or "address" in kinds)


def _kind(cell: str) -> str | None:
    return next((kind for kind, form in _KINDS.items() if form.fullmatch(cell)), None)
