"""The module inverts: the tokens of many texts become rows, the sorted occurrences of terms.

::

    texts -> SurfaceForms.extend -> tokens: numbers of surface forms, 4 bytes each
          -> invert              -> rows: document and position of an occurrence, 8 bytes each, sorted by term

This module, in NumPy, is used if nothing is compiled. ``compiled_invert`` does the same and is tested against
it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

#: The memory that sorting needs in addition to the rows, in bytes for each row.
BYTES_A_ROW = 80

Array = npt.NDArray[Any]


def term_counts(tokens: Array, ends: Array, starts: Array) -> npt.NDArray[np.uint32]:
    """Return the number of terms in each text; the arguments are those of ``invert``."""
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
    max_position: int,
    buffer: Array | None = None,
) -> tuple[Array, Array]:
    """Return the rows of all occurrences, sorted by term, document and position, and each term's offset.

    tokens: the surface forms of all texts, uint32
    ends:   the end of each text in ``tokens``, uint64
    docs:   the document of each text, uint64, ascending
    starts, offsets, terms, widths: the terms of form f are ``terms[starts[f]:starts[f + 1]]``; ``offsets``
        are their positions in the form, ascending, and the form has ``widths[f]`` positions; all uint32
    max_position: the greatest position; a greater one is stored as this one
    buffer: memory for the rows, which is used if it is large enough, or None; allocating new memory costs as
            much as filling it

    A row is ``document << 16 | position``. Returns int64[term_count + 1], the offsets, and the rows, uint64.
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
    positions = np.minimum(np.repeat(at, per_token) + np.asarray(offsets, np.int64)[chosen], max_position)
    rows = np.repeat(doc_of, per_token) << np.uint64(16) | positions.astype(np.uint64)
    term = np.asarray(terms)[chosen]
    bounds = np.append(0, np.cumsum(np.bincount(term, minlength=term_count))).astype(np.int64)
    order = np.argsort(term, kind="stable")
    out = None if buffer is None or len(buffer) < len(order) else buffer[: len(order)]
    return bounds, np.take(rows, order, out=out, mode="clip")
