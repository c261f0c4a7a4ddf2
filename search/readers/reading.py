"""From sources to articles: opens each file, reads its format, validates, refuses ids that came before."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from search.article import Article
from search.errors import SourceError
from search.readers.delimited import read_csv, read_tsv
from search.readers.first_places import FirstPlaces
from search.readers.jsonl import read_jsonl
from search.readers.plain_text import read_plain_text
from search.readers.records import Entry, Notice, RecordError, Reject
from search.readers.sources import SourceFile, find_sources
from search.readers.streams import TextStream
from search.readers.validation import article_from
from search.remarks import Remark

_READERS: dict[str, Callable[[str, TextStream], Iterator[Entry | Reject]]] = {
    "jsonl": read_jsonl,
    "csv": read_csv,
    "tsv": read_tsv,
    "txt": read_plain_text,
}


def read_articles(
    sources: Iterable[str],
    *,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
    ids_once: bool = True,
) -> Iterator[Article | Reject | Notice]:
    """Yield the articles of ``sources`` in order, between them whatever was rejected or is worth a word.

    sources:  files (.jsonl .ndjson .json .csv .tsv .txt, each also .gz .zst .xz), folders, which are
              walked in sorted order, and "-" for JSONL on standard input
    stdin:    what "-" reads, sys.stdin by default
    on_bytes: called with the number of bytes taken from the disk since the last call; over all calls they
              sum up to ``total_bytes(sources)``
    ids_once: whether an article with an id that came before is a Reject; else it is one more version

    The checks are made in the call, not at the first article: raises SourceError naming every source that
    is missing, unreadable or of an unknown format. No other input raises; it yields a Reject.
    """
    found = find_sources(sources)
    if stdin is None and any(isinstance(item, SourceFile) and item.path is None for item in found):
        if sys.stdin is None:
            raise SourceError("no_input")
        stdin = sys.stdin.buffer
    return _read(found, stdin, on_bytes, FirstPlaces() if ids_once else None)


def _read(
    found: list[SourceFile | Notice | Reject],
    stdin: BinaryIO | None,
    on_bytes: Callable[[int], None] | None,
    first_places: FirstPlaces | None,
) -> Iterator[Article | Reject | Notice]:
    for item in found:
        if not isinstance(item, SourceFile):
            yield item
        elif item.path is None:
            assert stdin is not None
            yield from _articles(item, TextStream(stdin, on_bytes=on_bytes), first_places)
        else:
            yield from _read_file(item, on_bytes, first_places)


def _read_file(
    source: SourceFile, on_bytes: Callable[[int], None] | None, first_places: FirstPlaces | None
) -> Iterator[Article | Reject | Notice]:
    assert source.path is not None
    consumed = 0
    try:
        raw = source.path.open("rb")
    except OSError as error:
        yield Reject(source.name, None, "unreadable", Remark("unreadable", {"reason": error}), "")
    else:
        with raw:
            stream = TextStream(raw, source.compression, on_bytes)
            yield from _articles(source, stream, first_places)
            consumed = stream.consumed
    if on_bytes and consumed < source.size:  # given up before its end
        on_bytes(source.size - consumed)


def _articles(
    source: SourceFile, stream: TextStream, first_places: FirstPlaces | None
) -> Iterator[Article | Reject | Notice]:
    for entry in _READERS[source.format](source.name, stream):
        yield entry if isinstance(entry, Reject) else _article(source.name, entry, first_places)
    for told in stream.notices():
        yield Notice(source.name, told)


def _article(file: str, entry: Entry, first_places: FirstPlaces | None) -> Article | Reject:
    try:
        article = article_from(entry.fields)
    except RecordError as error:
        return Reject(file, entry.line, error.code, error.reason, entry.record())
    earlier = first_places and first_places.claim(article.id, file, entry.line)
    if earlier is None:
        return article
    reason = Remark("id_was_there", {"id": article.id, "place": earlier})
    return Reject(file, entry.line, "duplicate-id", reason, entry.record())
