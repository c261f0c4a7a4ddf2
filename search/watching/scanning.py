"""Which files are in a folder, and which of them are still: nobody writes them any more.

The folder is looked at again and again. A system that tells of changes (inotify) would tell nothing of
folders on other machines, which is where newsrooms keep theirs; looking works everywhere.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

#: What programs call a file that is not complete yet.
_PARTIAL = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".filepart",
    ".swp",
    "~",
    ".incomplete",
)
_PASSED_OVER = ("readme", "license", "licence")


@dataclass(frozen=True)
class Signature:
    """What tells that a file has changed: its size in bytes, time of change in nanoseconds, and number."""

    size: int
    changed_at: int
    number: int


@dataclass
class Scan:
    """What a look at a folder found.

    files:      signatures by path
    unreadable: folders that could not be looked into; what is in them may be there all the same
    """

    files: dict[bytes, Signature] = field(default_factory=dict)
    unreadable: list[tuple[bytes, OSError]] = field(default_factory=list)

    def may_be_there(self, path: bytes) -> bool:
        """Tell whether a file is there, or in a folder that could not be looked into."""
        return path in self.files or any(path.startswith(folder + b"/") for folder, _ in self.unreadable)


def scan(top: Path, without: Collection[Path]) -> Scan:
    """Look at a folder and all folders in it.

    without: folders that are passed over, such as the index

    Hidden files, files that their name says are not complete, and indexes are passed over. Raises OSError
    where the folder itself cannot be looked into.
    """
    found = Scan()
    visited: set[tuple[int, int]] = set()  # links may lead back up
    for folder in without:
        try:
            status = folder.stat()
        except OSError:
            continue
        visited.add((status.st_dev, status.st_ino))
    pending = [os.fsencode(top)]
    while pending:
        folder_path = pending.pop()
        try:
            status = os.stat(folder_path)  # noqa: PTH116 - bytes are no Path
            if (status.st_dev, status.st_ino) in visited:
                continue
            visited.add((status.st_dev, status.st_ino))
            with os.scandir(folder_path) as entries:
                children = list(entries)
            if any(entry.name == b"CURRENT" for entry in children):
                continue
        except OSError as error:
            if folder_path == os.fsencode(top):
                raise
            found.unreadable.append((folder_path, error))
            continue
        for entry in children:
            _look_at(entry, found, pending)
    return found


def _look_at(entry: os.DirEntry[bytes], found: Scan, pending: list[bytes]) -> None:
    name = entry.name.decode("utf-8", "replace").lower()
    if name.startswith(".") or name.endswith(_PARTIAL) or name.startswith(_PASSED_OVER):
        return
    try:
        if entry.is_dir():
            pending.append(entry.path)
            return
        status = entry.stat()
    except OSError:  # removed meanwhile, or a link to nothing
        return
    if stat.S_ISREG(status.st_mode):
        found.files[entry.path] = Signature(status.st_size, status.st_mtime_ns, status.st_ino)


class Stillness:
    """Tells which files have not changed for a while, over several looks.

    seconds: for which size and time of change must stay the same

    The clock of this machine counts, and not the times of the files: other machines have other clocks.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[bytes, tuple[Signature | None, float]] = {}

    def still(self, now: dict[bytes, Signature | None]) -> list[bytes]:
        """Return the paths whose signatures have been the same for long enough; None is a missing file."""
        moment = time.monotonic()
        before, self._since = self._since, {}
        for path, signature in now.items():
            known = before.get(path)
            same = known is not None and known[0] == signature
            self._since[path] = (signature, known[1] if same and known else moment)
        return [path for path, (_, since) in self._since.items() if moment - since >= self._seconds]

    @property
    def is_waiting(self) -> bool:
        """Whether there are files that are not still yet."""
        return bool(self._since)
