"""Which articles were read before: later versions of an id, and records that say the same again."""

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

    place:   where it stands, ``FILE:LINE``, or ``FILE`` where there is no line to name
    number:  how many articles were read before it, copies not counted
    is_same: whether the later version says the same in every field
    """

    place: str
    number: int
    is_same: bool


class Versions:
    """A hash table from article id to the version of it that was read last.

    Arrays with open addressing take 42 to 84 bytes an id, where a dict of strings takes some 250. An id and
    the content of its article are kept as hashes, 64 bits that every process chooses anew (SipHash: PEP 456):
    among ten million ids two share them with a chance of 1 in 370,000.
    """

    def __init__(self) -> None:
        self._files: list[str] = []
        self._ids = 0
        self._articles = 0
        self._make_table(_INITIAL_SLOTS)

    def _make_table(self, slots: int) -> None:
        self._keys = array("Q", bytes(8 * slots))
        self._places = array("Q", bytes(8 * slots))  # 0 is a free slot
        self._contents = array("Q", bytes(8 * slots))
        self._numbers = array("I", bytes(4 * slots))

    def claim(self, article: Article, file: str, line: int | None) -> Earlier | None:
        """Note that an article stands at ``file`` and ``line``; return the version before it, if any."""
        key, content = hash(article.id) & _HASH_BITS, hash(article) & _HASH_BITS
        slot = self._slot(key)
        place = self._places[slot]
        earlier = None
        if place:
            is_same = self._contents[slot] == content
            earlier = Earlier(self._described(place), self._numbers[slot], is_same)
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

    def _set(self, slot: int, key: int, place: int, content: int, number: int) -> None:
        self._keys[slot], self._places[slot] = key, place
        self._contents[slot], self._numbers[slot] = content, number

    def _slot(self, key: int) -> int:
        """Return the slot that has ``key``, or the free one where it belongs."""
        keys, places, mask = self._keys, self._places, len(self._keys) - 1
        slot = key & mask
        while places[slot] and keys[slot] != key:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        rows = zip(self._keys, self._places, self._contents, self._numbers, strict=True)
        self._make_table(2 * len(self._keys))
        for key, place, content, number in rows:
            if place:
                self._set(self._slot(key), key, place, content, number)

    def _described(self, place: int) -> str:
        file = self._files[(place >> _LINE_BITS) - 1]
        line = place & (1 << _LINE_BITS) - 1
        return place_of(file, line or None)
