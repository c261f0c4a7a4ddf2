"""JSON lines: one JSON object a line; lines beginning with ``#`` are comments."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator

from search.readers.records import MAX_RECORD_BYTES, Entry, RecordError, Reject
from search.readers.streams import MAX_KEPT_BYTES, DamagedStreamError, TextStream
from search.readers.validation import kind_of

# Raw control characters in strings pass here: validation names them and where they stand.
_DECODER = json.JSONDecoder(strict=False)
_NO_WINDOWS_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_SHOWN_BYTE = re.compile(r"\\x(?:81|8d|8f|90|9d)")
_TO_LINES = "convert it with jq -c '.[]' (an array) or jq -c . (one object)"


def read_jsonl(file: str, stream: TextStream) -> Iterator[Entry | Reject]:
    """Yield an Entry for each line that is a JSON object, a Reject for every other.

    Blank lines and comments are passed over. A file that turns out to be one JSON document rather than
    lines (its first line begins with ``[`` or is a lone ``{``) is one Reject.
    """
    number = 0
    try:
        for number, line in enumerate(map(_without_marks, stream.lines()), 1):
            if not line.startswith(b'{"') and _says_nothing(line):
                continue
            if number == 1 and (line.lstrip().startswith(b"[") or line.strip() == b"{"):
                message = f"one JSON document, not one object a line: {_TO_LINES}"
                yield Reject(file, None, "json-document", message, "")
                return
            yield _entry(file, number, line, stream)
    except DamagedStreamError as error:
        yield from _after_damage(file, number + 1, error, stream)


def _says_nothing(line: bytes) -> bool:
    return line.startswith(b"#") or not line.replace(codecs.BOM_UTF8, b"").strip()


def _without_marks(line: bytes) -> bytes:
    line = line.rstrip(b"\r")
    while line.startswith(codecs.BOM_UTF8):  # left by programs that join files
        line = line.removeprefix(codecs.BOM_UTF8)
    return line


def _entry(file: str, number: int, line: bytes, stream: TextStream) -> Entry | Reject:
    if len(line) > MAX_RECORD_BYTES:
        return _too_long(file, number, line, stream)
    text = _text(line, number, stream)
    try:
        return Entry(number, _fields(text), text)
    except RecordError as error:
        return Reject(file, number, error.code, error.message, text)


def _fields(text: str) -> dict[str, object]:
    try:
        value = _decoded(text)
    except RecursionError as error:
        raise RecordError("not-json", "nested too deeply for an article: take the nested part out") from error
    except ValueError as error:
        if _SHOWN_BYTE.search(text):
            raise RecordError(
                "encoding",
                "bytes that are neither UTF-8 nor Windows-1252 are shown as \\x81 and the like: "
                "put the right characters there",
            ) from error
        where = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        reason = getattr(error, "msg", error)
        raise RecordError(
            "not-json", f"not JSON ({reason}{where}): expected is one JSON object a line"
        ) from error
    if not isinstance(value, dict):
        raise RecordError("not-an-object", f"a JSON object is expected, not {kind_of(value)}: {_TO_LINES}")
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
        size, record = f"more than {MAX_KEPT_BYTES:,}", ""
    else:
        size, record = f"{len(line):,}", stream.decode(line, number)
    message = f"the line has {size} bytes; at most {MAX_RECORD_BYTES:,}: make several articles of it"
    return Reject(file, number, "too-long", message, record)


def _after_damage(
    file: str, number: int, error: DamagedStreamError, stream: TextStream
) -> Iterator[Entry | Reject]:
    """Yield the unfinished line, if it is a whole object after all, and the Reject for the rest."""
    line = _without_marks(error.rest)
    last = _entry(file, number, line, stream) if line.strip() and not line.startswith(b"#") else None
    if isinstance(last, Entry):
        yield last
    record = last.record if isinstance(last, Reject) else ""
    message = f"{error}: everything from here on is missing; fetch or make the file again"
    yield Reject(file, number, "damaged", message, record)
