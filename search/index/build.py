"""Building a generation: write, verify, and only then swap in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from search import disk
from search.article import Article
from search.errors import IndexDamagedError
from search.index.format.segment import Segment, Tombstones, save_tombstones
from search.index.generations import Generations, Remarks
from search.index.jobs import write_segments
from search.index.lock import NOT_WAITING, Locking
from search.index.manifest import Manifest, checksums
from search.index.reading.clusters import save_clusters
from search.index.reading.opened_segment import open_segments
from search.index.reading.snapshot import Snapshot
from search.index.reading.spelling import save_spelling
from search.index.verify import Expected, verify
from search.index.whoosh.toc import write_toc
from search.indonesian import AnalysisSettings

DEFAULT_MEMORY_BYTES = 512 << 20


@dataclass(frozen=True)
class Built:
    """The result of a build: the name of the generation and its exact counts.

    remarks: what failed after the generation was swapped in
    """

    generation: str
    articles: int
    paragraphs: int
    remarks: Remarks = ()


def build(
    articles: Iterable[Article],
    folder: str | Path,
    *,
    analysis: AnalysisSettings | None = None,
    memory_bytes: int = DEFAULT_MEMORY_BYTES,
    jobs: int = 1,
    rejected: Callable[[], int] = lambda: 0,
    on_stage: Callable[[str], None] = lambda stage: None,
    lock: Locking = NOT_WAITING,
) -> Built:
    """Index ``articles`` as a new generation of the index in ``folder`` and swap it in.

    articles:     every id occurs once; the articles are read while building
    memory_bytes: limit for the tokens in memory; more tokens are sorted and spilled to disk
    jobs:         number of processes, each of which writes a segment (``search.index.jobs``)
    rejected:     is called at the end and returns the number of rejected records, which the manifest stores
    on_stage:     is called with the name of each stage: "read", "write", "verify", "swap"
    lock:         how the folder is locked: what others are told, and how long to wait for it

    The current generation goes on answering, and a failure does not change it. Raises IndexLockedError,
    NothingToIndexError where there is no article, BuildProcessError where one of several processes dies,
    IndexDamagedError where the verification fails, DiskError where something cannot be written.
    """
    generations = Generations(Path(folder))
    with generations.lock(lock) as descriptor:
        name, building = generations.begin()
        try:
            settings = analysis or AnalysisSettings()
            segments, expected = write_segments(
                articles, building, settings, memory_bytes, jobs, descriptor, on_stage
            )
            write_generation(building, segments, {}, settings, expected, rejected())
            snapshot, remarks = swap_in(generations, name, building, expected, on_stage)
        except BaseException:
            disk.remove(building)
            raise
    return Built(name, snapshot.manifest.articles, snapshot.manifest.paragraphs, remarks)


def write_generation(
    folder: Path,
    segments: Sequence[Segment],
    tombstones: Tombstones,
    analysis: AnalysisSettings,
    expected: Expected,
    rejected: int,
    *,
    known_files: Mapping[str, tuple[int, str]] | None = None,
) -> None:
    """Complete a generation whose segments are in ``folder``: write its other files and the manifest.

    known_files: the manifest's entries for files that are older than this generation
    """
    opened = open_segments(folder, segments, tombstones)
    save_tombstones(folder, tombstones)
    save_clusters(folder, opened)
    save_spelling(folder, opened)
    write_toc(folder, ((one.segment, one.deleted_documents) for one in opened))
    Manifest(
        built_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        articles=expected.articles,
        paragraphs=expected.paragraphs,
        rejected=rejected,
        analysis=analysis.as_dict(),
        segments=tuple(segments),
        files=checksums(folder, known_files or {}),
    ).save(folder)


def swap_in(
    generations: Generations,
    name: str,
    building: Path,
    expected: Expected,
    on_stage: Callable[[str], None],
) -> tuple[Snapshot, Remarks]:
    """Verify a complete generation and swap it in. The caller must have the lock.

    Returns the generation, and what failed after the swap. Raises IndexDamagedError where the verification
    fails, DiskError.
    """
    on_stage("verify")
    snapshot = Snapshot(building, name)
    if wrong := verify(snapshot, expected):
        raise IndexDamagedError("verification_failed", wrong=wrong[0])
    on_stage("swap")
    return snapshot, generations.promote(name, building, snapshot.manifest.digest)
