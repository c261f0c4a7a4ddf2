"""Updating: a new generation made from the current one, by adding and deleting articles.

Segments never change. The new generation has those of the current one as hard links, tombstones of its own
for what is deleted, and one more segment with the new articles; then neighbours are merged where there are
too many (``search.index.merging.policy``).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.article import Article
from search.errors import NotFoundError, NothingToIndexError
from search.index.build import DEFAULT_MEMORY_BYTES, swap_in, write_generation
from search.index.format.segment import EXTENSIONS, Segment, Tombstones
from search.index.generations import Generations
from search.index.inversion.writer import ArticleWriter
from search.index.merging.merge import merge_segments
from search.index.merging.policy import SegmentSize, next_merge
from search.index.reading.opened_segment import OpenedSegment, open_segments
from search.index.reading.snapshot import Snapshot
from search.index.verify import Expected, Samples
from search.indonesian import Analyzer


@dataclass(frozen=True)
class Deletion:
    """Asks for an article to be deleted."""

    article_id: str


@dataclass(frozen=True)
class Updated:
    """What an update did.

    generation:          its name; that of the current one where nothing was to be done
    articles, paragraphs: what the index holds now
    added, replaced, deleted: articles that are new, that have a new version, that are gone
    unknown:             ids that were to be deleted and were not there, in order
    """

    generation: str
    articles: int
    paragraphs: int
    added: int
    replaced: int
    deleted: int
    unknown: tuple[str, ...]


def update(
    changes: Iterable[Article | Deletion],
    folder: str | Path,
    *,
    memory_bytes: int = DEFAULT_MEMORY_BYTES,
    rejected: Callable[[], int] | None = None,
    on_stage: Callable[[str], None] = lambda stage: None,
) -> Updated:
    """Make a new generation of the index in ``folder`` with some articles added and deleted; swap it in.

    changes:      taken in order: of several versions of an article the last one counts, and an article may
                  be added after it was deleted, or deleted after it was added
    memory_bytes, rejected, on_stage: as in ``build``; there is a stage "merge" more. Without ``rejected``
                  the number of the current generation is kept

    The analysis is that of the index. The current generation goes on answering and stays whole whatever
    happens here. Raises IndexMissingError, IndexLockedError, IndexDamagedError, and NothingToIndexError
    where there is no change at all.
    """
    generations = Generations(Path(folder))
    generations.pointer()  # where there is no index, no folder is made for its lock
    with generations.lock():
        current = generations.pointer().current
        old = Snapshot(generations.path(current), current)
        name, building = generations.begin()
        try:
            changed = _Update(old, building, memory_bytes)
            on_stage("read")
            changed.take(changes)
            if not changed.changes:
                shutil.rmtree(building)
                return changed.done(current, old)
            on_stage("write")
            segments, tombstones = changed.write(on_stage)
            expected = changed.expected()
            rejected_now = old.manifest.rejected if rejected is None else rejected()
            write_generation(
                building, segments, tombstones, old.analysis, expected, rejected_now,
                known_files=old.manifest.files,
            )  # fmt: skip
            snapshot = swap_in(generations, name, building, expected, on_stage)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    return changed.done(name, snapshot)


class _Update:
    """One update: which versions of which articles are to be there, and the folder that gets them."""

    def __init__(self, old: Snapshot, building: Path, memory_bytes: int) -> None:
        self._old, self._building, self._memory_bytes = old, building, memory_bytes
        self._gone: dict[int, str] = {}  # articles of the old generation, and their ids
        self._here: dict[str, int] = {}  # ids of the new segment's articles, and their places in it
        self._gone_here: list[int] = []
        self._sizes: list[int] = []  # paragraphs of the new segment's articles
        self._samples = Samples()
        self._unknown: list[str] = []
        self._stack = ExitStack()
        self._writer: ArticleWriter | None = None

    @property
    def changes(self) -> bool:
        """Whether anything is to be written."""
        return bool(self._gone or self._here)

    def take(self, changes: Iterable[Article | Deletion]) -> None:
        """Take all changes in. Raises NothingToIndexError where there is none."""
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
        """Let the present version of an article go; tell whether there was one."""
        place = self._here.pop(article_id, None)
        if place is not None:
            self._gone_here.append(place)
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
            scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory(dir=self._building)))
            analyzer = Analyzer(self._old.analysis)
            self._writer = ArticleWriter(self._building, analyzer, scratch, self._memory_bytes)
        return self._writer

    def _cancel(self) -> None:
        if self._writer and not self._writer.is_closed:
            self._writer.cancel()
        self._stack.close()

    def write(self, on_stage: Callable[[str], None]) -> tuple[list[Segment], Tombstones]:
        """Write the new segment, merge what should be; return all segments, and what is deleted of them."""
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
        left = merged(self._building, open_segments(self._building, segments, tombstones), on_stage)
        names = {segment.name for segment in left}
        return left, {name: deleted for name, deleted in tombstones.items() if name in names}

    def _tombstones(self) -> dict[str, npt.NDArray[np.int32]]:
        """Return what is deleted of the old segments by now."""
        first = self._old.doc_values.first_paragraph
        bases = [segment.base for segment in self._old.segments]
        gone: list[list[int]] = [segment.deleted.tolist() for segment in self._old.segments]
        for article in self._gone:
            place = bisect_right(bases, first[article]) - 1
            gone[place].append(article - int(np.searchsorted(first, bases[place])))
        return {
            opened.segment.name: np.array(sorted(of_segment), np.int32)
            for opened, of_segment in zip(self._old.segments, gone, strict=True)
            if of_segment
        }

    def expected(self) -> Expected:
        """Return what the new generation must hold, and what not."""
        old, lost = self._old, self._gone_here
        first = old.doc_values.first_paragraph
        gone_paragraphs = sum(int(first[article + 1]) - int(first[article]) for article in self._gone)
        new_paragraphs = sum(self._sizes) - sum(self._sizes[place] for place in lost)
        self._samples.keep(self._here)
        self._samples.draw_from(old, self._gone)
        return Expected(
            old.manifest.articles - len(self._gone) + len(self._sizes) - len(lost),
            old.manifest.paragraphs - gone_paragraphs + new_paragraphs,
            self._samples,
            [article_id for article_id in self._gone.values() if article_id not in self._here],
        )

    def done(self, generation: str, snapshot: Snapshot) -> Updated:
        """Return what was done."""
        replaced = sum(article_id in self._here for article_id in self._gone.values())
        return Updated(
            generation,
            snapshot.manifest.articles,
            snapshot.manifest.paragraphs,
            len(self._here) - replaced,
            replaced,
            len(self._gone) - replaced,
            tuple(self._unknown),
        )


def link_segments(old: Snapshot, building: Path) -> None:
    """Give a folder the segments of a generation: the same files, where that can be."""
    for path in (one.segment.path(old.folder, extension) for one in old.segments for extension in EXTENSIONS):
        try:
            os.link(path, building / path.name)
        except OSError:  # a file system without links, or that has no more of them
            shutil.copyfile(path, building / path.name)


def merged(
    folder: Path, segments: Sequence[OpenedSegment], on_stage: Callable[[str], None] = lambda stage: None
) -> list[Segment]:
    """Return the segments that stand for these when all merges are done that should be.

    Segments of which nothing is left are dropped, except that one remains. Files of segments that are no
    more are removed.
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
                with suppress(OSError):  # a system that does not remove what is mapped; it is of no harm
                    one.segment.path(folder, extension).unlink()
    return kept


def _size(segment: OpenedSegment) -> SegmentSize:
    return SegmentSize(segment.segment.documents, len(segment.deleted_documents))
