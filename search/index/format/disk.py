"""Forces files and folders to the disk (fsync)."""

from __future__ import annotations

import os
from pathlib import Path


def sync_entries(folder: Path) -> None:
    """Force the list of files in a folder to the disk."""
    if os.name != "posix":  # other systems cannot open a folder, and their file systems journal renames
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Force every file in a folder, and its list of files, to the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
    sync_entries(folder)
