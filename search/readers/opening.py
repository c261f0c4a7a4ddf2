"""The module opens sources, decides the kinds of files, looks into containers, and yields records."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

from search.dates.archive import ArchiveDates
from search.errors import SourceError
from search.later import function
from search.readers.budget import Budget, UnpackingLimits
from search.readers.cells import with_cells_read
from search.readers.documents import Document, read_document
from search.readers.formats.passed_over import passed_over
from search.readers.jsonl import read_jsonl
from search.readers.kinds import HEAD_BYTES, kind_of
from search.readers.mapping import FieldMapping
from search.readers.mappings import Mappings
from search.readers.names import TEXT
from search.readers.not_read import advice_by_content, advice_by_name
from search.readers.paragraph_rows import with_paragraphs_joined
from search.readers.records import Columns, Record, Reject
from search.readers.sources import SourceFile
from search.readers.streams import TextStream
from search.readers.text_settings import TextSettings
from search.readers.unnamed_texts import with_texts_found
from search.readers.whole_pages import with_pages_read
from search.readers.workers import DocumentLimits, processors
from search.remarks import Remark

if TYPE_CHECKING:
    from search.readers.containers import Member
    from search.readers.formats.database import Database
    from search.readers.formats.relations import Relation

#: The arguments of a reader are the name of the file, for messages, and its stream.
Reader = Callable[[str, TextStream], Iterator[Any]]
_READERS: dict[str, Reader] = {
    "jsonl": read_jsonl,
    "csv": function("search.readers.delimited", "read_csv"),
    "tsv": function("search.readers.delimited", "read_csv"),
    "txt": function("search.readers.plain_text", "read_plain_text"),
    "trec": function("search.readers.formats.trec", "read_trec"),
    "feed": function("search.readers.formats.feed_file", "read_feed"),
    "wordpress": function("search.readers.formats.wordpress", "read_wordpress"),
    "html-table": function("search.readers.formats.html_table", "read_html_table"),
    "sitemap": function("search.readers.formats.sitemap", "read_sitemap"),
    "xml": function("search.readers.formats.xml_records", "read_xml"),
    "warc": function("search.readers.formats.warc", "read_warc"),
    "mail": function("search.readers.formats.mail", "read_mail"),
    "parquet": function("search.readers.formats.arrow", "read_parquet"),
    "arrow": function("search.readers.formats.arrow", "read_arrow"),
    **{kind: read_document(kind) for kind in ("html", "pdf", "docx", "epub")},
}
_CONTAINERS: dict[str, Callable[[str, TextStream], Iterator[Member | Reject | Remark]]] = {
    "zip": function("search.readers.containers", "zip_members"),
    "tar": function("search.readers.containers", "tar_members"),
}
_zipped_kind = function("search.readers.containers", "zipped_kind")
_sqlite_relations = function("search.readers.formats.sqlite", "sqlite_relations")
#: Kinds that a file has by its name, or where nothing tells.
_WITHOUT_SIGNS = ("txt", "jsonl")
_BEGINNING = 1 << 10
#: Kinds whose records may have a web page as their text.
_OF_RECORDS = ("jsonl", "csv", "tsv", "parquet", "arrow")
#: Kinds in whose cells programs write lists and objects.
_OF_TABLES = ("csv", "tsv", "spreadsheet", "parquet", "arrow")
_STANDARD_INPUT = "jsonl"  # its kind if its first bytes do not tell
_DEEPEST = 2  # an archive may contain archives, as exports often do, and these may contain none


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How sources are read.

    mapping:   which keys are read into which field; by default as profiles and the table of names say
    strict:    whether a record with unreadable metadata is a Reject; without it, only the text must be
               readable
    kind:      the kind of every file; None means that names and contents decide
    query:     the query for databases and SQLite files, instead of whole tables
    since:     the value of ``:since`` in the query
    jobs:      the number of processes that make articles of web pages and documents; it does not change
               results
    unpacking: limits for the decompressed size of a file
    documents: limits for one page or document
    not_sources: the folder of the index, and files that are written; they are passed over in folders
    texts:     how dates and texts are read
    """

    mapping: FieldMapping = field(default_factory=FieldMapping)
    strict: bool = False
    kind: str | None = None
    query: str | None = None
    since: date | None = None
    jobs: int = field(default_factory=processors)
    unpacking: UnpackingLimits = field(default_factory=UnpackingLimits)
    documents: DocumentLimits = field(default_factory=DocumentLimits)
    not_sources: tuple[Path, ...] = ()
    texts: TextSettings = field(default_factory=TextSettings)


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """A file, or a part of one, from which records are read.

    name: its name for messages
    kind: a name of ``KINDS``, "sql", or "" if it is unknown
    path: the path of the file on the disk; None for standard input and databases
    below: its name below the folder or the archive in which it is
    """

    name: str
    kind: str
    path: Path | None = None
    below: str = ""


class _Ends:
    """The item behind the last record of an origin."""


ENDS = _Ends()
Read = Record | Reject | Columns | Remark | Document | _Ends
Items = Iterator[tuple[Origin | None, Any]]


class Opening:
    """The object opens sources and yields their records and remarks, each with its origin.

    options:   how sources are read
    mappings:  finds the keys of each field, by file
    reject_of: returns the Reject of a table whose columns are not usable, or None; a rejected table is not
               read
    on_bytes:  is called with the number of bytes each time bytes were read from the disk
    """

    def __init__(
        self,
        options: ReadingOptions,
        mappings: Mappings,
        reject_of: Callable[[Origin, Columns], Reject | None],
        on_bytes: Callable[[int], None] | None,
    ) -> None:
        self._options, self._mappings = options, mappings
        self._reject_of, self._on_bytes = reject_of, on_bytes
        self._path: Path | None = None

    def file(self, source: SourceFile, stdin: BinaryIO | None) -> Items:
        """Yield the items of a file, or of standard input."""
        budget = Budget(self._options.unpacking)
        self._path = source.path
        if source.path is None:
            assert stdin is not None
            stream = TextStream(stdin, on_bytes=self._on_bytes, budget=budget)
            yield from self._content(source.name, source.format, stream, _STANDARD_INPUT)
            return
        consumed = 0
        try:
            raw = source.path.open("rb")
            size = os.fstat(raw.fileno()).st_size or None  # special files have no size
        except OSError as error:
            reason = Remark("unreadable", {"reason": error})
            yield None, Reject(source.name, None, "unreadable", reason, "")
        else:
            with raw:
                stream = TextStream(
                    raw, source.compression, self._on_bytes, size=size, seekable=True, budget=budget
                )
                below = source.path.relative_to(source.top) if source.top else source.path.name
                yield from self._content(source.name, source.format, stream, below=str(below))
                consumed = stream.consumed
        if self._on_bytes and consumed < source.size:  # it was not read to its end, or not in order
            self._on_bytes(source.size - consumed)

    def database(self, opened: Database) -> Items:
        """Yield the items of a database."""
        self._path = None
        origin = Origin(opened.name, "sql")
        yield from self._relations(origin, opened.relations())
        yield origin, ENDS

    def _content(
        self,
        name: str,
        named: str | None,
        stream: TextStream,
        otherwise: str | None = None,
        depth: int = 0,
        below: str = "",
    ) -> Items:
        kind = self._kind(named, stream, depth) or otherwise
        origin = Origin(name, kind or "", self._path, below)
        is_told = named in (None, kind) or (named == "xml" and kind != "html")
        if kind and not is_told and not self._options.kind:
            yield origin, Remark("read_as_kind", {"kind": kind})
        if kind in _CONTAINERS:
            yield from self._members(origin, stream, depth)
        elif kind == "sqlite":
            since = None if self._options.since is None else str(self._options.since)
            yield from self._relations(origin, _sqlite_relations(name, stream, self._options.query, since))
        else:
            yield from self._each(origin, self._records(origin, stream))
        yield from self._each(origin, stream.notices())
        yield origin, ENDS
        stream.close()

    def _kind(self, named: str | None, stream: TextStream, depth: int) -> str | None:
        kind, asked = kind_of(named, stream.peek(HEAD_BYTES)), self._options.kind
        if kind == "zip":
            kind = _zipped_kind(stream)
        # The kind that is asked for is that of the members of a container, unless it is a container itself.
        if asked is None or (
            asked in _CONTAINERS if depth else kind in _CONTAINERS and asked not in _CONTAINERS
        ):
            return kind
        return asked

    def _records(self, origin: Origin, stream: TextStream) -> Iterator[Any]:
        reader, mapping = _READERS.get(origin.kind), self._mappings.of(origin.path)
        if origin.kind == "spreadsheet":
            reader = read_document("spreadsheet", texts=tuple(mapping.chosen.get(TEXT, ())))
        advice = None
        if reader is None or (origin.kind in _WITHOUT_SIGNS and not self._options.kind):
            advice = advice_by_content(stream.peek(HEAD_BYTES)[:_BEGINNING])
        if reader is None or advice:
            told = advice or advice_by_name(origin.name) or Remark("content_unknown")
            yield Reject(origin.name, None, "unknown-format", told, "")
            return
        is_silent = bool(stream.peek(1).strip())
        try:
            values = reader(origin.name, stream)
            if origin.kind in _OF_TABLES:
                values = with_cells_read(values)
            if origin.kind in _OF_RECORDS:
                values = with_texts_found(values, mapping, ArchiveDates(self._options.texts.zone))
                values = with_pages_read(values, mapping)
            if origin.kind in _OF_RECORDS or origin.kind == "html-table":
                values = with_paragraphs_joined(values, mapping)
            for value in values:
                is_silent = False
                yield value
            if is_silent and origin.kind == "jsonl" and not stream.notices():
                yield Remark("no_record")
        except SourceError as error:  # a library is not installed
            yield Reject(origin.name, None, "unreadable", Remark(error.code, error.values), "")

    def _members(self, origin: Origin, stream: TextStream, depth: int) -> Items:
        if depth == _DEEPEST:
            yield origin, Reject(origin.name, None, "unreadable", Remark("nested_archives"), "")
            return
        from search.readers.containers import Member  # noqa: PLC0415 - containers are rare

        ignored: Counter[str] = Counter()
        is_empty = True
        for member in _CONTAINERS[origin.kind](origin.name, stream):
            is_empty = False
            if not isinstance(member, Member):
                yield origin, member
            elif member.kind or self._options.kind or kind_of(None, member.stream.peek(HEAD_BYTES)):
                below = member.name.removeprefix(origin.name).lstrip("/")
                yield from self._content(member.name, member.kind, member.stream, None, depth + 1, below)
            else:
                ignored[PurePath(member.name).suffix.lower() or "?"] += 1
        if ignored:
            yield origin, passed_over(ignored)
        if is_empty:
            yield origin, Reject(origin.name, None, "damaged", Remark("container_empty"), "")

    def _relations(self, origin: Origin, relations: Iterator[Relation | Reject | Remark]) -> Items:
        for relation in relations:
            if isinstance(relation, Reject | Remark):
                yield origin, relation
            else:
                table = Origin(relation.name, origin.kind, origin.path)
                rows = with_paragraphs_joined(
                    with_cells_read(relation.records), self._mappings.of(origin.path)
                )
                yield from self._each(table, rows)
                yield table, ENDS

    def _each(self, origin: Origin, values: Iterable[Any]) -> Items:
        for value in values:
            if not isinstance(value, Columns):
                yield origin, value
            elif reject := self._reject_of(origin, value):
                yield origin, reject
                return
