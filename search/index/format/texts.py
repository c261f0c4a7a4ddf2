"""The module packs stored texts for a file; ``compiled_texts`` does the same and is tested against it."""

from __future__ import annotations

from array import array
from itertools import repeat
from zlib import crc32


def packed_texts(texts: tuple[str, ...], kind: int, sizes: array[int], checksums: array[int]) -> bytes:
    """Return texts as UTF-8, one after the other.

    sizes:     gets the size of each text in bytes (64-bit integers)
    checksums: gets the CRC-32 of each text, with ``kind`` as the initial value (32-bit integers)
    """
    encoded = [text.encode() for text in texts]
    sizes.extend(map(len, encoded))
    checksums.extend(map(crc32, encoded, repeat(kind)))
    return b"".join(encoded)
