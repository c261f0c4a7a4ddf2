"""The module has the hash table of the versions of articles; ``compiled_version_table`` does the same."""

from __future__ import annotations

from array import array

_INITIAL_SLOTS = 2**12


class VersionTable:
    """A hash table: key of an article -> position, content and number of the version that was entered last.

    Arrays with open addressing use 42 to 84 bytes for a key; a dict of strings would use about 250.
    """

    def __init__(self) -> None:
        self._count = 0
        self._make(_INITIAL_SLOTS)

    def _make(self, slots: int) -> None:
        self._keys = array("Q", bytes(8 * slots))
        self._positions = array("Q", bytes(8 * slots))  # 0 means that the slot is free
        self._contents = array("Q", bytes(8 * slots))
        self._numbers = array("I", bytes(4 * slots))

    def enter(self, key: int, content: int, position: int, number: int) -> tuple[int, int, int] | None:
        """Enter a version, and return position, content and number of the version before it, or None.

        A version with the content of the version before it is not entered. All are integers of 64 bits,
        ``number`` of 32; no position is 0.
        """
        slot = self._slot(key)
        earlier = None
        if self._positions[slot]:
            earlier = self._positions[slot], self._contents[slot], self._numbers[slot]
            if earlier[1] == content:
                return earlier
        else:
            self._count += 1
        self._set(slot, key, position, content, number)
        if self._count * 3 > len(self._keys) * 2:
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
        self._make(2 * len(self._keys))
        for key, position, content, number in entries:
            if position:
                self._set(self._slot(key), key, position, content, number)
