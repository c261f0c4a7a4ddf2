"""The module reads articles for an index, writes rejects to a file, and reports the progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from search import disk
from search.article import Article
from search.errors import NothingToIndexError
from search.read_totals import ReadTotals
from search.readers import (
    FieldMapping,
    FileCounts,
    Notice,
    ReadingOptions,
    Reject,
    Superseded,
    read_articles,
    total_bytes,
    write_reject,
)
from search.readers.budget import UnpackingLimits
from search.readers.text_settings import TextSettings
from search.readers.workers import DocumentLimits, processors
from search.settings import Settings
from search.texts.boilerplate import rules_of

_MAX_KEYS = 100


@dataclass
class Progress:
    """The progress, which is updated in place.

    total_bytes: the bytes of all sources; None if unknown (standard input)
    stage:       "read", "write", "merge", "verify" or "swap"
    bytes_read:  the bytes that were read so far
    articles, paragraphs, rejected: the counts so far
    """

    total_bytes: int | None = None
    stage: str = "read"
    bytes_read: int = 0
    articles: int = 0
    paragraphs: int = 0
    rejected: int = 0


def reading_options(
    settings: Settings,
    *,
    mapping: FieldMapping | None = None,
    strict: bool = False,
    kind: str | None = None,
    query: str | None = None,
    since: date | None = None,
    jobs: int | None = None,
    texts: TextSettings | None = None,
) -> ReadingOptions:
    """Return how sources are read, within the limits of the settings; by default with all processors."""
    return ReadingOptions(
        mapping=mapping or FieldMapping(),
        strict=strict,
        kind=kind,
        query=query,
        since=since,
        jobs=jobs or processors(),
        unpacking=UnpackingLimits(settings.unpack_gb * 10**9, settings.unpack_ratio),
        documents=DocumentLimits(settings.document_seconds, settings.document_mb << 20),
        texts=texts or text_settings(settings.timezone, settings.boilerplate, settings.long_paragraphs),
    )


def text_settings(timezone: str, boilerplate: str, long_paragraphs: str) -> TextSettings:
    """Return how texts are read, given the values of the settings with these names."""
    return TextSettings(timezone, rules_of(boilerplate.split(",")), long_paragraphs == "cut")


def _largest(counts: dict[str, int]) -> dict[str, int]:
    """Return the largest counts, the largest first."""
    return dict(sorted(counts.items(), key=lambda item: -item[1])[:_MAX_KEYS])


def new_rejects_file(folder: Path) -> Path:
    """Return the path of a new file of rejects in a folder."""
    return folder / f"rejects-{datetime.now(timezone.utc):%Y%m%dT%H%M%S%fZ}.jsonl"


class _Rejects:
    """The object writes rejects to their file, which is made for the first of them."""

    _synced = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.by_code: dict[str, int] = {}
        self._stream: TextIOWrapper | None = None

    @property
    def count(self) -> int:
        return sum(self.by_code.values())

    def add(self, reject: Reject) -> None:
        if self._stream is None:
            disk.make_folder(self.path.parent)
            self._file = disk.create(self.path, new=True)
            self._stream = TextIOWrapper(self._file, encoding="utf-8")
        write_reject(self._stream, reject)
        self._stream.flush()
        self._synced = False
        self.by_code[reject.code] = self.by_code.get(reject.code, 0) + 1

    def sync(self) -> None:
        """Force the file and its name to the disk."""
        if not self._synced:
            disk.sync(self._file, self.path)
            disk.sync_entries(self.path.parent)
            self._synced = True

    def close(self) -> None:
        """Close the file, which is on the disk then."""
        if self._stream:
            try:
                self.sync()
            finally:
                self._stream.close()


Event = Reject | Notice | FileCounts
"""The events while sources are read."""


class Reading:
    """The reading of articles for an index; rejects are written to a file, progress is reported."""

    def __init__(
        self,
        sources: Sequence[str],
        folder: Path,
        rejects_file: Path | None,
        on_progress: Callable[[Progress], None],
        on_event: Callable[[Event], None],
        options: ReadingOptions,
    ) -> None:
        self.superseded: set[int] = set()
        self._sources = sources
        written = (folder, rejects_file) if rejects_file else (folder,)
        options = replace(options, not_sources=(*options.not_sources, *written))
        self._options = options
        self._on_progress, self._on_event = on_progress, on_event
        self._progress = Progress(total_bytes(sources, options.kind, options.not_sources))
        self._totals, self._files = ReadTotals(), 0
        self._rejects = _Rejects(rejects_file or new_rejects_file(folder))

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rejects.close()
        if isinstance(error, NothingToIndexError) and self._rejects.count:
            raise NothingToIndexError(
                "nothing_and_rejects", reason=error, rejected=self._rejects.count, file=self._rejects.path
            ) from None

    def enter(self, stage: str) -> None:
        """Report that a stage begins."""
        self._progress.stage = stage
        self._on_progress(self._progress)

    def _count_bytes(self, read: int) -> None:
        self._progress.bytes_read += read

    def articles(self, sources: Sequence[str] | None = None) -> Iterator[Article]:
        """Yield the articles of sources, by default all of the constructor; write rejects to their file.

        The rejects are on the disk at the end, which is before the index changes: an error then is one of
        reading, and nothing has changed.
        """
        progress = self._progress
        for record in read_articles(
            self._sources if sources is None else sources,
            options=self._options,
            on_bytes=self._count_bytes,
        ):
            if isinstance(record, Article):
                progress.articles += 1
                progress.paragraphs += len(record.paragraphs)
                yield record
            elif isinstance(record, Superseded):
                self.superseded.add(record.number)
            else:
                if isinstance(record, Reject):
                    self._rejects.add(record)
                    progress.rejected = self._rejects.count
                elif isinstance(record, FileCounts):
                    self._count(record)
                self._on_event(record)
            self._on_progress(progress)
        self._rejects.sync()

    def rejected(self) -> int:
        """Return the number of records that were rejected so far."""
        return self._rejects.count

    def totals(self) -> ReadTotals:
        """Return the further counts of records so far."""
        return replace(self._totals, rejected=self._rejects.by_code, unused=_largest(self._totals.unused))

    def rejects(self) -> tuple[int, Path | None, dict[str, int], ReadTotals, int]:
        """Return the values for ``Rejected``, in its order."""
        path = self._rejects.path if self._rejects.count else None
        return self._rejects.count, path, self._rejects.by_code, self.totals(), self._files

    def _count(self, of_file: FileCounts) -> None:
        self._files += 1
        for code, count in of_file.unlisted.items():
            self._rejects.by_code[code] = self._rejects.by_code.get(code, 0) + count
        totals = self._totals
        for (name, _), noted in of_file.empty.items():
            totals.empty[name] = totals.empty.get(name, 0) + noted.count
        for counts, noted_by_name in (
            (totals.unused, of_file.unused),
            (totals.changed, of_file.mended),
            (totals.taken, of_file.taken),
        ):
            for name, noted in noted_by_name.items():
                counts[name] = counts.get(name, 0) + noted.count
        for name, count in (
            ("same", of_file.repeated),
            ("earlier", of_file.versions),
            ("not_public", of_file.passed.total()),
        ):
            if count:
                totals.left_out[name] = totals.left_out.get(name, 0) + count
