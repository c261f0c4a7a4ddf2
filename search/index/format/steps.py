"""The module has the functions for many lists and texts at once: compiled ones, or else their oracles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.compiled import COMPILED

if TYPE_CHECKING or COMPILED:
    from search.index.format.compiled_decoding import (
        add_frequencies,
        decode_rows,
        first_from,
        first_unsound,
    )
    from search.index.format.compiled_encoding import encode_lists
    from search.index.format.compiled_texts import TextReader, packed_texts
else:
    from search.index.format.rows import (
        add_frequencies,
        decode_rows,
        encode_lists,
        first_from,
        first_unsound,
    )
    from search.index.format.texts import packed_texts

    TextReader = None  # StoredFields reads texts one by one

__all__ = [
    "TextReader",
    "add_frequencies",
    "decode_rows",
    "encode_lists",
    "first_from",
    "first_unsound",
    "packed_texts",
]
