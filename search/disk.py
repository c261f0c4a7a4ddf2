"""The module writes to the disk for the whole program: every error names its file, and the free space.

When ``write`` or ``sync`` has returned, the content is on the disk and not only in the cache of the system;
the list of files in a folder is on the disk after ``sync_entries``. Reading needs no such functions.

The functions of ``os`` are called by these names, so that tests can let each of them fail.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from search.errors import DiskError

BUFFER = 1 << 20
#: A folder may come from a stranger, so files in it are not written through links.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_FULL = frozenset([errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)])
#: Errors that a copy instead of a link would raise as well.
_FATAL = _FULL | {errno.EIO, errno.EROFS}


@contextmanager
def errors_about(path: Path, wanted: int = 0, code: str = "cannot_be_written") -> Iterator[None]:
    """Replace an OSError in this context by a DiskError about ``path``.

    wanted: the number of bytes that were to be written
    code:   the code of the error, unless the disk is full
    """
    try:
        yield
    except OSError as error:
        if isinstance(error, DiskError):
            raise
        raise _error(path, error, wanted, code) from error


def _error(path: Path, error: OSError, wanted: int = 0, code: str = "cannot_be_written") -> DiskError:
    if error.errno in _FULL:
        with suppress(OSError):
            free, entries = free_space(path)
            if entries == 0:
                return DiskError("disk_takes_no_more_files", error.errno, file=path)
            return DiskError("disk_full", error.errno, file=path, wanted=max(wanted, 1), free=free)
    name = errno.errorcode.get(error.errno or 0, "?")
    return DiskError(code, error.errno, file=path, reason=error, name=name)


def free_space(path: Path) -> tuple[int, int | None]:
    """Return the free bytes on the file system of ``path``, and the free files (None if unknown)."""
    folder = path
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not hasattr(os, "statvfs"):
        return shutil.disk_usage(folder).free, None
    status = os.statvfs(folder)
    # Some file systems have no limit and say so with zeros.
    return status.f_bavail * status.f_frsize, status.f_favail if status.f_files else None


def ask_for_space(folder: Path, wanted: int) -> None:
    """Raise DiskError unless ``wanted`` bytes are free on the file system of ``folder``."""
    try:
        free, _ = free_space(folder)
    except OSError:  # an error will be raised when something is written
        return
    if free < wanted:
        raise DiskError("disk_full", errno.ENOSPC, file=folder, wanted=wanted, free=free)


class _File(io.FileIO):
    """A file whose errors name it."""

    def __init__(self, path: Path, flags: int) -> None:
        self.path = path

        def opened(name: str, _flags: int) -> int:
            return os.open(name, flags | _BINARY | _NO_LINK, 0o644)

        with errors_about(path):
            super().__init__(os.fspath(path), "w", opener=opened)

    def write(self, block: Any, /) -> int:
        """Write some bytes; return how many were written."""
        with errors_about(self.path, memoryview(block).nbytes):
            return os.write(self.fileno(), block)


def create(path: Path, *, new: bool = False) -> BinaryIO:
    """Open a file for writing, from its beginning. Raises DiskError.

    new: whether it must not exist yet
    """
    flags = os.O_WRONLY | os.O_CREAT | (os.O_EXCL if new else os.O_TRUNC)
    return io.BufferedWriter(_File(path, flags), BUFFER)


def append(path: Path) -> BinaryIO:
    """Open a file for writing at its end; it is made if it does not exist. Raises DiskError."""
    return io.BufferedWriter(_File(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), BUFFER)


def discard(stream: BinaryIO, path: Path) -> None:
    """Close and remove an unfinished file; errors are ignored, because its folder is removed after it."""
    with suppress(OSError):  # closing writes the rest, which may fail and is not needed
        stream.close()
    with suppress(OSError):
        path.unlink()


def sync(stream: BinaryIO, path: Path) -> None:
    """Force the contents of a file to the disk. Raises DiskError."""
    stream.flush()
    with errors_about(path):
        os.fsync(stream.fileno())


def write(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a whole file and force it to the disk. Raises DiskError."""
    with create(path, new=new) as stream:
        stream.write(content)
        sync(stream, path)


def replace(path: Path, content: bytes) -> None:
    """Replace a small file in one step, so that it has the old content or the new one after any crash.

    The list of files in the folder is not forced to the disk; ``sync_entries`` does that. Raises DiskError.
    """
    fresh = path.with_name(f"{path.name}.new")
    with errors_about(fresh):
        fresh.unlink(missing_ok=True)  # left by a crash; or a link, which must not be followed
    write(fresh, content, new=True)
    with errors_about(path):
        os.replace(fresh, path)


def cut(path: Path, length: int) -> None:
    """Make a longer file shorter, and force that to the disk. Raises DiskError."""
    with errors_about(path):
        descriptor = os.open(path, os.O_WRONLY | _BINARY | _NO_LINK)
        try:
            if os.fstat(descriptor).st_size > length:
                os.ftruncate(descriptor, length)
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_entries(folder: Path) -> None:
    """Force the list of files in a folder to the disk."""
    if os.name != "posix":  # other systems cannot open a folder, and their file systems journal renames
        return
    with errors_about(folder):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and the folders above it, if they do not exist. Their entries are forced to the disk."""
    missing = []
    above = folder
    while not above.is_dir() and above != above.parent:
        missing.append(above)
        above = above.parent
    for one in reversed(missing):
        with errors_about(one), suppress(FileExistsError):
            os.mkdir(one)
        with errors_about(one):
            if not one.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), os.fspath(one))
        sync_entries(one.parent)


def temporary_folder(folder: Path) -> Path:
    """Make a folder for temporary files inside of another one."""
    with errors_about(folder):
        return Path(tempfile.mkdtemp(prefix="temporary-", dir=folder))


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Make a folder for temporary files inside of another one, which is removed at the end."""
    made = temporary_folder(folder)
    try:
        yield made
    finally:
        remove(made)


def move(old: Path, new: Path, *, replacing: bool = False) -> None:
    """Rename a file or a folder. Raises DiskError.

    replacing: whether an existing file with the new name is replaced
    """
    with errors_about(new):
        (os.replace if replacing else os.rename)(old, new)


def copy(old: Path, new: Path) -> None:
    """Copy a file and force the copy, which must not exist yet, to the disk. Raises DiskError."""
    with errors_about(old, code="cannot_be_read"):
        source = old.open("rb")
    with source, create(new, new=True) as written:
        ask_for_space(new.parent, os.fstat(source.fileno()).st_size)
        shutil.copyfileobj(source, written, BUFFER)
        sync(written, new)


def link(old: Path, new: Path) -> None:
    """Give a file a second name; copy it if the file system has no hard links, or too many of them."""
    try:
        os.link(old, new)
    except OSError as error:
        if error.errno in _FATAL:
            raise _error(new, error) from error
        copy(old, new)


def remove(folder: Path) -> bool:
    """Remove a folder with its contents.

    Return whether it does not exist any more: some systems keep mapped files.
    """
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
