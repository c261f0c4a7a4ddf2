"""What is remembered of alerts: ``alerts.sqlite`` in the index folder."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.errors import AlertError
from search.remembered import Remembered

FILE = "alerts.sqlite"
_FORMAT = 1
_SCHEMA = """
CREATE TABLE alerts (
    name TEXT PRIMARY KEY, request TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL,
    secret TEXT NOT NULL, allow_private INTEGER NOT NULL, language TEXT NOT NULL, checked INTEGER NOT NULL,
    told INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0, problem TEXT, told_at REAL
);
CREATE TABLE told (
    alert TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE, article TEXT NOT NULL,
    PRIMARY KEY (alert, article)
) WITHOUT ROWID;
CREATE TABLE messages (
    id TEXT PRIMARY KEY, alert TEXT NOT NULL REFERENCES alerts ON DELETE CASCADE, number INTEGER NOT NULL,
    body TEXT NOT NULL, articles INTEGER NOT NULL, made_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    next_at REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX in_order ON messages (alert, number)
"""


@dataclass(frozen=True)
class Alert:
    """A saved search and whom it tells.

    request:  the fields of ``SearchRequest`` that are not at their default, as JSON has them
    kind:     "webhook" or "mail"
    target:   the address of the webhook or of the mail
    secret:   what a webhook's messages are signed with, "whsec_..."; empty for mail
    checked:  the arrival up to which articles were looked at, seconds since 1970
    told:     articles that were told
    lost:     articles of messages that were given up
    problem:  why the last message was not taken, in English; empty if it was
    told_at:  when a message was taken last, seconds since 1970
    waiting:  messages that are not taken yet
    """

    name: str
    request: Mapping[str, Any]
    kind: str
    target: str
    secret: str = ""
    allow_private: bool = False
    language: str = "id"
    checked: int = 0
    told: int = 0
    lost: int = 0
    problem: str = ""
    told_at: float | None = None
    waiting: int = 0

    @property
    def query(self) -> str:
        """The text that is searched for; empty for all articles."""
        return str(self.request.get("text", ""))


@dataclass(frozen=True)
class Message:
    """A message that waits for its target.

    id:       the same at every attempt
    body:     as JSON
    articles: how many it tells
    attempts: how often it was sent and not taken, as far as is known
    next_at:  when it is tried again, seconds since 1970; negative while it is being sent
    """

    id: str
    body: str
    articles: int
    made_at: float
    attempts: int = 0
    next_at: float = field(default=0.0)

    @property
    def is_repeated(self) -> bool:
        """Whether it may have been taken already: the process that sent it ended before it knew."""
        return self.next_at < 0.0


class AlertState:
    """The alerts of an index folder. Threads and processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._memory = Remembered(folder / FILE, _SCHEMA, _FORMAT)

    @staticmethod
    def is_there(folder: Path) -> bool:
        """Return whether a folder has alerts."""
        return os.path.lexists(folder / FILE)

    def close(self) -> None:
        """Close the file."""
        self._memory.close()

    def alerts(self) -> list[Alert]:
        """Return all alerts, by name."""
        rows = self._memory.rows(
            "SELECT alerts.*, (SELECT count(*) FROM messages WHERE alert = name) AS waiting"
            " FROM alerts ORDER BY name"
        )
        return [_alert(row) for row in rows]

    def add(self, alert: Alert) -> None:
        """Add an alert. Raises AlertError where its name is taken."""
        columns = ("name", "request", "kind", "target", "secret", "allow_private", "language", "checked")
        values = {name: getattr(alert, name) for name in columns}
        values["request"] = json.dumps(dict(alert.request), ensure_ascii=False)
        with self._memory.transaction() as connection:
            if connection.execute("SELECT 1 FROM alerts WHERE name = ?", (alert.name,)).fetchone():
                raise AlertError("alert_is_there", name=repr(alert.name))
            connection.execute(
                f"INSERT INTO alerts ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608
                tuple(values.values()),
            )

    def remove(self, name: str) -> None:
        """Forget an alert and its messages. Raises AlertError where there is none."""
        with self._memory.transaction() as connection:
            if not connection.execute("DELETE FROM alerts WHERE name = ?", (name,)).rowcount:
                raise AlertError("no_such_alert", name=repr(name))

    def forget(self, ids: Collection[str]) -> int:
        """Forget that articles were told, and what waiting messages say of them; return how many traces.

        A message without articles goes. Nothing of them is left in the file.
        """
        with self._memory.transaction() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            told = [(one,) for one in ids]
            count = connection.executemany("DELETE FROM told WHERE article = ?", told).rowcount if told else 0
            for row in connection.execute("SELECT id, body, articles FROM messages").fetchall():
                body = json.loads(row["body"])
                kept = [one for one in body["data"]["articles"] if one["id"] not in ids]
                lost = len(body["data"]["articles"]) - len(kept)
                if not lost:
                    continue
                count += lost
                if not kept:
                    connection.execute("DELETE FROM messages WHERE id = ?", (row["id"],))
                    continue
                body["data"]["articles"] = kept
                connection.execute(
                    "UPDATE messages SET body = ?, articles = ? WHERE id = ?",
                    (json.dumps(body, ensure_ascii=False), row["articles"] - lost, row["id"]),
                )
        if count:
            self._memory.rows("VACUUM")
        return count

    def untold(self, name: str, ids: Iterable[str]) -> set[str]:
        """Return those of some articles that an alert was not told of."""
        return {
            one
            for one in ids
            if not self._memory.rows("SELECT 1 FROM told WHERE alert = ? AND article = ?", name, one)
        }

    def queue(self, name: str, messages: Iterable[Message], ids: Iterable[str], checked: int) -> None:
        """Remember messages that wait, the articles that are told by them, and how far was looked."""
        with self._memory.transaction() as connection:
            last = connection.execute("SELECT coalesce(max(number), 0) FROM messages").fetchone()[0]
            for number, one in enumerate(messages, last + 1):
                connection.execute(
                    "INSERT INTO messages (id, alert, number, body, articles, made_at)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (one.id, name, number, one.body, one.articles, one.made_at),
                )
            connection.executemany("INSERT OR IGNORE INTO told VALUES (?, ?)", [(name, one) for one in ids])
            connection.execute("UPDATE alerts SET checked = max(checked, ?) WHERE name = ?", (checked, name))

    def waiting(self, name: str) -> list[Message]:
        """Return the messages of an alert that wait, in order."""
        rows = self._memory.rows("SELECT * FROM messages WHERE alert = ? ORDER BY number", name)
        return [
            Message(row["id"], row["body"], row["articles"], row["made_at"], row["attempts"], row["next_at"])
            for row in rows
        ]

    def replace(self, message: Message, by: Message | None) -> None:
        """Put a message in the place of one that waits; None takes it away."""
        with self._memory.transaction() as connection:
            if by is None:
                connection.execute("DELETE FROM messages WHERE id = ?", (message.id,))
            else:
                values = (by.body, by.articles, by.id)
                connection.execute("UPDATE messages SET body = ?, articles = ? WHERE id = ?", values)

    def sending(self, message: Message) -> None:
        """Remember that a message is being sent."""
        with self._memory.transaction() as connection:
            connection.execute("UPDATE messages SET next_at = -1 WHERE id = ?", (message.id,))

    def taken(self, name: str, message: Message, now: float) -> None:
        """Remember that the target took a message."""
        with self._memory.transaction() as connection:
            connection.execute("DELETE FROM messages WHERE id = ?", (message.id,))
            connection.execute(
                "UPDATE alerts SET told = told + ?, problem = NULL, told_at = ? WHERE name = ?",
                (message.articles, now, name),
            )

    def failed(self, name: str, message: Message, problem: str, next_at: float) -> None:
        """Remember that the target did not take a message, and when to try again."""
        with self._memory.transaction() as connection:
            connection.execute(
                "UPDATE messages SET attempts = attempts + 1, next_at = ? WHERE id = ?", (next_at, message.id)
            )
            connection.execute("UPDATE alerts SET problem = ? WHERE name = ?", (problem, name))

    def give_up(self, name: str, message: Message) -> None:
        """Forget a message that the target has not taken for too long, and count its articles."""
        with self._memory.transaction() as connection:
            connection.execute("DELETE FROM messages WHERE id = ?", (message.id,))
            connection.execute("UPDATE alerts SET lost = lost + ? WHERE name = ?", (message.articles, name))


def _alert(row: sqlite3.Row) -> Alert:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row is no mapping
    values["request"] = json.loads(values["request"])
    values["allow_private"] = bool(values["allow_private"])
    values["problem"] = values["problem"] or ""
    return Alert(**values)
