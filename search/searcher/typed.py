"""A query that is still being typed: what stands before its last word, and the beginning of that."""

from __future__ import annotations

from dataclasses import dataclass

from search.indonesian.normalise import fold
from search.indonesian.tokens import tokenise
from search.query.lexer import Piece, lex
from search.values import VALUE_FIELDS

_TEXT_FIELDS = ("title", "body")
# Words before the last one that count; a text that was pasted has more.
_MOST_BEFORE = 6


@dataclass(frozen=True)
class Typed:
    """What was typed.

    kept:       the text before the last word, which stays as it is
    opened:     the text before all the words that are one with the last one
    beginning:  the last word, folded; empty where a blank follows it
    before:     the words before it, folded: to the last operator, field or closed quotation
    field:      the field of values whose value is being typed, empty if none is
    name:       that field as it was typed
    quoted:     whether a quotation is open
    excluding:  whether what is typed is excluded from the results
    has_syntax: whether there is more than words
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
        """Return the query with a value of a field in the place of the words. name: of the field."""
        said = f'"{value}"' if not value.isalnum() else value
        return f"{self.opened}{name}:{said}"


def typed_parts(text: str) -> Typed | None:
    """Return the parts of a query that is still being typed; None where nothing can be completed."""
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
        if last.text not in VALUE_FIELDS or last.blank or (len(words) > 1 and not quoted):
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
