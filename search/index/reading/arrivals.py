"""The module has the arrivals: when each article first came into the index, in one file of a generation.

A new version of an article has the arrival of the version before, also if the whole index is built again: the
id decides. An article that was deleted and added again gets a new arrival. All new articles of one change
have the same arrival, which is later than any before it, even if the clock was set back.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.names import ARRIVALS
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.steps import decode_rows
from search.index.manifest import Manifest
from search.index.reading.opened_segment import OpenedSegment, article_starts
from search.remarks import Remark

#: int64[A], seconds since 1970 UTC, over all articles of a generation; 0 for placeholders between segments.
Arrivals = npt.NDArray[np.int64]
NOT_ARRIVED = 0


def save_arrivals(folder: Path, arrivals: Arrivals) -> None:
    """Write the arrivals of a generation."""
    file = SectionsWriter(folder / ARRIVALS)
    file.write("arrived", arrivals)
    file.close()


def load_arrivals(folder: Path, manifest: Manifest, articles: int) -> Arrivals:
    """Return the arrivals of a generation. Raises IndexDamagedError.

    A generation of an older version has no such file: its articles arrived when it was built.
    """
    if ARRIVALS not in manifest.files:
        return np.full(articles, int(manifest.built.timestamp()), np.int64)
    arrivals: Arrivals = Sections(folder / ARRIVALS).read("arrived", np.int64)
    if len(arrivals) != articles:
        raise IndexDamagedError("file_damaged", file=folder / ARRIVALS, wrong=Remark("articles_differ"))
    return arrivals


def next_arrival(before: Arrivals) -> int:
    """Return the arrival of new articles, in seconds since 1970 UTC; ``before`` are the arrivals so far."""
    return max(int(time.time()), int(before.max(initial=0)) + 1)


def arrivals_by_id(
    segments: Sequence[OpenedSegment], before: Sequence[OpenedSegment], arrived: Arrivals
) -> Arrivals:
    """Return the arrivals of the articles of a new index, given the index before.

    before, arrived: the segments of the index before, empty if there is none, and its arrivals

    Raises IndexDamagedError if the ids of the index before cannot be read.
    """
    starts = article_starts(segments)
    arrivals = np.full(starts[-1], NOT_ARRIVED, np.int64)
    now = next_arrival(arrived)
    keys, known = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for start, one in zip(article_starts(before) if before else [], before, strict=False):
        articles, hashes = _ids(one)
        live = one.alive[articles]
        keys.append(hashes[live])
        known.append(arrived[start + articles[live]])
    by_key = np.concatenate(keys)
    order = np.argsort(by_key, kind="stable")
    by_key, times = by_key[order], np.concatenate(known)[order]
    for start, one in zip(starts, segments, strict=False):
        arrivals[start : start + one.segment.articles] = now
        if len(by_key):
            articles, hashes = _ids(one)
            indexes = np.minimum(np.searchsorted(by_key, hashes), len(by_key) - 1)
            same = by_key[indexes] == hashes
            arrivals[start + articles[same]] = times[indexes[same]]
    return arrivals


def _ids(segment: OpenedSegment) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Return the articles of a segment, with deleted ones, in the order of ids, and a hash of each id."""
    lists = segment.fields["article"]
    every = np.arange(segment.files.padded_documents, dtype=np.int64)
    none = np.empty(0, np.uint8), np.empty(0, np.int64)
    try:
        rows, counts = decode_rows(
            lists.lists_stream, lists.list_starts.astype(np.int64), lists.df.astype(np.int64), *none, every
        )
    except ValueError as error:
        raise lists.damaged("undecodable", reason=error) from error
    documents = (rows >> np.uint64(16)).astype(np.int64)
    articles = np.searchsorted(segment.doc_values.first_paragraph, documents, "right") - 1
    digests = b"".join(blake2b(term, digest_size=8).digest() for term in lists.terms_from(0))
    return articles, np.repeat(np.frombuffer(digests, np.uint64), counts)
