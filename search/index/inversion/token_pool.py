"""The module has token pools, which collect the tokens of texts and return them as rows.

A token is stored as the number of its surface form, four bytes. When the memory limit is reached, the tokens
are inverted and their sorted rows are written to temporary files: a *run*. Runs are in document order, so the
rows of a term are those of the first run, then those of the next one, and so on.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.format import header_data_from_array_1_0, write_array_header_1_0

from search.disk import create, errors_about
from search.index.format.names import MAX_POSITION
from search.index.inversion.steps import BYTES_A_ROW, StringNumbers, SurfaceForms, invert, term_counts
from search.index.inversion.vocabulary import Vocabulary

_TOKEN_BYTES, _ROW_BYTES = 4, 8

Array = npt.NDArray[Any]


class Run(NamedTuple):
    """Rows, ``document << 16 | position``, sorted by term.

    The rows of term t are ``rows[firsts[t]:firsts[t + 1]]``.
    """

    firsts: Array
    rows: Array


class TokenPool:
    """The tokens of one stemmed field and its exact field, such as ``body`` and ``body_exact``.

    folder: the folder for runs, without files of this name; the caller removes it
    """

    def __init__(
        self, forms: SurfaceForms, vocabulary: Vocabulary, folder: Path, name: str, memory_bytes: int
    ) -> None:
        self._forms, self._vocabulary = forms, vocabulary
        self._folder, self._name = folder, name
        self._max_tokens = max(1, memory_bytes // (_TOKEN_BYTES + _ROW_BYTES + BYTES_A_ROW))
        self._spilled = 0  # the number of runs on disk
        self._lengths: list[Array] = []
        self._buffer = np.empty(0, np.uint64)
        self._new_columns()

    def _new_columns(self) -> None:
        self._tokens, self._ends, self._docs = array("I"), array("Q"), array("Q")

    @property
    def is_full(self) -> bool:
        """Whether the memory limit is reached, so that ``spill`` must be called."""
        return len(self._tokens) >= self._max_tokens

    def add(self, docs: Iterable[int], texts: tuple[str, ...]) -> None:
        """Add the texts of documents; ``docs`` has one document for each text, ascending over all calls."""
        self._forms.extend(self._tokens, self._ends, texts)
        self._docs.extend(docs)

    def texts(self) -> tuple[Array, Array]:
        """Return the tokens in memory, and the end of each text."""
        return np.frombuffer(self._tokens, np.uint32), np.frombuffer(self._ends, np.uint64)

    def finish_run(self) -> None:
        """Analyse the texts that were added since the last run, and compute their lengths."""
        self._vocabulary.analyse_new_forms()
        self._lengths.append(term_counts(*self.texts(), self._vocabulary.counted))

    def spill(self) -> None:
        """Write the tokens to disk as a run. Call ``finish_run`` before."""
        for kind in ("stems", "exacts"):
            for path, part in zip(self._paths(kind, self._spilled), self._run(kind), strict=True):
                with create(path) as stream:
                    write_array_header_1_0(stream, header_data_from_array_1_0(part))
                    stream.write(part.data)
        self._spilled += 1
        self._new_columns()

    def _paths(self, kind: str, number: int) -> list[Path]:
        return [self._folder / f"{self._name}-{kind}-{number}-{part}.npy" for part in Run._fields]

    def _run(self, kind: str) -> Run:
        """Return the tokens in memory as a run. Its rows are overwritten by the next call."""
        vocabulary = self._vocabulary
        tokens, ends = self.texts()
        terms = vocabulary.stems if kind == "stems" else vocabulary.exacts
        docs = np.frombuffer(self._docs, np.uint64)
        run = Run(
            *invert(
                tokens, ends, docs, vocabulary.starts, vocabulary.offsets, terms, vocabulary.widths,
                len(vocabulary), MAX_POSITION, self._buffer,
            )
        )  # fmt: skip
        if len(run.rows) > len(self._buffer):
            self._buffer = run.rows
        return run

    def runs(self, kind: str) -> list[Run]:
        """Return all runs of the "stems" or of the "exacts"; the last one is made from memory, see ``_run``.

        Runs on disk are mapped, so they are in memory only while they are used.
        """
        runs = [Run(*map(_mapped, self._paths(kind, number))) for number in range(self._spilled)]
        return [*runs, self._run(kind)] if len(self._tokens) else runs

    def lengths(self) -> Array:
        """Return the number of counted terms in each text, uint32. Call it after the last ``finish_run``."""
        return np.concatenate([np.empty(0, np.uint32), *self._lengths])


def _mapped(path: Path) -> Array:
    with errors_about(path, code="cannot_be_read"):
        mapped: Array = np.load(path, mmap_mode="r").view(np.ndarray)
    return mapped


class IdentifierPool:
    """The values of a field whose value is a single term, such as an article's id."""

    def __init__(self) -> None:
        self.numbers = StringNumbers()
        self._values, self._docs = array("I"), array("Q")

    def add(self, docs: Iterable[int], values: Iterable[str | None]) -> None:
        """Add the values of documents, None for no value.

        ``docs`` has one document for each value, ascending.
        """
        known: list[str] = []
        for doc, value in zip(docs, values, strict=True):
            if value:
                known.append(value)
                self._docs.append(doc)
        self._values.frombytes(self.numbers.numbers_of(known).tobytes())

    def runs(self) -> list[Run]:
        """Return the values, inverted like texts of one word."""
        count = len(self.numbers)
        each = np.arange(count + 1, dtype=np.uint32)
        ends = np.arange(1, len(self._values) + 1, dtype=np.uint64)
        values, docs = np.frombuffer(self._values, np.uint32), np.frombuffer(self._docs, np.uint64)
        run = invert(
            values, ends, docs, each, np.zeros(count, np.uint32), each[:-1],
            np.ones(count, np.uint32), count, MAX_POSITION,
        )  # fmt: skip
        return [Run(*run)]
