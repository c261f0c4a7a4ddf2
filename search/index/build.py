"""Building a generation: write, verify, and only then swap in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from search.article import Article
from search.errors import IndexDamagedError
from search.index.format.segment import Segment, Tombstones, save_tombstones
from search.index.generations import Generations
from search.index.jobs import write_segments
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
    """What a build made: the generation's name and its exact counts."""

    generation: str
    articles: int
    paragraphs: int


def build(
    articles: Iterable[Article],
    folder: str | Path,
    *,
    analysis: AnalysisSettings | None = None,
    memory_bytes: int = DEFAULT_MEMORY_BYTES,
    jobs: int = 1,
    rejected: Callable[[], int] = lambda: 0,
    on_stage: Callable[[str], None] = lambda stage: None,
) -> Built:
    """Index ``articles`` as a new generation of the index in ``folder`` and swap it in.

    articles:     each id once; consumed while building
    memory_bytes: bound for the tokens held before they are sorted and spilled to disk
    jobs:         processes that analyse and write, each a segment (``search.index.jobs``)
    rejected:     asked at the end how many records were turned away, to be kept with the index
    on_stage:     told the stage: "read", "write", "verify", "swap"

    The index in place goes on answering and stays whole whatever happens here. Raises IndexLockedError,
    NothingToIndexError where there is no article, BuildProcessError where one of several processes dies,
    IndexDamagedError where the verification fails.
    """
    generations = Generations(Path(folder))
    with generations.lock() as lock:
        name, building = generations.begin()
        try:
            settings = analysis or AnalysisSettings()
            segments, expected = write_segments(
                articles, building, settings, memory_bytes, jobs, lock, on_stage
            )
            write_generation(building, segments, {}, settings, expected, rejected())
            snapshot = swap_in(generations, name, building, expected, on_stage)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    return Built(name, snapshot.manifest.articles, snapshot.manifest.paragraphs)


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
    """Make a generation of the segments whose files stand in ``folder``: write all that it has besides.

    known_files: what the manifest has to say of files that are older than this generation
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
) -> Snapshot:
    """Verify a generation that is written, and swap it in; the lock must be held.

    Raises IndexDamagedError where the verification fails.
    """
    on_stage("verify")
    snapshot = Snapshot(building, name)
    if wrong := verify(snapshot, expected):
        raise IndexDamagedError("verification_failed", wrong=wrong[0])
    on_stage("swap")
    generations.promote(name, building)
    return snapshot
