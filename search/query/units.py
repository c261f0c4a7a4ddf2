"""The module reads units in queries: *10 km* and *UU No. 11 Tahun 2020* are each searched as one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from search.indonesian import Analyzer
from search.indonesian.terms import IndexTerm
from search.indonesian.tokens import tokenise
from search.indonesian.unit_terms import is_roman
from search.indonesian.units import may_hold_units
from search.query.lexer import OPERATORS, Piece
from search.query.tree import Form

_OF_UNITS = ("word", "open", "close")  # Undang-Undang (UU) Nomor 13
_NUMERAL = re.compile(r"(?<![^\W_])[IVX]{2,}(?![^\W_])")


def with_units(pieces: Sequence[Piece], text: str, analyzer: Analyzer) -> list[Piece]:
    """Return the pieces of a query text. The words that form a unit are joined to one piece."""
    if _shouts(text):
        pieces = [_quietly(piece) for piece in pieces]
    if not may_hold_units(text):
        return list(pieces)
    joined: list[Piece] = []
    at = 0
    for unit in analyzer.asked(text):
        if not any(map(str.isspace, unit.surface)) or text[unit.end : unit.end + 1] == "/":
            continue  # Nomor 36 is no unit of its own in Nomor 36/PUU-XV/2017
        while at < len(pieces) and _end(pieces[at]) <= unit.start:
            joined.append(pieces[at])
            at += 1
        last = at
        while last < len(pieces) and pieces[last].kind in _OF_UNITS and pieces[last].start < unit.end:
            last += 1
        if last > at and _end(pieces[last - 1]) >= unit.end:
            start, end = pieces[at].start, _end(pieces[last - 1])
            joined.append(Piece("word", text[start:end], start))
            at = last
    return [*joined, *pieces[at:]]


def _end(piece: Piece) -> int:
    return piece.start + len(piece.text)


def _shouts(text: str) -> bool:
    """Return whether capitals mean nothing in a query, so that *XI JINPING* is not the eleventh."""
    if not text.isupper() or not _NUMERAL.search(text):
        return False
    words = (token.surface for token in tokenise(text) if token.surface not in OPERATORS)
    return any(word.isalpha() and len(word) > 1 and not is_roman(word) for word in words)


def _quietly(piece: Piece) -> Piece:
    if piece.kind != "word":
        return piece
    return piece._replace(text=_NUMERAL.sub(lambda numeral: numeral[0].lower(), piece.text))


def phrase_forms(analyzer: Analyzer, text: str, gap: int = 0) -> tuple[Form, ...]:
    """Return the forms of a phrase: its tokens side by side, and its units where any writing of them fits.

    A unit has the position of its first token, so it can only end a phrase. Initials have the position of
    their last letter, so they can also begin one.
    """
    asked = analyzer.asked(text)
    ways = [
        list(_ways(analyzer, token.surface, i == 0, i == len(asked) - 1)) for i, token in enumerate(asked)
    ]
    rows = ([term for part in way for term in part] for way in product(*ways))
    return tuple(
        Form(tuple(term.stem for term in row), tuple(term.exact for term in row), gap) for row in rows if row
    )


def _ways(analyzer: Analyzer, surface: str, first: bool, last: bool) -> Iterator[tuple[IndexTerm, ...]]:
    word = analyzer.word(surface)
    yield tuple(term for token in tokenise(surface) for term in analyzer.word(token.surface).row())
    if word.asked and (last or (first and word.rule == "initials")):
        yield from word.rows()
