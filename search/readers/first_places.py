"""Where each article id was seen first, for millions of ids in little memory."""

from __future__ import annotations

from array import array

from search.readers.records import place_of

_LINE_BITS = 36
_INITIAL_SLOTS = 2**12
_HASH_BITS = (1 << 64) - 1


class FirstPlaces:
    """A hash table from article id to the place (file and line) that had it first.

    Two arrays with open addressing take 24 to 48 bytes an id, where a dict of strings takes some 200. An
    id is kept as its hash, 64 bits that every process chooses anew (SipHash: PEP 456): among ten million ids
    two share them with a chance of 1 in 370,000.
    """

    def __init__(self) -> None:
        self._files: list[str] = []
        self._count = 0
        self._keys = array("Q", bytes(8 * _INITIAL_SLOTS))
        self._places = array("Q", bytes(8 * _INITIAL_SLOTS))  # 0 is a free slot

    def claim(self, article_id: str, file: str, line: int | None) -> str | None:
        """Note that ``article_id`` stands at ``file`` and ``line``; return its earlier place, if any.

        A place reads ``FILE:LINE``, or ``FILE`` where ``line`` is None.
        """
        key = hash(article_id) & _HASH_BITS
        slot = self._slot(key)
        if self._places[slot]:
            return self._described(self._places[slot])
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        self._keys[slot] = key
        self._places[slot] = len(self._files) << _LINE_BITS | (line or 0)
        self._count += 1
        if self._count * 3 > len(self._keys) * 2:
            self._grow()
        return None

    def _slot(self, key: int) -> int:
        """Return the slot that holds ``key``, or the free one where it belongs."""
        keys, places, mask = self._keys, self._places, len(self._keys) - 1
        slot = key & mask
        while places[slot] and keys[slot] != key:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        keys, places = self._keys, self._places
        self._keys = array("Q", bytes(16 * len(keys)))
        self._places = array("Q", bytes(16 * len(keys)))
        for key, place in zip(keys, places, strict=True):
            if place:
                slot = self._slot(key)
                self._keys[slot] = key
                self._places[slot] = place

    def _described(self, place: int) -> str:
        file = self._files[(place >> _LINE_BITS) - 1]
        line = place & (1 << _LINE_BITS) - 1
        return place_of(file, line or None)
