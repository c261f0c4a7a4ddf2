"""The module reads and writes the clusters of copies, one file over all segments of a generation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from search.errors import IndexDamagedError
from search.index.copies.duplicates import Clusters, clusters_of
from search.index.format.doc_values import DocValues
from search.index.format.names import CLUSTERS
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.signatures import Signatures
from search.index.reading.opened_segment import OpenedSegment, article_starts


def new_clusters(segments: Sequence[OpenedSegment]) -> Clusters:
    """Compute the clusters of copies among the live articles of all segments."""
    starts = article_starts(segments)
    parts = [
        (np.where(segment.alive, start + np.arange(len(segment.alive)), -1), segment.files.signatures)
        for start, segment in zip(starts, segments, strict=False)
    ]
    return clusters_of(Signatures.of_all(parts), starts[-1])


def save_clusters(folder: Path, clusters: Clusters) -> None:
    """Write the clusters of a generation."""
    file = SectionsWriter(folder / CLUSTERS)
    file.write("cluster", clusters)
    file.close()


def load_clusters(folder: Path) -> Clusters:
    """Read the clusters of a generation. Raises IndexDamagedError.

    They are not mapped: a file that is cut later would say that all articles are copies of one.
    """
    return Sections(folder / CLUSTERS).read("cluster", np.int32)


def joined_doc_values(folder: Path, segments: Sequence[OpenedSegment]) -> DocValues:
    """Return the doc values of a generation, with its clusters of copies. Raises IndexDamagedError."""
    clusters = load_clusters(folder)
    doc_values = DocValues.joined([segment.doc_values for segment in segments])
    doc_values = replace(doc_values, cluster=clusters)
    if wrong := doc_values.inconsistencies():
        raise IndexDamagedError("file_damaged", file=folder / CLUSTERS, wrong=wrong[0])
    return doc_values
