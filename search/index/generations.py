"""Generations: a rebuilt index is a new folder beside the old one, and one small file says which counts.

::

    warta-index/
      CURRENT                  {"current": "000003", "previous": "000002"}: replaced in one atomic rename
      generation-000003/       what is searched
      generation-000002/       what ``warta rollback`` brings back
      building-000004/         a build under way, or what a crash left of one: removed by the next build
      LOCK                     held while building; the operating system frees it once all its processes died

Readers follow CURRENT. They see the old generation or the new one, never a half of one.
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
#: A file that may come from a stranger is not written through a link.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NAME = re.compile(r"\d{6,}")


@dataclass(frozen=True)
class Pointer:
    """Which generation is searched, and which one a rollback brings back."""

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
        """Read which generation counts. Raises IndexMissingError or IndexDamagedError."""
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
        """Return what changes whenever CURRENT is replaced; cheap enough to ask before each search."""
        try:
            status = os.stat(self._pointer_name)  # noqa: PTH116 - half the time of Path.stat
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    @contextmanager
    def lock(self) -> Iterator[int]:
        """Hold the folder for building; gives the descriptor that a process inherits to hold it as well.

        Raises IndexLockedError where another process does.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise IndexMissingError("folder_is_a_file", folder=self.folder) from None
        import portalocker  # noqa: PLC0415 - it takes 0.1 s, and those who search need none of it

        descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o644)
        try:
            try:
                portalocker.lock(descriptor, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.AlreadyLocked as error:
                raise IndexLockedError("being_built", folder=self.folder) from error
            yield descriptor
        finally:
            os.close(descriptor)  # not unlocked: whoever inherited the descriptor goes on holding it

    def begin(self) -> tuple[str, Path]:
        """Return name and fresh folder for a new generation; the lock must be held."""
        for left_over in self.folder.glob("building-*"):
            shutil.rmtree(left_over)
        numbers = [int(folder.name.rpartition("-")[2]) for folder in self._finished()]
        name = f"{max(numbers, default=0) + 1:06d}"
        building = self.folder / f"building-{name}"
        building.mkdir()
        return name, building

    def promote(self, name: str, building: Path) -> None:
        """Make a finished build the current generation, on disk for good before anybody sees it."""
        sync_folder(building)
        building.rename(self.path(name))
        previous = None
        with suppress(IndexMissingError, IndexDamagedError):  # nothing that could be brought back
            previous = self.pointer().current
        self._replace_pointer(Pointer(name, previous))
        self.clean()

    def rollback(self) -> Pointer:
        """Swap current and previous; the lock must be held.

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
        """Return the folders of all generations; folders that people named alike are not ours."""
        folders = self.folder.glob("generation-*")
        return [folder for folder in folders if _NAME.fullmatch(folder.name.removeprefix("generation-"))]

    def _replace_pointer(self, pointer: Pointer) -> None:
        fresh = self.folder / f"{_POINTER}.new"
        values = {"current": pointer.current, "previous": pointer.previous}
        fresh.unlink(missing_ok=True)  # left by a crash; a link of a stranger's is not written through
        with fresh.open("x", encoding="utf-8") as stream:
            stream.write(json.dumps(values) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._pointer_path)
        sync_entries(self.folder)
