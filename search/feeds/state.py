"""What is remembered of feeds: ``feeds.sqlite`` in the index folder.

An article passes through the tables in whole transactions::

    named by a feed -> items: wanted -> fetched -> spool, items: fetched -> in the index -> items: added

Whatever interrupts it, the next fetch goes on at the step before. Adding an article once more changes
nothing, because its id is decided, and remembered with it, before it is added.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from search.addresses import shown_address
from search.errors import FeedError, WartaError
from search.feeds.records import Feed, Item, ReadDocument
from search.remarks import Remark
from search.remembered import Remembered

FILE = "feeds.sqlite"
_FORMAT = 1
_SCHEMA = """
CREATE TABLE feeds (
    name TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE, full_text INTEGER NOT NULL, every REAL, source TEXT,
    title TEXT, status TEXT NOT NULL, problem TEXT, fetched_at REAL, next_at REAL NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, own_ids INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE items (
    feed TEXT NOT NULL REFERENCES feeds ON DELETE CASCADE, key TEXT NOT NULL, state TEXT NOT NULL,
    fingerprint BLOB NOT NULL, rank TEXT NOT NULL, fields TEXT, id TEXT,
    attempts INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0, PRIMARY KEY (feed, key)
) WITHOUT ROWID;
CREATE INDEX wanted ON items (feed, rank DESC) WHERE state = 'wanted';
CREATE INDEX ids ON items (id);
CREATE TABLE spool (
    feed TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (feed, key),
    FOREIGN KEY (feed, key) REFERENCES items ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE documents (
    feed TEXT NOT NULL REFERENCES feeds ON DELETE CASCADE, address TEXT NOT NULL, validators TEXT NOT NULL,
    changed TEXT, read_at REAL NOT NULL, PRIMARY KEY (feed, address)
) WITHOUT ROWID;
CREATE TABLE kept (file TEXT PRIMARY KEY, length INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE robots (origin TEXT PRIMARY KEY, text TEXT NOT NULL, passing INTEGER, until REAL) WITHOUT ROWID;
CREATE TABLE hosts (host TEXT PRIMARY KEY, next_at REAL NOT NULL) WITHOUT ROWID
"""


class FeedState:
    """The feeds of an index folder, the articles that they named, and what hosts asked for."""

    def __init__(self, folder: Path) -> None:
        self._memory = Remembered(folder / FILE, _SCHEMA, _FORMAT)

    @staticmethod
    def is_there(folder: Path) -> bool:
        """Return whether an index folder has feeds; opening the memory of them would make one."""
        return (folder / FILE).exists() or (folder / FILE).is_symlink()

    def close(self) -> None:
        """Close the file."""
        self._memory.close()

    # --- feeds ---------------------------------------------------------------------------------------

    def feeds(self) -> list[Feed]:
        """Return the feeds, by their names."""
        return [_feed(row) for row in self._memory.rows("SELECT * FROM feeds ORDER BY name")]

    def feed(self, name: str) -> Feed:
        """Return a feed. Raises FeedError where there is none of that name."""
        rows = self._memory.rows("SELECT * FROM feeds WHERE name = ?", name)
        if not rows:
            raise FeedError("no_such_feed", name=repr(name))
        return _feed(rows[0])

    def add(self, feed: Feed) -> None:
        """Remember a new feed. Raises FeedError where its name or address is there already."""
        with self._memory.transaction() as connection:
            query = "SELECT name, address FROM feeds WHERE name = ? OR address = ?"
            for row in connection.execute(query, (feed.name, feed.address)):
                code = "address_is_there" if row["address"] == feed.address else "name_is_there"
                raise FeedError(code, name=row["name"])
            connection.execute(
                "INSERT INTO feeds (name, address, full_text, every, source, title, status)"
                " VALUES (?, ?, ?, ?, ?, ?, 'new')",
                (feed.name, feed.address, feed.full_text, feed.every, feed.source, feed.title),
            )

    def remove(self, name: str) -> None:
        """Forget a feed and the articles that it named. Raises FeedError."""
        with self._memory.transaction() as connection:
            if not connection.execute("DELETE FROM feeds WHERE name = ?", (name,)).rowcount:
                raise FeedError("no_such_feed", name=repr(name))

    def change(self, name: str, **values: object) -> None:
        """Change columns of a feed."""
        if isinstance(problem := values.get("problem"), Remark):
            values["problem"] = json.dumps(_as_data(problem), ensure_ascii=False)
        columns = ", ".join(f"{column} = ?" for column in values)
        with self._memory.transaction() as connection:
            connection.execute(f"UPDATE feeds SET {columns} WHERE name = ?", (*values.values(), name))

    def move(self, name: str, old: str, new: str) -> bool:
        """Change the address of a feed; return False where another feed has the new one."""
        with self._memory.transaction() as connection:
            if connection.execute("SELECT 1 FROM feeds WHERE address = ?", (new,)).fetchone():
                return False
            connection.execute("UPDATE feeds SET address = ? WHERE name = ?", (new, name))
            connection.execute("DELETE FROM documents WHERE feed = ? AND address = ?", (name, new))
            values = (new, name, old)
            connection.execute("UPDATE documents SET address = ? WHERE feed = ? AND address = ?", values)
        return True

    # --- what a feed names ---------------------------------------------------------------------------

    def name_items(
        self, feed: str, items: Iterable[Item], documents: Mapping[str, tuple[Mapping[str, str], str | None]]
    ) -> int:
        """Remember what documents of a feed name; return how many articles are new or have changed.

        documents: validators, and when a sitemap says that it was changed, by address
        """
        count = 0
        with self._memory.transaction() as connection:
            for item in items:
                known = connection.execute(
                    "SELECT fingerprint FROM items WHERE feed = ? AND key = ?", (feed, item.key)
                ).fetchone()
                if known and known["fingerprint"] == item.fingerprint:
                    continue
                count += 1
                fields = json.dumps([item.fields, item.has_text], ensure_ascii=False)
                rank = f"{0 if known else 1}{item.rank}"  # what is new goes before what has changed
                connection.execute(
                    "INSERT INTO items (feed, key, state, fingerprint, rank, fields)"
                    " VALUES (?, ?, 'wanted', ?, ?, ?) ON CONFLICT DO UPDATE SET state = 'wanted',"
                    " attempts = 0, next_at = 0, fingerprint = excluded.fingerprint, rank = excluded.rank,"
                    " fields = excluded.fields",
                    (feed, item.key, item.fingerprint, rank, fields),
                )
            for address, (validators, changed) in documents.items():
                values = (feed, address, json.dumps(validators), changed, time.time())
                connection.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)", values)
        return count

    def document(self, feed: str, address: str) -> ReadDocument:
        """Return what is remembered of a document of a feed."""
        query = "SELECT * FROM documents WHERE feed = ? AND address = ?"
        for row in self._memory.rows(query, feed, address):
            return ReadDocument(json.loads(row["validators"]), row["changed"], row["read_at"])
        return ReadDocument()

    def wanted(self, feed: str, now: float, most: int) -> list[Item]:
        """Return articles of a feed that are to be fetched, the latest first."""
        query = (
            "SELECT * FROM items WHERE feed = ? AND state = 'wanted' AND next_at <= ?"
            " ORDER BY rank DESC LIMIT ?"
        )
        return [_item(row) for row in self._memory.rows(query, feed, now, most)]

    def wanted_count(self, feed: str) -> int:
        """Return the number of articles of a feed that are still to be fetched."""
        query = "SELECT count(*) FROM items WHERE feed = ? AND state = 'wanted'"
        return int(self._memory.rows(query, feed)[0][0])

    def is_known(self, article_id: str, full_text: bool) -> bool:
        """Return whether another feed brought an article, with its full text if that is asked for."""
        query = (
            "SELECT 1 FROM items JOIN feeds ON feeds.name = items.feed WHERE items.id = ?"
            " AND items.state IN ('added', 'fetched') AND feeds.full_text >= ? LIMIT 1"
        )
        return bool(self._memory.rows(query, article_id, full_text))

    def settle(self, feed: str, key: str, state: str, article_id: str | None = None) -> None:
        """Remember that an article is "added" or "left": nothing is to be done until the feed changes it."""
        with self._memory.transaction() as connection:
            connection.execute(
                "UPDATE items SET state = ?, id = coalesce(?, id), fields = NULL WHERE feed = ? AND key = ?",
                (state, article_id, feed, key),
            )

    def try_again(self, feed: str, key: str, attempts: int, next_at: float) -> None:
        """Remember that an article could not be fetched, and when to try again."""
        with self._memory.transaction() as connection:
            connection.execute(
                "UPDATE items SET attempts = ?, next_at = ? WHERE feed = ? AND key = ?",
                (attempts, next_at, feed, key),
            )

    # --- what is fetched and not added yet -----------------------------------------------------------

    def put(self, feed: str, key: str, article_id: str, record: str) -> None:
        """Keep a fetched article until it is added, and remember its id."""
        with self._memory.transaction() as connection:
            connection.execute(
                "UPDATE items SET state = 'fetched', id = ? WHERE feed = ? AND key = ?",
                (article_id, feed, key),
            )
            connection.execute("INSERT OR REPLACE INTO spool VALUES (?, ?, ?)", (feed, key, record))

    def spooled(self) -> list[tuple[str, str]]:
        """Return feed and key of every article that is fetched and not added."""
        return [(row["feed"], row["key"]) for row in self._memory.rows("SELECT feed, key FROM spool")]

    def record(self, feed: str, key: str) -> str:
        """Return the record of a fetched article, a line of JSON."""
        rows = self._memory.rows("SELECT record FROM spool WHERE feed = ? AND key = ?", feed, key)
        return str(rows[0]["record"]) if rows else ""

    def place(self, feed: str, key: str) -> str:
        """Return what messages call a fetched article: its address, as it may be shown, or its headline."""
        fields = json.loads(self.record(feed, key) or "{}")
        return shown_address(str(fields.get("url") or fields.get("title") or key))

    def kept_length(self, file: str) -> int:
        """Return how long a file of kept articles is, in bytes, 0 if there is none."""
        rows = self._memory.rows("SELECT length FROM kept WHERE file = ?", file)
        return int(rows[0]["length"]) if rows else 0

    def take_out(
        self, added: Iterable[tuple[str, str]], left: Iterable[tuple[str, str]], file: str, length: int
    ) -> None:
        """Remember what became of fetched articles: whether they are in the index or cannot be.

        file, length: where those that are in the index are kept as well, and how long it is then
        """
        with self._memory.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (file, length))
            for state, names in (("added", added), ("left", left)):
                for feed, key in names:
                    connection.execute("DELETE FROM spool WHERE feed = ? AND key = ?", (feed, key))
                    connection.execute(
                        "UPDATE items SET state = ?, fields = NULL"
                        " WHERE feed = ? AND key = ? AND state = 'fetched'",
                        (state, feed, key),
                    )

    # --- what was deleted for good -------------------------------------------------------------------

    def keep_length(self, file: str, length: int) -> None:
        """Remember how long a file of kept articles is now, in bytes."""
        with self._memory.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (file, length))

    def forget(self, ids: Collection[str], is_gone: Callable[[str], bool]) -> int:
        """Forget what articles say, those with some ids and those whose record is gone; return how many.

        What they are known by stays, so that no feed brings them again. Nothing of it is left in the file.
        """
        count = 0
        with self._memory.transaction() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            query = (
                "SELECT items.feed, items.key, items.id, items.fields, spool.record FROM items"
                " LEFT JOIN spool USING (feed, key) WHERE fields IS NOT NULL OR record IS NOT NULL"
            )
            for row in connection.execute(query).fetchall():
                said = [row["record"]] if row["record"] else []
                said += [json.dumps(json.loads(row["fields"])[0])] if row["fields"] else []
                if row["id"] in ids or any(map(is_gone, said)):
                    count += 1
                    names = (row["feed"], row["key"])
                    connection.execute("DELETE FROM spool WHERE feed = ? AND key = ?", names)
                    connection.execute(
                        "UPDATE items SET state = 'left', fields = NULL WHERE feed = ? AND key = ?", names
                    )
        if count:
            self._memory.rows("VACUUM")
        return count

    # --- hosts ---------------------------------------------------------------------------------------

    def robots(self, origin: str, now: float) -> tuple[str, bool] | None:
        """Return what is remembered of a robots.txt: its text, and whether it only stands for a failure."""
        query = "SELECT text, passing FROM robots WHERE origin = ? AND until > ?"
        for row in self._memory.rows(query, origin, now):
            return str(row["text"]), bool(row["passing"])
        return None

    def keep_robots(self, origin: str, text: str, passing: bool, until: float) -> None:
        """Remember a robots.txt until a moment."""
        with self._memory.transaction() as connection:
            values = (origin, text, passing, until)
            connection.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)", values)

    def host_next_at(self, host: str) -> float:
        """Return the moment before which a host is not to be asked, 0 where it may be at once."""
        rows = self._memory.rows("SELECT next_at FROM hosts WHERE host = ?", host)
        return float(rows[0]["next_at"]) if rows else 0.0

    def keep_host(self, host: str, next_at: float) -> None:
        """Remember the moment before which a host is not to be asked."""
        with self._memory.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?)", (host, next_at))


def _feed(row: sqlite3.Row) -> Feed:
    values = dict(row)
    values |= {name: bool(values[name]) for name in ("full_text", "own_ids")}
    problem = _from_data(json.loads(values["problem"])) if values["problem"] else None
    return Feed(**(values | {"problem": problem if isinstance(problem, Remark) else None}))


def _as_data(value: object) -> object:
    """Return a value of a remark as JSON can keep it; remarks within it stay remarks."""
    if isinstance(value, Remark | WartaError):
        return {"code": value.code, "values": {name: _as_data(one) for name, one in value.values.items()}}
    if isinstance(value, OSError) and value.errno:
        return {"errno": value.errno}
    if isinstance(value, tuple | list):
        return [_as_data(one) for one in value]
    return value if isinstance(value, int | float) else str(value)


def _from_data(data: Any) -> object:
    if isinstance(data, list):
        return tuple(map(_from_data, data))
    if isinstance(data, dict):
        if "errno" in data:
            return OSError(data["errno"], os.strerror(data["errno"]))
        return Remark(data["code"], {name: _from_data(one) for name, one in data["values"].items()})
    return data


def _item(row: sqlite3.Row) -> Item:
    fields, has_text = json.loads(row["fields"]) if row["fields"] else ({}, False)
    known = (row["key"], row["fingerprint"], row["rank"])
    return Item(*known, fields, has_text, row["id"], row["attempts"])
