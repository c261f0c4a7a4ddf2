"""The module locks an index folder: one process at a time changes it, and writes its name into the file.

The operating system removes the lock when all processes that have it have ended, in any way.
"""

from __future__ import annotations

import json
import os
import platform
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
_MAX_BYTES = 4096  # the bytes of the file that are read, because others may have written it
FOREVER = float("inf")


@dataclass(frozen=True)
class Holder:
    """The process that has the lock.

    since: when it took the lock, RFC 3339, UTC
    """

    pid: int
    command: str
    host: str
    since: str


def this_process(command: str) -> Holder:
    """Return the record about this process; ``command`` is as in ``Locking``."""
    since = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return Holder(os.getpid(), command or Path(sys.argv[0] or "python").name, platform.node(), since)


@dataclass(frozen=True)
class Locking:
    """How an index is locked.

    command: what the process does, for others that want the lock; "" means the name of the program
    wait:    the maximum number of seconds to wait for the lock, FOREVER for no limit
    on_wait: is called once when waiting begins, with the error that would be raised without waiting
    give_up: returns whether to stop waiting
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
    """Lock the file ``path``; yield the descriptor, by which another process inherits the lock.

    Raises IndexLockedError if another process has the lock, and DiskError.
    """
    if kind := shared_file_system_of(path.parent):
        locking.on_shared(path.parent, kind)
    with disk.errors_about(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o644)
    try:
        deadline, announced = time.monotonic() + locking.wait, False
        while not _taken(descriptor, path):
            error = _locked_error(descriptor, path.parent)
            if time.monotonic() >= deadline or locking.give_up():
                raise error
            if not announced:
                locking.on_wait(error)
                announced = True
            time.sleep(_BETWEEN_TRIES)
        with suppress(OSError):  # the disk may be full, and deleting must work then
            _write(descriptor, json.dumps(asdict(this_process(locking.command))).encode() + b"\n")
        yield descriptor
    finally:
        os.close(descriptor)  # closing keeps the lock of processes that inherited the descriptor


def _taken(descriptor: int, path: Path) -> bool:
    """Take the lock if it is free. Raises DiskError where the file system has no locks."""
    with disk.errors_about(path, code="cannot_be_locked"):
        return _take(descriptor)


def _take(descriptor: int) -> bool:
    """Take the lock if it is free; return whether it was."""
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
    """Return the error that names the process with the lock."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        holder = Holder(**json.loads(os.read(descriptor, _MAX_BYTES)))
        moment = datetime.fromisoformat(holder.since)
    except (OSError, ValueError, TypeError, RecursionError):
        return IndexLockedError("being_built", folder=folder)
    values = {"pid": str(holder.pid), "command": holder.command, "host": holder.host}
    return IndexLockedError("being_built_by", folder=folder, since=moment.isoformat(sep=" "), **values)
