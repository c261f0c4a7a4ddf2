"""Which articles of a generation are copies of one another: one file over all its segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from search.errors import IndexDamagedError
from search.index.copies.duplicates import clusters_of
from search.index.format.doc_values import DocValues
from search.index.format.names import CLUSTERS
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.signatures import Signatures
from search.index.reading.opened_segment import OpenedSegment


def save_clusters(folder: Path, segments: Sequence[OpenedSegment]) -> None:
    """Find the copies among the live articles of all segments, and save which they are to ``folder``."""
    numbers = DocValues.joined([segment.numbers for segment in segments])
    firsts = [int(np.searchsorted(numbers.first_paragraph, segment.base)) for segment in segments]
    parts = [
        (np.where(segment.alive, first + np.arange(len(segment.alive)), -1), segment.signatures())
        for first, segment in zip(firsts, segments, strict=True)
    ]
    file = SectionsWriter(folder / CLUSTERS)
    file.write("cluster", clusters_of(Signatures.of_all(parts), numbers.article_count))
    file.close()


def joined_numbers(folder: Path, segments: Sequence[OpenedSegment]) -> DocValues:
    """Return the numbers of a generation, copies included. Raises IndexDamagedError."""
    file = Sections(folder / CLUSTERS)
    file.ensure_sound("cluster")
    numbers = DocValues.joined([segment.numbers for segment in segments])
    numbers = replace(numbers, cluster=file.array("cluster", np.int32))
    if wrong := numbers.inconsistencies():
        raise IndexDamagedError("file_damaged", file=file.path, wrong=wrong[0])
    return numbers
