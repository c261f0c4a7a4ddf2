"""The bytes of a source: decompressed piece by piece, as UTF-8, cut into lines.

Memory stays bounded whatever the input: compressed data is fed to its decompressor in pieces so small
that even the densest cannot unfold into more than some megabytes at once, and a line stops being kept
beyond MAX_LINE_BYTES. A stream that ends in the middle is told apart from one that is complete.
"""

from __future__ import annotations

import codecs
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO, Protocol

import zstandard

from search.remarks import Remark

MAX_LINE_BYTES = 16 * 2**20
"""A longer line is not held in memory."""

_READ_BYTES = 256 * 2**10
# Zstandard packs a block of 128 KiB into 4 bytes at best: a piece unfolds into 16 MiB at the most.
_PIECE_BYTES = 512
_XZ_MEMORY_BYTES = 256 * 2**20

_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\xfd7zXZ\x00": "xz",
}
_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_DECOMPRESSION_ERRORS = (zlib.error, lzma.LZMAError, zstandard.ZstdError, EOFError, MemoryError)
# The five bytes that Windows-1252 leaves open become C1 controls (https://encoding.spec.whatwg.org/),
# which no article may contain, so that they are reported and not lost.
_WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


class DamagedStreamError(Exception):
    """A stream cannot be read on.

    damage: what is wrong with it; rest: the unfinished line in which it stopped
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.damage = Remark(code, values)
        self.rest = b""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class TextStream:
    """A source opened for reading, as blocks or lines of UTF-8 without a byte order mark.

    ``compression`` is "gzip", "zstd" or "xz"; with None the first bytes decide. ``on_bytes`` is told the
    number of bytes taken from ``raw`` each time. ``consumed`` is their sum.
    """

    def __init__(
        self, raw: BinaryIO, compression: str | None = None, on_bytes: Callable[[int], None] | None = None
    ) -> None:
        self.consumed = 0
        self._raw = raw
        self._compression = compression
        self._on_bytes = on_bytes
        self._wide_encoding: str | None = None
        self._all_blocks = self.blocks()
        self._unfinished: list[bytes] = []
        self._finished: Iterator[bytes] = iter(())
        self._last = b""
        self._legacy_line: int | None = None
        self._legacy_count = 0

    def blocks(self) -> Iterator[bytes]:
        """Yield the text as UTF-8 in blocks of any size. Raises DamagedStreamError."""
        head, blocks = _peek(self._raw_blocks(), 6)
        compression = self._compression or next(
            (name for magic, name in _MAGIC.items() if head.startswith(magic)), None
        )
        if compression:
            blocks = _decompressed(blocks, compression)
        head, blocks = _peek(blocks, 4)
        self._wide_encoding = next((name for mark, name in _BOMS if head.startswith(mark)), None)
        if self._wide_encoding:
            blocks = _as_utf8(blocks, self._wide_encoding)
        first = next(blocks, b"")
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from blocks

    def lines(self, *, cut: bool = False) -> Iterator[bytes]:
        r"""Yield the lines without their ``\n``. Raises DamagedStreamError with the unfinished line.

        A line of more than MAX_LINE_BYTES ends the lines, and ``rest`` begins with it; with ``cut`` the
        beginning of it is yielded, which is more than MAX_LINE_BYTES.
        """
        unfinished = self._unfinished
        size = 0
        try:
            for block in self._all_blocks:
                *finished, self._last = block.split(b"\n")
                self._finished = iter(finished)
                for end in self._finished:
                    line = b"".join((*unfinished, end)) if unfinished else end
                    unfinished.clear()
                    yield line
                    size = 0
                if self._last and size <= MAX_LINE_BYTES:
                    size += len(self._last)
                    unfinished.append(self._last)
                    self._last = b""
                if size > MAX_LINE_BYTES and not cut:
                    return
        except DamagedStreamError as error:
            error.rest = b"".join(unfinished)
            raise
        if unfinished:
            line = b"".join(unfinished)
            unfinished.clear()
            yield line

    def rest(self) -> Iterator[bytes]:
        """Yield what ``lines`` has not yielded, in blocks. Raises DamagedStreamError."""
        yield b"".join(self._unfinished)
        yield b"\n".join([*self._finished, self._last])
        yield from self._all_blocks

    def decode(self, raw: bytes, line: int | None = None) -> str:
        """Return ``raw`` (of line ``line``) read as UTF-8, else as Windows-1252, which is then noticed."""
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self._legacy_line = self._legacy_line or line
            self._legacy_count += 1
            return codecs.charmap_decode(raw, "strict", _WINDOWS_1252)[0]

    def notices(self) -> list[Remark]:
        """Return what was tolerated in the encoding, complete once the stream has been read."""
        found = []
        if self._wide_encoding:
            found.append(Remark("read_as", {"encoding": self._wide_encoding}))
        if self._legacy_count:
            found.append(self._legacy())
        return found

    def _legacy(self) -> Remark:
        if not self._legacy_line:
            return Remark("not_utf8_text")
        line, more = str(self._legacy_line), self._legacy_count - 1
        if more:
            return Remark("not_utf8_lines", {"line": line, "more": more})
        return Remark("not_utf8_line", {"line": line})

    def _raw_blocks(self) -> Iterator[bytes]:
        while True:
            try:
                block = self._raw.read(_READ_BYTES)
            except OSError as error:
                raise DamagedStreamError("reading_failed", reason=error) from error
            if not block:
                return
            self.consumed += len(block)
            if self._on_bytes:
                self._on_bytes(len(block))
            yield block


def _peek(blocks: Iterator[bytes], count: int) -> tuple[bytes, Iterator[bytes]]:
    head = b""
    for block in blocks:
        head += block
        if len(head) >= count:
            break
    return head, chain((head,), blocks) if head else iter(())


def _decompressor(compression: str) -> _Decompressor:
    if compression == "gzip":
        return zlib.decompressobj(wbits=31)
    if compression == "xz":
        return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY_BYTES)
    return zstandard.ZstdDecompressor().decompressobj()


def _decompressed(blocks: Iterable[bytes], compression: str) -> Iterator[bytes]:
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
            except _DECOMPRESSION_ERRORS as error:
                raise DamagedStreamError("data_damaged", compression=compression, reason=error) from error
            if output:
                yield output
            complete = decompressor.eof
            data = decompressor.unused_data if complete else b""
    if not complete:
        raise DamagedStreamError("data_cut_short", compression=compression)


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    for block in blocks:
        for start in range(0, len(block), _PIECE_BYTES):
            yield block[start : start + _PIECE_BYTES]


def _as_utf8(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in blocks:
            yield decoder.decode(block).encode("utf-8")
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as error:
        raise DamagedStreamError("not_its_encoding", encoding=encoding, reason=error) from error
