"""The lock of an index folder: one process changes it at a time, and says in the file who it is.

The operating system unlocks it when all processes that have it are gone, however they ended.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

from search import disk
from search.errors import IndexLockedError
from search.index.mounts import shared_file_system_of

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_BETWEEN_TRIES = 0.05  # seconds
_LONGEST = 4096  # bytes of the file that are read: it may come from somebody else
FOREVER = float("inf")


@dataclass(frozen=True)
class Holder:
    """The process that has the lock.

    since: when it got it, RFC 3339, UTC
    """

    pid: int
    command: str
    host: str
    since: str


def this_process(command: str) -> Holder:
    """Return what this process says of itself. command: see ``Locking``."""
    since = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return Holder(os.getpid(), command or Path(sys.argv[0] or "python").name, socket.gethostname(), since)


@dataclass(frozen=True)
class Locking:
    """How an index is locked.

    command: what the process is doing, for others who want the lock; empty for the name of the program
    wait:    seconds to wait for it at most, FOREVER for no limit
    on_wait: is called once when waiting begins, with the error that not waiting would raise
    give_up: tells whether to wait no longer
    on_shared: is called with folder and kind of a file system whose locks do not bind other machines
    """

    command: str = ""
    wait: float = 0.0
    on_wait: Callable[[IndexLockedError], None] = lambda error: None
    give_up: Callable[[], bool] = lambda: False
    on_shared: Callable[[Path, str], None] = lambda folder, kind: None


NOT_WAITING = Locking()


@contextmanager
def locked(path: Path, locking: Locking = NOT_WAITING) -> Iterator[int]:
    """Lock the file ``path``. Yields the descriptor, with which another process inherits the lock.

    Raises IndexLockedError if another process has it, and DiskError.
    """
    if kind := shared_file_system_of(path.parent):
        locking.on_shared(path.parent, kind)
    with disk.told(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o644)
    try:
        deadline, told = time.monotonic() + locking.wait, False
        while not _taken(descriptor, path):
            error = _locked_error(descriptor, path.parent)
            if time.monotonic() >= deadline or locking.give_up():
                raise error
            if not told:
                locking.on_wait(error)
                told = True
            time.sleep(_BETWEEN_TRIES)
        with suppress(OSError):  # on a full disk, say, where deleting is the way out
            _write(descriptor, json.dumps(asdict(this_process(locking.command))).encode() + b"\n")
        yield descriptor
    finally:
        os.close(descriptor)  # not unlocked: a process that inherited the descriptor keeps the lock


def _taken(descriptor: int, path: Path) -> bool:
    """Take the lock if it is free. Raises DiskError where the file system has no locks."""
    with disk.told(path, code="cannot_be_locked"):
        return _take(descriptor)


def _take(descriptor: int) -> bool:
    """Take the lock if it is free."""
    if sys.platform == "win32":
        import portalocker  # noqa: PLC0415

        try:
            portalocker.lock(descriptor, portalocker.LOCK_EX | portalocker.LOCK_NB)
        except portalocker.AlreadyLocked:
            return False
        return True
    import fcntl  # noqa: PLC0415

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(descriptor: int, content: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, content)


def _locked_error(descriptor: int, folder: Path) -> IndexLockedError:
    """Return the error that says who has the lock."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        holder = Holder(**json.loads(os.read(descriptor, _LONGEST)))
        moment = datetime.fromisoformat(holder.since)
    except (OSError, ValueError, TypeError, RecursionError):
        return IndexLockedError("being_built", folder=folder)
    values = {"pid": str(holder.pid), "command": holder.command, "host": holder.host}
    return IndexLockedError("being_built_by", folder=folder, since=moment.isoformat(sep=" "), **values)
