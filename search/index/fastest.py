"""The compiled inversion where it was built, else its twin in NumPy: both give the same results."""

from __future__ import annotations

try:
    from search.index.copies.signatures import signatures
    from search.index.format.decoding import decode_rows
    from search.index.inversion.compiled_forms import StringNumbers, SurfaceForms
    from search.index.inversion.encoding import encode_lists
    from search.index.inversion.packing import packed_texts
    from search.index.inversion.rows import BYTES_A_ROW, invert, term_counts

    COMPILED = True
except ImportError:
    from search.index.copies.shingles import signatures
    from search.index.format.decode import decode_rows
    from search.index.inversion.forms import StringNumbers, SurfaceForms  # type: ignore[assignment]
    from search.index.inversion.invert import (
        BYTES_A_ROW,
        encode_lists,
        invert,
        packed_texts,
        term_counts,
    )

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
