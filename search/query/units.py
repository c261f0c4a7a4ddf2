"""Units of several words in a query: *10 km*, *UU No. 11 Tahun 2020* are searched as the one thing they are."""

from __future__ import annotations

from collections.abc import Sequence

from search.indonesian import Analyzer
from search.query.lexer import Piece


def with_units(pieces: Sequence[Piece], text: str, analyzer: Analyzer) -> list[Piece]:
    """Return the pieces of a query text, those words joined to one piece that hold a unit together."""
    joined: list[Piece] = []
    at = 0
    for unit in analyzer.asked(text):
        if not any(map(str.isspace, unit.surface)):
            continue
        while at < len(pieces) and _end(pieces[at]) <= unit.start:
            joined.append(pieces[at])
            at += 1
        last = at
        while last < len(pieces) and pieces[last].kind == "word" and pieces[last].start < unit.end:
            last += 1
        if last > at and _end(pieces[last - 1]) >= unit.end:
            start, end = pieces[at].start, _end(pieces[last - 1])
            joined.append(Piece("word", text[start:end], start))
            at = last
    return [*joined, *pieces[at:]]


def _end(piece: Piece) -> int:
    return piece.start + len(piece.text)
