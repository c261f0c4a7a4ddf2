"""Watching a folder: looked at again and again, and what is still is taken, until asked to end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from search.errors import IndexLockedError, SourceError, WartaError
from search.index.lock import FOREVER, Locking
from search.indexing import Event
from search.location import Location, local_folder
from search.remarks import Remark
from search.settings import Settings
from search.stopping import Stop
from search.watching.scanning import Scan, Signature, Stillness, scan
from search.watching.state import WatchState
from search.watching.taking import Batch, StoppedError, Taken

_LOOKING_SHARE = 10  # at most a tenth of the time is spent on looking


@dataclass(frozen=True)
class Manner:
    """How a folder is watched.

    every:  seconds between two looks
    still:  seconds for which a file must not change before it is taken
    once:   whether to take what is still and end
    mirror: whether articles of files that are gone are deleted
    """

    every: float = 5.0
    still: float = 2.0
    once: bool = False
    mirror: bool = False


@dataclass(frozen=True)
class Listener:
    """Who is told what happens.

    event:   records that were rejected, and the like, as ``search.indexing.add`` tells them
    remark:  what is worth saying of the folder
    problem: why something could not be done, which is tried again
    taken:   what became of a batch
    """

    event: Callable[[Event], None]
    remark: Callable[[Remark], None]
    problem: Callable[[WartaError], None]
    taken: Callable[[Taken], None]


def watch(
    folder: Location,
    top: Path,
    listener: Listener,
    *,
    manner: Manner | None = None,
    stop: Stop | None = None,
    settings: Settings | None = None,
) -> None:
    """Take files that come into the folder ``top`` into the index in ``folder``, until asked to end.

    Raises SourceError where ``top`` is no folder that can be read, MemoryDamagedError, SettingsError, and
    for ``once`` what ``search.indexing.change`` raises; else the listener is told, and it is tried again.
    """
    top = top.resolve()
    if not top.is_dir():
        raise SourceError("no_folder_to_watch", folder=top)
    with closing(WatchState(local_folder(folder))) as state:
        watcher = _Watcher(state, folder, top, manner or Manner(), stop or Stop(), listener, settings)
        watcher.run()


class _Watcher:
    """One folder that is watched."""

    def __init__(
        self,
        state: WatchState,
        folder: Location,
        top: Path,
        manner: Manner,
        stop: Stop,
        listener: Listener,
        settings: Settings | None,
    ) -> None:
        self._state, self._folder, self._top = state, folder, top
        self._manner, self._stop, self._listener, self._settings = manner, stop, listener, settings
        self._known = state.files(top)
        self._told: set[str] = set()
        self._passed_over: dict[bytes, Signature] = {}
        self._stillness = Stillness(manner.still)

    def run(self) -> None:
        """Look and take until asked to end, or for ``once`` until what is there is taken."""
        looks = 0
        while not self._stop.asked:
            began = time.monotonic()
            waiting = self._round()
            looks += 1
            if self._manner.once and (looks == 2 or not waiting):
                self._name_those_left(waiting)
                return
            if self._manner.once:
                self._stop.sleep(self._manner.still)
            else:
                pause = min(self._manner.every, self._manner.still) if waiting else self._manner.every
                self._stop.sleep(max(pause, _LOOKING_SHARE * (time.monotonic() - began)))

    def _round(self) -> list[bytes]:
        """Look once, and take what is still. Returns what is not still yet."""
        look = self._look()
        if look is None:
            return []
        changed = self._changed(look)
        ready = self._stillness.still(changed)
        if ready:
            self._take({path: changed[path] for path in ready})
        return [path for path in changed if path not in ready]

    def _look(self) -> Scan | None:
        try:
            look = scan(self._top, local_folder(self._folder))
        except OSError as error:
            problem = SourceError("cannot_be_read", file=self._top, reason=error)
            if self._manner.once:
                raise problem from error
            self._problem_once(problem)
            return None
        for path, reason in look.unreadable.items():
            self._remark_once("cannot_be_read", file=os.fsdecode(path), reason=reason)
        return look

    def _remark_once(self, code: str, **values: object) -> None:
        """Tell what lasts, once."""
        remark = Remark(code, values)
        if (said := remark.said("en")) not in self._told:
            self._told.add(said)
            self._listener.remark(remark)

    def _problem_once(self, error: WartaError) -> None:
        if str(error) not in self._told:
            self._told.add(str(error))
            self._listener.problem(error)

    def _changed(self, look: Scan) -> dict[bytes, Signature | None]:
        """Return the files that are new, have changed, or are gone."""
        changed: dict[bytes, Signature | None] = {
            path: signature for path, signature in look.files.items() if self._known.get(path) != signature
        }
        if self._manner.mirror:
            gone = [path for path in self._known if not look.may_be_there(path)]
            if gone and look.is_empty:  # nothing is mounted there, rather than that somebody cleared it out
                self._remark_once("watched_is_empty", folder=self._top, count=len(gone))
            else:
                changed |= dict.fromkeys(gone)
        return changed

    def _take(self, files: Mapping[bytes, Signature | None]) -> None:
        lock = Locking("warta watch", FOREVER, self._problem_once, lambda: self._stop.asked)
        batch: Batch | None = None
        try:
            batch = Batch(self._state, files, self._stop, self._listener.event, self._hear_of_source)
            batch.take(self._folder, settings=self._settings, lock=lock)
            self._passed_over |= batch.passed_over
            self._known = self._passed_over | self._state.files(self._top)
        except StoppedError:
            return
        except WartaError as error:
            if self._stop.asked and isinstance(error, IndexLockedError):
                return
            if not self._manner.once:
                self._problem_once(error)
                return
            if batch is None or not batch.taken.added:
                raise
            batch.taken.added.later = (Remark("added_not_remembered", {"reason": error}),)
        self._told.clear()
        self._listener.taken(batch.taken)

    def _hear_of_source(self, error: SourceError) -> None:
        self._listener.remark(Remark(error.code, error.values))

    def _name_those_left(self, waiting: list[bytes]) -> None:
        for path in waiting:
            self._listener.remark(Remark("not_still_yet", {"file": os.fsdecode(path)}))
