"""The module manages generations: each build makes a new folder, and CURRENT names the current one.

::

    warta-index/
      CURRENT                  names the current and the previous generation (``search.index.pointer``)
      generation-000003/       the current generation
      generation-000002/       the previous one, for ``warta rollback``
      building-000004/         a build that is running or has crashed; the next run removes it
      LOCK                     locked while the index is changed (``search.index.lock``)
      removed.jsonl            which articles were removed, and which are blocked (``search.index.removals``)

Readers follow CURRENT. They see the old generation or the new one, never a part of one.

A run that changes the index first removes what earlier runs left behind. A generation is removed only if
CURRENT says that it is superseded, or if its number is greater than all numbers that CURRENT ever named.
Without an undamaged CURRENT it is unknown which generations are needed, and nothing is removed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from search import disk
from search.errors import DiskError, IndexDamagedError, IndexMissingError
from search.index.format.guard import faults
from search.index.lock import NOT_WAITING, Locking, locked
from search.index.pointer import NAME, Pointer
from search.index.removals import Removals
from search.remarks import Remark

_POINTER, _LOCK = "CURRENT", "LOCK"

Remarks = tuple[Remark, ...]


class Generations:
    """The generations in an index folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer_path = folder / _POINTER
        self._pointer_name = str(self._pointer_path)
        self._faults = faults()

    def path(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self.folder / f"generation-{name}"

    def pointer(self) -> Pointer:
        """Read CURRENT. Raises IndexMissingError if there is no index here, IndexDamagedError."""
        try:
            return Pointer.load(self._pointer_path)
        except (FileNotFoundError, NotADirectoryError):
            if names := self.names():
                raise IndexDamagedError("pointer_lost", file=self._pointer_path, generations=names) from None
            raise IndexMissingError("no_index", folder=self.folder) from None
        except OSError as error:
            raise IndexDamagedError(
                "pointer_cannot_be_read", file=self._pointer_path, reason=error
            ) from error
        except ValueError as error:
            if names := self.names():
                damage = IndexDamagedError("pointer_damaged", file=self._pointer_path, generations=names)
            else:
                damage = IndexDamagedError("pointer_damaged_alone", file=self._pointer_path)
            raise damage from error

    def _known_pointer(self) -> Pointer | None:
        """Return the contents of CURRENT, or None if it is lost.

        Raises IndexDamagedError if it cannot be read now.
        """
        try:
            return self.pointer()
        except IndexMissingError:
            return None
        except IndexDamagedError as error:
            if isinstance(error.__cause__, OSError):
                raise
            return None

    def version(self) -> tuple[int, int, int] | None:
        """Return a value that changes when CURRENT is replaced, or None without CURRENT.

        The call is cheap.
        """
        try:
            status = os.stat(self._pointer_name)  # noqa: PTH116 - half the time of Path.stat
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def names(self) -> list[str]:
        """Return the names of all generations, the oldest first.

        Folders with other names are not among them.
        """
        names = [folder.name.removeprefix("generation-") for folder in self.folder.glob("generation-*")]
        return sorted(filter(NAME.fullmatch, names), key=int)

    @contextmanager
    def lock(self, locking: Locking = NOT_WAITING) -> Iterator[int]:
        """Lock the folder for changes, and remove what earlier runs left behind.

        Yields the descriptor of the lock; see ``search.index.lock``. Raises IndexLockedError if another
        process has the lock, IndexMissingError if ``folder`` is a file, DiskError.
        """
        if self.folder.exists() and not self.folder.is_dir():
            raise IndexMissingError("folder_is_a_file", folder=self.folder)
        disk.make_folder(self.folder)
        with locked(self.folder / _LOCK, locking) as descriptor:
            self._recover()
            yield descriptor

    def _recover(self) -> None:
        """Remove what runs left behind that failed or were killed."""
        for left_over in self.folder.glob("building-*"):
            disk.remove(left_over)
        with suppress(IndexMissingError, IndexDamagedError):
            pointer = self.pointer()
            Removals(self.folder).recover(pointer.last)
            if self.path(pointer.current).is_dir():
                newer = [name for name in self.names() if int(name) > pointer.last]
                self._remove_superseded(replace(pointer, superseded=(*pointer.superseded, *newer)))

    def _remove_superseded(self, pointer: Pointer) -> None:
        for name in pointer.superseded:
            if name not in pointer.named:
                disk.remove(self.path(name))

    def begin(self, smallest: int = 0) -> tuple[str, Path]:
        """Return the name and a new folder for a generation. The caller must have the lock.

        smallest: the smallest number that it may have
        """
        self._faults = faults()
        name = f"{max(self._last() + 1, smallest):06d}"
        building = self.folder / f"building-{name}"
        disk.make_folder(building)
        return name, building

    def _last(self) -> int:
        """Return the greatest number that a generation has or had."""
        numbers = [int(name) for name in self.names()]
        if pointer := self._known_pointer():
            numbers.append(pointer.last)
        return max(numbers, default=0)

    def promote(self, name: str, building: Path, root: str, *, alone: bool = False) -> Remarks:
        """Make a finished build, whose files are on the disk, the current generation.

        root:  the root digest of its manifest
        alone: whether all other generations are removed

        Returns what failed after the new generation became current. Raises DiskError if it did not become
        current, and IndexDamagedError if a file was cut while it was read; then nothing has changed.
        """
        folder = self.path(name)
        if faults() != self._faults:  # what was written may be of zeros that stood for what was lost
            reason = Remark("cut_while_open")
            raise IndexDamagedError("cannot_be_answered_from", folder=self.folder, reason=reason)
        disk.sync_entries(building)
        disk.move(building, folder)
        try:
            disk.sync_entries(self.folder)
            return self._commit(self._alone(name, root) if alone else self._next(name, root))
        except BaseException:
            disk.remove(folder)
            raise

    def _next(self, name: str, root: str) -> Pointer:
        """Return the pointer to a new generation."""
        old = self._known_pointer()
        if old is None:  # other generations were not named, so they are kept
            return Pointer(name, None, int(name), (), root)
        left = [one for one in (*old.superseded, old.previous) if one and self.path(one).is_dir()]
        return Pointer(name, old.current, int(name), tuple(left), root)

    def _alone(self, name: str, root: str) -> Pointer:
        """Return the pointer to a generation; all others are superseded."""
        others = tuple(one for one in self.names() if one != name)
        return Pointer(name, None, max(self._last(), int(name)), others, root)

    def keep_current_only(self) -> Remarks:
        """Remove all other generations, so that no rollback is possible. The caller must have the lock.

        Returns what failed after the change, as ``promote`` does. Raises IndexMissingError,
        IndexDamagedError, DiskError.
        """
        pointer = self.pointer()
        return self._commit(self._alone(pointer.current, pointer.root))

    def rollback(self, name: str | None = None, root: str = "") -> tuple[Pointer, Remarks]:
        """Make the previous generation current, or the one with a name. The caller must have the lock.

        Returns the new pointer, and what failed after the change, as ``promote`` does. Raises
        IndexMissingError if there is no such generation, DiskError.
        """
        old = self._known_pointer()
        if name is None:
            name = (old or self.pointer()).previous
            if name is None or not self.path(name).is_dir():
                raise IndexMissingError("no_previous_generation", folder=self.folder)
        elif name not in self.names():
            raise IndexMissingError(
                "no_such_generation", folder=self.folder, generation=name, generations=self.names()
            )
        previous = old.current if old and old.current != name else old.previous if old else None
        superseded = tuple(one for one in old.superseded if one != name) if old else ()
        pointer = Pointer(name, previous, self._last(), superseded, root)
        return pointer, self._commit(pointer)

    def removals(self) -> Removals:
        """Return the log of removals. Raises IndexDamagedError if lines at its end are missing."""
        removals, pointer = Removals(self.folder), self._known_pointer()
        if pointer:
            removals.ensure_has(pointer.log)
        return removals

    def note_log(self) -> Remarks:
        """Let CURRENT protect the log of removals as it is now. The caller must have the lock.

        Returns what failed after the change, as ``promote`` does. Raises IndexMissingError,
        IndexDamagedError, DiskError.
        """
        return self._commit(self.pointer())

    def _commit(self, pointer: Pointer) -> Remarks:
        """Replace CURRENT. An error before the replacement is raised; one behind it is returned."""
        with suppress(IndexDamagedError):  # of the log, which ``warta repair`` mends
            pointer = replace(pointer, log=Removals(self.folder).last_digest())
        try:
            pointer.save(self._pointer_path)
        except BaseException:
            if not self._is_current(pointer):
                raise
        try:
            disk.sync_entries(self.folder)
            self._remove_superseded(pointer)
        except (DiskError, KeyboardInterrupt) as error:
            return (Remark("swap_unconfirmed", {"generation": pointer.current, "reason": _reason(error)}),)
        return ()

    def _is_current(self, pointer: Pointer) -> bool:
        try:
            return Pointer.load(self._pointer_path) == pointer
        except (OSError, ValueError):
            return False


def _reason(error: BaseException) -> object:
    return error if isinstance(error, DiskError) else Remark("interrupted")
