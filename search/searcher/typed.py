"""A query that is still being typed: the prefix of its last word, and the words before it."""

from __future__ import annotations

from dataclasses import dataclass

from search.indonesian.normalise import fold
from search.indonesian.tokens import tokenise
from search.query.lexer import Piece, lex
from search.values import COUNTED_FIELDS

_TEXT_FIELDS = ("title", "body")
# Only so many words before the last one are used; a longer text was probably pasted.
_MOST_BEFORE = 6


@dataclass(frozen=True)
class Typed:
    """The parts of a query that is still being typed.

    kept:       the text before the last word; a completion does not change it
    opened:     the text before the last sequence of words, which a value of a field replaces
    beginning:  the last word, folded, which is a prefix; empty if a blank follows it
    before:     the folded words between the last operator, field or closed quotation and the last word
    field:      the field of which a value is being typed; empty if there is none
    name:       the name of that field, as typed
    quoted:     whether a quotation mark is still open
    excluding:  whether the last word is excluded from the results
    has_syntax: whether the query has operators, fields or quotation marks
    """

    kept: str
    opened: str
    beginning: str
    before: tuple[str, ...]
    field: str = ""
    name: str = ""
    quoted: bool = False
    excluding: bool = False
    has_syntax: bool = False

    def completed(self, words: str) -> str:
        """Return the query with the last word completed."""
        return self.kept + words + ('"' if self.quoted else "")

    def with_value(self, name: str, value: str) -> str:
        """Return the query with the last words replaced by a field and its value. name: the field's name."""
        said = f'"{value}"' if not value.isalnum() else value
        return f"{self.opened}{name}:{said}"


def typed_parts(text: str) -> Typed | None:
    """Return the parts of a query that is still being typed; None if it cannot be completed."""
    pieces = list(lex(text))
    if not pieces:
        return None
    words: list[Piece] = []
    for piece in reversed(pieces):
        if piece.kind != "word" and not (piece is pieces[-1] and piece.kind == "phrase" and not piece.closed):
            break
        words.insert(0, piece)
    if not words:
        return None
    operators = pieces[: len(pieces) - len(words)]
    last = operators[-1] if operators else None
    quoted = words[-1].kind == "phrase"
    if quoted:
        words = words[-1:]
    tokens = [
        (fold(token.surface), word.start + quoted + token.start, word.start + quoted + token.end)
        for word in words
        for token in tokenise(word.text)
    ]
    field, name = "", ""
    if last is not None and last.kind == "field" and last.text not in _TEXT_FIELDS:
        if last.text not in COUNTED_FIELDS or last.blank or (len(words) > 1 and not quoted):
            return None
        field, name = last.text, last.typed
    if not tokens:
        return None
    finished = tokens[-1][2] < len(text)
    if finished and not text[tokens[-1][2] :].isspace():
        return None
    opened = text[: last.start] if field and last is not None else text[: words[0].start]
    return Typed(
        kept=text if finished else text[: tokens[-1][1]],
        opened=opened,
        beginning="" if finished else tokens[-1][0],
        before=tuple(word for word, _, _ in (tokens if finished else tokens[:-1]))[-_MOST_BEFORE:],
        field=field,
        name=name,
        quoted=quoted,
        excluding=last is not None and last.kind == "not",
        has_syntax=bool(operators) or quoted,
    )
