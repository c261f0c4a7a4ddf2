"""The module copies the current generation into another folder, which is an index too, and restores it.

A backup is searched, checked and purged like any index. Files that an earlier backup already has are linked
and not copied: segments never change, so a daily backup copies what the day has added. All files are read
again before the backup becomes current. The index is locked meanwhile, but can be searched.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from search import disk
from search.addresses import page_hash
from search.errors import IndexDamagedError, IndexMissingError
from search.index.build import write_generation
from search.index.format.names import ARRIVALS, CLUSTERS, TOMBSTONES
from search.index.generations import Generations, Remarks
from search.index.lock import NOT_WAITING, Locking
from search.index.manifest import FILE, Manifest, check_files
from search.index.reading.arrivals import load_arrivals
from search.index.reading.clusters import load_clusters
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import (
    article_starts,
    find_article,
    live_counts,
    open_segments,
    tombstones_after,
)
from search.index.removals import FILE as REMOVALS
from search.index.removals import Blocked, Removals
from search.index.rewriting import clusters_after
from search.index.verify import Expected, Samples
from search.read_totals import ReadTotals

#: The log is last: a restoring that was killed before it is not taken for one that is done.
_OTHERS = ("*.sqlite", "fetched/*", REMOVALS)


@dataclass(frozen=True)
class BackedUp:
    """The result of a backup.

    generation:     the name of the generation in the backup
    copied, linked: the bytes that were copied, and the bytes of files that an earlier backup already had
    """

    generation: str
    copied: int
    linked: int
    remarks: Remarks = ()


@dataclass(frozen=True)
class Restored:
    """The result of restoring a backup.

    generation: the name of the new generation
    articles, paragraphs: counts of the index now
    kept_out:   the number of articles of the backup that are blocked, see ``search.index.removals``
    """

    generation: str
    articles: int
    paragraphs: int
    kept_out: int
    remarks: Remarks = ()


def backup(folder: str | Path, target: str | Path, *, lock: Locking = NOT_WAITING) -> BackedUp:
    """Make the current generation of an index the current one of another folder.

    target: a new or empty folder, or the folder of an earlier backup

    Raises IndexMissingError if there is no index, or ``target`` contains something else; IndexLockedError;
    IndexDamagedError if the index is damaged; DiskError. After an error, the earlier backup is unchanged.
    """
    generations, backups = Generations(Path(folder)), Generations(Path(target))
    generations.pointer()
    _check_target(generations.folder, backups)
    with generations.lock(lock), backups.lock(lock):
        pointer = generations.pointer()
        source = generations.path(pointer.current)
        manifest = Manifest.load(source, pointer.root)
        earlier = _current(backups)
        if earlier and earlier[1].digest == manifest.digest and backups.pointer().last >= pointer.last:
            _raise_if_damaged(earlier[0], manifest)
            _copy_others(generations.folder, backups.folder)
            remarks = backups.note_log()
            return BackedUp(backups.pointer().current, 0, manifest.bytes_on_disk, remarks)
        name, building = backups.begin(pointer.last)
        try:
            copied = _bring(source, manifest, building, earlier)
            _copy_others(generations.folder, backups.folder)
            remarks = backups.promote(name, building, manifest.digest)
        except BaseException:
            disk.remove(building)
            raise
    return BackedUp(name, copied, manifest.bytes_on_disk - copied, remarks)


def restore(source: str | Path, folder: str | Path, *, lock: Locking = NOT_WAITING) -> Restored:
    """Make the current generation of a backup a new generation of the index in ``folder``, and swap it in.

    Articles that are blocked in ``folder`` are deleted in the new generation. ``warta rollback`` undoes the
    restoring. Raises IndexMissingError if ``source`` is no index, IndexLockedError, IndexDamagedError if the
    backup is damaged, DiskError. After an error, the present generation is still current.
    """
    backups, generations = Generations(Path(source)), Generations(Path(folder))
    pointer = backups.pointer()
    with generations.lock(lock):
        kept = backups.path(pointer.current)
        manifest = Manifest.load(kept, pointer.root)
        name, building = generations.begin(pointer.last)
        try:
            _bring(kept, manifest, building, None)
            if not Removals(generations.folder).path.exists():
                _copy_others(backups.folder, generations.folder, only_missing=True)
            kept_out = _without_blocked(generations, building)
            manifest = Manifest.load(building)
            remarks = generations.promote(name, building, manifest.digest)
        except BaseException:
            disk.remove(building)
            raise
    return Restored(name, manifest.articles, manifest.paragraphs, kept_out, remarks)


def _check_target(folder: Path, backups: Generations) -> None:
    target = backups.folder
    if folder.resolve() in (target.resolve(), *target.resolve().parents):
        raise IndexMissingError("backup_into_itself", folder=target)
    # The first backup may have failed, or was killed: then there is its lock, and no generation counts yet.
    begun = any((target / name).exists() for name in ("CURRENT", "LOCK"))
    if target.is_dir() and any(target.iterdir()) and not begun:
        raise IndexMissingError("backup_into_something", folder=target)


def _current(generations: Generations) -> tuple[Path, Manifest] | None:
    """Return the folder and the manifest of the current generation, or None if it is missing or damaged."""
    with suppress(IndexMissingError, IndexDamagedError):
        pointer = generations.pointer()
        folder = generations.path(pointer.current)
        return folder, Manifest.load(folder, pointer.root)
    return None


def _bring(source: Path, manifest: Manifest, building: Path, earlier: tuple[Path, Manifest] | None) -> int:
    """Copy a generation, or link the files of an earlier one, and read all files again.

    Return the copied bytes.
    """
    shared = _shared(earlier, manifest) if earlier else set()
    missing = {name: size for name, (size, _) in manifest.files.items() if name not in shared}
    disk.ask_for_space(building, sum(missing.values()))
    for name in manifest.files:
        if name in missing or earlier is None:
            disk.copy(source / name, building / name)
        else:
            disk.link(earlier[0] / name, building / name)
    disk.copy(source / FILE, building / FILE)
    _raise_if_damaged(building, manifest)
    return sum(missing.values())


def _shared(earlier: tuple[Path, Manifest], manifest: Manifest) -> set[str]:
    """Return the names of the files that an earlier generation has too, and undamaged."""
    folder, known = earlier
    same = {name: entry for name, entry in manifest.files.items() if known.files.get(name) == entry}
    wrong = check_files(folder, replace(known, files=same), contents=True)
    damaged = {Path(str(one.values["file"])).name for one in wrong}
    return set(same) - damaged


def _raise_if_damaged(folder: Path, manifest: Manifest) -> None:
    if wrong := check_files(folder, manifest, contents=True):
        raise IndexDamagedError("several", reasons=wrong)


def _copy_others(source: Path, target: Path, *, only_missing: bool = False) -> None:
    """Copy the files beside the generations: the log of removals, small databases, fetched articles."""
    for pattern in _OTHERS:
        for path in sorted(source.glob(pattern)):
            copy = target / path.relative_to(source)
            if only_missing and copy.exists():
                continue
            disk.make_folder(copy.parent)
            fresh = copy.with_name(f"{copy.name}.new")
            fresh.unlink(missing_ok=True)
            if path.suffix == ".sqlite":
                _copy_database(path, fresh)
            else:
                disk.copy(path, fresh)
            disk.move(fresh, copy, replacing=True)
            disk.sync_entries(copy.parent)


def _copy_database(path: Path, copy: Path) -> None:
    """Copy a database in a consistent state, even while others write to it."""
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
    except sqlite3.Error as error:
        raise IndexDamagedError("file_missing_or_damaged", file=path, reason=str(error)) from error


def _without_blocked(generations: Generations, building: Path) -> int:
    """Delete the blocked articles of a generation that is being built. Return their number."""
    blocked = Removals(generations.folder).blocked()
    if not blocked:
        return 0
    old = OpenedGeneration.open(building)
    gone = _blocked_articles(old, blocked)
    if not gone:
        return 0
    tombstones = tombstones_after(old.segments, gone)
    segments = open_segments(building, [one.segment for one in old.segments], tombstones, old.segments)
    clusters = clusters_after(old.segments, load_clusters(building), segments)
    expected = Expected(*live_counts(segments), Samples())
    arrivals = load_arrivals(building, old.manifest, article_starts(old.segments)[-1])
    for changed in (FILE, CLUSTERS, TOMBSTONES, ARRIVALS, *(path.name for path in building.glob("*.toc"))):
        (building / changed).unlink(missing_ok=True)
    write_generation(
        building, segments, clusters, arrivals, old.analysis, expected, old.manifest.rejected,
        ReadTotals(**old.manifest.read), known_files=old.manifest.files,
    )  # fmt: skip
    return len(gone)


def _blocked_articles(old: OpenedGeneration, blocked: Blocked) -> set[tuple[int, int]]:
    """Return the locations of the live articles that are blocked, by their ids or their addresses."""
    locations = {location for one in blocked.ids if (location := find_article(old.segments, one))}
    pages = np.array([page_hash(page) for page in blocked.pages], np.int64)
    for number, segment in enumerate(old.segments):
        at_address = np.flatnonzero(np.isin(segment.doc_values.page, pages) & segment.alive)
        locations |= {(number, one) for one in at_address.tolist() if blocked.has(segment.article(one))}
    return locations
