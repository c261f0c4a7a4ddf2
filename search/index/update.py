"""Updating: a new generation made from the current one, by adding and deleting articles.

Segments never change. The new generation has those of the current one as hard links, deletions in a table of
contents of its own, and one more segment with the new articles; then neighbours are merged where there are
too many (``search.index.merging.policy``).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from search.article import Article
from search.errors import NotFoundError, NothingToIndexError
from search.index.build import DEFAULT_MEMORY_BYTES, finish
from search.index.format.disk import SyncedStorage
from search.index.format.names import INDEX_NAME
from search.index.format.numbers import ARTICLES_EXTENSION, NumbersBuilder
from search.index.generations import Generations
from search.index.inversion.writer import ArticleWriter
from search.index.merging.merge import merge_segments
from search.index.merging.policy import SegmentSize, next_merge
from search.index.reading.opened_segment import EXTENSIONS
from search.index.reading.snapshot import Snapshot
from search.index.verify import Expected, Samples
from search.index.whoosh.segment import FlatSegment
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
            changed.write(on_stage)
            snapshot = finish(
                generations, name, building, old.analysis,
                changed.expected(), old.manifest.rejected if rejected is None else rejected(),
                on_stage, known_files=old.manifest.files,
            )  # fmt: skip
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
        self._numbers, self._samples = NumbersBuilder(), Samples()
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
                raise NothingToIndexError("no usable article was found, so the index was left as it is")
        except BaseException:
            self._cancel()
            raise
        if not self.changes:
            self._cancel()

    def _add(self, article: Article) -> None:
        self._remove(article.id)
        self._here[article.id] = self._numbers.article_count
        self._samples.consider(article, self._numbers.article_count)
        self._open_writer().add_article(article)
        self._numbers.add(article)

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
            ix = whoosh_index.open_dir(str(self._building))
            self._writer = ArticleWriter(ix, Analyzer(self._old.analysis), scratch, self._memory_bytes)
        return self._writer

    def _cancel(self) -> None:
        if self._writer and not self._writer.is_closed:
            self._writer.cancel()
        self._stack.close()

    def write(self, on_stage: Callable[[str], None]) -> None:
        """Write the new segment, delete what is gone, merge what should be."""
        with self._stack:
            if self._writer:
                try:
                    self._writer.commit()
                except BaseException:
                    self._cancel()
                    raise
                articles = self._writer.path(ARTICLES_EXTENSION)
                self._numbers.save(articles, self._writer.title_lengths, self._writer.signatures())
        storage = SyncedStorage(str(self._building))
        toc = TOC.read(storage, INDEX_NAME)
        self._delete(toc.segments)
        segments = merged(self._building, toc.segments, on_stage)
        TOC(toc.schema, segments, toc.generation + 1).write(storage, INDEX_NAME)
        clean_files(storage, INDEX_NAME, toc.generation + 1, segments)

    def _delete(self, segments: list[FlatSegment]) -> None:
        """Delete in all segments what is gone."""
        first = self._old.numbers.first_paragraph
        bases = [segment.base for segment in self._old.segments]
        for article in self._gone:
            start, end = int(first[article]), int(first[article + 1])
            place = bisect_right(bases, start) - 1
            _delete_run(segments[place], start - bases[place], end - bases[place])
        for article in self._gone_here:
            _delete_run(segments[-1], *self._numbers.paragraphs_of(article))

    def expected(self) -> Expected:
        """Return what the new generation must hold, and what not."""
        old, lost = self._old, self._gone_here
        lost_paragraphs = sum(end - start for start, end in map(self._numbers.paragraphs_of, lost))
        first = old.numbers.first_paragraph
        gone_paragraphs = sum(int(first[article + 1]) - int(first[article]) for article in self._gone)
        self._samples.keep(self._here)
        self._samples.draw_from(old, self._gone)
        return Expected(
            old.manifest.articles - len(self._gone) + self._numbers.article_count - len(lost),
            old.manifest.paragraphs - gone_paragraphs + self._numbers.paragraph_count - lost_paragraphs,
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
    names = [str(one.segment.make_filename(extension)) for one in old.segments for extension in EXTENSIONS]
    for name in names:
        try:
            os.link(old.folder / name, building / name)
        except OSError:  # a file system without links, or that has no more of them
            shutil.copyfile(old.folder / name, building / name)
    toc = TOC.read(FileStorage(str(old.folder)), INDEX_NAME)
    TOC(toc.schema, toc.segments, toc.generation).write(FileStorage(str(building)), INDEX_NAME)


def _delete_run(segment: FlatSegment, start: int, end: int) -> None:
    for doc in range(start, end):
        segment.delete_document(doc)


def merged(
    folder: Path, segments: list[FlatSegment], on_stage: Callable[[str], None] = lambda stage: None
) -> list[FlatSegment]:
    """Return the segments that stand for these when all merges are done that should be.

    Segments of which nothing is left are dropped, except that one remains.
    """
    live = [one for one in segments if one.deleted_count() < one.doc_count_all()]
    if not live:
        return segments[-1:]
    while run := next_merge([SegmentSize(one.doc_count_all(), one.deleted_count()) for one in live]):
        on_stage("merge")
        live[run] = [merge_segments(folder, live[run])]
    return live
