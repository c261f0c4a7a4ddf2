"""Files into the index: a batch makes one generation, and a file that was rewritten replaces its articles.

An article of a file that was rewritten is deleted where no file has it any more, unless something in the file
was rejected, which may be the new version of that article, or nothing is in it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from search.article import Article
from search.errors import NothingToIndexError, SourceError
from search.index import Deletion
from search.index.lock import NOT_WAITING, Locking
from search.indexing import Added, Event, Reading, Reindexed, change
from search.location import Location
from search.readers import Reject
from search.readers.sources import find_sources
from search.settings import Settings
from search.stopping import Stop
from search.watching.scanning import Signature, signature_of
from search.watching.state import WatchState

_BLOCK = 1 << 20
_NOTED_AT_ONCE = 1_000


class StoppedError(Exception):
    """The run was asked to end in the middle of a batch, of which nothing was taken."""


@dataclass
class Taken:
    """What became of a batch.

    read:     files that were read, by path as messages show it, with the number of their articles
    same:     the number of files that were touched, but have the same content as before
    gone:     the number of files that are not there any more
    kept:     files with rejects, or without an article, whose articles of before were all kept
    rejected: the number of rejected records
    added:    the generation that was made, None where there was nothing to change
    """

    read: dict[str, int] = field(default_factory=dict)
    same: int = 0
    gone: int = 0
    kept: list[str] = field(default_factory=list)
    rejected: int = 0
    added: Added | Reindexed | None = None


class Batch:
    """Files that are still, and files that are gone, on their way into the index.

    files:     signatures by path; None for a file that is gone
    on_source: told why a file is no source
    """

    def __init__(
        self,
        state: WatchState,
        files: Mapping[bytes, Signature | None],
        stop: Stop,
        on_event: Callable[[Event], None],
        on_source: Callable[[SourceError], None],
    ) -> None:
        self._state, self._stop, self._on_event, self._on_source = state, stop, on_event, on_source
        self.taken = Taken()
        self.passed_over: dict[bytes, Signature] = {}  # what cannot be read now, and perhaps tomorrow
        self._gone = [path for path, signature in files.items() if signature is None]
        self._done: dict[bytes, tuple[Signature, bytes | None]] = {}
        self._to_read: dict[bytes, tuple[Signature, bytes]] = {}
        self._rejected: dict[bytes, int] = {}
        self._counted: dict[bytes, int] = {}
        self._reading: bytes | None = None
        there = [(signature.changed_at, path, signature) for path, signature in files.items() if signature]
        for _, path, signature in sorted(
            there
        ):  # of several versions of an article, the latest file has the last
            self._prepare(path, signature)

    def _prepare(self, path: bytes, signature: Signature) -> None:
        """Decide whether a file is to be read."""
        if self._stop.asked:
            raise StoppedError
        try:
            digest = _digest(path)
        except OSError as error:
            self._on_source(SourceError("cannot_be_read", file=os.fsdecode(path), reason=error))
            self.passed_over[path] = signature
            return
        if digest == self._state.digest(path):
            self._done[path] = (signature, digest)
            self.taken.same += 1
            return
        try:
            find_sources([os.fsdecode(path)])
        except SourceError as error:
            self._on_source(error)
            if error.code in ("unknown_format", "not_read"):
                self._done[path] = (signature, None)
            else:  # a library that is not installed, for instance
                self.passed_over[path] = signature
            return
        self._to_read[path] = (signature, digest)

    def take(
        self, folder: Location, *, settings: Settings | None = None, lock: Locking = NOT_WAITING
    ) -> Taken:
        """Take the batch into the index in ``folder``, as one generation, and remember it.

        Raises StoppedError where the run was asked to end; then nothing was taken. Raises what
        ``search.indexing.change`` does.
        """
        self._state.begin()
        if self._to_read or self._gone:
            with suppress(NothingToIndexError):
                self.taken.added = change(
                    self._changes, folder, settings=settings, on_event=self._hear, lock=lock
                )
        self._finish()
        return self.taken

    def _changes(self, reading: Reading) -> Iterator[Article | Deletion]:
        state = self._state
        for path in self._to_read:
            self._reading = path
            ids: list[str] = []
            self._counted[path] = self._rejected[path] = 0
            for article in self._articles(path, reading):
                self._counted[path] += 1
                ids.append(article.id)
                if len(ids) >= _NOTED_AT_ONCE:
                    state.note(path, ids)
                    ids.clear()
                yield article
            state.note(path, ids)
        state.replace([*(path for path in self._to_read if self._is_whole(path)), *self._gone])
        yield from map(Deletion, state.vanished())

    def _is_whole(self, path: bytes) -> bool:
        """Return whether a file was read whole, and has something: an empty one is rather a failed export."""
        return not self._rejected.get(path) and bool(self._counted.get(path))

    def _articles(self, path: bytes, reading: Reading) -> Iterator[Article]:
        """Yield the articles of a file; one that is gone by now counts as damaged."""
        try:
            for article in reading.articles([os.fsdecode(path)]):
                if self._stop.asked:
                    raise StoppedError
                yield article
        except SourceError as error:
            self._rejected[path] += 1
            self._on_source(error)

    def _hear(self, event: Event) -> None:
        if isinstance(event, Reject) and self._reading is not None:
            self._rejected[self._reading] += 1
        self._on_event(event)

    def _finish(self) -> None:
        for path, (signature, digest) in self._to_read.items():
            # A file that changed while it was read is read again.
            changed = signature_of(path) != signature
            self._done[path] = (Signature(-1, 0, 0), None) if changed else (signature, digest)
        kept = [path for path in self._to_read if not self._is_whole(path) and self._state.has_articles(path)]
        self.taken.kept = list(map(os.fsdecode, kept))
        self.taken.read = {os.fsdecode(path): count for path, count in self._counted.items()}
        self.taken.rejected = sum(self._rejected.values())
        self.taken.gone = len(self._gone)
        self._state.finish(self._done, self._gone)


def _digest(path: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    with open(path, "rb") as stream:  # noqa: PTH123 - bytes are no Path
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.digest()
