"""Inversion: from the tokens of many texts to rows, the occurrences of terms, sorted.

::

    texts -> SurfaceForms.extend -> tokens: numbers of surface forms, 4 bytes each
          -> invert              -> rows: document and position, 8 bytes each, sorted by term

In NumPy: what runs where nothing is compiled. ``compiled_invert`` does the same and is tested against it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

#: What sorting takes beside the rows themselves, in bytes a row.
BYTES_A_ROW = 80

Array = npt.NDArray[Any]


def term_counts(tokens: Array, ends: Array, starts: Array) -> npt.NDArray[np.uint32]:
    """Return how many terms each text has; the arguments are those of ``invert``."""
    first = np.asarray(starts, np.int64)
    sums = np.append(0, np.cumsum((first[1:] - first[:-1])[np.asarray(tokens)]))
    counts: npt.NDArray[np.uint32] = np.diff(sums[np.asarray(ends, np.int64)], prepend=0).astype(np.uint32)
    return counts


def invert(
    tokens: Array,
    ends: Array,
    docs: Array,
    starts: Array,
    offsets: Array,
    terms: Array,
    widths: Array,
    term_count: int,
    most: int,
    room: Array | None = None,
) -> tuple[Array, Array]:
    """Return the rows of all occurrences, sorted by term, document and position, and where each term's begin.

    tokens, ends, docs: uint32 surface forms; uint64 where each text's end; uint64 documents, ascending
    starts, offsets, terms, widths: the terms of form f are ``terms[starts[f]:starts[f + 1]]`` at these
        offsets, ascending, and the form fills ``widths[f]`` positions; all uint32
    most: the greatest position, instead of any beyond
    room: where the rows are put, if given, for new memory costs as much as filling it

    A row is ``document << 16 | position``. Returns int64[term_count + 1] and uint64 rows.
    """
    tokens, first = np.asarray(tokens), np.asarray(starts, np.int64)
    per_token = (first[1:] - first[:-1])[tokens]
    rows_before = np.cumsum(per_token) - per_token
    chosen = np.repeat(first[:-1][tokens] - rows_before, per_token) + np.arange(int(per_token.sum()))
    width = np.asarray(widths, np.int64)[tokens]
    position = np.append(0, np.cumsum(width))
    doc_starts = np.append(0, np.asarray(ends, np.int64))
    in_doc = np.diff(doc_starts)
    at = position[:-1] - np.repeat(position[doc_starts[:-1]], in_doc)
    doc_of = np.repeat(np.asarray(docs, np.uint64), in_doc)
    places = np.minimum(np.repeat(at, per_token) + np.asarray(offsets, np.int64)[chosen], most)
    rows = np.repeat(doc_of, per_token) << np.uint64(16) | places.astype(np.uint64)
    term = np.asarray(terms)[chosen]
    bounds = np.append(0, np.cumsum(np.bincount(term, minlength=term_count))).astype(np.int64)
    order = np.argsort(term, kind="stable")
    return bounds, np.take(rows, order, out=None if room is None else room[: len(order)], mode="clip")
