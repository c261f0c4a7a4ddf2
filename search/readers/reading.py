"""From sources to articles: reads records, makes articles, refuses ids that came before, and counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import Any, BinaryIO

from search.article import Article
from search.errors import SourceError
from search.readers.article_maker import ArticleMaker
from search.readers.counts import FileCounts
from search.readers.documents import Refused
from search.readers.first_places import FirstPlaces
from search.readers.formats.database import Database, asks_since
from search.readers.look_ahead import LookAhead
from search.readers.mapping import FieldMapping
from search.readers.opening import ENDS, Items, Opening, Origin, ReadingOptions
from search.readers.records import Columns, Notice, Record, RecordError, Reject, shown
from search.readers.sources import Source, SourceDatabase, SourceFile, find_sources
from search.readers.text_settings import TextSettings
from search.readers.workers import Workers
from search.remarks import Remark

_MAX_NAMES_SHOWN = 20
Told = Article | Reject | Notice | FileCounts


def read_articles(
    sources: Iterable[str],
    *,
    mapping: FieldMapping | None = None,
    strict: bool = False,
    options: ReadingOptions | None = None,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
    ids_once: bool = True,
) -> Iterator[Article | Reject | Notice | FileCounts]:
    """Yield the articles of ``sources`` in order, between them whatever was rejected or is worth a word.

    sources:  files of the kinds in ``search.readers.kinds``, packed or not; folders, which are walked in
              sorted order; addresses of databases; and "-" for standard input
    mapping:  which keys are read into which field; by default what the table of names knows
    strict:   whether a record whose metadata cannot be read is a Reject; else only its text must be there
    options:  how files, databases and documents are read
    stdin:    what "-" reads, sys.stdin by default
    on_bytes: called with the number of bytes taken from the disk since the last call; over all calls they
              sum up to ``total_bytes(sources)``
    ids_once: whether an article with an id that came before is a Reject; else it is one more version

    After the last article of each file, and of each table of a database, come its FileCounts.

    The checks are made in the call, not at the first article: raises SourceError naming every source that
    is missing, unreadable or of an unknown format, every library that is not installed, and a database that
    refuses. No other input raises; it yields a Reject.
    """
    options = options or ReadingOptions()
    found = find_sources(sources, options.kind)
    if stdin is None and any(isinstance(item, SourceFile) and item.path is None for item in found):
        if sys.stdin is None:
            raise SourceError("no_input")
        stdin = sys.stdin.buffer
    _check_query(found, options)
    databases = [
        Database(item.address, options.query, options.since)
        for item in found
        if isinstance(item, SourceDatabase)
    ]
    reading = _Reading(mapping or FieldMapping(), strict, options.texts, FirstPlaces() if ids_once else None)
    opening = Opening(options, reading.reject_of, on_bytes)
    items = _items(found, opening, iter(databases), stdin)
    return reading.articles(items, Workers(options.jobs, options.documents))


def _check_query(found: list[Source], options: ReadingOptions) -> None:
    if options.query is not None and not any(_can_be_asked(item) for item in found):
        raise SourceError("query_of_no_database")
    if options.since is not None and not asks_since(options.query):
        raise SourceError("since_without_parameter")
    if options.since is None and asks_since(options.query):
        raise SourceError("parameter_without_since")


def _can_be_asked(item: Source) -> bool:
    return isinstance(item, SourceDatabase) or (
        isinstance(item, SourceFile) and item.format in ("sqlite", None)
    )


def _items(
    found: list[Source], opening: Opening, databases: Iterator[Database], stdin: BinaryIO | None
) -> Items:
    for item in found:
        if isinstance(item, SourceFile):
            yield from opening.file(item, stdin)
        elif isinstance(item, SourceDatabase):
            yield from opening.database(next(databases))
        else:
            yield None, item


class _Reading:
    """One call of ``read_articles``."""

    def __init__(
        self, mapping: FieldMapping, strict: bool, texts: TextSettings, first_places: FirstPlaces | None
    ) -> None:
        self._mapping, self._strict, self._texts = mapping, strict, texts
        self._first_places = first_places

    def reject_of(self, file: str, columns: Columns) -> Reject | None:
        """Return the reject of a table that has no column for the text."""
        if self._mapping.assignment(dict.fromkeys(columns.names)).fields.get("text"):
            return None
        listed = [*map(shown, columns.names[:_MAX_NAMES_SHOWN])]
        more = ["…"] if len(columns.names) > _MAX_NAMES_SHOWN else []
        return Reject(file, None, "bad-header", Remark("no_text_column", {"found": [*listed, *more]}), "")

    def articles(self, items: Items, workers: Workers) -> Iterator[Told]:
        """Yield what the items become; those of one origin follow each other, up to its end."""
        open_counts: dict[Origin, FileCounts] = {}
        with closing(workers):
            for origin, pairs in groupby(workers.in_order(items), key=itemgetter(0)):
                values = map(itemgetter(1), pairs)
                if origin is None:
                    yield from values
                    continue
                # What is said of a container comes between its parts, in several runs.
                counts = open_counts.setdefault(origin, FileCounts(origin.name, origin.kind))
                yield from self._of_origin(values, counts)
                if counts.is_complete:
                    del open_counts[origin]

    def _of_origin(self, values: Iterator[Any], counts: FileCounts) -> Iterator[Told]:
        records = LookAhead(_one_by_one(values))
        maker = ArticleMaker(counts, self._mapping, records.following, texts=self._texts, strict=self._strict)
        for value in records:
            if value is ENDS:
                counts.is_complete = True
                for told in maker.notices():
                    yield Notice(counts.file, told)
                yield counts
                return
            made = self._made(counts.file, value, maker)
            if isinstance(made, Reject):
                counts.rejected[made.code] += 1
            elif isinstance(made, Article):
                counts.accepted += 1
            yield made

    def _made(self, file: str, value: Any, maker: ArticleMaker) -> Told:
        if isinstance(value, Record):
            return self._article(file, value, maker)
        if isinstance(value, Refused):
            return Reject(file, value.line, value.code, value.reason, "")
        if isinstance(value, Remark):
            return Notice(file, value)
        made: Reject | Notice = value
        return made

    def _article(self, file: str, record: Record, maker: ArticleMaker) -> Article | Reject:
        try:
            article = maker.article(record)
        except RecordError as error:
            return Reject(file, record.line, error.code, error.reason, record.as_line())
        earlier = self._first_places and self._first_places.claim(article.id, file, record.line)
        if earlier is None:
            return article
        reason = Remark("id_was_there", {"id": article.id, "place": earlier})
        return Reject(file, record.line, "duplicate-id", reason, record.as_line())


def _one_by_one(values: Iterator[Any]) -> Iterator[Any]:
    """Yield values, and what a document became one by one."""
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value
