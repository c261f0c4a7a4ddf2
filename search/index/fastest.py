"""What is compiled where it was built, else its oracle in NumPy and Python: both give the same results."""

from __future__ import annotations

try:
    from search.index.copies.compiled_shingles import signatures
    from search.index.format.compiled_decoding import decode_rows
    from search.index.format.compiled_encoding import encode_lists
    from search.index.format.compiled_texts import TextReader, packed_texts
    from search.index.inversion.compiled_forms import StringNumbers, SurfaceForms
    from search.index.inversion.compiled_invert import BYTES_A_ROW, invert, term_counts

    COMPILED = True
except ImportError:
    from search.index.copies.shingles import signatures
    from search.index.format.rows import decode_rows, encode_lists
    from search.index.format.texts import packed_texts
    from search.index.inversion.forms import StringNumbers, SurfaceForms  # type: ignore[assignment]
    from search.index.inversion.invert import BYTES_A_ROW, invert, term_counts

    TextReader = None  # type: ignore[assignment, misc]  # StoredFields reads them one by one
    COMPILED = False

__all__ = [
    "BYTES_A_ROW",
    "COMPILED",
    "StringNumbers",
    "SurfaceForms",
    "TextReader",
    "decode_rows",
    "encode_lists",
    "invert",
    "packed_texts",
    "signatures",
    "term_counts",
]
