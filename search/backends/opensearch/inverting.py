"""Inverts the texts of candidates: what a segment is for an index on disk, for some articles of one search.

All searches share one vocabulary, so that each surface form is analysed once. What a search costs depends on
its own texts, and not on how many forms are known by now: they are numbered anew for each.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from search.index.format.names import MAX_POSITION
from search.index.inversion.steps import StringNumbers, SurfaceForms, invert, term_counts
from search.index.inversion.vocabulary import Vocabulary
from search.indonesian import Analyzer

_MOST_FORMS = 1_000_000  # of which the vocabulary is made anew
Array = npt.NDArray[Any]


class SomeRows(NamedTuple):
    """The rows of some terms, ``document << 16 | position``, sorted by term.

    terms: the numbers of the terms, ascending; those of ``terms[at]`` are ``rows[firsts[at]:firsts[at + 1]]``
    """

    terms: Array
    firsts: Array
    rows: Array

    def of(self, term: int) -> Array:
        """Return the rows of a term, none if it does not occur."""
        at = int(np.searchsorted(self.terms, term))
        if at == len(self.terms) or self.terms[at] != term:
            return self.rows[:0]
        return self.rows[int(self.firsts[at]) : int(self.firsts[at + 1])]


class Inverted(NamedTuple):
    """Texts inverted: the rows of each field, the lengths of texts and headlines, and the terms."""

    rows: dict[str, SomeRows]
    lengths: npt.NDArray[np.uint32]
    title_lengths: npt.NDArray[np.uint32]
    terms: StringNumbers


class Inverter:
    """Inverts texts with one vocabulary, so that each surface form is analysed once. Threads may share it."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._forms = SurfaceForms()
        self._vocabulary = Vocabulary(self._forms, self._analyzer)

    def inverted(self, texts: tuple[str, ...], firsts: Sequence[int], titles: tuple[str, ...]) -> Inverted:
        """Return texts and headlines inverted. firsts: the document of each headline."""
        with self._lock:
            if len(self._forms) > _MOST_FORMS:
                self._begin()
            rows: dict[str, SomeRows] = {}
            lengths = self._invert("body", np.arange(len(texts), dtype=np.uint64), texts, rows)
            title_lengths = self._invert("title", np.array(firsts, np.uint64), titles, rows)
            return Inverted(rows, lengths, title_lengths, self._vocabulary.terms)

    def _invert(
        self, name: str, docs: Array, texts: tuple[str, ...], rows: dict[str, SomeRows]
    ) -> npt.NDArray[np.uint32]:
        """Add the rows of a field, and of the same as it is written; return the lengths of the texts."""
        tokens, bounds = array("I"), array("Q")
        self._forms.extend(tokens, bounds, texts)
        self._vocabulary.analyse_new_forms()
        ends = np.frombuffer(bounds, np.uint64)
        forms, numbers = _numbered(np.frombuffer(tokens, np.uint32))
        of_forms = self._vocabulary.of_forms(forms)
        for field, terms_of_forms in ((name, of_forms.stems), (f"{name}_exact", of_forms.exacts)):
            terms, of_terms = _numbered(terms_of_forms)
            found = invert(
                numbers, ends, docs, of_forms.starts, of_forms.offsets, of_terms, of_forms.widths,
                len(terms), MAX_POSITION,
            )  # fmt: skip
            rows[field] = SomeRows(terms, *found)
        return term_counts(numbers, ends, of_forms.counted)


def _numbered(values: Array) -> tuple[Array, Array]:
    """Return the distinct values, ascending, and where among them each value is."""
    distinct, numbers = np.unique(values, return_inverse=True)
    return distinct, numbers.astype(np.uint32)
