"""The module recognises later versions of an article, and records that are equal to an earlier one."""

from __future__ import annotations

from array import array
from typing import NamedTuple

from search.article import Article
from search.readers.records import place_of

_LINE_BITS = 36
_INITIAL_SLOTS = 2**12
_HASH_BITS = (1 << 64) - 1


class Earlier(NamedTuple):
    """The version of an article that was read before.

    place:   ``FILE:LINE`` of it, or ``FILE``
    number:  the number of articles that were read before it, without copies
    is_same: whether the later version is equal to it in every field
    """

    place: str
    number: int
    is_same: bool


class Versions:
    """A hash table: article id -> the version of the article that was read last.

    Arrays with open addressing use 42 to 84 bytes for an id; a dict of strings would use about 250. Ids and
    contents of articles are stored as hashes of 64 bits, with a random key for each process (SipHash, PEP
    456): among ten million ids, two have the same hash with a probability of 1 in 370,000.
    """

    def __init__(self) -> None:
        self._files: list[str] = []
        self._ids = 0
        self._articles = 0
        self._make_table(_INITIAL_SLOTS)

    def _make_table(self, slots: int) -> None:
        self._keys = array("Q", bytes(8 * slots))
        self._positions = array("Q", bytes(8 * slots))  # 0 means that the slot is free
        self._contents = array("Q", bytes(8 * slots))
        self._numbers = array("I", bytes(4 * slots))

    def claim(self, article: Article, file: str, line: int | None) -> Earlier | None:
        """Enter an article at ``file`` and ``line``; return the version before it, or None."""
        key, content = hash(article.id) & _HASH_BITS, hash(article) & _HASH_BITS
        slot = self._slot(key)
        position = self._positions[slot]
        earlier = None
        if position:
            is_same = self._contents[slot] == content
            earlier = Earlier(self._described(position), self._numbers[slot], is_same)
            if is_same:
                return earlier
        else:
            self._ids += 1
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        self._set(slot, key, len(self._files) << _LINE_BITS | (line or 0), content, self._articles)
        self._articles += 1
        if self._ids * 3 > len(self._keys) * 2:
            self._grow()
        return earlier

    def _set(self, slot: int, key: int, position: int, content: int, number: int) -> None:
        self._keys[slot], self._positions[slot] = key, position
        self._contents[slot], self._numbers[slot] = content, number

    def _slot(self, key: int) -> int:
        """Return the slot of ``key``, or the free slot for it."""
        keys, positions, mask = self._keys, self._positions, len(self._keys) - 1
        slot = key & mask
        while positions[slot] and keys[slot] != key:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        entries = zip(self._keys, self._positions, self._contents, self._numbers, strict=True)
        self._make_table(2 * len(self._keys))
        for key, position, content, number in entries:
            if position:
                self._set(self._slot(key), key, position, content, number)

    def _described(self, position: int) -> str:
        file = self._files[(position >> _LINE_BITS) - 1]
        line = position & (1 << _LINE_BITS) - 1
        return place_of(file, line or None)
