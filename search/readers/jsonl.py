"""JSON lines: one JSON object a line; lines beginning with ``#`` are comments."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator

from search.readers.records import MAX_RECORD_BYTES, Record, RecordError, Reject
from search.readers.streams import MAX_KEPT_BYTES, DamagedStreamError, TextStream
from search.readers.values import kind_of
from search.remarks import Remark

# Raw control characters in strings pass here: validation names them and where they stand.
_DECODER = json.JSONDecoder(strict=False)
_NO_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_SHOWN_BYTE = re.compile(r"\\x(?:81|8d|8f|90|9d)")


def read_jsonl(file: str, stream: TextStream) -> Iterator[Record | Reject]:
    """Yield a Record for each line that is a JSON object, a Reject for every other.

    Blank lines and comments are passed over. A file that turns out to be one JSON document rather than
    lines (its first line begins with ``[`` or is a lone ``{``) is one Reject.
    """
    number = 0
    try:
        for number, line in enumerate(map(_without_marks, stream.lines()), 1):
            if not line.startswith(b'{"') and _says_nothing(line):
                continue
            if number == 1 and (line.lstrip().startswith(b"[") or line.strip() == b"{"):
                yield Reject(file, None, "json-document", Remark("json_document"), "")
                return
            yield _record(file, number, line, stream)
    except DamagedStreamError as error:
        yield from _after_damage(file, number + 1, error, stream)


def _says_nothing(line: bytes) -> bool:
    return line.startswith(b"#") or not line.replace(codecs.BOM_UTF8, b"").strip()


def _without_marks(line: bytes) -> bytes:
    line = line.rstrip(b"\r")
    while line.startswith(codecs.BOM_UTF8):  # left by programs that join files
        line = line.removeprefix(codecs.BOM_UTF8)
    return line


def _record(file: str, number: int, line: bytes, stream: TextStream) -> Record | Reject:
    if len(line) > MAX_RECORD_BYTES:
        return _too_long(file, number, line, stream)
    text = _text(line, number, stream)
    try:
        return Record(_values(text), number, text)
    except RecordError as error:
        return Reject(file, number, error.code, error.reason, text)


def _values(text: str) -> dict[str, object]:
    try:
        value = _decoded(text)
    except RecursionError as error:
        raise RecordError("not-json", "nested_too_deeply") from error
    except ValueError as error:
        if _SHOWN_BYTE.search(text):
            raise RecordError("encoding", "foreign_bytes") from error
        if isinstance(error, json.JSONDecodeError):
            at = str(error.pos + 1)
            raise RecordError("not-json", "no_json_at", reason=error.msg, position=at) from error
        raise RecordError("not-json", "no_json", reason=error) from error
    if not isinstance(value, dict):
        raise RecordError("not-an-object", "no_object", kind=kind_of(value))
    return value


def _decoded(text: str) -> object:
    if text.startswith("{"):  # without decode()'s search for blanks around the object
        value, end = _DECODER.raw_decode(text)
        if end == len(text):
            return value
    return _DECODER.decode(text)


def _text(line: bytes, number: int, stream: TextStream) -> str:
    r"""Return ``line`` decoded; bytes of no known encoding become ``\x81``, which JSON never accepts."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        if not _NO_WINDOWS_1252.search(line):
            return stream.decode(line, number)
    # A backslash before such a byte is set apart by a blank: \\x81 would be an innocent string.
    apart = re.sub(rb"\\(?=[\x81\x8d\x8f\x90\x9d])", rb"\\ ", line)
    return apart.decode("cp1252", "backslashreplace")


def _too_long(file: str, number: int, line: bytes, stream: TextStream) -> Reject:
    if len(line) > MAX_KEPT_BYTES:
        reason = Remark("line_far_too_long", {"length": MAX_KEPT_BYTES, "most": MAX_RECORD_BYTES})
        return Reject(file, number, "too-long", reason, "")
    reason = Remark("line_too_long", {"length": len(line), "most": MAX_RECORD_BYTES})
    return Reject(file, number, "too-long", reason, stream.decode(line, number))


def _after_damage(
    file: str, number: int, error: DamagedStreamError, stream: TextStream
) -> Iterator[Record | Reject]:
    """Yield the unfinished line, if it is a whole object after all, and the Reject for the rest."""
    line = _without_marks(error.rest)
    last = _record(file, number, line, stream) if line.strip() and not line.startswith(b"#") else None
    if isinstance(last, Record):
        yield last
    record = last.record if isinstance(last, Reject) else ""
    yield Reject(file, number, "damaged", Remark("rest_is_missing", {"damage": error.damage}), record)
