"""The records of a web archive, WARC (ISO 28500) or ARC, found by their lengths and held against each other.

A record says how long it is. Where what follows that length is neither the end of a record nor the next one,
the length is wrong or bytes are missing, and reading takes up again at the next line that begins a record.
Only then: a page may show the beginning of a record as its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from search.readers.records import MAX_PAGE_BYTES
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

MOST_BYTES = 2 * MAX_PAGE_BYTES
"""Of a longer record only its beginning is held in memory."""

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
#: Behind a record: the blank lines that end it, and the beginning of another, which decides.
_LOOK_BEHIND_BYTES = 8_192


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record as it stands in the archive.

    offset:  of its first byte in the archive, as it is unpacked
    kind:    "warc" or "arc"
    header:  its header; of ARC one line
    content: what it has, its beginning where that is more than MOST_BYTES
    is_cut:  whether its end is missing
    has_wrong_length: whether it is not as long as it says
    """

    offset: int
    kind: str
    header: bytes = field(repr=False)
    content: bytes = field(repr=False)
    is_cut: bool = False
    has_wrong_length: bool = False


@dataclass(frozen=True, slots=True)
class NoRecord:
    """Bytes that belong to no record; ``damage`` says why the archive ends there, where it does."""

    offset: int
    size: int
    damage: Remark | None = None


def find_records(stream: TextStream) -> Iterator[FoundRecord | NoRecord]:
    """Yield the records of an archive in order, and the places where there is none. Never raises."""
    window = _Window(stream)
    kind = ""
    while window.skip_blanks():
        begins = _BEGINS.match(window.peek(_MAX_HEADER_BYTES))
        if begins:
            kind = "warc" if begins[0].startswith(b"WARC/") else "arc"
            yield from _record(window, kind)
        else:
            offset = window.offset
            window.skip_to(_NEXT.get(kind, _NEXT_OF_ANY))
            yield NoRecord(offset, window.offset - offset)
    if window.damage:
        yield NoRecord(window.offset, 0, window.damage)


def _record(window: _Window, kind: str) -> Iterator[FoundRecord | NoRecord]:
    """Yield the record that begins here, and go behind it."""
    offset = window.offset
    head = window.peek(_MAX_HEADER_BYTES)
    end = _HEADER_END.search(head) if kind == "warc" else re.search(rb"\n", head)
    header = head[: end.end() if end else len(head)]
    window.skip(len(header))
    length = _said_length(header, kind)
    if length is not None and length > MOST_BYTES and window.has(MOST_BYTES + 1):
        yield FoundRecord(offset, kind, header, window.peek(MOST_BYTES))
        at = window.offset
        if not window.skip(length):
            yield NoRecord(at, window.offset - at, window.damage or Remark("warc_ends_early"))
    elif length is not None and window.has(length) and window.is_end_of_record(length):
        content = window.peek(length)
        window.skip(length)
        yield FoundRecord(offset, kind, header, content)
    else:
        content = window.up_to_next(_NEXT[kind])
        ended = next((one for one in _LINE_ENDS if content.endswith(one)), b"")
        content = content.removesuffix(ended)
        is_cut = len(content) < (length or 0) and not ended
        yield FoundRecord(offset, kind, header, content, is_cut, has_wrong_length=True)


def _said_length(header: bytes, kind: str) -> int | None:
    found = _LENGTH.findall(header) if kind == "warc" else [header.split()[-1]]
    return int(found[0]) if len(set(found)) == 1 else None


class _Window:
    """What of a stream is held in memory, beginning at ``offset``."""

    def __init__(self, stream: TextStream) -> None:
        self._blocks = stream.content()
        self._held = bytearray()
        self._ended = False
        self.offset = 0
        self.damage: Remark | None = None

    def has(self, size: int) -> bool:
        """Return whether there are so many bytes, and hold them."""
        while len(self._held) < size and self._more():
            pass
        return len(self._held) >= size

    def peek(self, size: int) -> bytes:
        """Return the next bytes, as many as there are up to ``size``."""
        self.has(size)
        return bytes(self._held[:size])

    def skip(self, size: int) -> bool:
        """Go on so many bytes, held or not; return whether there were as many."""
        while size > len(self._held):
            size -= len(self._held)
            self._forget(len(self._held))
            if not self._more():
                return False
        self._forget(size)
        return True

    def skip_blanks(self) -> bool:
        """Go to the next byte that is no blank; return whether there is one."""
        while True:
            blank = _BLANK.match(self._held)
            self._forget(blank.end() if blank else 0)
            if self._held or not self._more():
                return bool(self._held)

    def is_end_of_record(self, at: int) -> bool:
        """Return whether a record ends ``at`` so many bytes from here."""
        self.has(at + _LOOK_BEHIND_BYTES)
        behind = self._held[at : at + _LOOK_BEHIND_BYTES]
        blank = _BLANK.match(behind)
        rest = behind[blank.end() if blank else 0 :]
        return not rest or behind.startswith(b"\r\n\r\n") or bool(_BEGINS.match(rest))

    def up_to_next(self, following: re.Pattern[bytes]) -> bytes:
        """Return what there is up to the next record, not more than MOST_BYTES, and go there."""
        searched = 0
        while not (found := following.search(self._held, searched, MOST_BYTES)):
            searched = max(len(self._held) - _LOOK_BEHIND_BYTES, 0)
            if len(self._held) >= MOST_BYTES or not self._more():
                break
        content = self.peek(found.end() if found else MOST_BYTES)
        self._forget(len(content))
        return content

    def skip_to(self, following: re.Pattern[bytes]) -> None:
        """Go to the next record, or to the end."""
        while not (found := following.search(self._held)):
            # The beginning of a record may still be incomplete.
            self._forget(max(len(self._held) - _LOOK_BEHIND_BYTES, 0))
            if not self._more():
                self._forget(len(self._held))
                return
        self._forget(found.end())

    def _more(self) -> bool:
        if not self._ended:
            try:
                while block := next(self._blocks, None):
                    self._held += block
                    return True
            except DamagedStreamError as error:
                self.damage = error.damage
            self._ended = True
        return False

    def _forget(self, size: int) -> None:
        del self._held[:size]
        self.offset += size
