"""The module reads SQLite files with Python's sqlite3: the tables that contain articles, or a query."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from search.readers.budget import DamagedStreamError
from search.readers.formats.links import Link
from search.readers.formats.lookups import Lookup, References
from search.readers.formats.relations import (
    Relation,
    choose,
    lookups_of,
    records_of,
    remarks_on,
    with_own_ids,
)
from search.readers.records import Columns, Record, Reject
from search.readers.streams import TextStream
from search.remarks import Remark

_STEPS = 500  # times _EVERY instructions of SQLite for one row; a row of a table takes some hundred
_EVERY = 100_000
_MAX_VALUE_BYTES = 64 * 2**20


def sqlite_relations(
    file: str, stream: TextStream, query: str | None = None, since: str | None = None
) -> Iterator[Relation | Reject | Remark]:
    """Yield every table that contains articles, or the rows of a query.

    query: a SELECT, instead of whole tables; ``since`` is the value of ``:since`` in it
    """
    try:
        with stream.at_any_place() as raw:
            path = Path(str(raw.name))
            try:
                database = _opened(path, "mode=ro")
            except sqlite3.OperationalError:
                # A database in WAL mode cannot be opened normally in a folder that is not writable.
                database = _opened(path, "immutable=1")
                if path.with_name(f"{path.name}-wal").exists():
                    yield Remark("wal_not_read")
            with closing(database):
                yield from _Reading(file, stream, database).relations(query, since)
    except DamagedStreamError as error:
        yield Reject(file, None, "damaged", error.damage, "")
    except (sqlite3.Error, sqlite3.Warning, MemoryError, OSError, ValueError) as error:
        yield Reject(file, None, "damaged", Remark("database_damaged", {"reason": error}), "")


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, check_same_thread=False)
    try:
        for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        database.close()
        raise
    if sys.version_info >= (3, 11):
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
    return database


class _Reading:
    """The reading of one file."""

    def __init__(self, file: str, stream: TextStream, database: sqlite3.Connection) -> None:
        self._file, self._stream, self._database = file, stream, database
        self._steps = 0
        database.text_factory = stream.decode

    def relations(self, query: str | None, since: str | None) -> Iterator[Relation | Reject | Remark]:
        if query is not None:
            yield Relation(self._file, self._rows(query, {"since": since}))
            return
        tables, views = self._columns()
        chosen = choose(tables, views, self._references)
        lookups = lookups_of(chosen, tables, self._references)
        yield from remarks_on(chosen, tables, lookups, self._references)
        for lookup in (one for of_table in lookups.values() for one in of_table):
            yield from lookup.fill(self._database.execute(lookup.statement(_quoted)))
        if not chosen.read:
            yield Reject(self._file, None, "bad-header", Remark("no_relation", {"found": chosen.left}), "")
        # A hostile view may never end. A query of the caller has no limit, because its first row may take
        # long.
        self._database.set_progress_handler(self._is_too_long, _EVERY)
        for name in chosen.read:
            beside = chosen.beside.get(name)
            query = beside.statement(name, _quoted) if beside else f"SELECT * FROM {_quoted(name)}"
            rows = self._rows(query, {}, lookups.get(name, []))
            yield Relation(f"{self._file}/{name}", with_own_ids(name, chosen.read, rows))

    def _references(self, table: str) -> References:
        listed = self._database.execute(f"PRAGMA foreign_key_list({_quoted(table)})").fetchall()
        return {str(column): (str(to), key) for _, _, to, column, key, *_ in listed}

    def _columns(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Return name -> columns, of tables and of views."""
        relations: dict[str, dict[str, list[str]]] = {"table": {}, "view": {}}
        listed = self._database.execute(
            "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')"
            " AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY rowid"
        ).fetchall()
        for kind, name in listed:
            try:
                columns = self._database.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
            except sqlite3.Error:  # the table of a view, or the module of a virtual table, is missing
                columns = []
            relations[kind][name] = [column[1] for column in columns]
        return relations["table"], relations["view"]

    def _is_too_long(self) -> bool:
        self._steps += 1
        return self._steps > _STEPS

    def _rows(
        self, query: str, values: dict[str, str | None], lookups: list[Lookup | Link] | None = None
    ) -> Iterator[Record | Reject | Columns | Remark]:
        """Yield what a query returns; with ``lookups``, it returns a whole table of articles."""
        number = 0
        try:
            cursor = self._database.execute(query, values)
            if cursor.description is None:
                yield Reject(self._file, None, "bad-header", Remark("no_select"), "")
                return
            names = [column[0] for column in cursor.description]
            for record in records_of(names, self._counted(cursor), self._stream.decode, lookups):
                number += isinstance(record, Record)
                yield record
        except DamagedStreamError as error:
            yield _rest(self._file, number, error.damage)
        except (sqlite3.Error, sqlite3.Warning, MemoryError, UnicodeDecodeError) as error:
            # sqlite3 itself decodes the names of columns, whatever the factory of texts is.
            damage = Remark("database_damaged", {"reason": error})
            yield (
                _rest(self._file, number, damage)
                if number
                else Reject(self._file, None, "damaged", damage, "")
            )

    def _counted(self, cursor: sqlite3.Cursor) -> Iterator[tuple[object, ...]]:
        for row in cursor:
            self._steps = 0
            self._stream.budget.spend(sum(len(value) for value in row if isinstance(value, (str, bytes))) + 1)
            yield row


def _rest(file: str, number: int, damage: Remark) -> Reject:
    return Reject(file, number + 1, "damaged", Remark("rest_is_missing", {"damage": damage}), "")


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
