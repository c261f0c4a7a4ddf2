"""The module converts values of databases and tables to types of JSON."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from search.later import Pattern

_MIDNIGHT = Pattern(r"[ T]00:00:00(?:\.0+)?\Z")
_NO_FRACTION = Pattern(r"(?<=:\d\d)\.0+(?=\Z|[Z+-])")
#: Bytes that no text in UTF-8 or Windows-1252 has: those of pictures and other files are full of them.
_NO_TEXT = Pattern(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Texts that a program packed: gzip, zlib, and MySQL's COMPRESS, which writes the length in front.
_PACKED = Pattern(rb"\x1f\x8b\x08|(?:.{3}[\x00-\x0f])??(?=\x78[\x01\x5e\x9c\xda])", re.DOTALL)
_MAX_UNPACKED = 16 * 2**20
_SIMPLE = (str, int, float, bool, type(None))
_MAX_DEPTH = 20


def plain_value(value: object, decode: Callable[[bytes], str], depth: int = 0) -> object:
    """Return a value of a database as a type of JSON.

    ``decode`` decodes bytes, and binary data becomes None.
    """
    if isinstance(value, _SIMPLE) or depth > _MAX_DEPTH:
        return value if isinstance(value, _SIMPLE) else None
    if isinstance(value, Mapping):
        return {str(key): plain_value(inner, decode, depth + 1) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set)):
        items = [plain_value(inner, decode, depth + 1) for inner in value]
        # pyarrow returns a map as a list of pairs.
        pairs = value and all(isinstance(inner, tuple) and len(inner) == 2 for inner in value)
        return {str(pair[0]): pair[1] for pair in items if isinstance(pair, list)} if pairs else items
    return _written(value, decode)


def _written(value: object, decode: Callable[[bytes], str]) -> object:
    if isinstance(value, datetime):
        return plain_time(value.isoformat(sep=" "))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        raw = _unpacked(bytes(value))
        return None if _NO_TEXT.search(raw) else decode(raw)
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    return str(value)


def _unpacked(raw: bytes) -> bytes:
    """Return what is packed in a value; texts are returned unchanged, a zero byte for damaged values."""
    match = _PACKED.match(raw)
    if not match:
        return raw
    packed = raw if match[0].startswith(b"\x1f\x8b") else raw[match.end() :]
    try:
        unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)  # 32: gzip or zlib, by its first bytes
        text = unpacking.decompress(packed, _MAX_UNPACKED)
    except zlib.error:
        text = b""
    if unpacking.eof:
        return text
    return raw if raw.isascii() else b"\x00"


def plain_time(text: str) -> str:
    """Return a time without a fraction that is zero; a midnight without time zone becomes a day.

    pandas and databases without a type for days write a day as its midnight.

    >>> plain_time("2019-09-10 00:00:00.000000"), plain_time("2019-09-10 14:30:00.000+0700")
    ('2019-09-10', '2019-09-10 14:30:00+0700')
    """
    return _MIDNIGHT.sub("", _NO_FRACTION.sub("", text))


def numbered(names: list[str]) -> list[str]:
    """Return names of columns; the second and further columns of one name get a number.

    >>> numbered(["id", "judul", "id"])
    ['id', 'judul', 'id (2)']
    """
    times: dict[str, int] = {}
    distinct = []
    for name in names:
        times[name] = times.get(name, 0) + 1
        distinct.append(name if times[name] == 1 else f"{name} ({times[name]})")
    return distinct
