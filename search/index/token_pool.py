"""Inversion: the tokens of a whole segment in arrays, sorted once by term.

A token is a row of three numbers (term, document, position), ten bytes. Tokens arrive in document order, so
one stable sort by term puts every posting list in order. When a pool is full, its sorted rows go to
temporary files, and the lists are put together from these runs: memory stays bounded.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_ROW_BYTES = 10

Run = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.uint16]]


class TokenPool:
    """The tokens of one field, to be read back as posting lists in the order of their terms."""

    def __init__(self, folder: Path, name: str, max_bytes: int) -> None:
        self._folder = folder
        self._name = name
        self._max_rows = max(1, max_bytes // (2 * _ROW_BYTES))  # sorting needs as much again
        self._term_ids: dict[str, int] = {}
        self._new_columns()
        self._spilled: list[Run] = []

    def _new_columns(self) -> None:
        self._terms, self._docs, self._positions = array("I"), array("I"), array("H")

    def term_id(self, term: str) -> int:
        """Return the number of a term in this pool, a new one where it is new."""
        return self._term_ids.setdefault(term, len(self._term_ids))

    def add(self, doc: int, term_ids: list[int], positions: list[int]) -> None:
        """Add the tokens of a document; documents come in ascending order, positions too."""
        self._terms.extend(term_ids)
        self._docs.extend([doc] * len(term_ids))
        self._positions.extend(positions)
        if len(self._terms) >= self._max_rows:
            self._spill()

    def _sorted_run(self) -> Run:
        terms = np.frombuffer(self._terms, np.uint32)
        docs = np.frombuffer(self._docs, np.uint32)
        positions = np.frombuffer(self._positions, np.uint16)
        order = np.argsort(terms, kind="stable")
        return terms[order], docs[order], positions[order]

    def _spill(self) -> None:
        terms, docs, positions = self._sorted_run()
        self._spilled.append(
            (self._saved("terms", terms), self._saved("docs", docs), self._saved("at", positions))
        )
        self._new_columns()

    def _saved(self, kind: str, column: npt.NDArray[Any]) -> npt.NDArray[Any]:
        path = self._folder / f"{self._name}-{len(self._spilled)}-{kind}.npy"
        np.save(path, column)
        saved: npt.NDArray[Any] = np.load(path, mmap_mode="r")
        return saved

    def posting_lists(self) -> Iterator[tuple[bytes, list[int], list[bytes]]]:
        """Yield ``(term, docs, values)`` in byte order of the terms; a value is its packed positions."""
        runs = list(self._spilled)
        if self._terms:
            runs.append(self._sorted_run())
        inverted = [_InvertedRun(run, len(self._term_ids)) for run in runs]
        in_order = sorted((term.encode(), number) for term, number in self._term_ids.items())
        for term, number in in_order:
            docs: list[int] = []
            values: list[bytes] = []
            for run in inverted:
                run.read(number, docs, values)
            yield term, docs, values


class _InvertedRun:
    """A sorted run with the bounds of its postings: one posting is one document's rows of a term."""

    def __init__(self, run: Run, term_count: int) -> None:
        terms, docs, self._positions = run
        new = np.ones(len(terms), bool)
        new[1:] = (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])
        starts = np.flatnonzero(new)
        self._docs = docs[starts]
        self._bounds = np.append(starts, len(terms))
        per_term = np.bincount(terms[starts], minlength=term_count)
        self._offsets = np.concatenate(([0], np.cumsum(per_term)))

    def read(self, term: int, docs: list[int], values: list[bytes]) -> None:
        """Append the postings of a term to ``docs`` and ``values``."""
        first, last = int(self._offsets[term]), int(self._offsets[term + 1])
        if first == last:
            return
        docs.extend(self._docs[first:last].tolist())
        bounds = self._bounds[first : last + 1].tolist()
        base = bounds[0]
        packed = self._positions[base : bounds[-1]].astype("<u2").tobytes()
        values.extend(packed[2 * (start - base) : 2 * (end - base)] for start, end in pairwise(bounds))
