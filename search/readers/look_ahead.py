"""A reader's records one by one, and those that follow, as far as it may be looked ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

from search.readers.records import Record

MOST_CHARACTERS = 1 << 26
"""Of the texts that are kept while it is looked ahead."""

_Item = TypeVar("_Item")


class LookAhead(Generic[_Item]):
    """Yields items; what was looked at ahead of its turn comes in its turn all the same."""

    def __init__(self, items: Iterator[_Item]) -> None:
        self._items = items
        self._ahead: deque[_Item] = deque()

    def __iter__(self) -> Iterator[_Item]:
        for item in self._items:
            yield item
            while self._ahead:
                yield self._ahead.popleft()

    def following(self) -> Iterator[_Item]:
        """Yield the items after the one that came last, until they have MOST_CHARACTERS together."""
        size = 0
        for item in tuple(self._ahead):
            yield item
        for item in self._items:
            self._ahead.append(item)
            yield item
            size += _size(item)
            if size > MOST_CHARACTERS:
                return


def _size(item: object) -> int:
    """Return the number of characters in a record, about."""
    if not isinstance(item, Record):
        return 0
    if item.raw is not None:
        return len(item.raw)
    return sum(len(value) if isinstance(value, (str, list)) else 1 for value in item.values.values())
