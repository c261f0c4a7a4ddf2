"""Sources into an index in a cluster, and whole indexes from one place to another.

A new generation is built in a folder of this machine first, which knows what only a whole archive tells, and
then loaded into the cluster. The folder stays until the cluster answers from it, so that a run that was
killed goes on with the loading if its sources are the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from search import disk
from search.article import Article
from search.backends.opensearch.candidates import article_of_source
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.loading import Loader
from search.backends.opensearch.names import current
from search.errors import WartaError
from search.index import Built, Generations, Snapshot, build
from search.index.lock import NOT_WAITING, Locking, locked
from search.indexing.reading import Progress
from search.indonesian import AnalysisSettings
from search.location import ClusterAddress, Location
from search.ranking.settings import RankingSettings
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


def unfinished(address: ClusterAddress, sources: Sequence[str], how: object) -> Snapshot | None:
    """Return the build of a run that was killed, if it was of the same sources; else remove it.

    how: what else the build depends on; its ``repr`` is compared
    """
    folder = build_folder(address)
    try:
        if (folder / _SAME).read_text("utf-8") == _fingerprint(sources, how):
            return snapshot_in(folder)
    except (OSError, WartaError):
        pass
    if folder.exists():
        disk.remove(folder)
    return None


def note_sources(address: ClusterAddress, sources: Sequence[str], how: object) -> None:
    """Note what a finished build was made of, for ``unfinished``."""
    disk.write(build_folder(address) / _SAME, _fingerprint(sources, how).encode())


def _fingerprint(sources: Sequence[str], how: object) -> str:
    """Return a text that is the same for the same sources, by the names, sizes and times of their files."""
    files = []
    for source in sources:
        path = Path(source)
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for one in inside:
            status = one.stat()  # what is no file is never the same
            files.append([str(one.resolve()), status.st_size, status.st_mtime_ns])
    digest = hashlib.blake2b(repr(how).encode("utf-8", "replace"), digest_size=16).hexdigest()
    return json.dumps([digest, files])


def load(snapshot: Snapshot, cluster: Cluster, on_progress: OnProgress = lambda progress: None) -> Built:
    """Load a generation on disk into a cluster, and remove the folder in which it was built."""
    settings = Settings.load()
    progress = Progress(stage="send")

    def sent(count: int) -> None:
        progress.articles += count
        on_progress(progress)

    loader = Loader(
        snapshot, cluster, shards=settings.opensearch_shards, replicas=settings.opensearch_replicas
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

    From a folder into a cluster everything comes along. From a cluster, and from folder to folder, articles
    are indexed again, and arrive anew.

    Raises what opening the one and building the other raises; the index in place goes on answering.
    """
    if isinstance(target, ClusterAddress):
        if isinstance(source, ClusterAddress):
            with writing(target, lock) as cluster:
                folder = build_folder(target)
                _build(_articles(source), folder, _analysis(source), on_progress, NOT_WAITING, names=False)
                return load(snapshot_in(folder), cluster, on_progress)
        with writing(target, lock) as cluster:
            return load(snapshot_in(source), cluster, on_progress)
    return _build(_articles(source), target, _analysis(source), on_progress, lock)


def snapshot_in(folder: Path) -> Snapshot:
    """Open the current generation in a folder. Raises IndexMissingError, IndexDamagedError."""
    generations = Generations(folder)
    pointer = generations.pointer()
    return Snapshot(generations.path(pointer.current), pointer.current, pointer.root)


def _analysis(source: Location) -> AnalysisSettings:
    if isinstance(source, ClusterAddress):
        return AnalysisSettings(**current(Cluster(source)).meta["analysis"])
    return snapshot_in(source).analysis


def _articles(source: Location) -> Iterator[Article]:
    if isinstance(source, ClusterAddress):
        cluster = Cluster(source)
        generation = Generation(cluster, current(cluster), RankingSettings())
        for stored in generation.every({"match_all": {}}):
            yield article_of_source(stored)
        return
    snapshot = snapshot_in(source)
    for number in range(snapshot.doc_values.article_count):
        if snapshot.live is None or snapshot.live[number]:
            yield snapshot.article(number)


def _build(
    articles: Iterator[Article],
    folder: Path,
    analysis: AnalysisSettings,
    on_progress: OnProgress,
    lock: Locking,
    *,
    names: bool = True,
) -> Built:
    """Build an index of articles. names: whether names are read, of which a cluster has none."""
    progress = Progress()

    def counted() -> Iterator[Article]:
        for article in articles:
            progress.articles += 1
            progress.paragraphs += len(article.paragraphs)
            on_progress(progress)
            yield article

    def enter(stage: str) -> None:
        progress.stage = stage
        on_progress(progress)

    return build(counted(), folder, analysis=analysis, names=names, on_stage=enter, lock=lock)
