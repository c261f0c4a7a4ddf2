"""A bounded memory of results that threads share: what was used last is kept, the rest makes room.

The order of use is that of ``cachetools.LRUCache``, under a lock. In front of it lies a plain dictionary,
``recent``, which is read without the lock: a hit costs a look-up. An entry gets into it by its first hit,
which renews its place, and before anything makes room the places of all in it are renewed once more. What was
hit since the last entry made room therefore outlives what was not, whatever was made since; among the former,
the order is that of their first hit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_MOST_RECENT = 1 << 16  # to renew their places takes some 50 ms, of which a search waits


class Cache(Generic[Key, Value]):
    """Results by what they were made of.

    recent: those hit lately, to be read only; the dictionary stays the same one, and is emptied now and then
    """

    def __init__(self, most: int, size: Callable[[Value], int] | None = None) -> None:
        """Make an empty cache.

        most: how many entries, or with ``size`` the sum of their sizes; an entry that is larger is not kept
        """
        self.recent: dict[Key, Value] = {}
        self._lock = threading.Lock()
        self._kept: LRUCache[Key, Value] = LRUCache(most, size)

    def get_or_make(self, key: Key, make: Callable[..., Value], *arguments: object) -> Value:
        """Return the result of a key; where it is not known, make it of the arguments, without the lock.

        Two threads may make it at the same time: one result is kept, counted once, and returned to both.
        """
        try:
            return self.recent[key]
        except KeyError:
            pass
        with self._lock:
            if key in self._kept:
                return self._hit(key)
        made = make(*arguments)
        with self._lock:
            if key in self._kept:
                return self._hit(key)
            self._keep(key, made)
        return made

    def _hit(self, key: Key) -> Value:
        if len(self.recent) >= _MOST_RECENT:
            self._renew()
        found = self.recent[key] = self._kept[key]
        return found

    def _keep(self, key: Key, made: Value) -> None:
        size = self._kept.getsizeof(made)
        if size <= self._kept.maxsize:
            if self._kept.currsize + size > self._kept.maxsize:
                self._renew()
            self._kept[key] = made

    def _renew(self) -> None:
        """Renew the places of what was hit lately, and begin anew to note it."""
        for key in self.recent:
            _ = self._kept[key]
        self.recent.clear()

    def clear(self) -> None:
        """Forget all results."""
        with self._lock:
            self.recent.clear()
            self._kept.clear()

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def held(self) -> float:
        """The sum of the sizes of all entries."""
        return self._kept.currsize
