"""The module reads JSON that is not one object on each line, in bounded memory.

It reads arrays, objects over several lines, and objects one behind the other. The text is kept in a buffer,
which grows if it is too short for the next value. A broken value costs only itself: reading continues where a
value begins like it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from search.later import Pattern
from search.readers.json_documents import is_page, of_page, unwrapped
from search.readers.records import MAX_RECORD_BYTES, Record, RecordError, Reject
from search.readers.streams import DamagedStreamError
from search.readers.values import kind_of
from search.remarks import Remark

_STRICT = json.JSONDecoder()
# Raw control characters in strings are accepted here: they are removed or rejected later.
_LENIENT = json.JSONDecoder(strict=False)
_NEXT_RECORD = Pattern("\n[ \\t]*[{#\\[]")
_BETWEEN = Pattern("[\\s,\\]\x1e\ufeff]*")
_BETWEEN_IN_SCRIPT = Pattern("[\\s,\\]);\x1e\ufeff]*")
# Each bracket takes memory until the end is found.
_OPENS_LIST = Pattern(r"\[(?:[\s\x1e\ufeff]*\[){0,1000}(?=[\s\x1e\ufeff]*[\[{\]])|\[(?=[\s\x1e\ufeff]*\Z)")
_LIST_AT_END = Pattern("\\[[\\s\x1e\ufeff]*\\Z")
_LIST_OF_OBJECTS = Pattern(r'"[^"\\]{1,100}"\s*:\s*(?=\[\s*\{)')
_FIRST_KEY = Pattern(r'\{\s*("(?:[^"\\]|\\.){0,100}")\s*:')
_SHOWN_BYTE = Pattern(r"\\x(?:81|8d|8f|90|9d)")
#: phpMyAdmin writes a table as an object with a list of its rows, behind objects that describe the export.
_EXPORT = '{"type":"'
_EXPORT_HEAD = Pattern(r'\{"type":"(?:header|database)",[^{}]*\}')
_EXPORT_TABLE = Pattern(r'\{"type":"table","name":"[^"]*","database":"[^"]*","data":\s*(?=\[)')
_EXPORT_LENGTH = 1_000
_TOKEN_LENGTH = 16  # longer than any token that is no string
_MAX_BEFORE = 1_000
_ENVELOPE = 2**20  # a list of records begins within so many characters of the object around it
_OVERLAP = 4_096


def no_json(error: Exception, text: str) -> RecordError:
    """Return the error that says why ``text`` is no JSON."""
    if isinstance(error, RecursionError):
        return RecordError("not-json", "nested_too_deeply")
    if _SHOWN_BYTE.search(text):
        return RecordError("encoding", "foreign_bytes")
    if isinstance(error, json.JSONDecodeError):
        return RecordError("not-json", "no_json_at", reason=error.msg, position=str(error.pos + 1))
    return RecordError("not-json", "no_json", reason=error)


class JsonValues:
    """The values of a text that comes in pieces.

    file:   the name of the file, for rejects
    pieces: the pieces of the text
    line:   the number of its first line
    alone:  whether the text is a whole file, in which a single object may contain the records
    lists:  how many lists were opened before, and not closed
    paged:  whether each object is a page of records
    in_script: whether a script is around it, which ends with brackets and semicolons
    """

    def __init__(
        self,
        file: str,
        pieces: Iterable[str],
        line: int = 1,
        *,
        alone: bool = False,
        lists: int = 0,
        paged: bool = False,
        in_script: bool = False,
    ) -> None:
        self._file, self._line, self._alone = file, line, alone
        self._lists, self._is_broken = lists, False
        self._paged = paged
        self._between = _BETWEEN_IN_SCRIPT if in_script else _BETWEEN
        self._tables = 0  # of an export, which are open
        self._pieces = iter(pieces)
        self._text, self._at = "", 0
        self._ended = False
        self._damage: DamagedStreamError | None = None

    def records(self) -> Iterator[Record | Reject | Remark]:
        """Yield a Record for each object, a Reject for other values, and a remark on a list without end."""
        while self._to_next_value():
            line = self._line
            if self._text[self._at] != "{":
                if not self._leave_export():
                    yield self._no_object()
                continue
            if self._enter_export():
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
                continue
            self._paged = is_page(value) if self._alone else self._paged
            yield from of_page(record) if self._paged else (record,)
            self._alone = False
        if self._damage:
            rest = self._text[self._at :]
            told = Remark("rest_is_missing", {"damage": self._damage.damage})
            yield Reject(self._file, self._line, "damaged", told, _on_one_line(rest) if rest.strip() else "")
        elif self._lists > 0 and not self._is_broken:
            yield Remark("list_never_closed")

    def _to_next_value(self) -> bool:
        """Go to the next value; return whether there is one."""
        while True:
            if found := self._between.match(self._text, self._at):
                self._lists -= found[0].count("]")
                self._advance(found.end())
            rest = len(self._text) - self._at
            if (rest < _TOKEN_LENGTH or _LIST_AT_END.match(self._text, self._at)) and self._more():
                continue
            if not rest:
                return False
            if opened := _OPENS_LIST.match(self._text, self._at):
                self._lists += opened[0].count("[")
                self._advance(opened.end())
            elif self._text[self._at] == "#" and self._text[self._at - 1 : self._at] in ("", "\n"):
                self._skip_line()
            else:
                return True

    def _object(self) -> tuple[dict[str, object], int]:
        """Return the object that begins here, and its end. Raises _BrokenValueError."""
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
        """Decode the object that begins here.

        A string may contain line breaks, unless one of its lines looks like the beginning of another record.
        """
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
        """Return the Reject of the line that begins here, and go behind it."""
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

    def _more(self, count: int = 1) -> bool:
        """Read at least ``count`` more characters into the buffer, and drop those before the current value.

        The result is whether anything was read.
        """
        added, size = [], 0
        while not self._ended and size < count:
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
            forgotten = max(line_start, self._at - _MAX_BEFORE, 0)
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

    def _enter_export(self) -> bool:
        """Go on in an object of an export of phpMyAdmin, if one begins here: behind its head, or to its list.

        Return whether one does.
        """
        if not self._text.startswith(_EXPORT, self._at):
            return False
        while len(self._text) - self._at < _EXPORT_LENGTH and self._more():
            pass
        if found := _EXPORT_HEAD.match(self._text, self._at):
            self._advance(found.end())
        elif found := _EXPORT_TABLE.match(self._text, self._at):
            self._tables += 1
            self._advance(found.end())
        return bool(found)

    def _leave_export(self) -> bool:
        if not self._tables or self._text[self._at] != "}":
            return False
        self._tables -= 1
        self._advance(self._at + 1)
        return True

    def _enter_list(self) -> bool:
        """Go to the list of objects in an object that is too long or incomplete.

        Return whether it has one.
        """
        if self._text[self._at] != "{":
            return False
        found = _LIST_OF_OBJECTS.search(self._text, self._at, self._at + _ENVELOPE)
        if found:
            self._is_broken = True
            self._advance(found.end())
        return bool(found)

    def _reject(self, broken: _BrokenValueError) -> Reject:
        """Return the Reject of the broken value that begins here, and go to where the next one may begin."""
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
        """Go to the possible start of the next value.

        Return the text before it, or "" if that is too long.
        """
        self._is_broken = True
        next_value = self._next_value_form(error_at)
        passed: list[str] = []
        size, searched = 0, self._at + 1
        while True:
            found = next_value.search(self._text, searched)
            end = found.start() if found else max(len(self._text) - _OVERLAP, self._at)
            if not found and self._ended:
                end = len(self._text)
            size += end - self._at
            if size <= MAX_RECORD_BYTES:
                passed.append(self._text[self._at : end])
            self._advance(end)
            if found or not self._more(max(len(self._text) - self._at, 1)):
                if not found:
                    passed.append(self._text[self._at :])
                    self._advance(len(self._text))
                return "".join(passed) if size <= MAX_RECORD_BYTES else ""
            searched = self._at

    def _next_value_form(self, error_at: int) -> re.Pattern[str]:
        """Return a pattern for the beginning of the next value, made from the beginning of the broken one."""
        text, at = self._text, self._at
        line_start = text.rfind("\n", 0, at) + 1
        line_end = text.find("\n", at)
        before = text[line_start:at]
        if before.strip(" \t,[\x1e\ufeff\r") and text[at] == "{":  # it is not the first value of its line
            key = _FIRST_KEY.match(text, at)
            return re.compile(rf"(?<=[\}},\]\s])\{{\s*{re.escape(key[1]) if key else ''}|\n(?=\{{)")
        ends = text[at : max(line_end, at)].rstrip(" \t\r,]").endswith("}")
        if text[at] != "{" or line_end < 0 or (error_at <= line_end and ends):
            return re.compile("\n")
        indent = re.escape(before[: len(before) - len(before.lstrip(" \t"))])
        return re.compile(rf"\n(?={indent}[,\x1e\[]?\{{|#)")


class _BrokenValueError(Exception):
    """A value cannot be read.

    cause:      the error of the decoder, or None
    incomplete: whether only its end is missing, or it is too long
    """

    def __init__(self, cause: Exception | None, incomplete: bool) -> None:
        super().__init__(cause)
        self.cause, self.incomplete = cause, incomplete


def _on_one_line(text: str) -> str:
    return text.rstrip("\r\n").replace("\n", " ")
