"""What has reached the disk when: a file's contents when it is closed, a folder's entries when asked."""

from __future__ import annotations

import os
from pathlib import Path


def sync_entries(folder: Path) -> None:
    """Bring a folder's own list of files to the disk."""
    if os.name != "posix":  # elsewhere a folder cannot be opened; the rename is journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Force every file in ``folder``, and the folder's own list of them, to the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
    sync_entries(folder)
