"""Terms in byte order."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

#: Of an integer's eight bytes, the greatest first: none, the first one, the first two...
_FIRST_BYTES = np.array([(1 << 64) - (1 << 64 - 8 * count) for count in range(9)], np.uint64)

Array = npt.NDArray[Any]


class Strings(Protocol):
    """What numbers strings: ``search.index.inversion.forms.StringNumbers`` or its compiled twin."""

    def encoded(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """Return all strings one after the other as UTF-8, and where each begins and the last ends."""
        ...


class Dictionary:
    """Terms in byte order.

    order: int64[T], the number of each; terms, starts: uint8 their UTF-8, int64[T + 1] where each begins
    """

    def __init__(self, order: Array, terms: Array, starts: Array) -> None:
        self.order, self.terms, self.starts = order, terms, starts

    @classmethod
    def of(cls, numbers: Strings) -> Dictionary:
        """Make the dictionary of numbered terms. UTF-8 sorts as the characters that it encodes."""
        encoded, starts = numbers.encoded()
        order = byte_order(encoded, starts)
        sizes = np.diff(starts)[order]
        sorted_starts = np.append(0, np.cumsum(sizes))
        places = np.arange(len(encoded)) + np.repeat(starts[order] - sorted_starts[:-1], sizes)
        return cls(order, encoded[places], sorted_starts)

    def select(self, kept: npt.NDArray[np.bool_]) -> Dictionary:
        """Return some of the terms."""
        sizes = np.diff(self.starts)
        terms = self.terms[np.repeat(kept, sizes)]
        return Dictionary(self.order[kept], terms, np.append(0, np.cumsum(sizes[kept])))


def byte_order(strings: Array, starts: Array) -> Array:
    """Return the order of distinct strings by their bytes.

    strings: uint8, one after the other; starts: int64[T + 1], where each begins and the last ends

    They are sorted by their first eight bytes as one integer; where these are equal, by the next eight.
    """
    sizes = np.diff(starts)
    padded = np.append(strings, np.zeros(8, np.uint8))
    order = np.argsort(sizes, kind="stable")  # of what only zeros tell apart, the shorter comes first
    places, ties = np.arange(len(order)), np.zeros(len(order), np.int64)
    depth = 0
    while len(places):
        some = order[places]
        keys = _eight_bytes(padded, starts[some] + np.minimum(depth, sizes[some]), sizes[some] - depth)
        sorted_by = np.lexsort((keys, ties))
        order[places], keys, ties = some[sorted_by], keys[sorted_by], ties[sorted_by]
        same = np.concatenate([[False], (keys[1:] == keys[:-1]) & (ties[1:] == ties[:-1]), [False]])
        depth += 8
        tied = (same[1:] | same[:-1]) & (sizes.max() > depth)
        places, ties = places[tied], np.cumsum(~same[:-1])[tied]
    return order


def _eight_bytes(padded: Array, firsts: Array, sizes: Array) -> Array:
    """Return the eight bytes from each place on as an integer; those beyond ``sizes`` are zero."""
    windows = np.lib.stride_tricks.sliding_window_view(padded, 8)
    keys = windows[firsts].view(">u8").ravel().astype(np.uint64)
    found: Array = keys & _FIRST_BYTES[np.clip(sizes, 0, 8)]
    return found
