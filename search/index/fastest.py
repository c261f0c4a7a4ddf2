"""The compiled inversion where it was built, else its twin in NumPy: both give the same results."""

from __future__ import annotations

try:
    from search.index.kernel.decoding import decode_rows
    from search.index.kernel.encoding import encode_lists
    from search.index.kernel.forms import StringNumbers, SurfaceForms
    from search.index.kernel.packing import packed_texts
    from search.index.kernel.rows import BYTES_A_ROW, invert, term_counts
    from search.index.kernel.signatures import signatures

    COMPILED = True
except ImportError:
    from search.index.decode import decode_rows
    from search.index.forms import StringNumbers, SurfaceForms  # type: ignore[assignment]
    from search.index.inversion import (
        BYTES_A_ROW,
        encode_lists,
        invert,
        packed_texts,
        term_counts,
    )
    from search.index.shingles import signatures

    COMPILED = False

__all__ = [
    "BYTES_A_ROW",
    "COMPILED",
    "StringNumbers",
    "SurfaceForms",
    "decode_rows",
    "encode_lists",
    "invert",
    "packed_texts",
    "signatures",
    "term_counts",
]
