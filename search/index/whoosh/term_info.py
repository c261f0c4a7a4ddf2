"""What is known of a term, reckoned from its list when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import TermInfo

from search.index.format.field import FieldLists

Array = npt.NDArray[Any]


class FlatTermInfo(TermInfo):  # type: ignore[misc]
    """What Whoosh may ask of a term. Only its document frequency is kept; the rest is read from its list.

    Whoosh's own class holds these as plain attributes, adds to some of them when it combines segments, and
    answers from them.
    """

    def __init__(self, lists: FieldLists, ordinal: int, lengths: Callable[[], Array | None]) -> None:
        # Whoosh's own __init__ would give every attribute a value now.
        self._lists = lists
        self._ordinal = ordinal
        self._lengths = lengths

    @cached_property
    def _df(self) -> int:
        return self._lists.document_frequency(self._ordinal)

    @cached_property
    def _docs(self) -> Array:
        return self._lists.docs(self._ordinal)

    @cached_property
    def _weight(self) -> float:
        return float(self._lists.frequencies(self._ordinal).sum(dtype=np.int64))

    @cached_property
    def _maxweight(self) -> float:
        return float(self._lists.frequencies(self._ordinal).max())

    @cached_property
    def _minid(self) -> int:
        return int(self._docs[0])

    @cached_property
    def _maxid(self) -> int:
        return int(self._docs[-1])

    @cached_property
    def _minlength(self) -> int:
        return int(self._held_lengths.min()) if len(self._held_lengths) else 0

    @cached_property
    def _maxlength(self) -> int:
        return int(self._held_lengths.max(initial=0))

    @cached_property
    def _held_lengths(self) -> Array:
        lengths = self._lengths()
        if lengths is None:
            return np.empty(0, np.uint8)
        if self._docs[-1] >= len(lengths):
            raise self._lists.damaged("no_such_document")
        held: Array = lengths[self._docs]
        return held[held > 0]
