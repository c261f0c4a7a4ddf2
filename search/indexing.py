"""From sources to a new generation, with everything that could not be used set aside.

``reindex`` makes an index of the sources and nothing else; ``add``, ``delete`` and ``change`` change one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from search import disk
from search.article import Article, usable_id
from search.errors import IndexMissingError, NothingToIndexError
from search.index import Built, Deletion, Generations, Updated, build, update
from search.index.generations import Remarks
from search.index.lock import NOT_WAITING, Locking
from search.index.removals import UNBLOCKED, Removal, Removals, Takedown, plain_reason
from search.indonesian import AnalysisSettings
from search.readers import (
    FieldMapping,
    FileCounts,
    Notice,
    ReadingOptions,
    Reject,
    Superseded,
    read_articles,
    total_bytes,
    write_reject,
)
from search.readers.budget import UnpackingLimits
from search.readers.text_settings import TextSettings
from search.readers.workers import DocumentLimits, processors
from search.results import ReadTotals
from search.settings import Settings
from search.texts.boilerplate import rules_of

_MOST_KEYS = 100


@dataclass
class Progress:
    """How far it is; updated in place.

    stage: "read", "write", "merge", "verify", "swap"
    total_bytes: None where it cannot be known (standard input)
    """

    total_bytes: int | None = None
    stage: str = "read"
    bytes_read: int = 0
    articles: int = 0
    paragraphs: int = 0
    rejected: int = 0


@dataclass
class Rejected:
    """What could not be used.

    read:         what else became of the records, of all sources together
    files:        how many files and tables were read
    rejects_file: where rejected records were written, to be mended and fed in again; None if all were used
    """

    rejected: int
    rejects_file: Path | None
    rejects_by_code: dict[str, int] = field(default_factory=dict)
    read: ReadTotals = field(default_factory=ReadTotals)
    files: int = 0


@dataclass
class Reindexed(Rejected):
    """What a reindexing did."""

    built: Built = field(kw_only=True)

    @property
    def remarks(self) -> Remarks:
        """What failed after the new generation was swapped in."""
        return self.built.remarks


@dataclass
class Added(Rejected):
    """What adding did."""

    updated: Updated = field(kw_only=True)

    @property
    def remarks(self) -> Remarks:
        """What failed after the new generation was swapped in."""
        return self.updated.remarks


def reading_options(
    settings: Settings,
    *,
    mapping: FieldMapping | None = None,
    strict: bool = False,
    kind: str | None = None,
    query: str | None = None,
    since: date | None = None,
    jobs: int | None = None,
    texts: TextSettings | None = None,
) -> ReadingOptions:
    """Return how sources are read, within the bounds of the settings; by default by all processors."""
    return ReadingOptions(
        mapping=mapping or FieldMapping(),
        strict=strict,
        kind=kind,
        query=query,
        since=since,
        jobs=jobs or processors(),
        unpacking=UnpackingLimits(settings.unpack_gb * 10**9, settings.unpack_ratio),
        documents=DocumentLimits(settings.document_seconds, settings.document_mb << 20),
        texts=texts or text_settings(settings.timezone, settings.boilerplate, settings.long_paragraphs),
    )


def text_settings(timezone: str, boilerplate: str, long_paragraphs: str) -> TextSettings:
    """Return how texts are read, by the settings with these names."""
    return TextSettings(timezone, rules_of(boilerplate.split(",")), long_paragraphs == "cut")


def _most(counts: dict[str, int]) -> dict[str, int]:
    """Return the largest counts, the largest first."""
    return dict(sorted(counts.items(), key=lambda item: -item[1])[:_MOST_KEYS])


class _Rejects:
    """Writes rejects to their file, which comes into being with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.by_code: dict[str, int] = {}
        self._stream: TextIOWrapper | None = None

    @property
    def count(self) -> int:
        return sum(self.by_code.values())

    def add(self, reject: Reject) -> None:
        if self._stream is None:
            disk.make_folder(self.path.parent)
            self._file = disk.create(self.path, new=True)
            self._stream = TextIOWrapper(self._file, encoding="utf-8")
        write_reject(self._stream, reject)
        self._stream.flush()
        self.by_code[reject.code] = self.by_code.get(reject.code, 0) + 1

    def close(self) -> None:
        """Force the file and its name to the disk."""
        if self._stream:
            self._stream.flush()
            disk.sync(self._file, self.path)
            self._stream.close()
            disk.sync_entries(self.path.parent)


Event = Reject | Notice | FileCounts
"""What is told of sources while they are read."""


class Reading:
    """Articles on their way into an index: rejects are set aside, progress and events are told."""

    def __init__(
        self,
        sources: Sequence[str],
        folder: Path,
        rejects_file: Path | None,
        on_progress: Callable[[Progress], None],
        on_event: Callable[[Event], None],
        options: ReadingOptions,
    ) -> None:
        self.superseded: set[int] = set()
        self._sources = sources
        written = (folder, rejects_file) if rejects_file else (folder,)
        options = replace(options, not_sources=(*options.not_sources, *written))
        self._options = options
        self._on_progress, self._on_event = on_progress, on_event
        self._progress = Progress(total_bytes(sources, options.kind, options.not_sources))
        moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%fZ")
        self._totals, self._files = ReadTotals(), 0
        self._rejects = _Rejects(rejects_file or folder / f"rejects-{moment}.jsonl")

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rejects.close()
        if isinstance(error, NothingToIndexError) and self._rejects.count:
            raise NothingToIndexError(
                "nothing_and_rejects", reason=error, rejected=self._rejects.count, file=self._rejects.path
            ) from None

    def enter(self, stage: str) -> None:
        """Tell that a stage begins."""
        self._progress.stage = stage
        self._on_progress(self._progress)

    def _count_bytes(self, read: int) -> None:
        self._progress.bytes_read += read

    def articles(self, sources: Sequence[str] | None = None) -> Iterator[Article]:
        """Yield the articles of sources, by default those of the beginning, and set aside what is none."""
        progress = self._progress
        for record in read_articles(
            self._sources if sources is None else sources,
            options=self._options,
            on_bytes=self._count_bytes,
        ):
            if isinstance(record, Article):
                progress.articles += 1
                progress.paragraphs += len(record.paragraphs)
                yield record
            elif isinstance(record, Superseded):
                self.superseded.add(record.number)
            else:
                if isinstance(record, Reject):
                    self._rejects.add(record)
                    progress.rejected = self._rejects.count
                elif isinstance(record, FileCounts):
                    self._count(record)
                self._on_event(record)
            self._on_progress(progress)

    def rejected(self) -> int:
        """Return how many records were rejected so far."""
        return self._rejects.count

    def totals(self) -> ReadTotals:
        """Return what else became of the records so far."""
        return replace(self._totals, rejected=self._rejects.by_code, unused=_most(self._totals.unused))

    def rejects(self) -> tuple[int, Path | None, dict[str, int], ReadTotals, int]:
        """Return the number of rejects, their file, how many of each code, and what else was read."""
        path = self._rejects.path if self._rejects.count else None
        return self._rejects.count, path, self._rejects.by_code, self.totals(), self._files

    def _count(self, of_file: FileCounts) -> None:
        self._files += 1
        totals = self._totals
        for (name, _), noted in of_file.empty.items():
            totals.empty[name] = totals.empty.get(name, 0) + noted.count
        for counts, noted_by_name in (
            (totals.unused, of_file.unused),
            (totals.changed, of_file.mended),
            (totals.taken, of_file.taken),
        ):
            for name, noted in noted_by_name.items():
                counts[name] = counts.get(name, 0) + noted.count
        for name, count in (("same", of_file.repeated), ("earlier", of_file.versions)):
            if count:
                totals.left_out[name] = totals.left_out.get(name, 0) + count


def reindex(
    sources: Sequence[str],
    folder: str | Path,
    *,
    analysis: AnalysisSettings | None = None,
    options: ReadingOptions | None = None,
    rejects_file: Path | None = None,
    settings: Settings | None = None,
    jobs: int | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_event: Callable[[Event], None] = lambda event: None,
    lock: Locking = NOT_WAITING,
) -> Reindexed:
    """Index ``sources`` as a new generation of the index in ``folder``.

    sources:      see ``search.readers.read_articles``; of several versions of an article the last one counts
    options:      how sources are read; by default as the settings have it
    rejects_file: where rejected records go, must not exist; default: a new file in ``folder``
    jobs:         processes that analyse and write, 1 to 8; each makes a segment; 1 where it is None
    on_progress:  called after every article and at every stage
    on_event:     told every reject and notice as it happens, and after each file what became of its
                  records
    lock:         how long to wait for another process that changes the index

    Raises SourceError, SettingsError, IndexLockedError, NothingToIndexError, BuildProcessError,
    IndexDamagedError, DiskError; the index in place goes on answering in every case.
    """
    settings = settings or Settings.load()
    options = options or reading_options(settings, jobs=jobs)
    with Reading(sources, Path(folder), rejects_file, on_progress, on_event, options) as records:
        built = build(
            records.articles(),
            folder,
            analysis=analysis,
            memory_bytes=settings.memory_mb << 20,
            jobs=1 if jobs is None else jobs,
            rejected=records.rejected,
            read=records.totals,
            superseded=lambda: records.superseded,
            on_stage=records.enter,
            lock=lock,
        )
    return Reindexed(*records.rejects(), built=built)


def add(
    sources: Sequence[str],
    folder: str | Path,
    *,
    options: ReadingOptions | None = None,
    rejects_file: Path | None = None,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_event: Callable[[Event], None] = lambda event: None,
    lock: Locking = NOT_WAITING,
) -> Added:
    """Add the articles of ``sources`` to the index in ``folder``, as a new generation of it.

    An article whose id is there already replaces it; of several with one id the last one counts. The
    analysis is that of the index; the parameters are those of ``reindex``.

    Raises what ``reindex`` does, and IndexMissingError where there is no index yet; the index in place goes
    on answering in every case.
    """
    generations = Generations(Path(folder))
    generations.pointer()  # before sources are read, and a file of rejects is made
    settings = settings or Settings.load()
    options = options or reading_options(settings)
    with Reading(sources, Path(folder), rejects_file, on_progress, on_event, options) as records:
        updated = update(
            records.articles(),
            folder,
            memory_bytes=settings.memory_mb << 20,
            rejected=records.rejected,
            read=records.totals,
            on_stage=records.enter,
            lock=lock,
        )
    return Added(*records.rejects(), updated=updated)


def change(
    changes: Callable[[Reading], Iterable[Article | Deletion]],
    folder: str | Path,
    *,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_event: Callable[[Event], None] = lambda event: None,
    lock: Locking = NOT_WAITING,
) -> Added | Reindexed:
    """Change the index in ``folder`` as one generation, or build it where there is none.

    changes: yields articles and deletions, in order; it reads sources with the Reading that it is given

    The other parameters are those of ``add``, and so is what is raised.
    """
    settings = settings or Settings.load()
    memory_bytes, options = settings.memory_mb << 20, reading_options(settings)
    with Reading((), Path(folder), None, on_progress, on_event, options) as records:
        try:
            Generations(Path(folder)).pointer()
        except IndexMissingError:
            once = _Once(changes(records))
            built = build(
                once, folder, memory_bytes=memory_bytes, rejected=records.rejected, read=records.totals,
                on_stage=records.enter, lock=lock,
            )  # fmt: skip
            if not once.later:
                return Reindexed(*records.rejects(), built=built)
            changes = lambda _: once.later  # noqa: E731
        updated = update(
            changes(records), folder, memory_bytes=memory_bytes, rejected=records.rejected,
            read=records.totals, on_stage=records.enter, lock=lock,
        )  # fmt: skip
    return Added(*records.rejects(), updated=updated)


class _Once(Iterator[Article]):
    """The first version of each article; ``later`` has what else came, which is rare."""

    def __init__(self, changes: Iterable[Article | Deletion]) -> None:
        self.later: list[Article | Deletion] = []
        self._changes = iter(changes)
        self._ids: set[str] = set()

    def __next__(self) -> Article:
        while True:
            change = next(self._changes)
            if isinstance(change, Article) and change.id not in self._ids:
                self._ids.add(change.id)
                return change
            self.later.append(change)


def delete(
    ids: Iterable[str],
    folder: str | Path,
    *,
    reason: str = "",
    block: bool = False,
    urls: Iterable[str] = (),
    lock: Locking = NOT_WAITING,
) -> Updated:
    """Delete articles by their ids, as a new generation; the result names ids that are not there.

    reason: why, for ``removed.jsonl``
    block:  whether articles with these ids, or with the addresses of these articles, must not come back
    urls:   more addresses that must not come back

    Where none is there, the index stays as it is. Raises IndexMissingError, IndexLockedError,
    NothingToIndexError without any id, IndexDamagedError, DiskError; the index in place goes on answering in
    every case.
    """
    changes = [Deletion(usable_id(article_id)) for article_id in ids]
    Generations(Path(folder)).pointer()
    takedown = Takedown(plain_reason(reason), block, tuple(urls) if block else ())
    if not changes and not takedown.urls:
        raise NothingToIndexError("no_id_given")
    return update(changes, folder, lock=lock, takedown=takedown)


def removed(folder: str | Path) -> list[Removal]:
    """Return what was taken down, the oldest first. Raises IndexDamagedError if the log was changed."""
    return Removals(Path(folder)).lines()


def unblock(names: Iterable[str], folder: str | Path, *, lock: Locking = NOT_WAITING) -> list[str]:
    """Let articles come back: by their ids, or by their addresses. Returns the names that never were blocked.

    Raises IndexMissingError, IndexLockedError, IndexDamagedError, DiskError.
    """
    generations = Generations(Path(folder))
    generations.pointer()
    with generations.lock(lock):
        removals, pointer = Removals(generations.folder), generations.pointer()
        log, lines, others = removals.lines(), [], []
        for name in names:
            known = [one for one in log if one.blocks and one.is_of(name)]
            lines += [Removal(UNBLOCKED, id=one.id, url=one.url) for one in known]
            if not known:
                others.append(name)
        with removals.recorded(lines, pointer.current):
            pass
    return others
