"""The module examines generations: it reads every byte, and names what is damaged as exactly as possible."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from search import disk
from search.errors import IndexDamagedError
from search.index.format.guard import guard
from search.index.format.sections import OnRead, read_on
from search.index.generations import Generations
from search.index.manifest import Manifest, check_files
from search.index.pointer import Pointer
from search.index.reading.snapshot import Snapshot
from search.index.removals import Removals
from search.index.verify import check
from search.remarks import Remark

Wrong = Remark | IndexDamagedError
_LAST = "checked.json"


class Pace:
    """The pace limits reading to a number of bytes per second, so that others can use the disk meanwhile."""

    def __init__(self, bytes_per_second: float) -> None:
        self._rate, self._began, self._read = bytes_per_second, time.monotonic(), 0

    def __call__(self, size: int) -> None:
        """Wait for as long as reading ``size`` bytes may take."""
        self._read += size
        time.sleep(max(0.0, self._began + self._read / self._rate - time.monotonic()))


def damage_of(
    generations: Generations, name: str, root: str = "", on_read: OnRead = read_on
) -> Sequence[Wrong]:
    """Return what is wrong with a generation, nothing if it is undamaged.

    root:    the digest that its manifest must have, or "" if it is not known
    on_read: is called with the number of bytes after each piece that was read
    """
    folder = generations.path(name)
    try:
        return check(Snapshot(folder, name, root), on_read)
    except IndexDamagedError as error:
        cannot_be_opened = [error]
    try:  # the checksums name the file more exactly
        manifest = Manifest.load(folder, root)
        return check_files(folder, manifest, contents=True, on_read=on_read) or cannot_be_opened
    except IndexDamagedError:
        return cannot_be_opened


def sound_generations(generations: Generations) -> list[str]:
    """Return the names of the undamaged generations, the oldest first."""
    return [name for name in generations.names() if not damage_of(generations, name)]


class Examined(NamedTuple):
    """The result of examining one thing.

    role:  "current", "previous" or "unnamed" for a generation, "log" for ``removed.jsonl``
    name:  the name of the generation, "" for the log
    wrong: what is wrong, nothing if it is undamaged
    """

    role: str
    name: str
    wrong: Sequence[Wrong]


def examine(generations: Generations, on_read: OnRead = read_on) -> Iterator[Examined]:
    """Examine the generations of an index one after the other, then the log of removals.

    A generation that was superseded and removed meanwhile is passed over. on_read: see ``damage_of``. Raises
    IndexMissingError, and IndexDamagedError if CURRENT is lost or changed.
    """
    guard()  # a file that is cut meanwhile is damaged, and no end of the examination
    pointer = generations.pointer()
    named = {"current": (pointer.current, pointer.root), "previous": (pointer.previous, "")}
    examined = [(role, name, root) for role, (name, root) in named.items() if name]
    others = [name for name in generations.names() if name not in (*pointer.named, *pointer.superseded)]
    for role, name, root in [*examined, *(("unnamed", name, "") for name in others)]:
        wrong = damage_of(generations, name, root, on_read)
        if not wrong or not _was_removed(generations, pointer, name):
            yield Examined(role, name, wrong)
    try:
        removals = Removals(generations.folder)
        removals.lines()
        removals.ensure_has(pointer.log)
    except IndexDamagedError as error:
        yield Examined("log", "", [error])


def _was_removed(generations: Generations, before: Pointer, name: str) -> bool:
    """Return whether another run has removed a generation since CURRENT was read."""
    now = generations.pointer()
    return now != before and name not in now.named and not generations.path(name).is_dir()


def save_examined(generations: Generations, examined: Sequence[Examined]) -> None:
    """Write what an examination found, for ``last_examined``. Raises DiskError."""
    found = {"at": time.time(), "damaged": sum(len(one.wrong) for one in examined)}
    disk.replace(generations.folder / _LAST, json.dumps(found).encode() + b"\n")


def last_examined(folder: Path) -> tuple[float, int] | None:
    """Return when an index was examined last, in seconds since 1970, and how much was damaged."""
    try:
        found = json.loads((folder / _LAST).read_bytes())
        return float(found["at"]), int(found["damaged"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
