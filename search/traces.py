"""Purging an index folder: the index, and what else the folder has of deleted articles.

Rejected records wait to be mended in ``rejects-*.jsonl``, what feeds brought is kept in ``fetched`` and in
``feeds.sqlite``, and what alerts tell in ``alerts.sqlite``. The log ``removed.jsonl`` tells which articles
were deleted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from search import disk
from search.addresses import page_of
from search.alerts.state import AlertState
from search.article import usable_id
from search.errors import WartaError
from search.feeds.keeping import kept_files, rewritten
from search.feeds.run import alone
from search.feeds.state import FeedState
from search.index.generations import Generations
from search.index.lock import NOT_WAITING, Locking
from search.index.purge import Purged
from search.index.purge import purge as purge_index
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import find_article
from search.index.removals import BLOCKED, REMOVED, Removals
from search.readers.mapping import FieldMapping, value_at
from search.readers.mapping import Path as KeyPath
from search.readers.sources import REJECTS_NAME
from search.readers.values import Unreadable, strings
from search.remarks import Remark

_MAPPING = FieldMapping()
_LEAST_LENGTH = 6  # of an id that is looked for in what is no JSON


@dataclass(frozen=True)
class Gone:
    """Articles that were deleted, and are not in the index.

    ids, pages: by which records are recognised as theirs; pages as ``page_of`` tells them
    """

    ids: frozenset[str]
    pages: frozenset[str]

    def has(self, record: str) -> bool:
        """Tell whether a record, a line of JSON or what was to be one, is of one of the articles.

        Its id or its address tells; a line that is no JSON is theirs if it has one of them anywhere.
        """
        try:
            values = json.loads(record)
        except (ValueError, RecursionError):
            return any(len(name) >= _LEAST_LENGTH and name in record for name in (*self.ids, *self.pages))
        if not isinstance(values, dict):
            return False
        fields = _MAPPING.assignment(values).fields
        ids, addresses = (list(_said(values, fields.get(name, ()))) for name in ("id", "url"))
        return any(usable_id(one) in self.ids for one in ids) or any(
            page_of(one) in self.pages for one in addresses
        )


def _said(values: dict[str, object], paths: Sequence[KeyPath]) -> Iterator[str]:
    """Yield what the keys at some paths say."""
    for path in paths:
        with suppress(Unreadable):
            yield from strings(value_at(values, path), address=True)


def purge(
    folder: str | Path,
    *,
    on_stage: Callable[[str], None] = lambda stage: None,
    lock: Locking = NOT_WAITING,
    reason: str = "",
) -> Purged:
    """Take everything that was deleted off the disk, and remove all generations but the current one.

    Records of deleted articles go from the files of rejects in the folder, from what feeds brought, and from
    what alerts told or are about to tell.

    reason: why, for ``removed.jsonl``

    Raises IndexMissingError, IndexLockedError, IndexDamagedError, DiskError; then nothing was purged. What
    fails after the index was purged is among the remarks, also that feeds are being fetched: purge again.
    """
    folder = Path(folder)
    done = purge_index(folder, on_stage=on_stage, lock=lock, reason=reason)
    try:
        return replace(done, traces=_purge_traces(folder, lock))
    except WartaError as error:
        return replace(done, remarks=(*done.remarks, Remark("purge_unfinished", {"reason": error})))


def _purge_traces(folder: Path, lock: Locking) -> int:
    """Take records of deleted articles out of what is beside the index. Return how many."""
    gone = _gone(folder)
    if not gone.ids and not gone.pages:
        return 0
    with Generations(folder).lock(lock):
        files = [path for path in sorted(folder.iterdir()) if REJECTS_NAME.fullmatch(path.name)]
        traces = sum(_clean_rejects(path, gone) for path in files)
    if AlertState.is_there(folder):
        with closing(AlertState(folder)) as alerts:
            traces += alerts.forget(gone.ids)
    if FeedState.is_there(folder):
        with alone(folder), closing(FeedState(folder)) as state:
            for path in kept_files(folder):
                count, length = rewritten(path, gone.has)
                if count:
                    state.keep_length(path.name, length)
                traces += count
            traces += state.forget(gone.ids, gone.has)
    return traces


def _gone(folder: Path) -> Gone:
    """Return the articles of the log that are not in the index again."""
    lines = [one for one in Removals(folder).lines() if one.event in (REMOVED, BLOCKED)]
    if not lines:
        return Gone(frozenset(), frozenset())
    generations = Generations(folder)
    pointer = generations.pointer()
    segments = OpenedGeneration.open(generations.path(pointer.current), pointer.root).segments
    lines = [one for one in lines if not (one.id and find_article(segments, one.id))]
    return Gone(
        frozenset(one.id for one in lines if one.id), frozenset(page_of(one.url) for one in lines if one.url)
    )


def _clean_rejects(path: Path, gone: Gone) -> int:
    """Take records out of a file of rejects, with the reasons above them; return how many."""
    fresh, count = path.with_name(f"{path.name}.new"), 0
    with (
        disk.errors_about(path, code="cannot_be_read"),
        path.open(encoding="utf-8", newline="\n") as old,
        disk.create(fresh) as new,
    ):
        reason = ""
        for line in old:
            if line.startswith("#"):
                new.write(reason.encode())
                reason = line
            elif gone.has(line):
                count, reason = count + 1, ""
            else:
                new.write((reason + line).encode())
                reason = ""
        new.write(reason.encode())
        disk.sync(new, fresh)
    if not count:
        fresh.unlink()
        return 0
    with disk.errors_about(path):
        fresh.replace(path)
    disk.sync_entries(path.parent)
    return count
