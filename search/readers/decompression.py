"""The module decompresses data in small pieces, because it may be damaged or made to fill the memory."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import zstandard

from search.later import Pattern
from search.readers.budget import Budget, DamagedStreamError

# Zstandard compresses a block of 128 KiB to at least 4 bytes, so the result of a piece has 16 MiB or less.
_PIECE_BYTES = 512
_XZ_MEMORY_BYTES = 256 * 2**20
_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\xfd7zXZ\x00": "xz",
}
_BZIP2 = Pattern(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_ERRORS = (zlib.error, lzma.LZMAError, zstandard.ZstdError, EOFError, MemoryError, OSError, ValueError)


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def compression_of(head: bytes) -> str | None:
    """Return "gzip", "zstd", "xz" or "bzip2" by the first bytes of a stream, or None."""
    if _BZIP2.match(head):
        return "bzip2"
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), None)


def decompressed(blocks: Iterable[bytes], compression: str, budget: Budget) -> Iterator[bytes]:
    """Yield the decompressed ``blocks`` in pieces of some megabytes at most.

    Several compressed members may follow each other. Raises DamagedStreamError if the data is damaged, ends
    too early, or exceeds the budget.
    """
    decompressor = _decompressor(compression)
    complete = False
    for piece in _pieces(blocks):
        data = piece
        while data:
            if complete:  # another member may follow, after zero bytes of padding
                data = data.lstrip(b"\x00")
                if not data:
                    break
                decompressor = _decompressor(compression)
            try:
                output = decompressor.decompress(data)
            except _ERRORS as error:
                raise DamagedStreamError("data_damaged", compression=compression, reason=error) from error
            if output:
                budget.spend(len(output))
                yield output
            complete = decompressor.eof
            data = decompressor.unused_data if complete else b""
    if not complete:
        raise DamagedStreamError("data_cut_short", compression=compression)


def _decompressor(compression: str) -> _Decompressor:
    if compression == "gzip":
        return zlib.decompressobj(wbits=31)
    if compression == "xz":
        return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY_BYTES)
    if compression == "bzip2":
        return bz2.BZ2Decompressor()
    return zstandard.ZstdDecompressor().decompressobj()


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    for block in blocks:
        for start in range(0, len(block), _PIECE_BYTES):
            yield block[start : start + _PIECE_BYTES]
