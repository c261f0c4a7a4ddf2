"""The module has small SQLite databases beside the generations of an index, one for each purpose.

A transaction is written as a whole or not at all, whatever ends the process or the machine.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.errors import IndexMissingError, MemoryDamagedError

_WAIT_SECONDS = 30.0  # the wait for another process that writes; a transaction takes some milliseconds


class Remembered:
    """A small database in an index folder; threads and processes may share it.

    path:   the path of the file; file and folder are made if they do not exist
    schema: the statements that make its tables
    format: the number of the schema
    """

    def __init__(self, path: Path, schema: str, format: int) -> None:  # noqa: A002 - as in "disk format"
        self.path = path
        self._lock = threading.RLock()
        with self._said():
            self._connection = self._opened(schema, format)

    def _opened(self, schema: str, format_: int) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise IndexMissingError("folder_is_a_file", folder=self.path.parent) from None
        if self.path.is_symlink():  # the folder may come from a stranger, so nothing is written through links
            raise MemoryDamagedError("memory_is_a_link", file=self.path)
        with suppress(FileExistsError):  # addresses may contain passwords, so only the owner may read them
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            self.path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if not version:
            for statement in filter(str.strip, schema.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {format_}")
        connection.execute("COMMIT")
        if version not in (0, format_):
            connection.close()
            raise MemoryDamagedError(
                "memory_of_other_format", file=self.path, found=str(version), known=str(format_)
            )
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in a transaction, which an exception undoes.

        Raises MemoryDamagedError if the file is no such database, or cannot be written.
        """
        with self._lock, self._said():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows of a query. Raises MemoryDamagedError."""
        with self._lock, self._said():
            return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise MemoryDamagedError("memory_is_busy", file=self.path) from error
            raise MemoryDamagedError("memory_cannot_be_used", file=self.path, reason=str(error)) from error
