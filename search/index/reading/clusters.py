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
    doc_values = DocValues.joined([segment.doc_values for segment in segments])
    firsts = [int(np.searchsorted(doc_values.first_paragraph, segment.base)) for segment in segments]
    parts = [
        (np.where(segment.alive, first + np.arange(len(segment.alive)), -1), segment.signatures())
        for first, segment in zip(firsts, segments, strict=True)
    ]
    file = SectionsWriter(folder / CLUSTERS)
    file.write("cluster", clusters_of(Signatures.of_all(parts), doc_values.article_count))
    file.close()


def joined_doc_values(folder: Path, segments: Sequence[OpenedSegment]) -> DocValues:
    """Return the doc values of a generation, with its clusters of copies. Raises IndexDamagedError."""
    file = Sections(folder / CLUSTERS)
    file.ensure_sound("cluster")
    doc_values = DocValues.joined([segment.doc_values for segment in segments])
    doc_values = replace(doc_values, cluster=file.array("cluster", np.int32))
    if wrong := doc_values.inconsistencies():
        raise IndexDamagedError("file_damaged", file=file.path, wrong=wrong[0])
    return doc_values
