"""From sources to articles: opens each file, reads its records, makes articles, and counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from search.article import Article
from search.errors import SourceError
from search.readers.article_maker import ArticleMaker
from search.readers.counts import FileCounts
from search.readers.delimited import read_csv
from search.readers.first_places import FirstPlaces
from search.readers.jsonl import read_jsonl
from search.readers.look_ahead import LookAhead
from search.readers.mapping import FieldMapping
from search.readers.plain_text import read_plain_text
from search.readers.records import Columns, Notice, Record, RecordError, Reject, shown
from search.readers.sources import SourceFile, find_sources
from search.readers.streams import TextStream
from search.readers.text_settings import TextSettings
from search.remarks import Remark

#: A reader of a format gets the name of the file for messages, and its stream.
Reader = Callable[[str, TextStream], Iterator[Record | Reject | Columns]]
_READERS: dict[str, Reader] = {
    "jsonl": read_jsonl,
    "csv": read_csv,
    "tsv": read_csv,
    "txt": read_plain_text,
}
_MAX_NAMES_SHOWN = 20


def read_articles(
    sources: Iterable[str],
    *,
    mapping: FieldMapping | None = None,
    strict: bool = False,
    texts: TextSettings | None = None,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
    ids_once: bool = True,
) -> Iterator[Article | Reject | Notice | FileCounts]:
    """Yield the articles of ``sources`` in order, between them whatever was rejected or is worth a word.

    sources:  files (.jsonl .ndjson .json .csv .tsv .txt, each also .gz .zst .xz), folders, which are
              walked in sorted order, and "-" for JSONL on standard input
    mapping:  which keys are read into which field; by default what the table of names knows
    strict:   whether a record whose metadata cannot be read is a Reject; else only its text must be there
    texts:    how dates and texts are read
    stdin:    what "-" reads, sys.stdin by default
    on_bytes: called with the number of bytes taken from the disk since the last call; over all calls they
              sum up to ``total_bytes(sources)``
    ids_once: whether an article with an id that came before is a Reject; else it is one more version

    After the last article of each file come its FileCounts.

    The checks are made in the call, not at the first article: raises SourceError naming every source that
    is missing, unreadable or of an unknown format. No other input raises; it yields a Reject.
    """
    found = find_sources(sources)
    if stdin is None and any(isinstance(item, SourceFile) and item.path is None for item in found):
        if sys.stdin is None:
            raise SourceError("no_input")
        stdin = sys.stdin.buffer
    reading = _Reading(
        mapping or FieldMapping(),
        strict,
        texts or TextSettings(),
        on_bytes,
        FirstPlaces() if ids_once else None,
    )
    return reading.read(found, stdin)


@dataclass(frozen=True)
class _Reading:
    """One call of ``read_articles``."""

    mapping: FieldMapping
    strict: bool
    texts: TextSettings
    on_bytes: Callable[[int], None] | None
    first_places: FirstPlaces | None

    def read(
        self, found: list[SourceFile | Notice | Reject], stdin: BinaryIO | None
    ) -> Iterator[Article | Reject | Notice | FileCounts]:
        for item in found:
            if not isinstance(item, SourceFile):
                yield item
            elif item.path is None:
                assert stdin is not None
                yield from self._articles(item, TextStream(stdin, on_bytes=self.on_bytes))
            else:
                yield from self._file(item)

    def _file(self, source: SourceFile) -> Iterator[Article | Reject | Notice | FileCounts]:
        assert source.path is not None
        consumed = 0
        try:
            raw = source.path.open("rb")
        except OSError as error:
            yield Reject(source.name, None, "unreadable", Remark("unreadable", {"reason": error}), "")
        else:
            with raw:
                stream = TextStream(raw, source.compression, self.on_bytes)
                yield from self._articles(source, stream)
                consumed = stream.consumed
        if self.on_bytes and consumed < source.size:  # given up before its end
            self.on_bytes(source.size - consumed)

    def _articles(
        self, source: SourceFile, stream: TextStream
    ) -> Iterator[Article | Reject | Notice | FileCounts]:
        counts = FileCounts(source.name, source.format)
        records = LookAhead(_READERS[source.format](source.name, stream))
        maker = ArticleMaker(counts, self.mapping, records.following, texts=self.texts, strict=self.strict)
        for record in records:
            if isinstance(record, Columns):
                if reject := self._without_text(source.name, record):
                    counts.rejected[reject.code] += 1
                    yield reject
                    break
                continue
            made = record if isinstance(record, Reject) else self._article(source.name, record, maker)
            if isinstance(made, Reject):
                counts.rejected[made.code] += 1
            else:
                counts.accepted += 1
            yield made
        for told in (*stream.notices(), *maker.notices()):
            yield Notice(source.name, told)
        yield counts

    def _without_text(self, file: str, columns: Columns) -> Reject | None:
        """Return the reject of a table that has no column for the text."""
        if self.mapping.assignment(dict.fromkeys(columns.names)).fields.get("text"):
            return None
        listed = [*map(shown, columns.names[:_MAX_NAMES_SHOWN])]
        more = ["…"] if len(columns.names) > _MAX_NAMES_SHOWN else []
        return Reject(file, None, "bad-header", Remark("no_text_column", {"found": [*listed, *more]}), "")

    def _article(self, file: str, record: Record, maker: ArticleMaker) -> Article | Reject:
        try:
            article = maker.article(record)
        except RecordError as error:
            return Reject(file, record.line, error.code, error.reason, record.as_line())
        earlier = self.first_places and self.first_places.claim(article.id, file, record.line)
        if earlier is None:
            return article
        reason = Remark("id_was_there", {"id": article.id, "place": earlier})
        return Reject(file, record.line, "duplicate-id", reason, record.as_line())
