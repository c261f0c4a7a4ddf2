"""Updating: adding and deleting articles makes a new generation from the current one.

Segments never change. The new generation has hard links to the segments of the current one, its own
tombstones for deleted articles, and one more segment with the new articles. Then neighbouring segments are
merged if there are too many (``search.index.merging.policy``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search import disk
from search.article import Article
from search.errors import NotFoundError, NothingToIndexError
from search.index.build import DEFAULT_MEMORY_BYTES, swap_in, write_generation
from search.index.format.segment import EXTENSIONS, Segment, Tombstones
from search.index.generations import Generations, Remarks
from search.index.inversion.writer import ArticleWriter
from search.index.lock import NOT_WAITING, Locking
from search.index.merging.merge import merge_segments
from search.index.merging.policy import SegmentSize, next_merge
from search.index.reading.opened_segment import OpenedSegment, open_segments
from search.index.reading.snapshot import Snapshot
from search.index.verify import Expected, Samples
from search.indonesian import Analyzer


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
    unknown:              ids that should be deleted but are not in the index, in order
    remarks:              what failed after the generation was swapped in
    """

    generation: str
    articles: int
    paragraphs: int
    added: int
    replaced: int
    deleted: int
    unknown: tuple[str, ...]
    remarks: Remarks = ()


def update(
    changes: Iterable[Article | Deletion],
    folder: str | Path,
    *,
    memory_bytes: int = DEFAULT_MEMORY_BYTES,
    rejected: Callable[[], int] | None = None,
    on_stage: Callable[[str], None] = lambda stage: None,
    lock: Locking = NOT_WAITING,
) -> Updated:
    """Make a new generation of the index in ``folder`` with some articles added and deleted; swap it in.

    changes:      applied in order: the last version of an article counts, and an article may be added after
                  it was deleted, or deleted after it was added
    memory_bytes, rejected, on_stage, lock: as in ``build``, with the additional stage "merge". Without
                  ``rejected`` the number of the current generation stays

    The articles are analysed with the settings of the index. The current generation goes on answering, and a
    failure does not change it. Raises IndexMissingError, IndexLockedError, IndexDamagedError, and
    NothingToIndexError where there is no change at all.
    """
    generations = Generations(Path(folder))
    generations.pointer()  # raises without an index, before a folder is made for the lock
    with generations.lock(lock):
        current = generations.pointer().current
        old = Snapshot(generations.path(current), current)
        name, building = generations.begin()
        try:
            changed = _Update(old, building, memory_bytes)
            on_stage("read")
            changed.take(changes)
            if not changed.changes:
                disk.remove(building)
                return changed.done(current, old)
            on_stage("write")
            segments, tombstones = changed.write(on_stage)
            expected = changed.expected()
            rejected_now = old.manifest.rejected if rejected is None else rejected()
            write_generation(
                building, segments, tombstones, old.analysis, expected, rejected_now,
                known_files=old.manifest.files,
            )  # fmt: skip
            snapshot, remarks = swap_in(generations, name, building, expected, on_stage)
        except BaseException:
            disk.remove(building)
            raise
    return changed.done(name, snapshot, remarks)


class _Update:
    """One update: the articles that are added and deleted, and the folder of the new generation."""

    def __init__(self, old: Snapshot, building: Path, memory_bytes: int) -> None:
        self._old, self._building, self._memory_bytes = old, building, memory_bytes
        self._gone: dict[int, str] = {}  # deleted articles of the old generation, and their ids
        self._here: dict[str, int] = {}  # live articles of the new segment: id and index
        self._gone_here: list[int] = []
        self._sizes: list[int] = []  # paragraphs of the new segment's articles
        self._samples = Samples()
        self._unknown: list[str] = []
        self._stack = ExitStack()
        self._writer: ArticleWriter | None = None

    @property
    def changes(self) -> bool:
        """Whether the new generation differs from the old one."""
        return bool(self._gone or self._here)

    def take(self, changes: Iterable[Article | Deletion]) -> None:
        """Read all changes. Raises NothingToIndexError if there is none."""
        link_segments(self._old, self._building)
        try:
            nothing = True
            for change in changes:
                nothing = False
                if isinstance(change, Article):
                    self._add(change)
                elif not self._remove(change.article_id):
                    self._unknown.append(change.article_id)
            if nothing:
                raise NothingToIndexError("no_article")
        except BaseException:
            self._cancel()
            raise
        if not self.changes:
            self._cancel()

    def _add(self, article: Article) -> None:
        self._remove(article.id)
        self._here[article.id] = len(self._sizes)
        self._samples.consider(article, len(self._sizes))
        self._sizes.append(len(article.paragraphs))
        self._open_writer().add_article(article)

    def _remove(self, article_id: str) -> bool:
        """Delete the latest version of an article. Returns whether there was one."""
        index = self._here.pop(article_id, None)
        if index is not None:
            self._gone_here.append(index)
            return True
        try:
            article = self._old.find(article_id)
        except NotFoundError:
            return False
        if article in self._gone:
            return False
        self._gone[article] = article_id
        return True

    def _open_writer(self) -> ArticleWriter:
        if self._writer is None:
            scratch = self._stack.enter_context(disk.scratch(self._building))
            analyzer = Analyzer(self._old.analysis)
            self._writer = ArticleWriter(self._building, analyzer, scratch, self._memory_bytes)
        return self._writer

    def _cancel(self) -> None:
        if self._writer and not self._writer.is_closed:
            self._writer.cancel()
        self._stack.close()

    def write(self, on_stage: Callable[[str], None]) -> tuple[list[Segment], Tombstones]:
        """Write the new segment and merge segments. Returns all segments and their tombstones."""
        segments = [one.segment for one in self._old.segments]
        tombstones = self._tombstones()
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
        remaining = merged(self._building, open_segments(self._building, segments, tombstones), on_stage)
        names = {segment.name for segment in remaining}
        return remaining, {name: deleted for name, deleted in tombstones.items() if name in names}

    def _tombstones(self) -> dict[str, npt.NDArray[np.int32]]:
        """Return the tombstones of the old segments."""
        first = self._old.doc_values.first_paragraph
        bases = [segment.base for segment in self._old.segments]
        gone: list[list[int]] = [segment.deleted.tolist() for segment in self._old.segments]
        for article in self._gone:
            number = bisect_right(bases, first[article]) - 1
            gone[number].append(article - int(np.searchsorted(first, bases[number])))
        return {
            opened.segment.name: np.array(sorted(of_segment), np.int32)
            for opened, of_segment in zip(self._old.segments, gone, strict=True)
            if of_segment
        }

    def expected(self) -> Expected:
        """Return the expected contents of the new generation."""
        old, gone_here = self._old, self._gone_here
        first = old.doc_values.first_paragraph
        gone_paragraphs = sum(int(first[article + 1]) - int(first[article]) for article in self._gone)
        new_paragraphs = sum(self._sizes) - sum(self._sizes[index] for index in gone_here)
        self._samples.keep(self._here)
        self._samples.draw_from(old, self._gone)
        return Expected(
            old.manifest.articles - len(self._gone) + len(self._sizes) - len(gone_here),
            old.manifest.paragraphs - gone_paragraphs + new_paragraphs,
            self._samples,
            [article_id for article_id in self._gone.values() if article_id not in self._here],
        )

    def done(self, generation: str, snapshot: Snapshot, remarks: Remarks = ()) -> Updated:
        """Return the result of the update."""
        replaced = sum(article_id in self._here for article_id in self._gone.values())
        return Updated(
            generation,
            snapshot.manifest.articles,
            snapshot.manifest.paragraphs,
            len(self._here) - replaced,
            replaced,
            len(self._gone) - replaced,
            tuple(self._unknown),
            remarks,
        )


def link_segments(old: Snapshot, building: Path) -> None:
    """Link the files of all segments into a folder; copy them if the file system has no links."""
    for path in (one.segment.path(old.folder, extension) for one in old.segments for extension in EXTENSIONS):
        disk.link(path, building / path.name)


def merged(
    folder: Path, segments: Sequence[OpenedSegment], on_stage: Callable[[str], None] = lambda stage: None
) -> list[Segment]:
    """Do all merges that the merge policy asks for. Returns the segments after them.

    Segments without live articles are removed, but at least one segment remains. The files of segments that
    are not needed any more are removed.
    """
    live = [one for one in segments if one.alive.any()]
    if not live:
        live = list(segments[-1:])
    else:
        while run := next_merge(list(map(_size, live))):
            on_stage("merge")
            live[run] = [OpenedSegment.open(folder, merge_segments(folder, live[run]))]
    kept = [one.segment for one in live]
    for one in segments:
        if one.segment not in kept:
            for extension in EXTENSIONS:
                with suppress(OSError):  # some systems do not remove mapped files; they do no harm
                    one.segment.path(folder, extension).unlink()
    return kept


def _size(segment: OpenedSegment) -> SegmentSize:
    return SegmentSize(segment.segment.documents, len(segment.deleted_documents))
