"""The module decodes posting lists from all segments of a generation into arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.index.format.field import FieldLists

Docs = npt.NDArray[np.int32]
Frequencies = npt.NDArray[np.int32]
Positions = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Postings:
    """A decoded posting list.

    docs:      document numbers, ascending
    tf:        the frequency in each document, at least 1
    positions: the positions of all occurrences, ascending in each document
    """

    docs: Docs
    tf: Frequencies
    positions: Positions

    @property
    def nbytes(self) -> int:
        """The memory of the arrays, in bytes."""
        return int(self.docs.nbytes + self.tf.nbytes + self.positions.nbytes)


EMPTY = Postings(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint32))


def read_postings(parts: Iterable[tuple[int, FieldLists]], term: bytes) -> Postings:
    """Return the posting list of a term over segments; it is empty if the term does not occur.

    parts: for each segment its first document number, and the lists of the field
    """
    lists = []
    for base, field in parts:
        ordinal = field.find(term)
        if ordinal >= 0:
            lists.append(_read(field, ordinal, base))
    if len(lists) <= 1:
        return lists[0] if lists else EMPTY
    return Postings(
        np.concatenate([one.docs for one in lists]),
        np.concatenate([one.tf for one in lists]),
        np.concatenate([one.positions for one in lists]),
    )


def _read(field: FieldLists, ordinal: int, base: int) -> Postings:
    docs = field.docs(ordinal)
    if base:
        docs += base
    if field.positions_stream is None:
        return Postings(docs, np.ones(len(docs), np.int32), EMPTY.positions)
    tf, positions = field.positions(ordinal)
    return Postings(docs, tf, positions)
