"""The module computes the statistics of a term for Whoosh from its posting list when they are needed."""

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
    """The statistics of a term. Only the document frequency is stored; the others are computed from its list.

    They are attributes with the names of Whoosh's class, which changes some of them when it combines
    segments.
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
        return int(self._document_lengths.min()) if len(self._document_lengths) else 0

    @cached_property
    def _maxlength(self) -> int:
        return int(self._document_lengths.max(initial=0))

    @cached_property
    def _document_lengths(self) -> Array:
        lengths = self._lengths()
        if lengths is None:
            return np.empty(0, np.uint8)
        if self._docs[-1] >= len(lengths):
            raise self._lists.damaged("no_such_document")
        of_docs: Array = lengths[self._docs]
        return of_docs[of_docs > 0]
