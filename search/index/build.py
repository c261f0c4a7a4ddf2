"""Building a generation: write, verify, and only then swap in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from search.article import Article
from search.errors import IndexDamagedError
from search.index.copies.clusters import save_clusters
from search.index.generations import Generations
from search.index.jobs import write_segments
from search.index.manifest import Manifest, checksums
from search.index.reading.snapshot import Snapshot
from search.index.verify import Expected, verify
from search.indonesian import AnalysisSettings
from search.spelling import save_spelling

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
            expected = write_segments(articles, building, settings, memory_bytes, jobs, lock, on_stage)
            snapshot = finish(generations, name, building, settings, expected, rejected(), on_stage)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    return Built(name, snapshot.manifest.articles, snapshot.manifest.paragraphs)


def finish(
    generations: Generations,
    name: str,
    building: Path,
    analysis: AnalysisSettings,
    expected: Expected,
    rejected: int,
    on_stage: Callable[[str], None],
    *,
    known_files: Mapping[str, tuple[int, str]] | None = None,
) -> Snapshot:
    """Complete a generation whose segments are written; verify it and swap it in; the lock must be held.

    known_files: what the manifest has to say of files that are older than this generation
    Raises IndexDamagedError where the verification fails.
    """
    save_clusters(building)
    save_spelling(building)
    for left_over in building.glob("*LOCK"):  # Whoosh's own, of no use in a finished generation
        left_over.unlink()
    Manifest(
        built_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        articles=expected.articles,
        paragraphs=expected.paragraphs,
        rejected=rejected,
        analysis=analysis.as_dict(),
        files=checksums(building, known_files or {}),
    ).save(building)
    on_stage("verify")
    snapshot = Snapshot(building, name)
    if wrong := verify(snapshot, expected):
        raise IndexDamagedError(f"the new index failed its verification and was dropped: {wrong[0]}")
    on_stage("swap")
    generations.promote(name, building)
    return snapshot
