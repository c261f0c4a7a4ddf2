"""The module decides the encoding of a text by its first bytes: by a mark, or by the zero bytes of UTF-16."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from search.readers.budget import DamagedStreamError

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
HEAD_BYTES = 512
_MIN_CHARACTERS = 4
_ZEROS, _FEW = 0.7, 0.05  # shares of zeros among the upper halves of characters, and among the lower ones


def wide_encoding(head: bytes) -> str | None:
    """Return "UTF-16", "UTF-32", "UTF-16-LE" or "UTF-16-BE" for the first bytes of a text; None for others.

    The last two have no mark; one half of nearly all their characters is zero.
    """
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked:
        return marked
    begin = head[: HEAD_BYTES & ~1]
    characters = len(begin) // 2
    if characters < _MIN_CHARACTERS:
        return None
    even, odd = begin[::2].count(0) / characters, begin[1::2].count(0) / characters
    if odd >= _ZEROS and even <= _FEW:
        return "UTF-16-LE"
    return "UTF-16-BE" if even >= _ZEROS and odd <= _FEW else None


def encoding_of(head: bytes) -> str:
    """Return the name of the encoding of a text that begins with ``head``."""
    wide = wide_encoding(head)
    if wide:
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "Windows-1252"
    return "UTF-8"


def as_utf8(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Yield a text of a wide encoding as UTF-8.

    Raises DamagedStreamError if the bytes are not of this encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks:
            yield decoder.decode(block).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as error:
        raise DamagedStreamError("not_its_encoding", encoding=encoding, reason=error) from error
