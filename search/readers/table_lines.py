"""The lines of a table on their way to the csv module, some of which may be read again."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

from search.readers.records import MAX_RECORD_BYTES
from search.readers.row_shape import RowShape
from search.readers.streams import DamagedStreamError, TextStream

_SAMPLE_LINES = 300
_SAMPLE_BYTES = 2**20
_ESCAPED_MARK = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
#: After so many lines, and again after twice as many, a cell that goes on is looked at.
_LONG_ROW = 64


class TableLines(Iterator[str]):
    """Feeds csv.reader, remembers the lines of the row being read, and takes back what is to be read again.

    number: of the line handed out last, from 1
    row:    the lines of the row being read
    shape:  of the rows, where it is known: a row that goes on over others of the table is then broken off
    unescaping: whether quotation marks behind a backslash are handed out doubled, until the row ends
    """

    def __init__(self, stream: TextStream) -> None:
        self.number = 0
        self.row: list[str] = []
        self.unclosed = self.unescaping = False
        self.shape: RowShape | None = None
        self._size = 0
        self._look_at = _LONG_ROW
        self._lines = self._decoded(stream)
        self._again: deque[str] = deque()
        self._damage: DamagedStreamError | None = None

    def start_row(self) -> None:
        """Forget the lines of the row before."""
        self.row = []
        self.unclosed = self.unescaping = False
        self._size = 0
        self._look_at = _LONG_ROW

    def __next__(self) -> str:
        try:
            line = self._again.popleft() if self._again else self._next()
        except StopIteration:
            self.unclosed = bool(self.row)
            raise
        self.number += 1
        self.row.append(line)
        self._size += len(line)
        if self._size > MAX_RECORD_BYTES:
            self.unclosed = True
            raise csv.Error("the row is too long")
        if len(self.row) == self._look_at:
            self._look_at *= 2
            if self.shape and self.shape.has_swallowed(self.row[1:-1]):
                self.unclosed = True
                raise csv.Error("the cell goes on over other rows")
        return _ESCAPED_MARK.sub(r'\1""', line) if self.unescaping else line

    def take_back(self, kept: int) -> None:
        """Hand the lines of the row out again, all but the first ``kept``."""
        self._again.extendleft(reversed(self.row[kept:]))
        self.number -= len(self.row) - kept
        del self.row[kept:]

    def sample(self) -> list[str]:
        """Return some of the next lines, which are still handed out."""
        size = sum(map(len, self._again))
        while len(self._again) < _SAMPLE_LINES and size < _SAMPLE_BYTES:
            line = self._ahead()
            if line is None:
                break
            self._again.append(line)
            size += len(line)
        return list(islice(self._again, _SAMPLE_LINES))

    def skip(self, count: int) -> list[str]:
        """Return so many of the lines that ``sample`` returned, which are not handed out any more."""
        self.number += count
        return [self._again.popleft() for _ in range(count)]

    def following(self) -> str | None:
        """Return the next line, which is still handed out; None at the end."""
        if not self._again:
            line = self._ahead()
            if line is None:
                return None
            self._again.append(line)
        return self._again[0]

    def _next(self) -> str:
        if self._damage:
            raise self._damage
        return next(self._lines)

    def _ahead(self) -> str | None:
        """Return the next line; None where there is none. Damage is reported when reading gets there."""
        try:
            return None if self._damage else next(self._lines, None)
        except DamagedStreamError as error:
            self._damage = error
            return None

    @staticmethod
    def _decoded(stream: TextStream) -> Iterator[str]:
        number = 0
        for raw in stream.lines(cut=True):
            for line in (raw + b"\n").splitlines(keepends=True):  # a lone \r ends a line, too
                number += 1
                yield stream.decode(line, number)
