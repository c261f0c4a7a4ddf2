"""What was taken from watched folders: ``watched.sqlite`` in the index folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from search.remembered import Remembered
from search.watching.scanning import Signature

FILE = "watched.sqlite"
_FORMAT = 1
#: Paths are bytes, as the file system has them. A file without a digest is read when its signature changes.
_SCHEMA = """
CREATE TABLE files (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, changed_at INTEGER NOT NULL, number TEXT NOT NULL,
    digest BLOB
) WITHOUT ROWID;
CREATE TABLE articles (path BLOB NOT NULL, id TEXT NOT NULL, PRIMARY KEY (path, id)) WITHOUT ROWID;
CREATE INDEX ids ON articles (id)
"""
#: Of one batch, in the memory of this process; gone with it.
_OF_BATCH = """
CREATE TEMP TABLE IF NOT EXISTS fresh (path BLOB, id TEXT, PRIMARY KEY (path, id)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS replaced (path BLOB PRIMARY KEY) WITHOUT ROWID;
DELETE FROM fresh;
DELETE FROM replaced
"""
_VANISHED = """
SELECT DISTINCT id FROM articles JOIN replaced USING (path)
WHERE id NOT IN (SELECT id FROM fresh)
AND NOT EXISTS (
    SELECT 1 FROM articles AS others
    WHERE others.id = articles.id AND others.path NOT IN (SELECT path FROM replaced)
)
"""


class WatchState:
    """The files that were taken, and the articles that each had."""

    def __init__(self, folder: Path) -> None:
        self._memory = Remembered(folder / FILE, _SCHEMA, _FORMAT)

    def close(self) -> None:
        """Close the file."""
        self._memory.close()

    def files(self, top: Path) -> dict[bytes, Signature]:
        """Return the files in a folder that were taken, with the signatures that they had."""
        begin = os.fsencode(top).rstrip(b"/") + b"/"
        end = begin[:-1] + bytes([begin[-1] + 1])
        rows = self._memory.rows("SELECT * FROM files WHERE path >= ? AND path < ?", begin, end)
        return {row["path"]: Signature(row["size"], row["changed_at"], int(row["number"])) for row in rows}

    def digest(self, path: bytes) -> bytes | None:
        """Return the digest that a file had when it was taken, None where it was not, or had no article."""
        rows = self._memory.rows("SELECT digest FROM files WHERE path = ?", path)
        return rows[0]["digest"] if rows else None

    def has_articles(self, path: bytes) -> bool:
        """Return whether a file had articles when it was taken."""
        return bool(self._memory.rows("SELECT 1 FROM articles WHERE path = ? LIMIT 1", path))

    def begin(self) -> None:
        """Begin a batch of files."""
        with self._memory.transaction() as connection:
            for statement in _OF_BATCH.split(";"):
                connection.execute(statement)

    def note(self, path: bytes, ids: Iterable[str]) -> None:
        """Take note of articles that a file of the batch has."""
        with self._memory.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO fresh VALUES (?, ?)", [(path, one) for one in ids])

    def replace(self, paths: Iterable[bytes]) -> None:
        """Take note of files whose articles of before count no more: they were read whole, or are gone."""
        with self._memory.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO replaced VALUES (?)", [(path,) for path in paths])

    def vanished(self) -> Iterator[str]:
        """Yield the ids of articles that were in replaced files and are in no file any more."""
        for row in self._memory.rows(_VANISHED):
            yield row["id"]

    def finish(self, taken: Mapping[bytes, tuple[Signature, bytes | None]], gone: Collection[bytes]) -> None:
        """Remember a batch that is in the index: files with their signatures and digests, and those gone."""
        with self._memory.transaction() as connection:
            connection.execute("DELETE FROM articles WHERE path IN (SELECT path FROM replaced)")
            connection.execute("INSERT OR IGNORE INTO articles SELECT path, id FROM fresh")
            for path, (signature, digest) in taken.items():
                values = (path, signature.size, signature.changed_at, str(signature.number), digest)
                connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", values)
            connection.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in gone])
