"""The module writes the sections of a field from its rows, many posting lists at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from search.disk import create, discard
from search.index.format.names import LONGEST_COUNTED
from search.index.format.rows import IMPACT_B, IMPACT_K1, EncodedLists, impact_tables
from search.index.format.sections import SectionsWriter
from search.index.format.steps import encode_lists
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.token_pool import Run

_ROWS_AT_ONCE = 1 << 18
_NONE = np.empty(0, np.uint8)
_NO_ARTICLES = np.empty(0, np.uint32)

Array = npt.NDArray[Any]


class Documents(NamedTuple):
    """The documents of a field with a score, for the impacts and article counts of its lists.

    lengths:    uint8[N], terms of each document, at most 255
    article_of: uint32[N], the article of each document
    average:    mean length, at least 1
    k1, b:      the parameters of the impacts
    """

    lengths: Array
    article_of: Array
    average: float
    k1: float = IMPACT_K1
    b: float = IMPACT_B

    @classmethod
    def of(cls, lengths: Array, article_of: Array, texts: int) -> Documents:
        """Return the record, given the lengths of all documents, of which ``texts`` can have the field."""
        counted = np.minimum(lengths, LONGEST_COUNTED).astype(np.uint8)
        return cls(counted, article_of, max(1.0, float(counted.sum(dtype=np.int64)) / max(1, texts)))


def write_field(
    file: SectionsWriter,
    name: str,
    runs: Sequence[Run],
    dictionary: Dictionary,
    scratch: Path,
    documents: Documents | None = None,
) -> None:
    """Write the lists of a field into a file.

    runs:       the runs in the order of their documents; a later run may have more terms
    dictionary: all terms; terms without rows are left out
    documents:  the documents of a field of text; None for identifiers, which have neither positions nor a
                score
    """
    counts = [_counts(run, dictionary) for run in runs]
    kept = sum(counts, np.zeros(len(dictionary.order), np.int64)) > 0
    dictionary = dictionary.select(kept)
    file.write(f"{name}/terms", dictionary.terms)
    file.write(f"{name}/term_starts", dictionary.starts.astype("<u4"))
    with _Lists(file, name, scratch, documents is not None) as lists:
        for encoded in _encoded(runs, dictionary, [count[kept] for count in counts], documents):
            lists.add(encoded)
        lists.finish()
    if documents:
        file.note(name, {"k1": documents.k1, "b": documents.b, "average": documents.average})


def _counts(run: Run, dictionary: Dictionary) -> Array:
    """Return the number of rows of each term in a run, in the order of the dictionary."""
    counts = np.zeros(len(dictionary.order), np.int64)
    known = dictionary.order < len(run.firsts) - 1
    numbers = dictionary.order[known]
    counts[known] = run.firsts[numbers + 1] - run.firsts[numbers]
    return counts


def _encoded(
    runs: Sequence[Run], dictionary: Dictionary, counts: Sequence[Array], documents: Documents | None
) -> Iterator[EncodedLists]:
    impacts, floors = (
        impact_tables(documents.average, documents.k1, documents.b) if documents else (_NONE, _NONE)
    )
    lengths = documents.lengths if documents else _NONE
    article_of = documents.article_of if documents else _NO_ARTICLES
    total: Array = sum(counts, np.zeros(len(dictionary.order), np.int64))
    before = np.cumsum(total) - total
    part = before // _ROWS_AT_ONCE
    for terms in np.split(np.arange(len(total)), np.flatnonzero(part[1:] != part[:-1]) + 1):
        if not len(terms):
            continue
        some = slice(int(terms[0]), int(terms[-1]) + 1)
        rows, firsts = _gathered(runs, dictionary.order[some], [count[some] for count in counts])
        yield encode_lists(
            rows, firsts, total[some], impacts, floors, lengths, article_of, documents is not None
        )


def _gathered(runs: Sequence[Run], order: Array, counts: Sequence[Array]) -> tuple[Array, Array]:
    """Return the rows of all runs, sorted by term, and the offset of each term's rows."""
    if len(runs) == 1:
        return runs[0].rows, runs[0].firsts[order]
    total: Array = sum(counts, np.zeros(len(order), np.int64))
    firsts = np.cumsum(total) - total
    rows = np.empty(int(total.sum()), np.uint64)
    to = firsts.copy()
    for run, count in zip(runs, counts, strict=True):
        present = np.flatnonzero(count)
        sizes = count[present]
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        source = np.repeat(run.firsts[order[present]], sizes) + within
        rows[np.repeat(to[present], sizes) + within] = run.rows[source]
        to += count
    return rows, firsts


class _Lists:
    """The object writes encoded lists into a file of sections, which takes one section after the other.

    Lists are written directly, and positions first into a temporary file in ``scratch``.
    """

    def __init__(self, file: SectionsWriter, name: str, scratch: Path, with_positions: bool) -> None:
        self._file, self._name = file, name
        self._path = scratch / f"{name}-positions.spool"
        self._positions: BinaryIO | None = create(self._path) if with_positions else None
        self._encoded: list[EncodedLists] = []
        file.begin(f"{name}/lists", "<u2")

    def __enter__(self) -> _Lists:
        return self

    def __exit__(self, *_: object) -> None:
        if self._positions:
            discard(self._positions, self._path)

    def add(self, encoded: EncodedLists) -> None:
        self._file.append(encoded.lists.view(np.uint8).data)
        if self._positions:
            self._positions.write(encoded.positions.data)
        self._encoded.append(encoded._replace(lists=_NONE, positions=_NONE))

    def _write(self, column: str, dtype: str) -> None:
        self._file.write(f"{self._name}/{column}", self._column(column, dtype))

    def _column(self, column: str, dtype: str) -> Array:
        return np.concatenate([np.empty(0, dtype), *(getattr(one, column) for one in self._encoded)])

    def _write_starts(self, section: str, column: str) -> None:
        starts = np.append(0, np.cumsum(self._column(column, "<i8")))
        self._file.write(f"{self._name}/{section}", starts.astype("<u8"))

    def finish(self) -> None:
        """Write all other sections into the file."""
        self._file.end(f"{self._name}/lists")
        self._write("df", "<u4")
        self._write_starts("list_starts", "list_sizes")
        if self._positions:
            self._positions.close()
            self._file.copy(f"{self._name}/positions", "u1", self._path)
            self._write_starts("position_starts", "position_sizes")
            self._write("impacts", "u1")
            self._write("tenth", "u1")
            self._write("articles", "<u4")
        self._write("checksums", "<u4")
