"""The module finds the records of a web archive, WARC (ISO 28500) or ARC, by their lengths.

The header of a record gives its length. If neither the end of the record nor the next one follows there, the
length is wrong or bytes are missing, and reading continues at the next line that begins a record. Such a line
is used only then, because the text of a page may look like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from search.readers.records import MAX_PAGE_BYTES
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

MAX_BYTES = 2 * MAX_PAGE_BYTES
"""The maximum number of bytes of a record in memory; of a longer one only the beginning is kept."""

_MAX_HEADER_BYTES = 64 * 2**10
_WARC = rb"WARC/[01]\.\d{1,2}[ \t]*\r?\n[\w-]+[ \t]*:"
_ARC = (
    rb"(?:https?|ftp|dns|whois|ntp|filedesc):\S{1,4000} [\d.:a-fA-F]{1,40} \d{8,17} \S{1,200} \d{1,18}\r?\n"
)
_BEGINS = re.compile(rb"%b|%b" % (_WARC, _ARC))
_NEXT = {"warc": re.compile(rb"\n(?=%b)" % _WARC), "arc": re.compile(rb"\n(?=%b)" % _ARC)}
_NEXT_OF_ANY = re.compile(rb"\n(?=%b|%b)" % (_WARC, _ARC))
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_BLANK = re.compile(rb"\s*")
_LINE_ENDS = (b"\r\n\r\n", b"\n\n")
#: The number of bytes behind a record that are read to find its end or the beginning of the next one.
_LOOK_BEHIND_BYTES = 8_192


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record of the archive.

    offset:  the offset of its first byte in the decompressed archive
    kind:    "warc" or "arc"
    header:  its header; one line in ARC
    content: its content, or the first MAX_BYTES of it
    is_cut:  whether its end is missing
    has_wrong_length: whether its length is not the one in its header
    """

    offset: int
    kind: str
    header: bytes = field(repr=False)
    content: bytes = field(repr=False)
    is_cut: bool = False
    has_wrong_length: bool = False


@dataclass(frozen=True, slots=True)
class NoRecord:
    """Bytes that belong to no record; ``damage`` says why the archive ends there, or is None."""

    offset: int
    size: int
    damage: Remark | None = None


def find_records(stream: TextStream) -> Iterator[FoundRecord | NoRecord]:
    """Yield the records of an archive in order, and the ranges without one. It never raises."""
    buffer = _Buffer(stream)
    kind = ""
    while buffer.skip_blanks():
        begins = _BEGINS.match(buffer.peek(_MAX_HEADER_BYTES))
        if begins:
            kind = "warc" if begins[0].startswith(b"WARC/") else "arc"
            yield from _record(buffer, kind)
        else:
            offset = buffer.offset
            buffer.skip_to(_NEXT.get(kind, _NEXT_OF_ANY))
            yield NoRecord(offset, buffer.offset - offset)
    if buffer.damage:
        yield NoRecord(buffer.offset, 0, buffer.damage)


def _record(buffer: _Buffer, kind: str) -> Iterator[FoundRecord | NoRecord]:
    """Yield the record that begins here, and go behind it."""
    offset = buffer.offset
    head = buffer.peek(_MAX_HEADER_BYTES)
    end = _HEADER_END.search(head) if kind == "warc" else re.search(rb"\n", head)
    header = head[: end.end() if end else len(head)]
    buffer.skip(len(header))
    length = _length_in(header, kind)
    if length is not None and length > MAX_BYTES and buffer.has(MAX_BYTES + 1):
        yield FoundRecord(offset, kind, header, buffer.peek(MAX_BYTES))
        at = buffer.offset
        if not buffer.skip(length):
            yield NoRecord(at, buffer.offset - at, buffer.damage or Remark("warc_ends_early"))
    elif length is not None and buffer.has(length) and buffer.is_end_of_record(length):
        content = buffer.peek(length)
        buffer.skip(length)
        yield FoundRecord(offset, kind, header, content)
    else:
        content = buffer.up_to_next(_NEXT[kind])
        ended = next((one for one in _LINE_ENDS if content.endswith(one)), b"")
        content = content.removesuffix(ended)
        is_cut = len(content) < (length or 0) and not ended
        yield FoundRecord(offset, kind, header, content, is_cut, has_wrong_length=True)


def _length_in(header: bytes, kind: str) -> int | None:
    lengths = _LENGTH.findall(header) if kind == "warc" else [header.split()[-1]]
    return int(lengths[0]) if len(set(lengths)) == 1 else None


class _Buffer:
    """The part of a stream that is in memory, from ``offset`` on."""

    def __init__(self, stream: TextStream) -> None:
        self._blocks = stream.content()
        self._buffer = bytearray()
        self._ended = False
        self.offset = 0
        self.damage: Remark | None = None

    def has(self, size: int) -> bool:
        """Read until ``size`` bytes are in memory; return whether there are so many."""
        while len(self._buffer) < size and self._more():
            pass
        return len(self._buffer) >= size

    def peek(self, size: int) -> bytes:
        """Return the next ``size`` bytes, or fewer at the end."""
        self.has(size)
        return bytes(self._buffer[:size])

    def skip(self, size: int) -> bool:
        """Go forward by ``size`` bytes; return whether there are so many."""
        while size > len(self._buffer):
            size -= len(self._buffer)
            self._drop(len(self._buffer))
            if not self._more():
                return False
        self._drop(size)
        return True

    def skip_blanks(self) -> bool:
        """Go to the next byte that is not white space; return whether there is one."""
        while True:
            blank = _BLANK.match(self._buffer)
            self._drop(blank.end() if blank else 0)
            if self._buffer or not self._more():
                return bool(self._buffer)

    def is_end_of_record(self, at: int) -> bool:
        """Return whether a record ends ``at`` bytes from here."""
        self.has(at + _LOOK_BEHIND_BYTES)
        behind = self._buffer[at : at + _LOOK_BEHIND_BYTES]
        blank = _BLANK.match(behind)
        rest = behind[blank.end() if blank else 0 :]
        return not rest or behind.startswith(b"\r\n\r\n") or bool(_BEGINS.match(rest))

    def up_to_next(self, following: re.Pattern[bytes]) -> bytes:
        """Return the bytes up to the next record, at most MAX_BYTES, and go there."""
        searched = 0
        while not (match := following.search(self._buffer, searched, MAX_BYTES)):
            searched = max(len(self._buffer) - _LOOK_BEHIND_BYTES, 0)
            if len(self._buffer) >= MAX_BYTES or not self._more():
                break
        content = self.peek(match.end() if match else MAX_BYTES)
        self._drop(len(content))
        return content

    def skip_to(self, following: re.Pattern[bytes]) -> None:
        """Go to the next record, or to the end."""
        while not (match := following.search(self._buffer)):
            # The beginning of a record may still be incomplete.
            self._drop(max(len(self._buffer) - _LOOK_BEHIND_BYTES, 0))
            if not self._more():
                self._drop(len(self._buffer))
                return
        self._drop(match.end())

    def _more(self) -> bool:
        if not self._ended:
            try:
                while block := next(self._blocks, None):
                    self._buffer += block
                    return True
            except DamagedStreamError as error:
                self.damage = error.damage
            self._ended = True
        return False

    def _drop(self, size: int) -> None:
        del self._buffer[:size]
        self.offset += size
