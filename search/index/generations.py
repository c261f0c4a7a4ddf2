"""Generations: each build makes a new folder, and the small file CURRENT names the one that is searched.

::

    warta-index/
      CURRENT                  {"current": "000003", "previous": "000002"}: replaced in one atomic rename
      generation-000003/       the current generation
      generation-000002/       the previous one, for ``warta rollback``
      building-000004/         a build that is running or has crashed; the next build removes it
      LOCK                     locked while building; the operating system unlocks it when all processes have
      ended

Readers follow CURRENT. They see the old generation or the new one, never a part of one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from search.errors import IndexDamagedError, IndexLockedError, IndexMissingError
from search.index.format.disk import sync_entries, sync_folder

_POINTER, _LOCK = "CURRENT", "LOCK"
#: The folder may come from somebody else, so files in it are not written through links.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NAME = re.compile(r"\d{6,}")


@dataclass(frozen=True)
class Pointer:
    """The current generation, and the previous one, to which a rollback returns."""

    current: str
    previous: str | None


class Generations:
    """The generations in an index folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer_path = folder / _POINTER
        self._pointer_name = str(self._pointer_path)

    def path(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self.folder / f"generation-{name}"

    def pointer(self) -> Pointer:
        """Read CURRENT. Raises IndexMissingError or IndexDamagedError."""
        try:
            text = self._pointer_path.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissingError("no_index", folder=self.folder) from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamagedError(
                "pointer_cannot_be_read", file=self._pointer_path, reason=error
            ) from error
        try:
            values = json.loads(text)
            pointer = Pointer(values["current"], values["previous"])
        except (ValueError, KeyError, TypeError, RecursionError):
            pointer = Pointer("", None)
        names = [pointer.current] + ([] if pointer.previous is None else [pointer.previous])
        if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in names):
            raise IndexDamagedError("no_generation_named", file=self._pointer_path)
        return pointer

    def version(self) -> tuple[int, int, int] | None:
        """Return a value that changes when CURRENT is replaced, None without CURRENT. It is cheap to get."""
        try:
            status = os.stat(self._pointer_name)  # noqa: PTH116 - half the time of Path.stat
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    @contextmanager
    def lock(self) -> Iterator[int]:
        """Lock the folder for building. Yields the descriptor, with which a process inherits the lock.

        Raises IndexLockedError where another process does.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise IndexMissingError("folder_is_a_file", folder=self.folder) from None
        import portalocker  # noqa: PLC0415 - the import takes 0.1 s, and a search does not need it

        descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o644)
        try:
            try:
                portalocker.lock(descriptor, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.AlreadyLocked as error:
                raise IndexLockedError("being_built", folder=self.folder) from error
            yield descriptor
        finally:
            os.close(descriptor)  # not unlocked: a process that inherited the descriptor keeps the lock

    def begin(self) -> tuple[str, Path]:
        """Return the name and a new folder for a generation. The caller must have the lock."""
        for left_over in self.folder.glob("building-*"):
            shutil.rmtree(left_over)
        numbers = [int(folder.name.rpartition("-")[2]) for folder in self._finished()]
        name = f"{max(numbers, default=0) + 1:06d}"
        building = self.folder / f"building-{name}"
        building.mkdir()
        return name, building

    def promote(self, name: str, building: Path) -> None:
        """Make a finished build the current generation, after all its files have reached the disk."""
        sync_folder(building)
        building.rename(self.path(name))
        previous = None
        with suppress(IndexMissingError, IndexDamagedError):  # there is no previous generation
            previous = self.pointer().current
        self._replace_pointer(Pointer(name, previous))
        self.clean()

    def rollback(self) -> Pointer:
        """Swap the current and the previous generation. The caller must have the lock.

        Raises IndexMissingError where there is no previous one.
        """
        pointer = self.pointer()
        if pointer.previous is None or not self.path(pointer.previous).is_dir():
            raise IndexMissingError("no_previous_generation", folder=self.folder)
        swapped = Pointer(pointer.previous, pointer.current)
        self._replace_pointer(swapped)
        return swapped

    def clean(self) -> None:
        """Remove generations that are neither current nor previous."""
        pointer = self.pointer()
        keep = {self.path(pointer.current)} | ({self.path(pointer.previous)} if pointer.previous else set())
        for folder in self._finished():
            if folder not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _finished(self) -> list[Path]:
        """Return the folders of all generations, but not folders of other people with similar names."""
        folders = self.folder.glob("generation-*")
        return [folder for folder in folders if _NAME.fullmatch(folder.name.removeprefix("generation-"))]

    def _replace_pointer(self, pointer: Pointer) -> None:
        fresh = self.folder / f"{_POINTER}.new"
        values = {"current": pointer.current, "previous": pointer.previous}
        fresh.unlink(missing_ok=True)  # left by a crash; or a link, which must not be followed
        with fresh.open("x", encoding="utf-8") as stream:
            stream.write(json.dumps(values) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._pointer_path)
        sync_entries(self.folder)
