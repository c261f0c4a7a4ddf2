"""The module finds tables about the files beside them: *metadata.csv* with a column of file names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from search.later import function
from search.readers.counts import FileCounts
from search.readers.jsonl import read_jsonl
from search.readers.kinds import HEAD_BYTES, kind_of
from search.readers.names import TEXT
from search.readers.records import Notice, Record, Reject, shown
from search.readers.sources import Source, SourceFile
from search.readers.streams import DamagedStreamError, TextStream
from search.readers.values import is_nothing
from search.remarks import Remark

if TYPE_CHECKING:
    from search.readers.mapping import FieldMapping
    from search.readers.mappings import Mappings

_read_csv = function("search.readers.delimited", "read_csv")
_TABLES: dict[str | None, Callable[[str, TextStream], Iterator[Any]]] = {
    "csv": _read_csv,
    "tsv": _read_csv,
    "jsonl": read_jsonl,
}
#: Kinds of files that are an article each.
_DOCUMENTS = frozenset(("txt", "html", "pdf", "docx"))
_FIRST = 50
"""The number of rows by which the column of file names is found."""


class TablesBeside:
    """What tables say about the files beside them.

    sources: the sources without these tables; in the place of each is what was found in it
    """

    def __init__(
        self, sources: Iterable[Source], mappings: Mappings, on_bytes: Callable[[int], None] | None
    ) -> None:
        self._mappings = mappings
        self._rows: dict[Path, Mapping[str, object]] = {}
        listed = list(sources)
        documents: dict[Path, list[Path]] = defaultdict(list)
        for source in listed:
            if isinstance(source, SourceFile) and source.format in _DOCUMENTS and source.path:
                for folder in source.path.parents:
                    documents[folder].append(source.path)
                    if folder == source.top:
                        break
        self.sources: list[Source | FileCounts] = []
        for source in listed:
            told = None
            if isinstance(source, SourceFile) and source.path and documents.get(source.path.parent):
                told = self._read(source, source.path, documents[source.path.parent])
            if told is None:
                self.sources.append(source)
                continue
            self.sources.extend(told)
            if on_bytes and isinstance(source, SourceFile):
                on_bytes(source.size)

    def with_rows(self, path: Path | None, values: Iterator[Any]) -> Iterator[Any]:
        """Return what was read from a file, its records with what a table says about it.

        Where both have a field, the table counts. The first line of a text that was taken for its title is
        left in the text if the table has another title.
        """
        row = self._rows.get(path) if path else None
        if row is None:
            return values
        mapping = self._mappings.of(path)
        return (_joined(value, row, mapping) if isinstance(value, Record) else value for value in values)

    def _read(self, table: SourceFile, path: Path, documents: list[Path]) -> list[Source | FileCounts] | None:
        """Return what was found in a table about documents; None if it is no such table."""
        by_name = _by_name(documents, path.parent)
        try:
            with path.open("rb") as raw:
                stream = TextStream(raw, table.compression)
                reader = _TABLES.get(kind_of(table.format, stream.peek(HEAD_BYTES)))
                values = reader(table.name, stream) if reader else iter(())
                first = list(islice(values, _FIRST))
                column = _column_of_names(first, by_name, self._mappings.of(path))
                return self._take(table, column, by_name, [*first, *values]) if column else None
        except (OSError, DamagedStreamError):
            return None  # it is read as an archive, which says what is wrong

    def _take(
        self, table: SourceFile, column: str, by_name: Mapping[str, Path | None], values: Iterable[Any]
    ) -> list[Source | FileCounts]:
        told: list[Source | FileCounts] = []
        counts = FileCounts(table.name, table.format or "")
        taken = 0
        for value in values:
            if isinstance(value, Reject):
                counts.reject(value.code, None)
                told.append(value)
            elif isinstance(value, Remark):
                told.append(Notice(table.name, value))
            elif isinstance(value, Record):
                named = value.values.get(column)
                path = by_name.get(_key(named))
                if path is None or path in self._rows:
                    code = "row_of_no_file" if path is None else "row_of_same_file"
                    reason = Remark(code, {"name": shown(str(named))})
                    counts.reject("missing-text", None)
                    told.append(Reject(table.name, value.line, "missing-text", reason, value.as_line()))
                    continue
                self._rows[path] = self._used(path, {**value.values}, column, value.line, counts)
                taken += 1
        about = Notice(table.name, Remark("fields_of_files", {"count": taken, "column": column}))
        return [about, *told, counts]

    def _used(
        self, path: Path, row: dict[str, object], column: str, line: int | None, counts: FileCounts
    ) -> dict[str, object]:
        """Return a row without what is in no field; this is counted, but for the name of the file."""
        for key in [keys[0] for keys in self._mappings.of(path).assignment(row).unused if len(keys) == 1]:
            value = row.pop(key)
            if key != column and not is_nothing(value):
                counts.not_used(key, line, value)
        return row


def _by_name(documents: Iterable[Path], folder: Path) -> dict[str, Path | None]:
    """Return the documents by all names that a table may use for them; None where two have the same."""
    found: dict[str, Path | None] = {}
    for path in documents:
        below = path.relative_to(folder).as_posix().lower()
        stem = PurePosixPath(below).with_suffix("").as_posix()
        for name in {below, stem, path.name.lower(), path.stem.lower()}:
            found[name] = path if found.get(name, path) == path else None
    return found


def _key(value: object) -> str:
    return str(value).strip().replace("\\", "/").removeprefix("./").lower() if not is_nothing(value) else ""


def _column_of_names(
    values: Iterable[Any], by_name: Mapping[str, Path | None], mapping: FieldMapping
) -> str | None:
    """Return the column in which most rows name a document; None without one, or if a column is a text."""
    records = [value.values for value in values if isinstance(value, Record)]
    columns = dict.fromkeys(key for record in records for key in record)
    if not records or TEXT in mapping.assignment(columns).fields:
        return None
    named = {
        column: sum(by_name.get(_key(record.get(column))) is not None for record in records)
        for column in columns
    }
    best = max(named, key=lambda column: named[column])
    return best if 2 * named[best] > len(records) else None


def _joined(record: Record, row: Mapping[str, object], mapping: FieldMapping) -> Record:
    """Return a record of a document with the row about it."""
    given = mapping.assignment(row).fields
    read = mapping.assignment(record.values).fields
    taken = {keys[0] for field, several in read.items() if field in given for keys in several}
    values = {key: one for key, one in record.values.items() if key not in taken}
    title, text = record.values.get("title"), values.get("text")
    if "title" in taken and isinstance(title, str) and isinstance(text, str) and title not in row.values():
        values["text"] = f"{title}\n\n{text}"
    return Record({**row, **values}, record.line)
