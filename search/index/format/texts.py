"""Stored texts on their way into a file. ``compiled_texts`` does the same and is tested against it."""

from __future__ import annotations

from array import array
from itertools import repeat
from zlib import crc32


def packed_texts(texts: tuple[str, ...], kind: int, sizes: array[int], checksums: array[int]) -> bytes:
    """Return texts one after the other as UTF-8.

    To ``sizes`` (64 bits) and ``checksums`` (32 bits) are added the bytes of each and CRC-32 over it, begun
    with ``kind``.
    """
    encoded = [text.encode() for text in texts]
    sizes.extend(map(len, encoded))
    checksums.extend(map(crc32, encoded, repeat(kind)))
    return b"".join(encoded)
