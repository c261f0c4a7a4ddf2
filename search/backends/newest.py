"""An index folder whose newest generation is opened: a newer one is opened after the swap."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date
from pathlib import Path

from search.backends.pinning import Pin
from search.budget import spending
from search.clock import today_in_jakarta
from search.errors import CursorExpiredError, IndexDamagedError, IndexMissingError, WartaError
from search.index import Generations, Snapshot
from search.index.format.guard import guard
from search.index.manifest import Manifest
from search.indonesian.variants import shared_variants
from search.ranking import RankingSettings
from search.searcher.searcher import Searcher
from search.settings import Settings, suppressed_names

_OPENING_TRIES = 5
_LOOK_AGAIN = 0.001  # seconds between two checks for a newer generation
_OPEN_AGAIN = 1.0  # seconds between two attempts to open files of which something was lost
_log = logging.getLogger(__name__)


class NewestGeneration:
    """The searcher of the newest generation of a folder. Threads may share it.

    A new generation is searched from one millisecond after the swap on, once it is opened.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        ranking: RankingSettings | None = None,
        today: Callable[[], date] = today_in_jakarta,
        background: bool = False,
    ) -> None:
        """Open an index. Raises IndexMissingError or IndexDamagedError.

        today:      returns the day from which words such as *kemarin* are counted
        background: whether a separate thread opens newer generations, so that no search waits for them.
                    Otherwise the first search after a swap opens the new generation and answers from it, and
                    other threads meanwhile search the old one
        """
        guard()
        self._generations = Generations(Path(folder))
        self._ranking = ranking or RankingSettings()
        self._suppressed = suppressed_names(Settings.load())
        self._today = today
        self._background = background
        self._opening = threading.Lock()
        self._unusable: tuple[int, int, int] | None = None  # the version that could not be opened
        self._looked = -1.0  # the time of the last check for a newer generation, by the monotonic clock
        self._reopened = -1.0
        self._pin = Pin[Searcher]()
        self._newest = self._open()
        if background:
            self.warm()
        self._earlier: Searcher | None = None  # the previous generation, if a walk still reads it
        self._opening_earlier = threading.Lock()

    @property
    def _opened(self) -> Searcher:
        """The searcher of the generation that searches of this thread read."""
        return self._pin.opened or self._newest

    @property
    def snapshot(self) -> Snapshot:
        """The generation that searches read. A newer one is opened if there is one."""
        if self._pin.opened is not None:
            return self._pin.opened.snapshot
        now = time.monotonic()
        if now - self._looked < _LOOK_AGAIN:
            return self._opened.snapshot
        self._looked = now
        version = self._generations.version()
        if version in (None, self._opened.version, self._unusable):
            return self._opened.snapshot
        if self._opening.acquire(blocking=False):
            if self._background:
                threading.Thread(target=self._open_ahead, name="warta-opening", daemon=True).start()
            else:
                try:
                    if version != self._opened.version:
                        self._newest = self._open()
                finally:
                    self._opening.release()
        return self._opened.snapshot

    def pinned(self) -> AbstractContextManager[None]:
        """Return the context in which this thread searches one generation, also if a newer one appears."""
        _ = self.snapshot
        return self._pin.at(self._opened)

    def _open_ahead(self) -> None:
        """Open and warm the current generation, then let searches read it."""
        version = self._generations.version()
        try:
            if version != self._opened.version:
                opened = self._open()
                opened.warm(self._today())
                self._newest = opened
        except WartaError as error:
            _log.error("the newer generation cannot be opened, searches go on over the old one: %s", error)
            self._unusable = version
        finally:
            self._opening.release()

    def _open(self) -> Searcher:
        with spending(None):
            return self._searcher_of_newest()

    def _searcher_of_newest(self) -> Searcher:
        for attempt in range(_OPENING_TRIES):
            version = self._generations.version()
            pointer = self._generations.pointer()
            name = pointer.current
            try:
                known = self._opened.snapshot if hasattr(self, "_opened") else None
                snapshot = Snapshot(self._generations.path(name), name, pointer.root, known)
                return self._searcher(snapshot, version)
            except IndexDamagedError:
                # The generation may have been replaced after its name was read and before its files were
                # opened.
                if attempt + 1 == _OPENING_TRIES or self._generations.pointer().current == name:
                    raise
        raise IndexMissingError("being_replaced", folder=self._generations.folder)

    def _searcher(self, snapshot: Snapshot, version: tuple[int, int, int] | None) -> Searcher:
        snapshot.mentions.hide(self._suppressed)
        return Searcher(snapshot, version, shared_variants(), self._ranking)

    def ensure_readable(self) -> None:
        """Raise IndexDamagedError if a file was cut; then it is opened anew, as it may have been mended."""
        try:
            self._opened.snapshot.ensure_readable()
        except IndexDamagedError:
            self._open_again()
            raise

    def _open_again(self) -> None:
        if time.monotonic() - self._reopened >= _OPEN_AGAIN and self._opening.acquire(blocking=False):
            try:
                self._reopened = time.monotonic()
                with suppress(WartaError):
                    self._newest = self._open()
            finally:
                self._opening.release()

    def warm(self) -> None:
        """Compute what the first searches need, so that no user waits for it; no budget limits this."""
        with spending(None):
            _ = self.snapshot
            self._opened.warm(self._today())

    def _at(self, digest: str) -> Searcher:
        """Return the searcher of the current or the previous generation. Raises CursorExpiredError."""
        return self._known_as(digest, str)

    def _known_as(self, digest: str, shown: Callable[[str], str]) -> Searcher:
        """Return the searcher of the generation for whose digest ``shown`` returns ``digest``.

        Raises CursorExpiredError.
        """
        if self._earlier and not self._earlier.snapshot.folder.exists():
            self._earlier = None  # it was replaced or purged, so its texts must not be shown any more
        for known in (self._opened, self._earlier):
            if known is not None and shown(known.snapshot.manifest.digest) == digest:
                return known
        with suppress(IndexDamagedError), self._opening_earlier:
            name = self._generations.pointer().previous
            if name is not None and shown(Manifest.load(self._generations.path(name)).digest) == digest:
                self._earlier = self._searcher(Snapshot(self._generations.path(name), name), None)
                return self._earlier
        raise CursorExpiredError("cursor_expired")
