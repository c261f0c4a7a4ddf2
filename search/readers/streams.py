"""The module reads the bytes of a source: decompressed, as UTF-8, as lines, or as a file.

The memory is bounded for any input: a decompressor gets pieces so small that each result has a few megabytes
at most, and of a line longer than MAX_LINE_BYTES the rest is not kept. A stream that ends too early raises an
error.
"""

from __future__ import annotations

import codecs
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO, cast

from search.readers import encodings
from search.readers.budget import Budget, DamagedStreamError, UnpackingLimits
from search.readers.decompression import compression_of, decompressed
from search.remarks import Remark

__all__ = ["MAX_LINE_BYTES", "DamagedStreamError", "TextStream"]

MAX_LINE_BYTES = 16 * 2**20
"""The maximum length of a line that is kept in memory as a whole."""

_READ_BYTES = 256 * 2**10
_HEAD_BYTES = 512
# The five bytes without a character in Windows-1252 become C1 controls (https://encoding.spec.whatwg.org/),
# which no article may contain, so that they are reported and not lost.
_WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


class TextStream:
    """A source that is open for reading: as blocks or lines of UTF-8 without a byte order mark, or as a file.

    compression: "gzip", "zstd", "xz" or "bzip2"; with None the first bytes decide
    on_bytes:    is called with the number of bytes each time bytes were read from ``raw``
    size:        the size of the file in bytes when it was opened; bytes that are appended later are not read
    seekable:    whether ``raw`` can be read in any order, as a file on the disk can
    budget:      the limits for the decompressed size of the file on the disk
    unfolds:     whether ``raw`` decompresses a file on the disk, as a member of a zip file does
    errors:      the errors that reading ``raw`` may raise

    ``consumed`` is the number of bytes that were read from ``raw``; ``budget`` counts the decompressed ones.
    """

    def __init__(
        self,
        raw: BinaryIO,
        compression: str | None = None,
        on_bytes: Callable[[int], None] | None = None,
        *,
        size: int | None = None,
        seekable: bool = False,
        budget: Budget | None = None,
        unfolds: bool = False,
        errors: tuple[type[Exception], ...] = (OSError, ValueError),
    ) -> None:
        self.consumed = 0
        self._raw = raw
        self._compression = compression
        self._on_bytes = on_bytes
        self._size = size
        self._seekable = seekable
        self._unfolds, self._errors = unfolds, errors
        self.budget = budget or Budget(UnpackingLimits())
        self._packed: tuple[str | None, Iterator[bytes]] | None = None
        self._opened: Iterator[bytes] | None = None
        self._copy: BinaryIO | None = None
        self._is_counted = False
        self._wide_encoding: str | None = None
        self._all_blocks = self.blocks()
        self._unfinished: list[bytes] = []
        self._finished: Iterator[bytes] = iter(())
        self._last = b""
        self._legacy_line: int | None = None
        self._legacy_count = 0
        self._remarks: list[Remark] = []

    def peek(self, count: int) -> bytes:
        """Return the first bytes of the decompressed content: at least ``count``, if there are so many."""
        head, self._opened = _peek(self.content(), count)
        return head

    def content(self) -> Iterator[bytes]:
        """Yield the decompressed content in blocks of any size. Raises DamagedStreamError."""
        if self._opened is None:
            compression, blocks = self._open()
            self._opened = decompressed(blocks, compression, self.budget) if compression else blocks
        return self._opened

    def blocks(self) -> Iterator[bytes]:
        """Yield the text as UTF-8 in blocks of any size. Raises DamagedStreamError."""
        head, blocks = _peek(self.content(), encodings.HEAD_BYTES)
        self._wide_encoding = encodings.wide_encoding(head)
        if self._wide_encoding:
            blocks = encodings.as_utf8(blocks, self._wide_encoding)
        first = next(blocks, b"")
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from blocks

    def lines(self, *, cut: bool = False) -> Iterator[bytes]:
        r"""Yield the lines without their ``\n``. Raises DamagedStreamError with the incomplete line.

        At a line of more than MAX_LINE_BYTES the iteration ends, and ``rest`` begins with this line. With
        ``cut``, the beginning of the line is yielded instead, which has more than MAX_LINE_BYTES.
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

    def lists_of_lines(self) -> Iterator[list[bytes]]:
        """Yield the same lines as ``lines`` with ``cut``, as one list for each block."""
        unfinished: list[bytes] = []
        size = 0
        try:
            for block in self._all_blocks:
                *finished, last = block.split(b"\n")
                if finished:
                    finished[0] = b"".join((*unfinished, finished[0]))
                    unfinished.clear()
                    size = 0
                    yield finished
                if last and size <= MAX_LINE_BYTES:
                    unfinished.append(last)
                    size += len(last)
        except DamagedStreamError as error:
            error.rest = b"".join(unfinished)
            raise
        if unfinished:
            yield [b"".join(unfinished)]

    def rest(self) -> Iterator[bytes]:
        """Yield the bytes that ``lines`` has not yielded, in blocks. Raises DamagedStreamError."""
        yield b"".join(self._unfinished)
        yield b"\n".join([*self._finished, self._last])
        yield from self._all_blocks

    def whole(self, max_bytes: int) -> bytes | None:
        """Return the whole content, or None if it has more than ``max_bytes`` bytes.

        Raises DamagedStreamError.
        """
        blocks: list[bytes] = []
        size = 0
        for block in self.content():
            blocks.append(block)
            size += len(block)
            if size > max_bytes:
                return None
        return b"".join(blocks)

    def as_file(self) -> BinaryIO:
        """Return the content as a file that is read from its beginning to its end.

        Reading it raises DamagedStreamError.
        """
        return io.BufferedReader(_BlockFile(self.content()), _READ_BYTES)

    @contextmanager
    def at_any_place(self) -> Iterator[BinaryIO]:
        """Return the content as a file that can be read in any order.

        Compressed content is copied to the disk. It can be read from its beginning afterwards. Raises
        DamagedStreamError.
        """
        if self._seekable and not self._open()[0]:
            if self._size is not None and not self._is_counted:
                self.budget.read(self._size - self.consumed)
                self._is_counted = True
            read_on = self._raw.tell()  # what is at the beginning may have been looked at
            self._raw.seek(0)
            yield self._raw
            self._raw.seek(read_on)
            return
        if self._copy is None:
            self._copy = self._copied()
        self._copy.seek(0)
        yield self._copy
        self._opened = self._of_copy()

    def _copied(self) -> BinaryIO:
        copy = cast(BinaryIO, tempfile.NamedTemporaryFile(prefix="warta-"))  # noqa: SIM115 - see close
        try:
            for block in self.content():
                copy.write(block)
        except OSError as error:  # usually because the disk is full
            raise DamagedStreamError("copying_failed", reason=error) from error
        return copy

    def _of_copy(self) -> Iterator[bytes]:
        assert self._copy is not None
        self._copy.seek(0)
        while block := self._copy.read(_READ_BYTES):
            yield block

    def close(self) -> None:
        """Remove the copy on the disk, if there is one."""
        if self._copy is not None:
            self._copy.close()

    def reached(self, share: float) -> None:
        """Report the progress, a share from 0 to 1, in a file that is not read in order."""
        if self._size and self._seekable:
            count = int(self._size * min(share, 1)) - self.consumed
            if count > 0:
                self.consumed += count
                if self._on_bytes:
                    self._on_bytes(count)

    def decode(self, raw: bytes, line: int | None = None) -> str:
        """Return ``raw`` decoded as UTF-8, or else as Windows-1252, and note that ``line`` was not UTF-8."""
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            self._legacy_line = self._legacy_line or line
            self._legacy_count += 1
            return codecs.charmap_decode(raw, "strict", _WINDOWS_1252)[0]

    def notices(self) -> list[Remark]:
        """Return remarks about the stream, such as about its encoding; call it after reading."""
        remarks = [*self._remarks]
        if self._wide_encoding:
            remarks.append(Remark("read_as", {"encoding": self._wide_encoding}))
        if self._legacy_count:
            remarks.append(self._legacy())
        return remarks

    def _legacy(self) -> Remark:
        if not self._legacy_line:
            return Remark("not_utf8_text")
        line, more = str(self._legacy_line), self._legacy_count - 1
        if more:
            return Remark("not_utf8_lines", {"line": line, "more": more})
        return Remark("not_utf8_line", {"line": line})

    def _open(self) -> tuple[str | None, Iterator[bytes]]:
        """Return the compression and the compressed blocks.

        The first bytes decide, because a name may be wrong.
        """
        if self._packed is None:
            head, blocks = _peek(self._raw_blocks(), _HEAD_BYTES)
            compression = compression_of(head)
            if self._compression and not compression:
                if _is_text(head):
                    self._remarks.append(Remark("not_packed", {"compression": self._compression}))
                else:
                    compression = self._compression  # it is damaged from its first byte on
            self._packed = compression, blocks
        return self._packed

    def _raw_blocks(self) -> Iterator[bytes]:
        while True:
            wanted = _READ_BYTES if self._size is None else min(_READ_BYTES, self._size - self.consumed)
            try:
                block = self._raw.read(wanted or 1)
            except DamagedStreamError:  # of the container
                raise
            except self._errors as error:
                raise DamagedStreamError("reading_failed", reason=error) from error
            if not wanted and block:
                self._remarks.append(Remark("file_grew", {"size": self.consumed}))
            if not block or not wanted:
                break
            self.consumed += len(block)
            (self.budget.spend if self._unfolds else self.budget.read)(len(block))
            if self._on_bytes:
                self._on_bytes(len(block))
            yield block
        if self._size is not None and self.consumed < self._size:
            raise DamagedStreamError("file_shrank", size=self._size, read=self.consumed)


def _is_text(head: bytes) -> bool:
    """Return whether the first bytes of a stream are text: UTF-8 without control characters."""
    try:
        text = head[: -3 if len(head) > 3 else None].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 6
    return bool(text) and not any(character < " " and not character.isspace() for character in text)


class _BlockFile(io.RawIOBase):
    """A file that is read once from its beginning to its end; its content are blocks of bytes."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _peek(blocks: Iterator[bytes], count: int) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, and an iterator over all blocks.

    If the stream is damaged, the iterator yields the bytes before the damage and then raises the error.
    """
    head = b""
    try:
        for block in blocks:
            head += block
            if len(head) >= count:
                break
    except DamagedStreamError as error:
        return head, _then(head, error)
    return head, chain((head,), blocks) if head else iter(())


def _then(head: bytes, error: DamagedStreamError) -> Iterator[bytes]:
    if head:
        yield head
    raise error
