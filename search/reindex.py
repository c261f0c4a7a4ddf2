"""Reindexing: from sources to a new generation, with everything that could not be used set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TextIO

from search.article import Article
from search.errors import NothingToIndexError
from search.index import Built, build
from search.indonesian import AnalysisSettings
from search.readers import Notice, Reject, read_articles, total_bytes, write_reject
from search.settings import Settings


@dataclass
class Progress:
    """How far a reindexing is; updated in place.

    stage: "read", "write", "verify", "swap"; total_bytes: None where it cannot be known (standard input)
    """

    total_bytes: int | None = None
    stage: str = "read"
    bytes_read: int = 0
    articles: int = 0
    paragraphs: int = 0
    rejected: int = 0


@dataclass
class Reindexed:
    """What a reindexing did.

    rejects_file: where rejected records were written, to be mended and fed in again; None if all were used
    """

    built: Built
    rejected: int
    rejects_file: Path | None
    rejects_by_code: dict[str, int] = field(default_factory=dict)


class _Rejects:
    """Writes rejects to their file, which comes into being with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.by_code: dict[str, int] = {}
        self._stream: TextIO | None = None

    @property
    def count(self) -> int:
        return sum(self.by_code.values())

    def add(self, reject: Reject) -> None:
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("x", encoding="utf-8")
        write_reject(self._stream, reject)
        self._stream.flush()
        self.by_code[reject.code] = self.by_code.get(reject.code, 0) + 1

    def close(self) -> None:
        if self._stream:
            self._stream.close()


def reindex(
    sources: Sequence[str],
    folder: Path,
    *,
    analysis: AnalysisSettings | None = None,
    rejects_file: Path | None = None,
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    on_event: Callable[[Reject | Notice], None] = lambda event: None,
) -> Reindexed:
    """Index ``sources`` as a new generation of the index in ``folder``.

    sources:      see ``search.readers.read_articles``
    rejects_file: where rejected records go, must not exist; default: a new file in ``folder``
    on_progress:  called after every article and at every stage
    on_event:     told every reject and notice as it happens

    Raises SourceError, IndexLockedError, NothingToIndexError, IndexDamagedError; the index in place goes
    on answering in every case.
    """
    progress = Progress(total_bytes(sources))
    moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%fZ")
    rejects = _Rejects(rejects_file or folder / f"rejects-{moment}.jsonl")

    def count_bytes(read: int) -> None:
        progress.bytes_read += read

    def enter(stage: str) -> None:
        progress.stage = stage
        on_progress(progress)

    def articles() -> Iterator[Article]:
        for record in read_articles(sources, on_bytes=count_bytes):
            if isinstance(record, Article):
                progress.articles += 1
                progress.paragraphs += len(record.paragraphs)
                yield record
            else:
                if isinstance(record, Reject):
                    rejects.add(record)
                    progress.rejected = rejects.count
                on_event(record)
            on_progress(progress)

    memory = (settings or Settings.load()).memory_mb << 20
    try:
        built = build(
            articles(),
            folder,
            analysis=analysis,
            memory_bytes=memory,
            rejected=lambda: rejects.count,
            on_stage=enter,
        )
    except NothingToIndexError as error:
        if not rejects.count:
            raise
        raise NothingToIndexError(f"{error}; {rejects.count:,} rejected, see {rejects.path}") from None
    finally:
        rejects.close()
    return Reindexed(built, rejects.count, rejects.path if rejects.count else None, rejects.by_code)
