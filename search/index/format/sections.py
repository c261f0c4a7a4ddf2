"""The module reads and writes files of sections: named arrays with checksums, which are mapped into memory.

::

    +--------------------------------------------------------------+
    | header, 32 bytes: magic, version, offset of the table, CRC    |
    +--------------------------------------------------------------+
    | section | section | ...   each an array, at a multiple of 64  |
    +--------------------------------------------------------------+
    | table (JSON): name -> offset, bytes, type, CRC-32; and notes  |
    +--------------------------------------------------------------+

Opening reads the header and the table, and checks that every section is inside the file. The contents of a
section are read when they are used. ``ensure_sound`` compares a section with its checksum, ``verify`` all of
them. All numbers are little-endian.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.disk import create, discard, errors_about, sync
from search.errors import IndexDamagedError
from search.index.format.guard import faults, is_lost, watched
from search.remarks import Remark

VERSION = 2
_MAGIC = b"WARTAIDX"
_HEADER = struct.Struct("<8sIIQII")  # magic, version, zero, table offset, table bytes, CRC of both
_ALIGNMENT = 64
_READ = 1 << 20
#: The errors that reading header and table can raise if the file is no file of sections.
_NOT_SECTIONS = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, struct.error)
_TYPES = frozenset(["|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"])

Array = npt.NDArray[Any]
#: Is called with the number of bytes that were read; who must not disturb others waits in it.
OnRead = Callable[[int], None]


def read_on(_size: int) -> None:
    """Read on without waiting."""


class SectionsWriter:
    """The object writes a file of sections, one after the other.

    The file is complete when ``close`` has returned.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = create(path)
        self._stream.write(bytes(_ALIGNMENT))
        self._sections: dict[str, tuple[int, int, str, int]] = {}
        self._notes: dict[str, Any] = {}

    def write(self, name: str, array: Array) -> None:
        """Add an array as a section."""
        plain = np.ascontiguousarray(array)
        plain = plain.astype(plain.dtype.newbyteorder("<"), copy=False)
        self.begin(name, plain.dtype.str)
        self.append(plain.view(np.uint8).data)
        self.end(name)

    def copy(self, name: str, dtype: str, spool: Path) -> None:
        """Add the contents of a file as a section of the given type."""
        self.begin(name, dtype)
        with errors_about(spool, code="cannot_be_read"), spool.open("rb") as stream:
            while block := stream.read(_READ):
                self.append(block)
        self.end(name)

    def note(self, name: str, value: Any) -> None:
        """Store a small value, which JSON must be able to represent, in the table."""
        self._notes[name] = value

    def close(self) -> None:
        """Write table and header, and force everything to the disk."""
        offset = self._stream.tell()
        table = json.dumps({"sections": self._sections, "notes": self._notes}).encode()
        self._stream.write(table)
        self._stream.seek(0)
        checksum = crc32(table, crc32(_HEADER.pack(_MAGIC, VERSION, 0, offset, len(table), 0)))
        self._stream.write(_HEADER.pack(_MAGIC, VERSION, 0, offset, len(table), checksum))
        sync(self._stream, self._path)
        self._stream.close()

    def abandon(self) -> None:
        """Close and remove the unfinished file."""
        discard(self._stream, self._path)

    def begin(self, name: str, dtype: str) -> None:
        """Begin a section. ``append`` adds its contents, ``end`` ends it."""
        dtype = np.dtype(dtype).str
        if name in self._sections or dtype not in _TYPES:
            raise ValueError(f"section {name!r} of type {dtype} cannot be written")
        self._type, self._start, self._checksum = dtype, self._stream.tell(), 0

    def append(self, block: memoryview | bytes) -> None:
        """Add contents to the current section."""
        self._stream.write(block)
        self._checksum = crc32(block, self._checksum)

    def end(self, name: str) -> None:
        """End the current section."""
        end = self._stream.tell()
        self.append(memoryview(bytes(-end % _ALIGNMENT)))  # so that the checksum covers every byte
        self._sections[name] = (self._start, end - self._start, self._type, self._checksum)


def checksummed_part(path: Path) -> bytes | None:
    """Return the header and the table of a file, which contain the checksums.

    None for another kind of file.
    """
    with path.open("rb") as stream:
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(_MAGIC):
            return None
        stream.seek(min(_HEADER.unpack(header)[3], path.stat().st_size))
        return header + stream.read()


def _mapped(path: Path) -> mmap:
    """Map a file. Raises OSError, and ValueError if it is empty."""
    with path.open("rb") as stream:
        return mmap(stream.fileno(), 0, access=ACCESS_READ)


class Sections:
    """An opened file of sections. The arrays are read-only views of the mapped file.

    path:  the file, for errors
    notes: the small values of ``SectionsWriter.note``
    """

    def __init__(self, path: Path) -> None:
        """Map a file. Raises IndexDamagedError if its structure is wrong."""
        self.path = path
        self._sound: set[str] = set()
        try:
            mapped = _mapped(path)
            self._number = watched(mapped)
            self._size_now, self._length, self._lost = mapped.size, len(mapped), False
            self._bytes: Array = np.frombuffer(mapped, np.uint8)
            self._entries, self.notes = self._table()
        except _NOT_SECTIONS as error:
            raise IndexDamagedError("file_missing_or_damaged", file=path, reason=error) from error

    def _table(self) -> tuple[dict[str, tuple[int, int, str, int]], dict[str, Any]]:
        magic, version, zero, offset, size, checksum = _HEADER.unpack(self._bytes[: _HEADER.size].tobytes())
        if magic != _MAGIC:
            raise ValueError("not a file of a Warta segment")
        if version != VERSION:
            raise ValueError(f"format {version}, this version reads format {VERSION}: reindex")
        if zero or offset + size != len(self._bytes):
            raise ValueError("cut short, or longer than it was")
        table = self._bytes[offset:].tobytes()
        if crc32(table, crc32(_HEADER.pack(magic, version, 0, offset, size, 0))) != checksum:
            raise ValueError("the table of its sections changed since it was written")
        parsed = json.loads(table)
        sections, notes = parsed["sections"], parsed["notes"]
        for name, (start, length, dtype, _) in sections.items():
            fits = _ALIGNMENT <= start <= start + length <= offset and start % _ALIGNMENT == 0
            if not fits or dtype not in _TYPES or length % np.dtype(dtype).itemsize:
                raise ValueError(f"section {name!r} does not lie within the file")
        return sections, dict(notes)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def is_lost(self) -> bool:
        """Whether a part of the file is lost, and was read as zeros: it was cut, or cannot be read any more.

        There is no signal for the rest of a page (see ``guard``), so the size is compared as well.
        """
        if not self._lost:  # once it was, what was computed from it stays wrong
            self._lost = self._size_now() < self._length or (faults() > 0 and is_lost(self._number))
        return self._lost

    def names(self) -> list[str]:
        """Return the names of all sections, in the order of the file."""
        return list(self._entries)

    def array(self, name: str, wanted: npt.DTypeLike | None = None) -> Array:
        """Return a section. Raises IndexDamagedError if there is no section with this name and type.

        wanted: the type, None for any
        """
        try:
            start, length, dtype, _ = self._entries[name]
        except KeyError:
            raise IndexDamagedError("section_missing", file=self.path, section=repr(name)) from None
        if wanted is not None and np.dtype(wanted) != np.dtype(dtype):
            types = {"section": name, "found": dtype, "right": np.dtype(wanted).str}
            wrong = Remark("section_of_other_type", types)
            raise IndexDamagedError("file_damaged", file=self.path, wrong=wrong)
        view: Array = self._bytes[start : start + length].view(dtype).view(np.ndarray)
        return view

    def read(self, name: str, wanted: npt.DTypeLike) -> Array:
        """Return a copy of a section, which stays as it is if the file is cut later; compare ``is_lost``.

        Raises IndexDamagedError, also if the section differs from its checksum.
        """
        copy: Array = self.array(name, wanted).copy()
        self.ensure_sound(name)
        if self.is_lost:
            raise IndexDamagedError("file_damaged", file=self.path, wrong=Remark("cut_while_open"))
        return copy

    def size(self, name: str) -> int:
        """Return the size of a section in bytes."""
        return self._entries[name][1]

    def ensure_sound(self, name: str) -> None:
        """Compare a section with its checksum, once. Raises IndexDamagedError if they differ."""
        if name in self._sound:
            return
        if not self._is_sound(name):
            wrong = Remark("section_changed", {"section": name})
            raise IndexDamagedError("file_damaged", file=self.path, wrong=wrong)
        self._sound.add(name)

    def _is_sound(self, name: str, on_read: OnRead = read_on) -> bool:
        start, length, _, checksum = self._entries[name]
        padded, found = start + length + -(start + length) % _ALIGNMENT, 0
        for at in range(start, padded, _READ):
            block = self._bytes[at : min(at + _READ, padded)]
            found = crc32(block.data, found)
            on_read(len(block))
        return found == checksum

    def verify(self, on_read: OnRead = read_on) -> list[Remark]:
        """Read every byte, and return the sections that differ from their checksums."""
        wrong = [
            Remark("section_differs", {"file": self.path, "section": name})
            for name in self._entries
            if not self._is_sound(name, on_read)
        ]
        if np.any(self._bytes[_HEADER.size : _ALIGNMENT]):
            wrong.append(Remark("header_changed", {"file": self.path}))
        return wrong
