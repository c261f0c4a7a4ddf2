"""The module reads JSON with one object on each line, or in any other form; ``#`` begins a comment line.

Lines that are objects are read one by one, which is fast. From the first other line on, the rest of the file
is read as values (``json_values``), which may have several lines.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import orjson

from search.later import Pattern
from search.readers.json_documents import is_page, of_page, unwrapped
from search.readers.json_rows import header_of, read_rows
from search.readers.json_values import JsonValues
from search.readers.kinds import JSON_IN_SCRIPT
from search.readers.records import MAX_RECORD_BYTES, Record, Reject, shown
from search.readers.steps import is_exact
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

# Raw control characters in strings are accepted here: they are removed or rejected later.
_DECODER = json.JSONDecoder(strict=False)
_NO_WINDOWS_1252 = Pattern(rb"[\x81\x8d\x8f\x90\x9d]")
#: Characters around a value on its line: blanks, commas, the record separator of RFC 7464.
_AROUND = b" \t\r\n,\x1e"
#: Lines without a value; how many lists each opens.
_NO_VALUES = {b"": 0, b"[": 1, b"]": -1}
#: A script around JSON: ``window.YTD.tweets.part0 = [`` of Twitter, ``var data = [``, ``callback({``.
_SCRIPT = Pattern(JSON_IN_SCRIPT.encode())
_MAX_SCRIPT = 512
_MAX_PIECE = 2**20
#: How a line begins that says what Elasticsearch should do with the record on the next line, or that
#: describes an export of phpMyAdmin.
_ACTIONS = (
    *(b'{"index"', b'{"create"', b'{ "index"', b'{ "create"'),
    *(b'{"type":"header"', b'{"type":"database"'),
)
_OF_EXPORT = frozenset(("type", "version", "comment", "name"))


def read_jsonl(file: str, stream: TextStream) -> Iterator[Record | Reject | Remark]:
    """Return the records of JSON, on lines or otherwise, also of JSON in a script or in rows."""
    if header := header_of(stream):
        return read_rows(file, _pieces(stream.rest(), 1, stream), *header)
    of_script = _SCRIPT.match(stream.peek(_MAX_SCRIPT))
    return _of_script(file, stream) if of_script else _of_lines(file, stream)


def _of_script(file: str, stream: TextStream) -> Iterator[Record | Reject | Remark]:
    """Yield the records of JSON that a script assigns, or has as its argument."""
    blocks = filter(None, stream.rest())
    begin = next(blocks)
    script = _SCRIPT.match(begin)
    assert script
    yield Remark(
        "json_in_script", {"script": shown(script[0].decode("utf-8", "replace").strip("\ufeff \t\r\n"))}
    )
    number = 1 + script[0].count(b"\n")
    pieces = _pieces(chain((begin[script.end() :],), blocks), number, stream)
    yield from JsonValues(file, pieces, number, alone=True, in_script=True).records()


def _of_lines(file: str, stream: TextStream) -> Iterator[Record | Reject | Remark]:
    """Yield a Record for each object, and a Reject for every other value and for text that is no JSON.

    Objects may be on a line each, in an array, or one behind the other. Commas and record separators between
    them, blank lines and comments are passed over. A single object of a file may contain the records, as an
    interface or a program writes them. In a bulk request for Elasticsearch, a record has the id of the line
    before it.
    """
    number = lists = 0
    action: dict[str, object] = {}
    first: Record | None = None  # it is yielded once it is known whether it is the only one
    alone, paged = True, False
    try:
        for number, line in enumerate(stream.lines(), 1):
            if line.startswith(b"#"):
                continue
            cleaned = line if line.startswith(b"{") else _without_marks(line)
            if len(cleaned) < 2 and cleaned in _NO_VALUES:
                lists += _NO_VALUES[cleaned]
                continue
            if first:
                paged = is_page(first.values)
                yield from of_page(first) if paged else (first,)
            found = _whole_object(cleaned, number, stream)
            if found is None:
                pieces = _pieces(chain((line, b"\n"), stream.rest()), number, stream)
                yield from JsonValues(file, pieces, number, alone=alone, lists=lists, paged=paged).records()
                return
            if cleaned.startswith(_ACTIONS) and (asked := _action(found.values)) is not None:
                first, action = None, asked
                continue
            if action:
                found, action = Record(action | dict(found.values), number), {}
            if alone:
                first, alone = found, False
            else:
                first = None
                yield from of_page(found) if paged else (found,)
    except DamagedStreamError as error:
        if first:
            yield first
        yield from JsonValues(file, _damaged(error, number + 1, stream), number + 1).records()
        return
    if first:
        yield from unwrapped(first)
    # The lines ended at a line that is too long for the memory.
    pieces = _pieces(stream.rest(), number + 1, stream)
    yield from JsonValues(file, pieces, number + 1, alone=alone, lists=lists).records()


def _action(values: Mapping[str, object]) -> dict[str, object] | None:
    """Return the id in an action of a bulk request, ``{"index": {"_id": "7"}}``; None for other records.

    What describes an export has none.
    """
    if "type" in values and {*values} <= _OF_EXPORT:
        return {}
    (about,) = values.values() if len(values) == 1 else (None,)
    if not isinstance(about, dict) or not all(name.startswith("_") for name in about):
        return None
    return {"_id": about["_id"]} if "_id" in about else {}


def _without_marks(line: bytes) -> bytes:
    """Return a line without blanks, commas, separators and byte order marks around its value."""
    cleaned = line.strip(_AROUND)
    while cleaned.startswith(codecs.BOM_UTF8):
        cleaned = cleaned.removeprefix(codecs.BOM_UTF8).strip(_AROUND)
    return cleaned.removesuffix(codecs.BOM_UTF8).rstrip(_AROUND)


def _whole_object(line: bytes, number: int, stream: TextStream) -> Record | None:
    """Return the record of a line that is one whole object, or None for other lines."""
    if not line.startswith(b"{") or len(line) > MAX_RECORD_BYTES:
        return None
    try:
        found = orjson.loads(line)
        if is_exact(found):
            return Record(found, number, line)
    except (ValueError, RecursionError):  # it is stricter than Python's own
        pass
    text = _decoded(line, number, stream)
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    if end < len(text):
        if text[end:].strip(" \t\r,"):
            return None
        text = text[:end]
    return Record(value, number, text)


def _pieces(blocks: Iterable[bytes], number: int, stream: TextStream) -> Iterator[str]:
    """Yield the text of ``blocks`` in pieces of whole characters; their first line has this number."""
    left = b""
    for block in blocks:
        left += block
        end = left.rfind(b"\n") + 1
        if not end and len(left) > _MAX_PIECE:
            end = _character_end(left)
        if end:
            yield _text_of(left[:end], number, stream)
            number += left.count(b"\n", 0, end)
            left = left[end:]
    if left:
        yield _text_of(left, number, stream)


def _damaged(error: DamagedStreamError, number: int, stream: TextStream) -> Iterator[str]:
    yield _text_of(error.rest, number, stream)
    raise error


def _character_end(text: bytes) -> int:
    """Return the number of bytes of ``text`` without an incomplete UTF-8 character at its end."""
    for back in range(1, 4):
        if text[-back] >= 0xC0:
            return len(text) - back
        if text[-back] < 0x80:
            break
    return len(text)


def _text_of(lines: bytes, number: int, stream: TextStream) -> str:
    try:
        return lines.decode("utf-8")
    except UnicodeDecodeError:
        decoded = (_decoded(line, at, stream) for at, line in enumerate(lines.split(b"\n"), number))
        return "\n".join(decoded)


def _decoded(line: bytes, number: int, stream: TextStream) -> str:
    r"""Return the decoded ``line``; bytes of no known encoding become ``\x81``, which JSON refuses."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        if not _NO_WINDOWS_1252.search(line):
            return stream.decode(line, number)
    # A blank separates a backslash from such a byte, because \\x81 would be valid JSON.
    apart = re.sub(rb"\\(?=[\x81\x8d\x8f\x90\x9d])", rb"\\ ", line)
    return apart.decode("cp1252", "backslashreplace")
