"""The module makes the segments of a new generation: old ones and a new one, merged by the merge policy.

Merging changes the numbers of articles. The clusters of copies are updated before a merge, and renumbered
after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search import disk
from search.index.copies.changes import changed_clusters
from search.index.copies.duplicates import Clusters
from search.index.format.doc_values import IntArray
from search.index.format.segment import EXTENSIONS
from search.index.format.signatures import Signatures
from search.index.merging.merge import merge_segments
from search.index.merging.policy import SegmentSize, next_merge
from search.index.reading.opened_segment import OpenedSegment, article_starts


def link_segments(segments: Sequence[OpenedSegment], building: Path) -> None:
    """Link the files of segments into a folder; copy them if the file system has no hard links."""
    for one in segments:
        for extension in EXTENSIONS:
            path = one.files.file(extension).path
            disk.link(path, building / path.name)


def clusters_after(
    old: Sequence[OpenedSegment], old_clusters: Clusters, segments: Sequence[OpenedSegment]
) -> Clusters:
    """Return the clusters of copies of the live articles of segments that are not merged yet.

    old:          the segments of the generation before, with its tombstones
    old_clusters: its clusters
    segments:     the same segments with more tombstones, followed by new ones
    """
    starts = article_starts(segments)
    clusters = np.arange(starts[-1], dtype=np.int32)
    clusters[: len(old_clusters)] = old_clusters
    dead = np.zeros(starts[-1], bool)
    added: list[int] = []
    removed: list[int] = []
    for number, (start, one) in enumerate(zip(starts, segments, strict=False)):
        dead[start + one.deleted] = True
        if number < len(old):
            newly = np.setdiff1d(one.deleted, old[number].deleted, assume_unique=True)
            removed += (start + newly).tolist()
        else:
            added += (start + np.flatnonzero(one.alive)).tolist()
    parts = [
        Signatures(start + one.files.signatures.articles, one.files.signatures.values)
        for start, one in zip(starts, segments, strict=False)
    ]
    return changed_clusters(clusters, parts, added, removed, dead)


class Rewritten(NamedTuple):
    """The segments of a generation after merges.

    segments: the segments in order
    origin:   for each segment the old numbers of its articles, ascending
    """

    segments: list[OpenedSegment]
    origin: list[IntArray]

    def moved(self, values: IntArray, of_placeholder: int) -> IntArray:
        """Return the values of articles in the order of their new numbers.

        values:         the values in the order of the old numbers
        of_placeholder: the value of a placeholder, which has no old number
        """
        starts = article_starts(self.segments)
        moved = np.full(starts[-1], of_placeholder, values.dtype)
        for start, origin in zip(starts, self.origin, strict=False):
            moved[start : start + len(origin)] = values[origin]
        return moved

    def renumbered(self, clusters: Clusters) -> Clusters:
        """Return the clusters by the new numbers of articles, given those by the old numbers."""
        starts = article_starts(self.segments)
        new_number = np.zeros(len(clusters), np.int32)
        for start, origin in zip(starts, self.origin, strict=False):
            new_number[origin] = start + np.arange(len(origin))
        renumbered = np.arange(starts[-1], dtype=np.int32)
        for start, origin in zip(starts, self.origin, strict=False):
            renumbered[start : start + len(origin)] = new_number[clusters[origin]]
        return renumbered


def merged(
    folder: Path,
    segments: Sequence[OpenedSegment],
    on_stage: Callable[[str], None] = lambda stage: None,
    choose: Callable[[Sequence[SegmentSize]], slice | None] = next_merge,
) -> Rewritten:
    """Do all merges that the merge policy wants.

    Segments without live articles are removed, but at least one segment remains. The files of unneeded
    segments are removed.

    choose: the merge policy
    """
    numbers = {
        one.segment: start + np.arange(one.segment.articles)
        for start, one in zip(article_starts(segments), segments, strict=False)
    }
    live = [one for one in segments if one.alive.any()] or list(segments[-1:])
    made: list[OpenedSegment] = []
    if any(one.alive.any() for one in live):
        while run := choose(list(map(_size, live))):
            on_stage("merge")
            new = OpenedSegment.open(folder, merge_segments(folder, live[run], first=run.start == 0))
            numbers[new.segment] = np.concatenate([numbers[one.segment][one.alive] for one in live[run]])
            live[run] = [new]
            made.append(new)
    kept = {one.segment for one in live}
    for one in (*segments, *made):
        if one.segment not in kept:
            for extension in EXTENSIONS:
                with suppress(OSError):  # some systems do not remove mapped files; they are harmless
                    one.segment.path(folder, extension).unlink()
    return Rewritten(_numbered(live), [numbers[one.segment] for one in live])


def _numbered(segments: Sequence[OpenedSegment]) -> list[OpenedSegment]:
    """Return the segments with consecutive document numbers."""
    numbered: list[OpenedSegment] = []
    for one in segments:
        base = numbered[-1].end if numbered else 0
        numbered.append(one if one.base == base else OpenedSegment(one.files, one.deleted, base))
    return numbered


def _size(segment: OpenedSegment) -> SegmentSize:
    return SegmentSize(segment.segment.documents, len(segment.deleted_documents))
