"""Where the files of a segment are kept: a folder, or any other storage that Whoosh knows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, Storage
from whoosh.filedb.structfile import StructFile

from search.index.format.sections import Sections, SectionsWriter, SegmentFileMissingError


class SyncedStorage(FileStorage):  # type: ignore[misc]
    """A folder whose files have reached the disk when they are closed, and whose renames keep their order.

    A commit of Whoosh writes the files of a segment, writes the table of contents under another name, renames
    it and removes what is not needed any more. Here each of these steps is on the disk before the next, so
    that a power failure leaves the old commit or the new one.
    """

    def create_file(self, name: str, **options: Any) -> StructFile:
        """Create a file that is synced when it is closed."""
        return super().create_file(name, onclose=_sync, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file after the folder's entries are on the disk, and sync the folder again."""
        sync_folder(self)
        super().rename_file(oldname, newname, safe)
        sync_folder(self)


def _sync(file: StructFile) -> None:
    file.flush()
    os.fsync(file.fileno())


def folder_of(storage: Storage) -> Path | None:
    """Return the folder of a storage, None for one that is not a folder."""
    return Path(storage.folder) if isinstance(storage, FileStorage) else None


def sync_folder(storage: Storage) -> None:
    """Bring the entries of a folder (not the files' contents) to the disk, where the system can."""
    folder = folder_of(storage)
    if folder is not None:
        sync_entries(folder)


def sync_entries(folder: Path) -> None:
    """Bring a folder's own list of files to the disk."""
    if os.name != "posix":  # elsewhere a folder cannot be opened; the rename is journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def create_sections(storage: Storage, name: str) -> SectionsWriter:
    """Begin a file of sections."""
    return SectionsWriter((folder_of(storage) or Path()) / name, storage.create_file(name))


def open_sections(storage: Storage, name: str) -> Sections:
    """Open a file of sections: mapped from a folder, read whole from any other storage.

    Raises IndexDamagedError, which is a FileNotFoundError as well where the file is missing.
    """
    folder = folder_of(storage)
    if folder is not None:
        return Sections(folder / name)
    if not storage.file_exists(name):
        raise SegmentFileMissingError(f"{name} is missing")
    file = storage.open_file(name)
    try:
        return Sections(Path(name), file.read(storage.file_length(name)))
    finally:
        file.close()
