"""The module sorts terms in byte order."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

#: Masks for the first 0, 1, 2, ... of the eight bytes of an integer, the most significant first.
_FIRST_BYTES = np.array([(1 << 64) - (1 << 64 - 8 * count) for count in range(9)], np.uint64)

Array = npt.NDArray[Any]


class Strings(Protocol):
    """Numbered strings: ``search.index.inversion.forms.StringNumbers``, or the compiled class."""

    def encoded(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """Return all strings as UTF-8, one after the other, and the offset of each and the end."""
        ...


class Dictionary:
    """Terms in byte order.

    order:  int64[T], the number of each term
    terms:  uint8, their UTF-8, one after the other
    starts: int64[T + 1], the offset of each, and the end
    """

    def __init__(self, order: Array, terms: Array, starts: Array) -> None:
        self.order, self.terms, self.starts = order, terms, starts

    @classmethod
    def of(cls, numbers: Strings) -> Dictionary:
        """Return the dictionary of numbered terms. The order of UTF-8 bytes is that of the code points."""
        encoded, starts = numbers.encoded()
        order = byte_order(encoded, starts)
        sizes = np.diff(starts)[order]
        sorted_starts = np.append(0, np.cumsum(sizes))
        source = np.arange(len(encoded)) + np.repeat(starts[order] - sorted_starts[:-1], sizes)
        return cls(order, encoded[source], sorted_starts)

    def select(self, kept: npt.NDArray[np.bool_]) -> Dictionary:
        """Return the dictionary of some of the terms; ``kept`` is bool[T]."""
        sizes = np.diff(self.starts)
        terms = self.terms[np.repeat(kept, sizes)]
        return Dictionary(self.order[kept], terms, np.append(0, np.cumsum(sizes[kept])))


def byte_order(strings: Array, starts: Array) -> Array:
    """Return the order of distinct strings by their bytes.

    strings: uint8, one after the other
    starts:  int64[T + 1], the offset of each, and the end

    They are sorted by their first eight bytes as one integer; if these are equal, by the next eight.
    """
    sizes = np.diff(starts)
    padded = np.append(strings, np.zeros(8, np.uint8))
    order = np.argsort(sizes, kind="stable")  # the shorter comes first if strings differ only in zeros
    open_, ties = np.arange(len(order)), np.zeros(len(order), np.int64)
    depth = 0
    while len(open_):
        some = order[open_]
        keys = _eight_bytes(padded, starts[some] + np.minimum(depth, sizes[some]), sizes[some] - depth)
        sorted_by = np.lexsort((keys, ties))
        order[open_], keys, ties = some[sorted_by], keys[sorted_by], ties[sorted_by]
        same = np.concatenate([[False], (keys[1:] == keys[:-1]) & (ties[1:] == ties[:-1]), [False]])
        depth += 8
        tied = (same[1:] | same[:-1]) & (sizes.max() > depth)
        open_, ties = open_[tied], np.cumsum(~same[:-1])[tied]
    return order


def _eight_bytes(padded: Array, firsts: Array, sizes: Array) -> Array:
    """Return the eight bytes at each offset as an integer; bytes beyond ``sizes`` are zero."""
    eights = np.lib.stride_tricks.sliding_window_view(padded, 8)
    keys = eights[firsts].view(">u8").ravel().astype(np.uint64)
    masked: Array = keys & _FIRST_BYTES[np.clip(sizes, 0, 8)]
    return masked
