"""What one call of ``read_articles`` yields, sorted by kind; shared by the tests of this room."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from search.article import Article
from search.readers import (
    FieldMapping,
    FileCounts,
    Notice,
    ReadingOptions,
    Reject,
    read_articles,
    write_reject,
)


@dataclass(frozen=True)
class Outcome:
    articles: list[Article]
    rejects: list[Reject]
    notices: list[Notice]
    counts: list[FileCounts]

    @property
    def codes(self) -> list[str]:
        return [reject.code for reject in self.rejects]

    @property
    def texts(self) -> list[tuple[str, ...]]:
        return [article.paragraphs for article in self.articles]


def read_all(
    *sources: Path | str, stdin: bytes | BinaryIO | None = None, strict: bool = False, **fields: Sequence[str]
) -> Outcome:
    stream = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
    options = ReadingOptions(mapping=FieldMapping(fields), strict=strict)
    found = list(read_articles(map(str, sources), stdin=stream, options=options))
    return Outcome(
        [item for item in found if isinstance(item, Article)],
        [item for item in found if isinstance(item, Reject)],
        [item for item in found if isinstance(item, Notice)],
        [item for item in found if isinstance(item, FileCounts)],
    )


def read_lines(*lines: str | bytes, strict: bool = False) -> Outcome:
    """Read JSONL lines from standard input."""
    encoded = (line.encode("utf-8") if isinstance(line, str) else line for line in lines)
    return read_all("-", stdin=b"".join(line + b"\n" for line in encoded), strict=strict)


def only_reject(outcome: Outcome) -> Reject:
    assert not outcome.articles
    assert len(outcome.rejects) == 1
    return outcome.rejects[0]


def written(rejects: list[Reject]) -> bytes:
    """Return the file of rejects."""
    stream = io.StringIO()
    for reject in rejects:
        write_reject(stream, reject)
    return stream.getvalue().encode("utf-8")
