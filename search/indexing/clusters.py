"""Sources into an index in a cluster, and whole indexes from one place to another.

A new generation is built in a folder of this machine first, which knows what only a whole archive tells, and
then loaded into the cluster. The folder stays until the cluster answers from it, so that a run that was
killed goes on with the loading if its sources are the same.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search import disk
from search.article import Article
from search.backends.opensearch.candidates import article_of_source
from search.backends.opensearch.clauses import EVERYTHING
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.loading import Loader
from search.backends.opensearch.names import current, named
from search.errors import ClusterError, WartaError
from search.index import Built, Generations, Snapshot, build
from search.index.lock import NOT_WAITING, Locking, locked
from search.indexing.reading import Progress
from search.indonesian import AnalysisSettings
from search.location import ClusterAddress, Location
from search.ranking.settings import RankingSettings
from search.read_totals import ReadTotals
from search.settings import Settings

_SAME = "sources.json"
OnProgress = Callable[[Progress], None]


@contextmanager
def writing(address: ClusterAddress, lock: Locking) -> Iterator[Cluster]:
    """Let one process of this machine change an index in a cluster at a time. Raises IndexLockedError."""
    folder = address.local_folder
    disk.make_folder(folder)
    with locked(folder / "LOCK", lock):
        yield Cluster(address, patient=True)


def build_folder(address: ClusterAddress) -> Path:
    """Return the folder in which a generation for a cluster is built."""
    return address.local_folder / "build"


def fresh_folder(address: ClusterAddress) -> Path:
    """Return the folder in which a generation is built, without what a run that was killed left there."""
    folder = build_folder(address)
    if folder.exists():
        disk.remove(folder)
    return folder


def unfinished(address: ClusterAddress, origin: str) -> Snapshot | None:
    """Return the build of a run that was killed, if it was made of the same; else remove it.

    origin: tells what a build is made of, see ``origin_of``
    """
    try:
        if (build_folder(address) / _SAME).read_text("utf-8") == origin:
            return snapshot_in(build_folder(address))
    except (OSError, WartaError):
        pass
    fresh_folder(address)
    return None


def note_origin(address: ClusterAddress, origin: str) -> None:
    """Note what a finished build was made of, for ``unfinished``."""
    disk.write(build_folder(address) / _SAME, origin.encode())


def origin_of(sources: Sequence[str], how: object) -> str:
    """Return a text that is the same for the same sources, by the names, sizes and times of their files.

    how: what else a build depends on; its ``repr`` is compared

    Raises OSError where a source is no file, as standard input is none.
    """
    files = []
    for source in sources:
        path = Path(source)
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in inside:
            status = one.stat()  # what is no file is never the same
            files.append([str(one.resolve()), status.st_size, status.st_mtime_ns])
    digest = hashlib.blake2b(repr(how).encode("utf-8", "replace"), digest_size=16).hexdigest()
    return json.dumps([digest, files])


def load(
    snapshot: Snapshot,
    cluster: Cluster,
    on_progress: OnProgress = lambda progress: None,
    *,
    as_arrived: bool = False,
) -> Built:
    """Load a generation on disk into a cluster, and remove the folder in which it was built.

    as_arrived: whether articles arrived when the generation says, also those that are in the cluster already
    """
    settings = Settings.load()
    progress = Progress(stage="send")

    def sent(count: int) -> None:
        progress.articles += count
        on_progress(progress)

    loader = Loader(
        snapshot,
        cluster,
        shards=settings.opensearch_shards,
        replicas=settings.opensearch_replicas,
        slices=settings.opensearch_slices,
        as_arrived=as_arrived,
    )
    built = loader.load(sent)
    folder = build_folder(cluster.address)
    if folder.exists():
        disk.remove(folder)
    return built


def migrate(
    source: Location,
    target: Location,
    *,
    on_progress: OnProgress = lambda progress: None,
    lock: Locking = NOT_WAITING,
) -> Built:
    """Copy an index from one place to another, as a new generation there; the source stays as it is.

    From a folder into a cluster everything comes along as it is. From a cluster, and from folder to folder,
    articles are indexed again, and keep their arrivals.

    Raises what opening the one and building the other raises, and ClusterError where the source is changed
    meanwhile; the index in place goes on answering.
    """
    if not isinstance(target, ClusterAddress):
        return _build(_whole(source), target, on_progress, lock, names=Settings.load().names)
    with writing(target, lock) as cluster:
        if not isinstance(source, ClusterAddress):
            return load(snapshot_in(source), cluster, on_progress, as_arrived=True)
        whole = _whole(source)
        snapshot = unfinished(target, whole.origin)
        if snapshot is None:
            folder = build_folder(target)
            _build(whole, folder, on_progress, NOT_WAITING, names=False)
            note_origin(target, whole.origin)
            snapshot = snapshot_in(folder)
        return load(snapshot, cluster, on_progress, as_arrived=True)


def snapshot_in(folder: Path) -> Snapshot:
    """Open the current generation in a folder. Raises IndexMissingError, IndexDamagedError."""
    generations = Generations(folder)
    pointer = generations.pointer()
    return Snapshot(generations.path(pointer.current), pointer.current, pointer.root)


@dataclass
class _Whole:
    """A whole index that is copied.

    origin:   tells it from all others, and from what it was and will be
    articles: with their arrivals, in index order
    """

    origin: str
    analysis: AnalysisSettings
    rejected: int
    read: ReadTotals
    articles: Iterator[tuple[Article, int]]


def _whole(source: Location) -> _Whole:
    if isinstance(source, ClusterAddress):
        cluster = Cluster(source, patient=True)
        generation = Generation(cluster, current(cluster), RankingSettings())
        meta, origin = generation.meta, f"{source} {generation.digest}"
        articles = _of_cluster(generation)
        return _Whole(
            origin, generation.analysis, meta.get("rejected", 0), ReadTotals(**meta.get("read", {})), articles
        )
    snapshot = snapshot_in(source)
    counted, articles = snapshot.manifest, _of_folder(snapshot)
    read = ReadTotals(**counted.read)
    return _Whole(counted.digest, snapshot.analysis, counted.rejected, read, articles)


def _of_cluster(generation: Generation) -> Iterator[tuple[Article, int]]:
    cluster, before = generation.cluster, generation.meta
    for stored in generation.every(EVERYTHING):
        yield article_of_source(stored), stored["arrived"]
    now = named(cluster, generation.index).meta
    if now != before:  # some articles may have come twice, and some not at all
        raise ClusterError("cluster_changed_meanwhile", address=cluster.address)


def _of_folder(snapshot: Snapshot) -> Iterator[tuple[Article, int]]:
    for number in range(snapshot.doc_values.article_count):
        if snapshot.live is None or snapshot.live[number]:
            yield snapshot.article(number), snapshot.arrived.item(number)


def _build(whole: _Whole, folder: Path, on_progress: OnProgress, lock: Locking, *, names: bool) -> Built:
    """Build an index of the articles of another one. names: whether names and quotations are read."""
    progress = Progress()
    arrived = array("q")

    def counted() -> Iterator[Article]:
        for article, moment in whole.articles:
            arrived.append(moment)
            progress.articles += 1
            progress.paragraphs += len(article.paragraphs)
            on_progress(progress)
            yield article

    def enter(stage: str) -> None:
        progress.stage = stage
        on_progress(progress)

    return build(
        counted(), folder, analysis=whole.analysis, names=names, rejected=lambda: whole.rejected,
        read=lambda: whole.read, arrived=lambda: arrived, on_stage=enter, lock=lock,
    )  # fmt: skip
