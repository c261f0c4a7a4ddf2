"""The module reads sources into a new generation: into a new index, or into a changed one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from search.backends.opensearch.cluster import Cluster


@dataclass
class Rejected:
    """The counts of records that were not used.

    rejected:        the number of rejected records
    rejects_file:    the file of rejected records, which can be corrected and read again; None if all were
                     used
    rejects_by_code: code of ``Reject`` -> its number
    read:            further counts of the records of all sources
    files:           the number of files and tables that were read
    later:           what failed of that which follows the change of the index, such as remembering it
    """

    rejected: int
    rejects_file: Path | None
    rejects_by_code: dict[str, int] = field(default_factory=dict)
    read: ReadTotals = field(default_factory=ReadTotals)
    files: int = 0
    later: Remarks = ()


@dataclass
class Reindexed(Rejected):
    """The result of ``reindex``."""

    built: Built = field(kw_only=True)

    @property
    def remarks(self) -> Remarks:
        """What failed after the new generation was swapped in."""
        return (*self.built.remarks, *self.later)


@dataclass
class Added(Rejected):
    """The result of ``add``."""

    updated: Updated = field(kw_only=True)

    @property
    def remarks(self) -> Remarks:
        """What failed after the new generation was swapped in."""
        return (*self.updated.remarks, *self.later)


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
    options:      how sources are read; by default as the settings say
    rejects_file: the file for rejected records, which must not exist; by default a new file in ``folder``
    jobs:         the number of processes that analyse and write, 1 to 8; each makes a segment; None means 1
    on_progress:  is called after every article and at every stage
    on_event:     is called with every reject and notice, and after each file with the counts of its records
    lock:         how long to wait for another process that changes the index

    Raises SourceError, SettingsError, IndexLockedError, NothingToIndexError, BuildProcessError,
    IndexDamagedError, DiskError. After an error, the present generation is still current.
    """
    settings = settings or Settings.load()
    options = options or reading_options(settings, jobs=jobs)
    if isinstance(location := location_of(folder), ClusterAddress):
        return _reindex_in_cluster(
            sources, location, analysis, options, rejects_file, settings, jobs, on_progress, on_event, lock
        )
    folder = location
    with Reading(sources, folder, rejects_file, on_progress, on_event, options) as records:
        return _built(
            records, records.articles(), folder, settings, lock, analysis=analysis,
            jobs=1 if jobs is None else jobs, superseded=lambda: records.superseded,
        )  # fmt: skip


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

    with clusters.writing(address, lock) as cluster:
        try:
            origin = clusters.origin_of(sources, (analysis, options))
        except OSError:  # standard input is never the same
            origin = ""
        snapshot = clusters.unfinished(address, origin) if origin else None
        if snapshot is not None:
            found = Rejected(snapshot.manifest.rejected, None, read=ReadTotals(**snapshot.manifest.read))
        else:
            done = reindex(
                sources,
                clusters.fresh_folder(address),
                analysis=analysis,
                options=options,
                rejects_file=rejects_file or new_rejects_file(address.local_folder),
                settings=replace(settings, names=False),  # a cluster has none
                jobs=jobs,
                on_progress=on_progress,
                on_event=on_event,
            )
            found = Rejected(done.rejected, done.rejects_file, done.rejects_by_code, done.read, done.files)
            if origin:
                clusters.note_origin(address, origin)
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

    An article replaces the one with the same id; of several with one id, the last one counts. The articles
    are analysed with the settings of the index; the parameters are those of ``reindex``.

    Raises the errors of ``reindex``, and IndexMissingError if there is no index yet. After an error, the
    present generation is still current.
    """
    settings = settings or Settings.load()
    options = options or reading_options(settings)
    if isinstance(location := location_of(folder), ClusterAddress):
        from search.backends.opensearch.names import current  # noqa: PLC0415 - an extra
        from search.indexing import clusters  # noqa: PLC0415

        with clusters.writing(location, lock) as cluster:
            current(cluster)
            into = location.local_folder
            with Reading(sources, into, rejects_file, on_progress, on_event, options) as records:
                return _updated_in_cluster(records, records.articles(), cluster)
    folder = location
    Generations(folder).pointer()  # raises before sources are read and a file of rejects is made
    with Reading(sources, folder, rejects_file, on_progress, on_event, options) as records:
        return _updated(records, records.articles(), folder, settings, lock)


def change(
    changes: Callable[[Reading], Iterable[Article | Deletion]],
    folder: str | Path | ClusterAddress,
    *,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_event: Callable[[Event], None] = lambda event: None,
    lock: Locking = NOT_WAITING,
) -> Added | Reindexed:
    """Change the index in ``folder`` as one generation, or build it if there is none.

    changes: a function that yields articles and deletions, in order; it reads sources with the Reading that
             it gets

    The other parameters and the errors are those of ``add``.
    """
    settings = settings or Settings.load()
    if isinstance(location := location_of(folder), ClusterAddress):
        return _change_in_cluster(changes, location, settings, on_progress, on_event, lock)
    folder = location
    with Reading((), Path(folder), None, on_progress, on_event, reading_options(settings)) as records:
        try:
            Generations(Path(folder)).pointer()
        except IndexMissingError:
            once = _Once(changes(records))
            reindexed = _built(records, once, folder, settings, lock)
            return _updated(records, once.later, folder, settings, lock) if once.later else reindexed
        return _updated(records, changes(records), folder, settings, lock)


def _change_in_cluster(
    changes: Callable[[Reading], Iterable[Article | Deletion]],
    address: ClusterAddress,
    settings: Settings,
    on_progress: Callable[[Progress], None],
    on_event: Callable[[Event], None],
    lock: Locking,
) -> Added | Reindexed:
    """Do what ``change`` does to an index in a cluster."""
    from search.backends.opensearch.names import current  # noqa: PLC0415 - an extra
    from search.indexing import clusters  # noqa: PLC0415

    with (
        clusters.writing(address, lock) as cluster,
        Reading((), address.local_folder, None, on_progress, on_event, reading_options(settings)) as records,
    ):
        try:
            current(cluster)
        except IndexMissingError:
            once, folder = _Once(changes(records)), clusters.fresh_folder(address)
            done = _built(records, once, folder, replace(settings, names=False), NOT_WAITING)
            done.built = clusters.load(clusters.snapshot_in(folder), cluster, on_progress)
            return _updated_in_cluster(records, once.later, cluster) if once.later else done
        return _updated_in_cluster(records, changes(records), cluster)


def _updated_in_cluster(records: Reading, changes: Iterable[Article | Deletion], cluster: Cluster) -> Added:
    """Change an index in a cluster by articles that ``records`` reads, and by deletions."""
    from search.backends.opensearch.changes import update as update_in_cluster  # noqa: PLC0415 - an extra

    updated = update_in_cluster(
        cluster, changes, rejected=records.rejected, read=records.totals, on_stage=records.enter
    )
    return Added(*records.rejects(), updated=updated)


def _built(
    records: Reading,
    articles: Iterable[Article],
    folder: str | Path,
    settings: Settings,
    lock: Locking,
    *,
    analysis: AnalysisSettings | None = None,
    jobs: int = 1,
    superseded: Callable[[], Collection[int]] = tuple,
) -> Reindexed:
    """Build an index of articles that ``records`` reads."""
    built = build(
        articles, folder, analysis=analysis, names=settings.names, memory_bytes=settings.memory_mb << 20,
        jobs=jobs, rejected=records.rejected, read=records.totals, superseded=superseded,
        on_stage=records.enter, lock=lock,
    )  # fmt: skip
    return Reindexed(*records.rejects(), built=built)


def _updated(
    records: Reading,
    changes: Iterable[Article | Deletion],
    folder: str | Path,
    settings: Settings,
    lock: Locking,
) -> Added:
    """Change an index by articles that ``records`` reads, and by deletions."""
    updated = update(
        changes, folder, names=settings.names, memory_bytes=settings.memory_mb << 20,
        rejected=records.rejected, read=records.totals, on_stage=records.enter, lock=lock,
    )  # fmt: skip
    return Added(*records.rejects(), updated=updated)


class _Once(Iterator[Article]):
    """The iterator yields the first version of each article.

    ``later`` has all other changes, which are rare.
    """

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
