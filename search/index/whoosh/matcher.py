"""The module has a matcher for queries of Whoosh: it moves over a posting list one document at a time.

A list is decoded as a whole, with array operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, ReadTooFar

from search.index.format.field import FieldLists
from search.index.whoosh.term_info import FlatTermInfo

Array = npt.NDArray[Any]
BLOCK = 128
_MAX_POSITION = 0xFFFF


class _List:
    """A decoded posting list, shared by a matcher and its copies."""

    def __init__(self, lists: FieldLists, ordinal: int, info: FlatTermInfo) -> None:
        self._lists = lists
        self._ordinal = ordinal
        self.info = info
        self.docs = lists.docs(ordinal)
        self.frequencies = lists.frequencies(ordinal)
        self._packed: tuple[bytes, list[int]] | None = None

    def value(self, index: int) -> bytes:
        """Return the value of a posting: its positions, packed."""
        if self._lists.positions_stream is None:
            return b""
        if self._packed is None:
            self._packed = self._pack()
        packed, starts = self._packed
        return packed[starts[index] : starts[index + 1]]

    def _pack(self) -> tuple[bytes, list[int]]:
        tf, positions = self._lists.positions(self._ordinal)
        if positions.max(initial=0) > _MAX_POSITION:
            raise self._lists.damaged("position_too_great")
        starts: list[int] = (2 * np.append(0, np.cumsum(tf))).tolist()
        return positions.astype("<u2").tobytes(), starts


class FlatMatcher(LeafMatcher):  # type: ignore[misc]
    """The postings of one term."""

    def __init__(
        self,
        lists: FieldLists,
        ordinal: int,
        term: tuple[str, bytes],
        format_: Format,
        scorer: Any,
        info: FlatTermInfo,
    ) -> None:
        self._list = _List(lists, ordinal, info)
        self._term = term
        self.format = format_
        self.scorer = scorer
        self._count = len(self._list.docs)
        self._doc = self._list.docs.item
        self._weight = self._list.frequencies.item
        self._i = 0
        self._maxima: list[float] | None = None

    def copy(self) -> FlatMatcher:
        """Return an independent matcher at the same posting."""
        other = FlatMatcher.__new__(FlatMatcher)
        other.__dict__.update(self.__dict__)
        return other

    def reset(self) -> None:
        """Go back to the first posting."""
        self._i = 0

    def is_active(self) -> bool:
        """Return whether there is a current posting."""
        return self._i < self._count

    def id(self) -> int:
        """Return the current document."""
        doc: int = self._doc(self._i)
        return doc

    def weight(self) -> float:
        """Return the weight of the current posting: its frequency."""
        return float(self._weight(self._i))

    def value(self) -> bytes:
        """Return the value of the current posting: its positions, packed."""
        return self._list.value(self._i)

    def all_ids(self) -> Iterator[int]:
        """Return the documents from the current one on."""
        return iter(self._list.docs[self._i :].tolist())

    def next(self) -> bool:
        """Go to the next posting; return whether it begins a block."""
        if self._i >= self._count:
            raise ReadTooFar
        self._i += 1
        return self._i % BLOCK == 0 or self._i == self._count

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name for it
        """Go to the first posting of document ``id`` or later."""
        if self._i >= self._count:
            raise ReadTooFar
        if id <= self._doc(self._i):
            return
        if id > self._doc(self._count - 1):
            self._i = self._count
            return
        rest = self._list.docs[self._i :]
        self._i += int(rest.searchsorted(np.int32(id)))  # an int64 would copy the array

    def skip_to_quality(self, minquality: float) -> int:
        """Skip blocks in which no posting can score more than ``minquality``; return their number."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._i = min(self._count, (self._i // BLOCK + 1) * BLOCK)
            skipped += 1
        return skipped

    def block_min_length(self) -> int:
        """Return a lower bound for the lengths of the documents in this block."""
        return int(self._list.info.min_length())

    def block_max_length(self) -> int:
        """Return an upper bound for the lengths of the documents in this block."""
        return int(self._list.info.max_length())

    def block_max_weight(self) -> float:
        """Return the greatest weight in this block."""
        if self._maxima is None:
            blocks = np.arange(0, self._count, BLOCK)
            self._maxima = np.maximum.reduceat(self._list.frequencies, blocks).astype(float).tolist()
        return self._maxima[self._i // BLOCK]
