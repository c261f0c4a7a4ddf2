"""The module yields the records of a reader one by one, and can look at those that follow."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

from search.readers.records import Record

MAX_CHARACTERS = 1 << 26
"""The maximum number of characters that are read ahead and kept in memory."""

_Item = TypeVar("_Item")


class LookAhead(Generic[_Item]):
    """The object yields items in their order, including those that were read ahead."""

    def __init__(self, items: Iterator[_Item]) -> None:
        self._items = items
        self._ahead: deque[_Item] = deque()

    def __iter__(self) -> Iterator[_Item]:
        for item in self._items:
            yield item
            while self._ahead:
                yield self._ahead.popleft()

    def following(self) -> Iterator[_Item]:
        """Yield the items behind the last one that was yielded, until they have MAX_CHARACTERS together."""
        size = 0
        for item in tuple(self._ahead):
            yield item
        for item in self._items:
            self._ahead.append(item)
            yield item
            size += _size(item)
            if size > MAX_CHARACTERS:
                return


def _size(item: object) -> int:
    """Return the approximate number of characters in a record."""
    if not isinstance(item, Record):
        return 0
    if item.raw is not None:
        return len(item.raw)
    return sum(len(value) if isinstance(value, (str, list)) else 1 for value in item.values.values())
