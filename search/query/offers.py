"""The module offers other searches where a query could be read in several ways.

None of them is run unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from search.indonesian.normalise import fold
from search.indonesian.units import may_hold_units
from search.interpretation import Offer
from search.query.archive import Archive
from search.query.fields import FIELD_NAMES
from search.query.interpret import Understood
from search.query.lexer import lex
from search.remarks import Remark
from search.request import SearchRequest
from search.values import COUNTED_FIELDS, VALUE_FIELDS

_BLANKS = re.compile(r"\s+")
_SPEAKERS = re.compile(
    rf"(?<!\w)(?:{'|'.join(name for name, field in FIELD_NAMES.items() if field == 'quotation')}):"
    rf"|(?<!\w)(?:{'|'.join(name for name, field in FIELD_NAMES.items() if field == 'speaker')}):"
    r'\s*(?:["“][^"”]*["”]?|[^\s()]+)',
    re.IGNORECASE,
)
_PART = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")  # of a unit
_FEWEST_PARTS = 2
_MOST_PAIRS = 3  # that are looked up
_MOST_NAMES = 5  # that are offered together


def offers(request: SearchRequest, understood: Understood, found: int, archive: Archive) -> Iterator[Offer]:
    """Yield other searches that may be meant.

    found: the number of articles that the query matched
    """
    if understood.dates and not found:
        dates = tuple(date.text for date in understood.dates)
        if without := _without_dates(request.text, understood):
            yield Offer("without_dates", {"dates": dates}, {"text": without})
        if any(date.fixed for date in understood.dates):
            yield Offer("dates_as_words", {"dates": dates}, {"dates": False})
    if not found:
        yield from _other_names(request, archive)
    if not found and understood.within:
        yield from _elsewhere(request, understood)
    if not found and any(note.code == "no_such_name" for note in understood.notes):
        yield from _names_in_text(request.text, archive)
        yield from _as_words(request.text)
    if not request.plain and may_hold_units(request.text):
        yield from _absent_units(request.text, understood, archive)
    if not request.plain and " -" in request.text:
        yield from _pairs(request.text, archive)


def _elsewhere(request: SearchRequest, understood: Understood) -> Iterator[Offer]:
    """Yield what a speaker says of anything, and the words in all of the text."""
    said = [one for one in understood.within if one.kind != "name"]
    words = any(not word.is_named for word in understood.apart)
    speakers = [one for one in said if one.kind == "speaker" and one.names]
    for one in speakers[:_MOST_NAMES] if words else ():
        names = one.typed.split("\n")
        text = " OR ".join(f'oleh:"{name}"' for name in names)
        yield Offer("all_quotations", {"names": names}, {"text": text, "speaker": (), "quotes": False})
    if said and words:
        text = _BLANKS.sub(" ", _SPEAKERS.sub(" ", request.text)).strip()
        yield Offer("not_only_quotations", {}, {"text": text, "speaker": (), "quotes": False})


def _without_dates(text: str, understood: Understood) -> str:
    for date in sorted(understood.dates, key=lambda date: -date.start):
        text = f"{text[: date.start]} {text[date.end :]}"
    return _BLANKS.sub(" ", text).strip()


def _other_names(request: SearchRequest, archive: Archive) -> Iterator[Offer]:
    """Yield the request with values that exist in the archive instead of a value that does not."""
    for field in VALUE_FIELDS:
        given = getattr(request, field)
        for value in given:
            for names in _alike(field, value, archive):
                instead = tuple(one for each in given for one in (names if each is value else (each,)))
                yield _other(field, names, {field: instead})


def _names_in_text(text: str, archive: Archive) -> Iterator[Offer]:
    """Yield the query with a value that exists in the archive instead of one that does not."""
    pieces = list(lex(text))
    for name, value in pairwise(pieces):
        field = "source" if name.text == "site" else name.text
        if (
            name.kind != "field"
            or field not in (*VALUE_FIELDS, "speaker")
            or value.kind not in ("word", "phrase")
        ):
            continue
        end = value.start + len(value.text) + 2 * (value.kind == "phrase")
        for names in _alike(field, value.text, archive):
            for one in names:
                changed = f'{text[: name.start]}{name.typed}:"{one}"{text[end:]}'
                yield _other(field, (one,), {"text": changed})


def _alike(field: str, value: str, archive: Archive) -> Iterator[tuple[str, ...]]:
    """Yield names that may be meant by one that no article has: those that it begins, or near spellings."""
    fold = COUNTED_FIELDS[field]
    found = archive.called(field, value) if field == "speaker" else archive.named(field, value)
    if not found:
        yield from ((one,) for one in archive.nearly_named(field, value))
    elif fold(found[0]) != fold(value):
        yield found[:_MOST_NAMES]


def _other(field: str, names: tuple[str, ...], changes: dict[str, object]) -> Offer:
    return Offer("other_names", {"field": Remark(f"field_{field}"), "names": names}, changes)


def _as_words(text: str) -> Iterator[Offer]:
    """Yield the query in which *Media: Presiden* is words."""
    for piece in lex(text):
        if piece.kind == "field" and piece.text in (*COUNTED_FIELDS, "site"):
            end = piece.start + len(piece.typed)
            rest = text[end:].lstrip()[1:].lstrip()
            yield Offer("as_words", {"text": f"{piece.typed}:"}, {"text": f"{text[:end]} {rest}"})
            return


def _absent_units(text: str, understood: Understood, archive: Archive) -> Iterator[Offer]:
    """Yield the query with the words and numbers of a unit that no article has: *Perppu 1/2017*."""
    for unit in understood.apart:
        terms = {term for form in unit.forms for term in form.exacts}
        parts = _PART.findall(unit.text)
        if unit.quoted or len(parts) < _FEWEST_PARTS or unit.text not in text or terms & {*map(fold, parts)}:
            continue
        if any(len(form.exacts) > 1 for form in unit.forms) or any(map(archive.frequency, terms)):
            continue
        known = [part for part in parts if archive.frequency(fold(part))]
        if known and not all(part.isalpha() and len(part) == 1 for part in parts):  # H&M
            quoted = " ".join(f'"{part}"' for part in known)  # so that they are no unit again
            changes = {"text": text.replace(unit.text, quoted, 1)}
            yield Offer("unit_as_words", {"text": " ".join(known)}, changes)


def _pairs(text: str, archive: Archive) -> Iterator[Offer]:
    """Yield the query in which *Jakarta -Bandung* is *Jakarta-Bandung*, if the archive contains this pair."""
    pieces = list(lex(text))
    triples = zip(pieces, pieces[1:], pieces[2:], strict=False)
    excluding = (triple for triple in triples if [one.kind for one in triple] == ["word", "not", "word"])
    for left, minus, right in islice(excluding, _MOST_PAIRS):
        if minus.text != "-":
            continue
        joined = f"{left.text}-{right.text}"
        words = fold(left.text), fold(right.text)
        if all(word.isalnum() for word in words) and archive.in_a_row(words):
            end = right.start + len(right.text)
            yield Offer("as_pair", {"text": joined}, {"text": f"{text[: left.start]}{joined}{text[end:]}"})
