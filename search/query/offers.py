"""Other searches that may be meant, where reading a query had a choice: none is made unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.indonesian.normalise import fold
from search.query.archive import Archive
from search.query.interpret import Understood
from search.query.lexer import lex
from search.request import SearchRequest
from search.results import Offer

_BLANKS = re.compile(r"\s+")


def offers(request: SearchRequest, understood: Understood, found: int, archive: Archive) -> Iterator[Offer]:
    """Yield what else can be searched.

    found: how many articles were
    """
    if understood.dates and not found:
        dates = tuple(date.text for date in understood.dates)
        if without := _without_dates(request.text, understood):
            yield Offer("without_dates", {"dates": dates}, {"text": without})
        if any(date.fixed for date in understood.dates):
            yield Offer("dates_as_words", {"dates": dates}, {"dates": False})
    if not found and any(note.code == "no_such_name" for note in understood.notes):
        yield from _as_words(request.text)
    if not request.plain and " -" in request.text:
        yield from _pairs(request.text, archive)


def _without_dates(text: str, understood: Understood) -> str:
    for date in sorted(understood.dates, key=lambda date: -date.start):
        text = f"{text[: date.start]} {text[date.end :]}"
    return _BLANKS.sub(" ", text).strip()


def _as_words(text: str) -> Iterator[Offer]:
    """Yield the query with *Media: Presiden* as words."""
    for piece in lex(text):
        if piece.kind == "field" and piece.text in ("source", "category", "site"):
            end = piece.start + len(piece.typed)
            yield Offer(
                "as_words", {"text": f"{piece.typed}:"}, {"text": f"{text[:end]} {text[end + 1 :].lstrip()}"}
            )
            return


def _pairs(text: str, archive: Archive) -> Iterator[Offer]:
    """Yield the query with *Jakarta -Bandung* as *Jakarta-Bandung*, where the archive has the pair."""
    pieces = list(lex(text))
    for left, minus, right in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if (left.kind, minus.text, right.kind) != ("word", "-", "word"):
            continue
        joined = f"{left.text}-{right.text}"
        words = fold(left.text), fold(right.text)
        if all(word.isalnum() for word in words) and archive.in_a_row(words):
            end = right.start + len(right.text)
            yield Offer("as_pair", {"text": joined}, {"text": f"{text[: left.start]}{joined}{text[end:]}"})
