"""The module purges an index: it removes deleted articles, and the generations that contain them.

A deletion only marks articles, in segments that the previous generation has too. A purge rewrites each
segment with deleted articles, swaps the result in as a generation, and removes all others from the disk, so
that no rollback is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search import disk
from search.article import Article
from search.index.build import DEFAULT_MEMORY_BYTES, swap_in, write_generation
from search.index.generations import Generations, Remarks
from search.index.inversion.writer import ArticleWriter
from search.index.lock import NOT_WAITING, Locking
from search.index.merging.policy import SegmentSize, next_merge
from search.index.reading.arrivals import NOT_ARRIVED, load_arrivals
from search.index.reading.clusters import load_clusters
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import OpenedSegment, article_starts, open_segments
from search.index.removals import PURGED, Removal, plain_reason
from search.index.rewriting import link_segments, merged
from search.index.verify import Expected, Samples
from search.indonesian.chain import shared_analyzer
from search.read_totals import ReadTotals
from search.remarks import Remark


@dataclass(frozen=True)
class Purged:
    """The result of a purge.

    generation: the name of the only remaining generation
    articles, paragraphs: counts of the index now
    rewritten:  the number of articles of the current generation that were removed from the disk
    traces:     the number of records of deleted articles beside the index: in rejects, and of feeds
    remarks:    what failed after the generation was swapped in; if there is anything, data may still be on
                the disk
    """

    generation: str
    articles: int
    paragraphs: int
    rewritten: int
    remarks: Remarks = ()
    traces: int = 0


def purge(
    folder: str | Path,
    *,
    on_stage: Callable[[str], None] = lambda stage: None,
    lock: Locking = NOT_WAITING,
    reason: str = "",
) -> Purged:
    """Remove all deleted articles from the disk, and all generations except the current one.

    reason: why, for ``removed.jsonl``

    Raises IndexMissingError, IndexLockedError, IndexDamagedError, DiskError.
    """
    generations = Generations(Path(folder))
    generations.pointer()
    with generations.lock(lock):
        pointer = generations.pointer()
        old = OpenedGeneration.open(generations.path(pointer.current), pointer.root)
        deleted = sum(len(one.deleted) for one in old.segments)
        counts = (old.manifest.articles, old.manifest.paragraphs)
        removals = generations.removals()
        lines = [Removal(PURGED, reason=plain_reason(reason))] if removals.path.exists() else []
        if deleted:
            name, building = generations.begin()
            try:
                with removals.recorded(lines, name):
                    remarks = _rewrite(generations, old, name, building, on_stage)
            except BaseException:
                disk.remove(building)
                raise
        else:
            name = pointer.current
            with removals.recorded(lines, name):
                remarks = generations.keep_current_only()
        disk.sync_entries(generations.folder)
        left = [generations.path(one) for one in generations.names() if one != name]
        if left:
            remarks = (*remarks, Remark("purge_left", {"folders": [*map(str, left)]}))
    return Purged(name, *counts, deleted, remarks)


def _rewrite(
    generations: Generations,
    old: OpenedGeneration,
    name: str,
    building: Path,
    on_stage: Callable[[str], None],
) -> Remarks:
    """Write the current generation again without its deleted articles, and swap it in."""
    on_stage("write")
    samples = Samples()
    if old.manifest.articles:
        link_segments(old.segments, building)
        tombstones = {one.segment.name: one.deleted for one in old.segments if len(one.deleted)}
        opened = open_segments(building, [one.segment for one in old.segments], tombstones, old.segments)
        for one in opened:
            samples.draw_from(one)
        rewritten = merged(building, opened, on_stage, _without_deleted)
        segments, clusters = rewritten.segments, rewritten.renumbered(load_clusters(old.folder))
        before = load_arrivals(old.folder, old.manifest, article_starts(old.segments)[-1])
        arrivals = rewritten.moved(before, NOT_ARRIVED)
    else:
        segments, clusters = [_nothing(building, old)], np.zeros(1, np.int32)
        arrivals = np.full(1, NOT_ARRIVED)
    expected = Expected(old.manifest.articles, old.manifest.paragraphs, samples)
    write_generation(
        building, segments, clusters, arrivals, old.analysis, expected, old.manifest.rejected,
        ReadTotals(**old.manifest.read),
        known_files=old.manifest.files,
    )  # fmt: skip
    return swap_in(generations, name, building, expected, on_stage, segments, alone=True)


def _nothing(building: Path, old: OpenedGeneration) -> OpenedSegment:
    """Write a segment with one deleted article without words, because an index always has a segment."""
    with disk.scratch(building) as scratch:
        writer = ArticleWriter(
            building, shared_analyzer(old.analysis), scratch, DEFAULT_MEMORY_BYTES, names=False
        )
        writer.add_article(Article("-", ("-",)))
        segment = writer.commit()
    return OpenedSegment.open(building, segment, np.zeros(1, np.int32))


def _without_deleted(sizes: Sequence[SegmentSize]) -> slice | None:
    """Return the next segment with deleted documents, or the choice of the merge policy if there is none."""
    for number, size in enumerate(sizes):
        if size.deleted:
            return slice(number, number + 1)
    return next_merge(sizes)
