"""The module has a cache of limited size for threads; the least recently used entries are evicted.

The entries are in a ``cachetools.LRUCache`` behind a lock. A plain dictionary, ``recent``, has those that
were hit since the last renewal, and is read without the lock, so a hit usually costs one look-up. Such a hit
does not change the order of the LRU cache. Therefore, before an eviction, a *renewal* marks all entries of
``recent`` as used and empties it. So entries that were hit since the last renewal are evicted later than all
others, even later than entries that were added after the hit; among themselves they are in the order of their
first hit since then.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_MAX_RECENT = 1 << 16  # their renewal takes about 50 ms, and a search waits for it


class Cache(Generic[Key, Value]):
    """A cache of results by key. Threads may share it.

    recent: the entries that were hit since the last renewal. Callers may read this dictionary; a renewal
            empties it
    """

    def __init__(self, max_size: int, size: Callable[[Value], int] | None = None) -> None:
        """Make an empty cache.

        max_size: the maximum number of entries, or with ``size`` the maximum sum of their sizes
        size:     a function that returns the size of a result; a result larger than ``max_size`` is not
                  stored
        """
        self.recent: dict[Key, Value] = {}
        self._lock = threading.Lock()
        self._entries: LRUCache[Key, Value] = LRUCache(max_size, size)

    def get_or_make(self, key: Key, make: Callable[..., Value], *arguments: object) -> Value:
        """Return the result of a key. If there is none, call ``make`` with the arguments, without the lock.

        Two threads may make the same result at the same time. The one that is stored first is returned to
        both; a result that is too large to be stored is returned only to the thread that made it.
        """
        try:
            return self.recent[key]
        except KeyError:
            pass
        with self._lock:
            if key in self._entries:
                return self._hit(key)
        made = make(*arguments)
        with self._lock:
            if key in self._entries:
                return self._hit(key)
            self._store(key, made)
        return made

    def _hit(self, key: Key) -> Value:
        if len(self.recent) >= _MAX_RECENT:
            self._renew()
        result = self.recent[key] = self._entries[key]
        return result

    def _store(self, key: Key, made: Value) -> None:
        size = self._entries.getsizeof(made)
        if size <= self._entries.maxsize:
            if self._entries.currsize + size > self._entries.maxsize:
                self._renew()
            self._entries[key] = made

    def _renew(self) -> None:
        """Mark all entries of ``recent`` as used, in its order, and empty it."""
        for key in self.recent:
            _ = self._entries[key]
        self.recent.clear()

    def clear(self) -> None:
        """Remove all results."""
        with self._lock:
            self.recent.clear()
            self._entries.clear()

    def __contains__(self, key: Key) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def total_size(self) -> float:
        """The sum of the sizes of all entries."""
        return self._entries.currsize
