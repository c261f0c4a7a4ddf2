"""The module deletes articles by their ids, and blocks and unblocks ids and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from search.article import usable_id
from search.capabilities import refuse
from search.errors import NothingToIndexError
from search.index import Deletion, Generations, Updated, update
from search.index.lock import NOT_WAITING, Locking
from search.index.removals import UNBLOCKED, Removal, Removals, Takedown, plain_reason
from search.location import ClusterAddress, location_of


def delete(
    ids: Iterable[str],
    folder: str | Path | ClusterAddress,
    *,
    reason: str = "",
    block: bool = False,
    urls: Iterable[str] = (),
    lock: Locking = NOT_WAITING,
) -> Updated:
    """Delete articles by their ids, as a new generation; the result names ids that are not in the index.

    reason: why, for ``removed.jsonl``
    block:  whether articles with these ids, or with the addresses of these articles, must not come in again
    urls:   further addresses that must not come in again

    If no article is in the index, nothing changes. Raises IndexMissingError, IndexLockedError,
    NothingToIndexError without any id, IndexDamagedError, DiskError. After an error, the present generation
    is still current.
    """
    changes = [Deletion(usable_id(article_id)) for article_id in ids]
    if isinstance(location := location_of(folder), ClusterAddress):
        if block or reason:
            refuse(location, "cluster_takedowns")
        if not changes:
            raise NothingToIndexError("no_id_given")
        from search.backends.opensearch.changes import update as update_in_cluster  # noqa: PLC0415 - an extra
        from search.indexing.clusters import writing  # noqa: PLC0415

        with writing(location, lock) as cluster:
            return update_in_cluster(cluster, changes)
    folder = location
    Generations(folder).pointer()
    takedown = Takedown(plain_reason(reason), block, tuple(urls) if block else ())
    if not changes and not takedown.urls:
        raise NothingToIndexError("no_id_given")
    return update(changes, folder, lock=lock, takedown=takedown)


def removed(folder: str | Path) -> list[Removal]:
    """Return the log of removals, the oldest first. Raises IndexDamagedError if it was changed."""
    return Removals(Path(folder)).lines()


def unblock(names: Iterable[str], folder: str | Path, *, lock: Locking = NOT_WAITING) -> list[str]:
    """Unblock articles, by their ids or addresses; return the names that were not blocked.

    Raises IndexMissingError, IndexLockedError, IndexDamagedError, DiskError.
    """
    generations = Generations(Path(folder))
    generations.pointer()
    with generations.lock(lock):
        removals, pointer = generations.removals(), generations.pointer()
        log, lines, others = removals.lines(), [], []
        for name in names:
            known = [one for one in log if one.blocks and one.is_of(name)]
            lines += [Removal(UNBLOCKED, id=one.id, url=one.url) for one in known]
            if not known:
                others.append(name)
        with removals.recorded(lines, pointer.current):
            if lines:
                generations.note_log()
    return others
