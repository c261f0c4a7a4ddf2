"""The module updates an index: adding and deleting articles makes a new generation from the current one.

Segments never change. The new generation has hard links to the segments of the current one, new tombstones
for deleted articles, and one more segment with the new articles. Then neighbouring segments are merged if
there are too many (``search.index.rewriting``).

An article that is already in the index, without any difference, costs only a look-up: it is not analysed
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from search import disk
from search.article import Article
from search.errors import NothingToIndexError
from search.index.build import DEFAULT_MEMORY_BYTES, swap_in, write_generation
from search.index.format.stored import stored_metadata
from search.index.generations import Generations, Remarks
from search.index.inversion.writer import ArticleWriter
from search.index.lock import NOT_WAITING, Locking
from search.index.reading.arrivals import NOT_ARRIVED, Arrivals, load_arrivals, next_arrival
from search.index.reading.clusters import load_clusters
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import (
    OpenedSegment,
    article_starts,
    find_article,
    live_counts,
    open_segments,
    tombstones_after,
)
from search.index.removals import BLOCKED, Blocked, Removal, Takedown
from search.index.rewriting import clusters_after, link_segments, merged
from search.index.verify import Expected, Samples
from search.indonesian.chain import shared_analyzer
from search.read_totals import ReadTotals


@dataclass(frozen=True)
class Deletion:
    """The request to delete an article."""

    article_id: str


@dataclass(frozen=True)
class Updated:
    """The result of an update.

    generation:           the name of the new generation, or of the current one if nothing changed
    articles, paragraphs: counts of the index now
    added, replaced, deleted: numbers of articles that are new, have a new version, or were deleted
    unknown:              ids that were to be deleted but are not in the index, in order
    unchanged:            the number of given articles that are already in the index without any difference
    blocked:              the number of given articles that are blocked (see ``removals``)
    remarks:              what failed after the generation was swapped in
    """

    generation: str
    articles: int
    paragraphs: int
    added: int
    replaced: int
    deleted: int
    unknown: tuple[str, ...]
    unchanged: int = 0
    blocked: int = 0
    remarks: Remarks = ()


def update(
    changes: Iterable[Article | Deletion],
    folder: str | Path,
    *,
    names: bool = True,
    memory_bytes: int = DEFAULT_MEMORY_BYTES,
    rejected: Callable[[], int] | None = None,
    read: Callable[[], ReadTotals] | None = None,
    on_stage: Callable[[str], None] = lambda stage: None,
    lock: Locking = NOT_WAITING,
    takedown: Takedown | None = None,
) -> Updated:
    """Make a new generation of the index in ``folder`` with some articles added and deleted, and swap it in.

    changes:      they are applied in order: the last version of an article counts, and an article may be
                  added after it was deleted, or deleted after it was added
    names, memory_bytes, rejected, read, on_stage, lock: as in ``build``, with the additional stage "merge".
                  Without ``rejected`` or ``read`` the counts of the current generation are kept
    takedown:     how deletions are recorded in ``removed.jsonl``; None means that they are not

    The articles are analysed with the settings of the index. The current generation can be searched
    meanwhile, and a failure does not change it. If nothing changes, there is no new generation. Raises
    IndexMissingError, IndexLockedError, IndexDamagedError, DiskError, and NothingToIndexError if ``changes``
    is empty.
    """
    generations = Generations(Path(folder))
    generations.pointer()  # raises without an index, before a folder is made for the lock
    with generations.lock(lock):
        pointer = generations.pointer()
        old = OpenedGeneration.open(generations.path(pointer.current), pointer.root)
        name, building = generations.begin()
        try:
            removals = generations.removals()
            changed = _Update(old, building, memory_bytes, removals.blocked(), names=names)
            on_stage("read")
            changed.take(changes, may_be_none=bool(takedown and takedown.urls))
            records = changed.removals(takedown) if takedown else []
            if not changed.changes:
                disk.remove(building)
                with removals.recorded(records, pointer.current):
                    remarks = generations.note_log() if records else ()
                return changed.done(
                    pointer.current, (old.manifest.articles, old.manifest.paragraphs), remarks
                )
            on_stage("write")
            kept = old.manifest
            expected = changed.write(
                on_stage,
                kept.rejected if rejected is None else rejected(),
                ReadTotals(**kept.read) if read is None else read(),
            )
            with removals.recorded(records, name):
                remarks = swap_in(generations, name, building, expected, on_stage, changed.segments)
        except BaseException:
            disk.remove(building)
            raise
    return changed.done(name, (expected.articles, expected.paragraphs), remarks)


class _Update:
    """One update: the articles that are added and deleted, and the folder of the new generation."""

    def __init__(
        self, old: OpenedGeneration, building: Path, memory_bytes: int, blocked: Blocked, *, names: bool
    ) -> None:
        self._names = names
        self._old, self._building, self._memory_bytes = old, building, memory_bytes
        self._blocked, self._kept_out = blocked, 0
        self._gone: dict[tuple[int, int], str] = {}  # deleted articles: (segment, number in it) -> id
        self._here: dict[str, int] = {}  # live articles of the new segment: id -> number
        self._gone_here: list[int] = []
        self._written = 0  # the number of articles of the new segment
        self._unchanged = 0
        self._samples = Samples()
        starts = article_starts(old.segments)
        self._starts, self._arrived = starts, load_arrivals(old.folder, old.manifest, starts[-1])
        self._now = next_arrival(self._arrived)
        self._arrived_here: list[int] = []  # the arrivals of the articles of the new segment
        self._unknown: list[str] = []
        self.segments: list[OpenedSegment] = []  # the segments of the new generation
        self._stack = ExitStack()
        self._writer: ArticleWriter | None = None

    @property
    def changes(self) -> bool:
        """Whether the new generation differs from the old one."""
        return bool(self._gone or self._here)

    def take(self, changes: Iterable[Article | Deletion], *, may_be_none: bool = False) -> None:
        """Read all changes. Raises NothingToIndexError if there is none, unless ``may_be_none``."""
        try:
            nothing = True
            for change in changes:
                nothing = False
                if isinstance(change, Article):
                    self._add(change)
                elif not self._remove(change.article_id):
                    self._unknown.append(change.article_id)
            if nothing and not may_be_none:
                raise NothingToIndexError("no_article")
        except BaseException:
            self._cancel()
            raise
        if not self.changes:
            self._cancel()

    def _add(self, article: Article) -> None:
        if self._blocked and self._blocked.has(article):
            self._kept_out += 1
            return
        arrived = self._now
        if article.id in self._here:
            arrived = self._arrived_here[self._here[article.id]]
            self._remove(article.id)
        elif location := find_article(self._old.segments, article.id):
            if location not in self._gone and self._is_as_stored(article, location):
                self._unchanged += 1
                return
            if location not in self._gone:
                arrived = self._arrived.item(self._starts[location[0]] + location[1])
            self._gone[location] = article.id
        self._here[article.id] = self._written
        self._arrived_here.append(arrived)
        self._samples.consider(article, self._written)
        self._written += 1
        self._open_writer().add_article(article)

    def _is_as_stored(self, article: Article, location: tuple[int, int]) -> bool:
        segment, number = location
        about, paragraphs = self._old.segments[segment].stored(number)
        return paragraphs == article.paragraphs and about == stored_metadata(article)

    def _remove(self, article_id: str) -> bool:
        """Delete the latest version of an article; return whether there was one."""
        number = self._here.pop(article_id, None)
        if number is not None:
            self._gone_here.append(number)
            return True
        location = find_article(self._old.segments, article_id)
        if location is None or location in self._gone:
            return False
        self._gone[location] = article_id
        return True

    def removals(self, takedown: Takedown) -> list[Removal]:
        """Return the lines of the log for deleted articles, and for ids and addresses to block."""
        lines = [
            Removal.of(self._old.segments[segment].article(number), takedown.reason, blocks=takedown.blocks)
            for (segment, number), article_id in self._gone.items()
            if article_id not in self._here
        ]
        if takedown.blocks:
            more = Removal(BLOCKED, reason=takedown.reason, blocks=True)
            lines += [replace(more, id=one) for one in self._unknown if not self._blocked.has_id(one)]
            lines += [replace(more, url=one) for one in takedown.urls if not self._blocked.has_address(one)]
        return lines

    def _open_writer(self) -> ArticleWriter:
        if self._writer is None:
            scratch = self._stack.enter_context(disk.scratch(self._building))
            analyzer = shared_analyzer(self._old.analysis)
            self._writer = ArticleWriter(
                self._building, analyzer, scratch, self._memory_bytes, first=False, names=self._names
            )
        return self._writer

    def _cancel(self) -> None:
        if self._writer and not self._writer.is_closed:
            self._writer.cancel()
        self._stack.close()

    def write(self, on_stage: Callable[[str], None], rejected: int, read: ReadTotals) -> Expected:
        """Write all files of the new generation; return its expected contents."""
        old, building = self._old, self._building
        link_segments(old.segments, building)
        segments = [one.segment for one in old.segments]
        tombstones = tombstones_after(old.segments, self._gone)
        with self._stack:
            if self._writer:
                try:
                    new = self._writer.commit()
                except BaseException:
                    self._cancel()
                    raise
                segments.append(new)
                if self._gone_here:
                    tombstones[new.name] = np.array(sorted(self._gone_here), np.int32)
        opened = open_segments(building, segments, tombstones, old.segments)
        clusters = clusters_after(old.segments, load_clusters(old.folder), opened)
        arrivals = self._arrivals(opened)
        articles, paragraphs = live_counts(opened)
        self._samples.keep(self._here)
        rewritten = merged(building, opened, on_stage)
        for one in opened:
            if one.segment not in {kept.segment for kept in rewritten.segments}:  # it was merged
                self._samples.draw_from(one)
        self.segments = rewritten.segments
        gone = [article_id for article_id in self._gone.values() if article_id not in self._here]
        expected = Expected(articles, paragraphs, self._samples, gone)
        write_generation(
            building, rewritten.segments, rewritten.renumbered(clusters),
            rewritten.moved(arrivals, NOT_ARRIVED), old.analysis, expected, rejected,
            read, known_files=old.manifest.files,
        )  # fmt: skip
        return expected

    def _arrivals(self, segments: Sequence[OpenedSegment]) -> Arrivals:
        """Return the arrivals of the articles of the old segments and of the new one."""
        starts = article_starts(segments)
        arrivals = np.full(starts[-1], NOT_ARRIVED, np.int64)
        arrivals[: len(self._arrived)] = self._arrived
        if self._written:
            arrivals[starts[-1] - self._written :] = self._arrived_here
        return arrivals

    def done(self, generation: str, counts: tuple[int, int], remarks: Remarks = ()) -> Updated:
        """Return the result of the update; ``counts`` are the articles and paragraphs of the index now."""
        replaced = sum(article_id in self._here for article_id in self._gone.values())
        return Updated(
            generation,
            *counts,
            len(self._here) - replaced,
            replaced,
            len(self._gone) - replaced,
            tuple(self._unknown),
            self._unchanged,
            self._kept_out,
            remarks,
        )
