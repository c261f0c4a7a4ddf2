"""The search box's text cut into pieces: words, quoted phrases, brackets, operators, field names.

Nothing is an error here. What cannot be meant (a quotation mark without its pair, a bracket too many) is
read in the most likely way and noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.query.fields import FIELD_NAMES

_QUOTES = '"“”„«»＂'
_PIECE = re.compile(
    rf"""
    [{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}]?)(?:~(?P<gap>\d{{1,3}}))?
  | (?P<bracket>[()])
  | (?P<bar>\|+)
  | (?P<minus>(?:(?<=[\s(])|^)-(?=[^\s-]))
  | (?P<field>(?:{"|".join(sorted(FIELD_NAMES, key=len, reverse=True))})):(?=[^\s:])
  | (?P<word>[^\s(){_QUOTES}|]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A query without any of these is words between blanks, which most queries are.
_SYNTAX = re.compile(rf"[(){_QUOTES}|:]|(?<!\S)-")
_WORD = re.compile(r"\S+")
_OPERATORS = {"OR": "or", "ATAU": "or", "AND": "and", "DAN": "and", "&&": "and", "NOT": "not"}


class Piece(NamedTuple):
    """A piece of the query.

    kind:  "word", "phrase", "open", "close", "or", "and", "not", "field"
    text:  the word, the phrase between its quotation marks, or the canonical field
    start: character offset in the query
    gap:   for phrases, the words that may stand between
    closed: for phrases, whether the closing quotation mark was there
    """

    kind: str
    text: str
    start: int
    gap: int = 0
    closed: bool = True


def lex(text: str) -> Iterator[Piece]:
    """Yield the pieces of a query in order.

    >>> [(p.kind, p.text) for p in lex('judul:banjir -"hujan deras" OR x*')][2:]
    [('not', '-'), ('phrase', 'hujan deras'), ('or', 'OR'), ('word', 'x*')]
    """
    if _SYNTAX.search(text) is None:
        for match in _WORD.finditer(text):
            value = match.group()
            yield Piece(_OPERATORS.get(value, "word"), value, match.start())
        return
    for match in _PIECE.finditer(text):
        kind, value, start = match.lastgroup, match.group(), match.start()
        if match["phrase"] is not None:
            yield Piece("phrase", match["phrase"], start, int(match["gap"] or 0), bool(match["closed"]))
        elif kind == "bracket":
            yield Piece("open" if value == "(" else "close", value, start)
        elif kind == "field":
            yield Piece("field", FIELD_NAMES[match["field"].lower()], start)
        elif kind == "bar":
            yield Piece("or", value, start)
        elif kind == "minus":
            yield Piece("not", value, start)
        elif kind == "word":
            yield Piece(_OPERATORS.get(value, "word"), value, start)
