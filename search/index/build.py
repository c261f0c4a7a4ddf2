"""The module builds a generation: it writes and verifies it, and only then swaps it in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import numpy as np

from search import disk
from search.article import Article
from search.errors import IndexDamagedError, IndexMissingError
from search.index.copies.duplicates import Clusters
from search.index.format.segment import Segment, Tombstones, save_tombstones
from search.index.generations import Generations, Remarks
from search.index.jobs import segment_and_number, write_segments
from search.index.lock import NOT_WAITING, Locking
from search.index.manifest import Manifest, checksums
from search.index.reading.arrivals import NOT_ARRIVED, Arrivals, arrivals_by_id, load_arrivals, save_arrivals
from search.index.reading.clusters import new_clusters, save_clusters
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import OpenedSegment, article_starts, open_segments
from search.index.removals import Blocked
from search.index.verify import Expected, verify
from search.indonesian import AnalysisSettings
from search.later import function
from search.read_totals import ReadTotals

DEFAULT_MEMORY_BYTES = 512 << 20

# Whoosh is imported when there is something to write.
_write_toc = function("search.index.whoosh.toc", "write_toc")


@dataclass(frozen=True)
class Built:
    """The result of a build: the name of the generation and its exact counts.

    blocked: the number of given articles that are blocked (``search.index.removals``) and were left out
    remarks: what failed after the generation was swapped in
    """

    generation: str
    articles: int
    paragraphs: int
    blocked: int = 0
    remarks: Remarks = ()


def build(
    articles: Iterable[Article],
    folder: str | Path,
    *,
    analysis: AnalysisSettings | None = None,
    names: bool = True,
    memory_bytes: int = DEFAULT_MEMORY_BYTES,
    jobs: int = 1,
    rejected: Callable[[], int] = lambda: 0,
    read: Callable[[], ReadTotals] = ReadTotals,
    superseded: Callable[[], Collection[int]] = tuple,
    arrived: Callable[[], Sequence[int]] | None = None,
    on_stage: Callable[[str], None] = lambda stage: None,
    lock: Locking = NOT_WAITING,
) -> Built:
    """Index ``articles`` as a new generation of the index in ``folder``, and swap it in.

    articles:     every id occurs once among those that are not superseded; they are read while building
    names:        whether names and quotations are read
    memory_bytes: the limit for the tokens in memory; more tokens are sorted and written to disk
    jobs:         the number of processes, each of which writes a segment (``search.index.jobs``)
    rejected:     is called at the end and returns the number of rejected records, which the manifest stores
    read:         is called at the end and returns further counts of the records, which the manifest stores
    superseded:   is called at the end and returns the numbers, from 0, of articles that a later one replaces
    arrived:      is called at the end and returns when each article first came, in seconds since 1970 UTC;
                  without it, an article of the index before keeps its arrival, and a new one arrives now
    on_stage:     is called with the name of each stage: "read", "write", "verify", "swap"
    lock:         how the folder is locked

    The current generation can be searched meanwhile, and a failure does not change it. Raises
    IndexLockedError, NothingToIndexError if there is no article, BuildProcessError if one of several
    processes dies, IndexDamagedError if the verification fails, DiskError if something cannot be written.
    """
    generations = Generations(Path(folder))
    with generations.lock(lock) as descriptor:
        name, building = generations.begin()
        try:
            settings = analysis or AnalysisSettings()
            taken = _Unblocked(articles, generations.removals().blocked())
            segments, expected = write_segments(
                taken, building, settings, memory_bytes, jobs, descriptor, on_stage, names=names
            )
            replaced = taken.numbers(superseded())
            opened = open_segments(building, segments, _tombstones_of(segments, replaced))
            expected = expected.without(replaced, sum(len(one.deleted_documents) for one in opened))
            arrivals = (
                _arrivals(opened, generations)
                if arrived is None
                else _given(opened, np.delete(np.array(arrived(), np.int64), taken.left_out))
            )
            write_generation(
                building, opened, new_clusters(opened), arrivals, settings, expected, rejected(), read()
            )
            remarks = swap_in(generations, name, building, expected, on_stage)
        except BaseException:
            disk.remove(building)
            raise
    return Built(name, expected.articles, expected.paragraphs, len(taken.left_out), remarks)


class _Unblocked(Iterator[Article]):
    """The iterator yields the articles that are not blocked.

    left_out: the numbers of the blocked articles, from 0 in the order of all articles, ascending
    """

    def __init__(self, articles: Iterable[Article], blocked: Blocked) -> None:
        self.left_out: list[int] = []
        self._articles, self._blocked = enumerate(articles), blocked

    def __next__(self) -> Article:
        for number, article in self._articles:
            if self._blocked and self._blocked.has(article):
                self.left_out.append(number)
            else:
                return article
        raise StopIteration

    def numbers(self, given: Collection[int]) -> list[int]:
        """Return the numbers of articles among those that were yielded, ascending, without blocked ones.

        given: the numbers of the same articles among all
        """
        left_out = set(self.left_out)
        return [number - bisect_left(self.left_out, number) for number in sorted(set(given) - left_out)]


def _arrivals(segments: Sequence[OpenedSegment], generations: Generations) -> Arrivals:
    """Return the arrival of each article of a new index: that of the index before, or now."""
    with suppress(IndexDamagedError, IndexMissingError):
        pointer = generations.pointer()
        before = OpenedGeneration.open(generations.path(pointer.current), pointer.root)
        arrived = load_arrivals(before.folder, before.manifest, article_starts(before.segments)[-1])
        return arrivals_by_id(segments, before.segments, arrived)
    return arrivals_by_id(segments, (), np.empty(0, np.int64))


def _given(segments: Sequence[OpenedSegment], arrived: Arrivals) -> Arrivals:
    """Return the arrival of each article of a new index. arrived: in the order in which it was built."""
    starts = article_starts(segments)
    arrivals = np.full(starts[-1], NOT_ARRIVED, np.int64)
    for number, moment in enumerate(arrived.tolist()):
        segment, index = segment_and_number(number, len(segments))
        arrivals[starts[segment] + index] = moment
    return arrivals


def _tombstones_of(segments: Sequence[Segment], replaced: Sequence[int]) -> Tombstones:
    """Return the tombstones of articles that are replaced by later ones, given their numbers in order."""
    locations = [segment_and_number(number, len(segments)) for number in replaced]
    return {
        segment.name: np.array(indices, np.int32)
        for number, segment in enumerate(segments)
        if (indices := [index for of_segment, index in locations if of_segment == number])
    }


def write_generation(
    folder: Path,
    segments: Sequence[OpenedSegment],
    clusters: Clusters,
    arrivals: Arrivals,
    analysis: AnalysisSettings,
    expected: Expected,
    rejected: int,
    read: ReadTotals,
    *,
    known_files: Mapping[str, tuple[int, str]] | None = None,
) -> None:
    """Complete a generation whose segments are in ``folder``: write its other files and the manifest.

    clusters:    the clusters of copies among all articles
    arrivals:    the arrival of each article, see ``search.index.reading.arrivals``
    known_files: entries of the manifest for files that are older than this generation
    """
    save_tombstones(folder, {one.segment.name: one.deleted for one in segments if len(one.deleted)})
    save_clusters(folder, clusters)
    save_arrivals(folder, arrivals)
    _write_toc(folder, ((one.segment, one.deleted_documents) for one in segments))
    Manifest(
        built_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        articles=expected.articles,
        paragraphs=expected.paragraphs,
        rejected=rejected,
        read=read.as_dict(),
        analysis=analysis.as_dict(),
        segments=tuple(one.segment for one in segments),
        files=checksums(folder, known_files or {}),
    ).save(folder)


def swap_in(
    generations: Generations,
    name: str,
    building: Path,
    expected: Expected,
    on_stage: Callable[[str], None],
    known: Sequence[OpenedSegment] = (),
    *,
    alone: bool = False,
) -> Remarks:
    """Verify a complete generation and swap it in. The caller must have the lock.

    known: segments of the generation that are open already
    alone: whether all other generations are removed

    Returns what failed after the swap. Raises IndexDamagedError if the verification fails, DiskError.
    """
    on_stage("verify")
    opened = OpenedGeneration.open(building, known=known)
    if wrong := verify(opened, expected):
        raise IndexDamagedError("verification_failed", wrong=wrong[0])
    on_stage("swap")
    return generations.promote(name, building, opened.manifest.digest, alone=alone)
