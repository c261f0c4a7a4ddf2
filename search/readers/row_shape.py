"""What a row of a table looks like: whether a line by itself is one, where quotation marks cannot say.

A stray quotation mark makes a cell of the rows that follow it, and a broken cell leaves lines that are no
rows. Columns of numbers, dates and addresses tell them apart: a line is a row where its cells are as many as
the columns and those columns have what they have elsewhere.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_KINDS = {
    "number": re.compile(r"-?\d{1,18}(?:\.0)?"),
    "date": re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?"),
    "address": re.compile(r"(?:https?:)?//\S+|www\.\S+"),
    "code": re.compile(r"(?=[^\d\s]*\d)[\w-]{2,64}", re.ASCII),
}
_ENOUGH_ROWS = 3  # to believe that a single line is a row of the table
_LEAST_SHARE = 0.6  # of the cells of a column that are of one kind


@dataclass
class RowShape:
    """The shape of the rows of one table.

    delimiter: between the cells
    columns:   how many there are
    needed:    a row has at least so many cells: what stands behind the text may be left out
    spaced:    whether a blank follows the delimiters between cells
    known_rows: how many rows that was learnt from
    kinds:     the kind of the columns whose cells are of one kind, by index
    """

    delimiter: str
    columns: int
    needed: int
    spaced: bool = False
    known_rows: int = 0
    kinds: dict[int, str] = field(default_factory=dict)

    def learn(self, lines: Sequence[str]) -> None:
        """Find the columns with cells of one kind, from lines at the beginning of the table."""
        whole = [line for line in lines if self.is_whole(line)]
        self.spaced = 2 * sum(f"{self.delimiter} " in line for line in whole) > len(whole)
        rows = [*map(self._certain_cells, lines)]
        self.known_rows = sum(map(bool, rows))
        for index in range(self.columns):
            kinds = Counter(_kind(cell) for row in rows if (cell := "".join(row[index : index + 1]).strip()))
            if kinds:
                ((kind, count),) = kinds.most_common(1)
                if kind and count >= _LEAST_SHARE * kinds.total():
                    self.kinds[index] = kind

    def is_row(self, line: str) -> bool:
        """Return whether a line by itself is a row, or the first line of one."""
        cells, opened = self._cells(line)
        if not (len(cells) <= self.columns and (opened or len(cells) >= self.needed)):
            return False
        if self.kinds:
            known = self._known_cells(cells[:-1] if opened else cells)
            return bool(known) and all(_KINDS[kind].fullmatch(cell) for kind, cell in known)
        return self.is_whole(line) and not self._is_prose(line)

    def is_whole(self, line: str) -> bool:
        """Return whether a line has as many cells as the table has columns."""
        cells, opened = self._cells(line)
        return len(cells) == self.columns and not opened

    def has_swallowed(self, inner: Sequence[str], last: str | None = None) -> bool:
        """Return whether the lines over which a cell goes on are rows of their own.

        inner: lines that are in the cell altogether
        last:  the line with the quotation mark that ends it, where it ends
        """
        if self.columns < 2:
            return False
        rows = [
            line.count(self.delimiter) >= self.columns - 1 and self.is_row(line) and self.is_whole(line)
            for line in inner
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
        """Return the cells of a line, and whether the last one does not end there."""
        mark = self.delimiter
        try:
            return next(csv.reader([line], delimiter=mark, skipinitialspace=True, strict=True), []), False
        except csv.Error as error:
            if "unexpected end" in str(error):
                return next(csv.reader([line], delimiter=mark, skipinitialspace=True)), True
            return line.rstrip("\r\n").split(self.delimiter), False

    def _known_cells(self, cells: Sequence[str]) -> list[tuple[str, str]]:
        """Return the cells whose column has cells of one kind, each with that kind."""
        among = ((kind, cells[index].strip()) for index, kind in self.kinds.items() if index < len(cells))
        return [(kind, cell) for kind, cell in among if cell]

    def _certain_cells(self, line: str) -> list[str]:
        """Return the cells of a line that seems to be a row, up to the first with a stray quotation mark."""
        cells, opened = self._cells(line)
        if '"' not in line or (len(cells) == self.columns and not opened and line.count('"') % 2 == 0):
            return cells if len(cells) == self.columns else []
        return line.partition('"')[0].split(self.delimiter)[:-1]

    def _is_prose(self, line: str) -> bool:
        """Return whether the delimiters are those of a sentence: *Jakarta, Bogor*, *naik 1,5 persen*."""
        mark = re.escape(self.delimiter)
        if re.search(rf'(?:\A|{mark}) *"', line):  # a quoted cell
            return False
        return bool(
            re.search(rf"(?<=\d){mark}(?=\d)", line) or (not self.spaced and f"{self.delimiter} " in line)
        )


def _kind(cell: str) -> str | None:
    return next((kind for kind, form in _KINDS.items() if form.fullmatch(cell)), None)
