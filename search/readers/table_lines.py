"""The module gives the lines of a table to the csv module, and can give some of them again."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from search.readers.records import MAX_RECORD_BYTES
from search.readers.row_shape import RowShape
from search.readers.streams import DamagedStreamError, TextStream

_SAMPLE_LINES = 300
_SAMPLE_BYTES = 2**20
_BLOCK_LINES = 4_096
#: The characters at which ``str.splitlines`` divides lines and ``bytes.splitlines`` does not.
_NO_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_ESCAPED_MARK = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
#: A cell that goes on over so many lines, and again over twice as many, is checked.
LONG_ROW = 64


class TableLines(Iterator[str]):
    """The object feeds csv.reader. It keeps the lines of the current row, and can yield them again.

    number: the number of the last line that was yielded, from 1
    row:    the lines of the current row
    shape:  the form of the rows, if it is known: a row that goes on over other rows is broken off then
    unescaping: whether quotation marks behind a backslash are yielded doubled, until the row ends
    """

    def __init__(self, stream: TextStream) -> None:
        self.number = 0
        self.row: list[str] = []
        self.unclosed = self.unescaping = False
        self.shape: RowShape | None = None
        self._size = 0
        self._look_at = LONG_ROW
        self._lines = self._decoded(stream)
        self._again: deque[str] = deque()
        self._damage: DamagedStreamError | None = None

    def start_row(self) -> None:
        """Begin a new row, without lines."""
        self.row = []
        self.unclosed = self.unescaping = False
        self._size = 0
        self._look_at = LONG_ROW

    def __next__(self) -> str:
        if not self._again and not self._fill():
            self.unclosed = bool(self.row)
            raise self._damage or StopIteration
        line = self._again.popleft()
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
        """Yield the lines of the row again, all but the first ``kept``."""
        self._again.extendleft(reversed(self.row[kept:]))
        self.number -= len(self.row) - kept
        del self.row[kept:]

    def sample(self) -> list[str]:
        """Return some of the next lines, which are yielded later all the same."""
        while (
            len(self._again) < _SAMPLE_LINES and sum(map(len, self._again)) < _SAMPLE_BYTES and self._fill()
        ):
            pass
        return list(islice(self._again, _SAMPLE_LINES))

    def block(self) -> list[str]:
        """Return the next lines, some thousand at most, which are yielded later all the same."""
        if len(self._again) < _SAMPLE_LINES:
            self._fill()
        return list(islice(self._again, _BLOCK_LINES))

    def skip(self, count: int) -> list[str]:
        """Return the next ``count`` lines, which ``sample`` returned, and do not yield them any more."""
        self.number += count
        return [self._again.popleft() for _ in range(count)]

    def following(self) -> str | None:
        """Return the next line, which is yielded later all the same; None at the end."""
        return self._again[0] if self._again or self._fill() else None

    def _fill(self) -> bool:
        """Read the next lines, and return whether there were any.

        Damage is raised when the reading gets there.
        """
        try:
            lines = None if self._damage else next(self._lines, None)
        except DamagedStreamError as error:
            self._damage = error
            return False
        self._again.extend(lines or ())
        return bool(lines)

    @staticmethod
    def _decoded(stream: TextStream) -> Iterator[list[str]]:
        number = 0
        for raw in stream.lists_of_lines():
            block = b"\n".join(raw) + b"\n"
            # A lone \r ends a line, too; nothing else does.
            lines: list[str] = []
            with suppress(UnicodeDecodeError):
                text = block.decode("utf-8")
                if not any(character in text for character in _NO_LINE_ENDS):
                    lines = text.splitlines(keepends=True)
            lines = lines or [
                stream.decode(line, number + place)
                for place, line in enumerate(block.splitlines(keepends=True), 1)
            ]
            yield lines
            number += len(lines)
