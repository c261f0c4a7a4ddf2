"""Which files are in a folder, and which of them are still: nobody writes them any more.

The folder is looked at again and again. A system that tells of changes (inotify) would tell nothing of
folders on other machines, which is where newsrooms keep theirs; looking works everywhere.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

#: What programs call a file that is not complete yet.
_PARTIAL = (
    *(".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".incomplete"),
    *(".swp", ".lock", "~"),
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
    is_empty:   whether the folder has nothing in it, as one has on which nothing is mounted
    """

    files: dict[bytes, Signature] = field(default_factory=dict)
    unreadable: dict[bytes, OSError] = field(default_factory=dict)
    is_empty: bool = False

    def may_be_there(self, path: bytes) -> bool:
        """Return whether a file is there, or in a folder that could not be looked into."""
        return path in self.files or any(path.startswith(folder + b"/") for folder in self.unreadable)


def scan(top: Path, without: Path) -> Scan:
    """Look at a folder and all folders in it.

    without: a folder that is passed over: the index that the files are taken into

    Hidden files, files that their name says are not complete, and indexes are passed over. Raises OSError
    where the folder itself cannot be looked into.
    """
    found, begin = Scan(), os.fsencode(top)
    visited = {_identity(os.fsencode(without))} if without.exists() else set()  # and links may lead back up
    pending = [begin]
    while pending:
        folder = pending.pop()
        try:
            identity = _identity(folder)
            if identity in visited:
                continue
            visited.add(identity)
            with os.scandir(folder) as entries:
                children = list(entries)
        except OSError as error:
            if folder == begin:
                raise
            found.unreadable[folder] = error
            continue
        found.is_empty = found.is_empty or (folder == begin and not children)
        if all(entry.name != b"CURRENT" for entry in children):
            for entry in children:
                _look_at(entry, found, pending)
    return found


def _identity(folder: bytes) -> tuple[int, int]:
    status = os.stat(folder)  # noqa: PTH116 - bytes are no Path
    return status.st_dev, status.st_ino


def _look_at(entry: os.DirEntry[bytes], found: Scan, pending: list[bytes]) -> None:
    name = entry.name.decode("utf-8", "replace").lower()
    if name.startswith(".") or name.endswith(_PARTIAL) or name.startswith(_PASSED_OVER):
        return
    with suppress(OSError):  # removed meanwhile, or a link to nothing
        if entry.is_dir():
            pending.append(entry.path)
        elif entry.is_file():
            found.files[entry.path] = _signature(entry.stat())


def signature_of(path: bytes) -> Signature | None:
    """Return the signature of a file, None if it is not there."""
    try:
        return _signature(os.stat(path))  # noqa: PTH116 - bytes are no Path
    except OSError:
        return None


def _signature(status: os.stat_result) -> Signature:
    return Signature(status.st_size, status.st_mtime_ns, status.st_ino)


class Stillness:
    """Tells which files have not changed for a while, over several looks.

    seconds: for which size and time of change must stay the same

    The clock of this machine counts, and not the times of the files: other machines have other clocks.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[bytes, tuple[Signature | None, float]] = {}

    def still(self, now: Mapping[bytes, Signature | None]) -> list[bytes]:
        """Return the paths whose signatures have been the same for long enough; None is a missing file."""
        moment = time.monotonic()
        before, self._since = self._since, {}
        for path, signature in now.items():
            known = before.get(path)
            same = known is not None and known[0] == signature
            self._since[path] = (signature, known[1] if same and known else moment)
        return [path for path, (_, since) in self._since.items() if moment - since >= self._seconds]
