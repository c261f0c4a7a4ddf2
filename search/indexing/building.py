"""From sources to a new generation: an index of them alone, or a changed one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from search.article import Article
from search.errors import IndexMissingError
from search.index import Built, Deletion, Generations, Updated, build, update
from search.index.generations import Remarks
from search.index.lock import NOT_WAITING, Locking
from search.indexing.reading import Event, Progress, Reading, new_rejects_file, reading_options
from search.indonesian import AnalysisSettings
from search.location import ClusterAddress, location_of
from search.read_totals import ReadTotals
from search.readers import ReadingOptions
from search.settings import Settings


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


def reindex(
    sources: Sequence[str],
    folder: str | Path | ClusterAddress,
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
    if isinstance(location := location_of(folder), ClusterAddress):
        return _reindex_in_cluster(
            sources, location, analysis, options, rejects_file, settings, jobs, on_progress, on_event, lock
        )
    folder = location
    with Reading(sources, folder, rejects_file, on_progress, on_event, options) as records:
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


def _reindex_in_cluster(
    sources: Sequence[str],
    address: ClusterAddress,
    analysis: AnalysisSettings | None,
    options: ReadingOptions,
    rejects_file: Path | None,
    settings: Settings,
    jobs: int | None,
    on_progress: Callable[[Progress], None],
    on_event: Callable[[Event], None],
    lock: Locking,
) -> Reindexed:
    """Build in a folder of this machine, then load what was built; see ``search.indexing.clusters``."""
    from search.indexing import clusters  # noqa: PLC0415 - an extra

    how = (analysis, options)
    with clusters.writing(address, lock) as cluster:
        snapshot = clusters.unfinished(address, sources, how)
        if snapshot is not None:
            found = Rejected(snapshot.manifest.rejected, None, read=ReadTotals(**snapshot.manifest.read))
        else:
            done = reindex(
                sources,
                clusters.build_folder(address),
                analysis=analysis,
                options=options,
                rejects_file=rejects_file or new_rejects_file(address.local_folder),
                settings=settings,
                jobs=jobs,
                on_progress=on_progress,
                on_event=on_event,
            )
            found = Rejected(done.rejected, done.rejects_file, done.rejects_by_code, done.read, done.files)
            with suppress(OSError):  # standard input is never the same
                clusters.note_sources(address, sources, how)
            snapshot = clusters.snapshot_in(clusters.build_folder(address))
        built = clusters.load(snapshot, cluster, on_progress)
    return Reindexed(
        found.rejected, found.rejects_file, found.rejects_by_code, found.read, found.files, built=built
    )


def add(
    sources: Sequence[str],
    folder: str | Path | ClusterAddress,
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
    settings = settings or Settings.load()
    options = options or reading_options(settings)
    if isinstance(location := location_of(folder), ClusterAddress):
        from search.backends.opensearch import changes, names  # noqa: PLC0415 - an extra
        from search.indexing.clusters import writing  # noqa: PLC0415

        with writing(location, lock) as cluster:
            names.current(cluster)
            into = location.local_folder
            with Reading(sources, into, rejects_file, on_progress, on_event, options) as records:
                updated = changes.update(
                    cluster,
                    records.articles(),
                    rejected=records.rejected,
                    read=records.totals,
                    on_stage=records.enter,
                )
        return Added(*records.rejects(), updated=updated)
    folder = location
    Generations(folder).pointer()  # before sources are read, and a file of rejects is made
    with Reading(sources, folder, rejects_file, on_progress, on_event, options) as records:
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
