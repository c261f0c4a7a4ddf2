"""The module keeps the keys of the API, which decide what a client may do and which sources it sees.

They are in a file beside the generations. A key has 256 random bits, which nobody can guess, so only its
SHA-256 is stored; slow hashes are for passwords that people invent. The file contains nothing by which a key
could be used.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path

import portalocker

from search import disk
from search.errors import KeysError

#: The name that means all sources.
EVERY_SOURCE = "*"

_PREFIX = "warta"
_FORMAT = 1
_ONLY_OWNER = 0o600
_MAX_SECONDS = 10.0  # the wait for another command


@dataclass(frozen=True)
class Key:
    """One key.

    id:      a part of the key itself, which logs contain
    name:    its purpose, as whoever made it calls it
    hash:    the SHA-256 of the key, in hexadecimal
    scopes:  some of SCOPES
    sources: the restricted sources that it shows; EVERY_SOURCE means all
    created: when it was made, in UTC
    """

    id: str
    name: str
    hash: str
    scopes: tuple[str, ...]
    sources: tuple[str, ...]
    created: str


class Keys:
    """The keys of a file, which is read again when it changes. Threads may share the object."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._reading = threading.Lock()
        self._version: tuple[int, int, int] | None = None
        self._keys: dict[str, Key] = {}

    def all(self) -> list[Key]:
        """Return all keys, the oldest first. Raises KeysError if the file cannot be read."""
        version = self._version_now()
        if version != self._version:
            with self._reading:
                self._keys = {} if version is None else {key.id: key for key in _read(self.file)}
                self._version = version
        return list(self._keys.values())

    def known(self, given: str) -> Key | None:
        """Return the key that a client sends, or None for an unknown one. It is compared in constant time."""
        self.all()
        digest = _digest(given)
        key = self._keys.get(given.split("_")[1] if given.count("_") >= 2 else "")
        right = hmac.compare_digest(digest, key.hash if key else _digest(""))
        return key if right else None

    def add(self, name: str, scopes: Sequence[str], sources: Sequence[str]) -> tuple[Key, str]:
        """Make a key; return its record, and the key itself, which is shown only once.

        Raises KeysError if there is a key with that name, DiskError if the file cannot be written.
        """
        with self._changing() as keys:
            if any(key.name == name for key in keys):
                raise KeysError("key_exists", name=name)
            identifier = secrets.token_hex(4)
            given = f"{_PREFIX}_{identifier}_{secrets.token_urlsafe(32)}"
            created = datetime.now(timezone.utc).isoformat(timespec="seconds")
            key = Key(identifier, name, _digest(given), tuple(scopes), tuple(sources), created)
            keys.append(key)
        return key, given

    def revoke(self, named: str) -> Key:
        """Remove a key by its name or id. Raises KeysError if there is none, or DiskError."""
        with self._changing() as keys:
            for key in keys:
                if named in (key.name, key.id):
                    keys.remove(key)
                    return key
            raise KeysError("no_such_key", name=named, known=tuple(key.name for key in keys))

    @contextmanager
    def _changing(self) -> Iterator[list[Key]]:
        """Lock the file, yield the keys, and write them at the end."""
        disk.make_folder(self.file.parent)
        lock = self.file.with_name(f"{self.file.name}.lock")
        try:
            with disk.errors_about(self.file), portalocker.Lock(lock, "a", timeout=_MAX_SECONDS):
                keys = self.all()
                yield keys
                self._write(keys)
        except portalocker.LockException as error:
            raise KeysError("keys_locked", file=self.file) from error

    def _write(self, keys: Sequence[Key]) -> None:
        content = json.dumps({"format": _FORMAT, "keys": [asdict(key) for key in keys]}, indent=1)
        fresh = self.file.with_name(f"{self.file.name}.new")
        with disk.create(fresh) as stream:
            with suppress(OSError):  # a file system without permissions
                os.chmod(fresh, _ONLY_OWNER)  # noqa: PTH101 - before anything is in it
            stream.write(content.encode())
            disk.sync(stream, fresh)
        disk.move(fresh, self.file)
        disk.sync_entries(self.file.parent)

    def _version_now(self) -> tuple[int, int, int] | None:
        try:
            status = self.file.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeysError("cannot_be_read", file=self.file, reason=error) from error
        return status.st_mtime_ns, status.st_size, status.st_ino


def _read(file: Path) -> list[Key]:
    try:
        values = json.loads(file.read_bytes())
        if values["format"] != _FORMAT:
            raise ValueError(f"format {values['format']}")
        keys = []
        for one in values["keys"]:
            key = Key(**{**one, "scopes": tuple(one["scopes"]), "sources": tuple(one["sources"])})
            if not all(
                isinstance(text, str) for text in (key.id, key.name, key.hash, *key.scopes, *key.sources)
            ):
                raise ValueError("a value is no text")
            if not key.hash.isascii():  # it could not be compared
                raise ValueError("a hash is none")
            keys.append(key)
        return keys
    except OSError as error:
        raise KeysError("cannot_be_read", file=file, reason=error) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise KeysError("keys_damaged", file=file, reason=error) from error


def _digest(given: str) -> str:
    return hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()
