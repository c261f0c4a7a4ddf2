"""The module reads sources as articles: it makes articles of records, recognises repeated ids, and counts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from search.article import Article
from search.errors import SourceError
from search.later import function
from search.readers.article_maker import ArticleMaker, NotPublicError
from search.readers.counts import FileCounts
from search.readers.days_of_names import day_of_name
from search.readers.documents import Refused
from search.readers.formats.database_address import asks_since
from search.readers.look_ahead import LookAhead
from search.readers.mapping import Assignment, FieldMapping
from search.readers.mappings import Mappings
from search.readers.opening import ENDS, Items, Opening, Origin, ReadingOptions
from search.readers.records import Columns, Notice, Record, RecordError, Reject, Superseded, shown
from search.readers.sampling import Meter, Sample, sampled
from search.readers.sources import Source, SourceDatabase, SourceFile, find_sources
from search.readers.tables_beside import TablesBeside
from search.readers.values import is_nothing
from search.readers.versions import Versions
from search.readers.workers import Workers
from search.remarks import Remark

if TYPE_CHECKING:
    from search.readers.formats.database import Database

_database = function("search.readers.formats.database", "Database")

_MAX_NAMES_SHOWN = 20
#: The codes of rejects that are whole, and in which a short one has nothing to mend.
_WITHOUT_TEXT = frozenset(("missing-text", "not-an-object"))
Event = Article | Superseded | Reject | Notice | FileCounts


def read_articles(
    sources: Iterable[str],
    *,
    options: ReadingOptions | None = None,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
    sample: Sample | None = None,
    on_record: Callable[[Origin, Record, Assignment], None] | None = None,
) -> Iterator[Event]:
    """Yield the articles of ``sources`` in order; rejects and notices are between them.

    An article with the id of an earlier one is a later version of it: a Superseded comes directly before it
    and says which article it replaces. A record that is equal to the version before is left out.

    sources:  files of the kinds in ``search.readers.kinds``, compressed or not; folders, which are read in
              sorted order; addresses of databases; and "-" for standard input
    options:  how files, databases and documents are read
    stdin:    the stream for "-", by default sys.stdin
    on_bytes: is called with the number of bytes read from the disk since the last call; the sum of all calls
              is ``total_bytes(sources)``
    sample:   how much is read at most; with it, a table without a column for the text is read as well
    on_record: is called with every record before it becomes an article, and with the keys that are read

    The FileCounts of each file, and of each table of a database, follow its last article.

    Sources are checked in the call and not at the first article. It raises SourceError, which names every
    source that is missing, unreadable or of an unknown format, every library that is not installed, a
    database that refuses the connection or the query, and an unusable profile beside an archive. No other
    input raises; it yields a Reject.
    """
    options = options or ReadingOptions()
    items_found = find_sources(sources, options.kind, options.not_sources)
    if stdin is None and any(isinstance(item, SourceFile) and item.path is None for item in items_found):
        if sys.stdin is None:
            raise SourceError("no_input")
        stdin = sys.stdin.buffer
    _check_query(items_found, options)
    databases = [
        _database(item.address, options.query, options.since)
        for item in items_found
        if isinstance(item, SourceDatabase)
    ]
    mappings = Mappings(options.mapping, items_found)
    tables = TablesBeside(items_found, mappings, on_bytes)
    reading = _Reading(mappings, tables, options, on_record)
    found = tables.sources
    if sample:
        left = len(found) - sample.files
        if left > 0:
            told = Remark("only_first_files", {"count": sample.files, "left": left})
            found = [
                *found[: sample.files],
                Notice(_folder_of(found[sample.files - 1]), told),
            ]
        meter = Meter(on_bytes)
        opening = Opening(options, mappings, reading.accept, meter)
        items = _items(found, opening, iter(databases), stdin, partial(sampled, sample=sample, meter=meter))
    else:
        opening = Opening(options, mappings, reading.reject_of, on_bytes)
        items = _items(found, opening, iter(databases), stdin)
    return reading.articles(items, Workers(options.jobs, options.documents))


def _folder_of(item: Source | FileCounts) -> str:
    return str(PurePath(item.name if isinstance(item, SourceFile | SourceDatabase) else item.file).parent)


def _check_query(items_found: list[Source], options: ReadingOptions) -> None:
    if options.query is not None and not any(_can_be_asked(item) for item in items_found):
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
    items_found: list[Source | FileCounts],
    opening: Opening,
    databases: Iterator[Database],
    stdin: BinaryIO | None,
    cut: Callable[[Items], Items] = iter,
) -> Items:
    for item in items_found:
        if isinstance(item, SourceFile):
            yield from cut(opening.file(item, stdin))
        elif isinstance(item, SourceDatabase):
            yield from cut(opening.database(next(databases)))
        else:
            yield None, item


class _Reading:
    """One call of ``read_articles``."""

    def __init__(
        self,
        mappings: Mappings,
        tables: TablesBeside,
        options: ReadingOptions,
        on_record: Callable[[Origin, Record, Assignment], None] | None,
    ) -> None:
        self._tables = tables
        self._mappings, self._versions, self._on_record = mappings, Versions(), on_record
        self._texts, self._strict = options.texts, options.strict

    @staticmethod
    def accept(_origin: Origin, _columns: Columns) -> None:
        """Accept any table."""

    def reject_of(self, origin: Origin, columns: Columns) -> Reject | None:
        """Return the reject of a table that has no column for the text."""
        if self._mappings.of(origin.path).assignment(dict.fromkeys(columns.names)).fields.get("text"):
            return None
        listed = [*map(shown, columns.names[:_MAX_NAMES_SHOWN])]
        more = ["…"] if len(columns.names) > _MAX_NAMES_SHOWN else []
        return Reject(
            origin.name, None, "bad-header", Remark("no_text_column", {"found": [*listed, *more]}), ""
        )

    def articles(self, items: Items, workers: Workers) -> Iterator[Event]:
        """Yield what the items become; those of one origin follow each other, up to its end."""
        open_counts: dict[Origin, FileCounts] = {}
        with closing(workers):
            for origin, pairs in groupby(workers.in_order(items), key=itemgetter(0)):
                values: Iterator[Any] = map(itemgetter(1), pairs)
                if origin is None:
                    yield from values
                    continue
                # What is said of a container comes between its parts, in several runs.
                counts = open_counts.setdefault(origin, FileCounts(origin.name, origin.kind))
                values = self._tables.with_rows(origin.path, _one_by_one(values))
                told = self._told(origin, values) if self._on_record else values
                yield from self._of_origin(told, counts, self._mappings.of(origin.path), origin.below)
                if counts.is_complete:
                    del open_counts[origin]

    def _told(self, origin: Origin, values: Iterator[Any]) -> Iterator[Any]:
        """Yield values one by one, each record once it was told."""
        assert self._on_record
        mapping = self._mappings.of(origin.path)
        for value in values:
            if isinstance(value, Record):
                self._on_record(origin, value, mapping.assignment(value.values))
            yield value

    def _of_origin(
        self, values: Iterator[Any], counts: FileCounts, mapping: FieldMapping, below: str
    ) -> Iterator[Event]:
        records = LookAhead(values)
        maker = ArticleMaker(counts, mapping, records.following, texts=self._texts, strict=self._strict)
        for value in records:
            if value is ENDS:
                counts.is_complete = True
                for told in maker.notices():
                    yield Notice(counts.file, told)
                yield counts
                return
            if counts.tells_no_more and isinstance(value, Record) and not any(value.values.values()):
                counts.reject("missing-text", 0)  # at once: there may be very many
                continue
            try:
                made = self._made(counts.file, value, maker)
            except NotPublicError as error:
                counts.passed[error.why] += 1
                continue
            if isinstance(made, Reject):
                if not counts.reject(made.code, _size(value, made)):
                    continue
            elif isinstance(made, Article):
                if made.published is None and value.line is None and (day := day_of_name(below)):
                    made = made._replace(published=day)
                    counts.mend("day_of_name", None, f"{shown(below)} → {day}")
                earlier = self._versions.claim(made, counts.file, value.line)
                if earlier and earlier.is_same:
                    counts.repeated += 1
                    continue
                if earlier:
                    counts.later_version(made.id, value.line, earlier.place)
                    yield Superseded(earlier.number)
                counts.accepted += 1
            yield made

    @staticmethod
    def _made(file: str, value: Any, maker: ArticleMaker) -> Event:
        if isinstance(value, Record):
            try:
                return maker.article(value)
            except RecordError as error:
                return Reject(file, value.line, error.code, error.reason, value.as_line())
        if isinstance(value, Refused):
            return Reject(file, value.line, value.code, value.reason, "")
        if isinstance(value, Remark):
            return Notice(file, value)
        made: Reject | Notice = value
        return made


def _size(value: object, reject: Reject) -> int | None:
    """Return how many characters a rejected record has, 0 where none of its values says anything."""
    if isinstance(value, Record) and all(map(is_nothing, value.values.values())):
        return 0
    return len(reject.record) if reject.code in _WITHOUT_TEXT and reject.record else None


def _one_by_one(values: Iterator[Any]) -> Iterator[Any]:
    """Yield values, and what a document became one by one."""
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value
