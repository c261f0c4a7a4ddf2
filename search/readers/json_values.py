"""JSON that is not lines: arrays, objects over several lines or one behind the other, in bounded memory.

The values are read from a window of the text, which grows where it is too short for the next one. A broken
value costs itself: reading takes up again where the next one begins as it did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from search.readers.json_documents import unwrapped
from search.readers.records import MAX_RECORD_BYTES, Record, RecordError, Reject
from search.readers.streams import DamagedStreamError
from search.readers.values import kind_of
from search.remarks import Remark

_STRICT = json.JSONDecoder()
# Raw control characters in strings pass: they are mended or named later.
_LENIENT = json.JSONDecoder(strict=False)
_NEXT_RECORD = re.compile("\n[ \\t]*[{#\\[]")
_BETWEEN = re.compile("[\\s,\\]\x1e\ufeff]*")
_OPENS_LIST = re.compile("\\[(?=[\\s\x1e\ufeff]*(?:[\\[{\\]]|\\Z))")
_LIST_AT_END = re.compile("\\[[\\s\x1e\ufeff]*\\Z")
_LIST_OF_OBJECTS = re.compile(r'"[^"\\]{1,100}"\s*:\s*(?=\[\s*\{)')
_FIRST_KEY = re.compile(r'\{\s*("(?:[^"\\]|\\.){0,100}")\s*:')
_SHOWN_BYTE = re.compile(r"\\x(?:81|8d|8f|90|9d)")
_TOKEN_LENGTH = 16  # of the longest token that is no string, and more
_KEPT_BEFORE = 1_000
_ENVELOPE = 2**20  # a list of records begins so early in the object around it
_OVERLAP = 4_096


def no_json(error: Exception, text: str) -> RecordError:
    """Return why ``text`` is no JSON."""
    if isinstance(error, RecursionError):
        return RecordError("not-json", "nested_too_deeply")
    if _SHOWN_BYTE.search(text):
        return RecordError("encoding", "foreign_bytes")
    if isinstance(error, json.JSONDecodeError):
        return RecordError("not-json", "no_json_at", reason=error.msg, position=str(error.pos + 1))
    return RecordError("not-json", "no_json", reason=error)


class JsonValues:
    """The values of a text that comes in pieces.

    file:   its name in rejects
    pieces: of the text
    line:   the number of its first line
    alone:  whether the text is a whole file, in which a single object may be what records are wrapped in
    """

    def __init__(self, file: str, pieces: Iterable[str], line: int = 1, *, alone: bool = False) -> None:
        self._file, self._line, self._alone = file, line, alone
        self._pieces = iter(pieces)
        self._text, self._at = "", 0
        self._ended = False
        self._damage: DamagedStreamError | None = None

    def records(self) -> Iterator[Record | Reject]:
        """Yield a Record for each object, a Reject for whatever else there is."""
        while self._to_next_value():
            line = self._line
            if self._text[self._at] != "{":
                yield self._no_object()
                continue
            try:
                value, end = self._object()
            except _BrokenValueError as error:
                if self._damage and error.incomplete:
                    break
                if not (error.incomplete and self._enter_list()):
                    yield self._reject(error)
                continue
            raw = self._text[self._at : end]
            self._advance(end)
            record = Record(value, line, raw if "\n" not in raw else None)
            if self._alone and not self._to_next_value():
                yield from unwrapped(record)
            else:
                yield record
            self._alone = False
        if self._damage:
            rest = self._text[self._at :]
            told = Remark("rest_is_missing", {"damage": self._damage.damage})
            yield Reject(self._file, self._line, "damaged", told, _on_one_line(rest) if rest.strip() else "")

    def _to_next_value(self) -> bool:
        """Go on to where a value begins; return whether there is one."""
        while True:
            found = _BETWEEN.match(self._text, self._at)
            self._advance(found.end() if found else self._at)
            rest = len(self._text) - self._at
            if (rest < _TOKEN_LENGTH or _LIST_AT_END.match(self._text, self._at)) and self._more():
                continue
            if not rest:
                return False
            if opened := _OPENS_LIST.match(self._text, self._at):
                self._advance(opened.end())
            elif self._text[self._at] == "#" and self._text[self._at - 1 : self._at] in ("", "\n"):
                self._skip_line()
            else:
                return True

    def _object(self) -> tuple[dict[str, object], int]:
        """Return the object that begins here, and where it ends. Raises _BrokenValueError."""
        while True:
            try:
                value, end = self._decoded()
            except json.JSONDecodeError as error:
                at_end = error.pos >= len(self._text) - _TOKEN_LENGTH
                incomplete = at_end or error.msg.startswith("Unterminated string")
                size = len(self._text) - self._at
                if incomplete and size <= MAX_RECORD_BYTES and self._more(size):
                    continue
                raise _BrokenValueError(error, incomplete) from error
            except (RecursionError, ValueError) as error:
                raise _BrokenValueError(error, incomplete=False) from error
            if end - self._at > MAX_RECORD_BYTES:
                raise _BrokenValueError(None, incomplete=True)
            return value, end

    def _decoded(self) -> tuple[dict[str, object], int]:
        """Decode the object that begins here; a string may go on over lines that do not look like others."""
        try:
            return _STRICT.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Invalid control character"):
                raise
            value, end = _LENIENT.raw_decode(self._text, self._at)
            if _NEXT_RECORD.search(self._text, error.pos, end):
                raise
            return value, end

    def _no_object(self) -> Reject:
        """Return the reject of the line that begins here, and go behind it."""
        line = self._line
        skipped = self._skip_broken(self._at)
        try:
            value = _LENIENT.decode(skipped)
        except (RecursionError, ValueError) as error:
            if not skipped:
                return Reject(
                    self._file, line, "too-long", Remark("record_too_long", {"most": MAX_RECORD_BYTES}), ""
                )
            wrong = no_json(error, skipped)
            return Reject(self._file, line, wrong.code, wrong.reason, _on_one_line(skipped))
        reason = Remark("no_object", {"kind": kind_of(value)})
        return Reject(self._file, line, "not-an-object", reason, _on_one_line(skipped))

    def _more(self, least: int = 1) -> bool:
        """Add at least so many characters to the window, where there are any; forget what has been read."""
        added, size = [], 0
        while not self._ended and size < least:
            try:
                piece = next(self._pieces, None)
            except DamagedStreamError as error:
                self._damage, piece = error, None
            if piece is None:
                self._ended = True
            else:
                added.append(piece)
                size += len(piece)
        if added:
            line_start = self._text.rfind("\n", 0, self._at) + 1
            forgotten = max(line_start, self._at - _KEPT_BEFORE, 0)
            self._text = "".join((self._text[forgotten:], *added))
            self._at -= forgotten
        return bool(added)

    def _advance(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _skip_line(self) -> None:
        while (end := self._text.find("\n", self._at)) < 0:
            self._advance(len(self._text))
            if not self._more():
                return
        self._advance(end)

    def _enter_list(self) -> bool:
        """Go to the list of objects in an object that is too long or cut short; return whether it has one."""
        if self._text[self._at] != "{":
            return False
        found = _LIST_OF_OBJECTS.search(self._text, self._at, self._at + _ENVELOPE)
        if found:
            self._advance(found.end())
        return bool(found)

    def _reject(self, broken: _BrokenValueError) -> Reject:
        """Return the reject of the broken value that begins here, and go to where the next one may begin."""
        line, at = self._line, self._at
        if broken.incomplete and len(self._text) - at > MAX_RECORD_BYTES:
            code, reason = "too-long", Remark("record_too_long", {"most": MAX_RECORD_BYTES})
            skipped = self._skip_broken(len(self._text))
            return Reject(self._file, line, code, reason, _on_one_line(skipped))
        cause = broken.cause
        error_at = cause.pos if isinstance(cause, json.JSONDecodeError) else len(self._text)
        begin = self._text[at : at + MAX_RECORD_BYTES]
        if isinstance(cause, json.JSONDecodeError):
            cause = json.JSONDecodeError(cause.msg, begin, max(cause.pos - at, 0))
        skipped = self._skip_broken(error_at)
        wrong = no_json(cause or ValueError(), skipped)
        return Reject(self._file, line, wrong.code, wrong.reason, _on_one_line(skipped))

    def _skip_broken(self, error_at: int) -> str:
        """Go to where the next value may begin; return what was passed over, "" where that is too long."""
        next_value = self._next_value_form(error_at)
        kept: list[str] = []
        size, searched = 0, self._at + 1
        while True:
            found = next_value.search(self._text, searched)
            end = found.start() if found else max(len(self._text) - _OVERLAP, self._at)
            if not found and self._ended:
                end = len(self._text)
            size += end - self._at
            if size <= MAX_RECORD_BYTES:
                kept.append(self._text[self._at : end])
            self._advance(end)
            if found or not self._more(max(len(self._text) - self._at, 1)):
                if not found:
                    kept.append(self._text[self._at :])
                    self._advance(len(self._text))
                return "".join(kept) if size <= MAX_RECORD_BYTES else ""
            searched = self._at

    def _next_value_form(self, error_at: int) -> re.Pattern[str]:
        """Return what the beginning of the next value looks like, by how the broken one here begins."""
        text, at = self._text, self._at
        line_start = text.rfind("\n", 0, at) + 1
        line_end = text.find("\n", at)
        before = text[line_start:at]
        if before.strip(" \t,[\x1e\ufeff\r") and text[at] == "{":  # behind others on its line
            key = _FIRST_KEY.match(text, at)
            return re.compile(rf"(?<=[\}},\]\s])\{{\s*{re.escape(key[1]) if key else ''}|\n(?=\{{)")
        ends = text[at : max(line_end, at)].rstrip(" \t\r,]").endswith("}")
        if text[at] != "{" or line_end < 0 or (error_at <= line_end and ends):
            return re.compile("\n")
        indent = re.escape(before[: len(before) - len(before.lstrip(" \t"))])
        return re.compile(rf"\n(?={indent}[,\x1e\[]?\{{|#)")


class _BrokenValueError(Exception):
    """A value cannot be read; ``incomplete`` where only its end is missing, or it is too long."""

    def __init__(self, cause: Exception | None, incomplete: bool) -> None:
        super().__init__(cause)
        self.cause, self.incomplete = cause, incomplete


def _on_one_line(text: str) -> str:
    return text.rstrip("\r\n").replace("\n", " ")
