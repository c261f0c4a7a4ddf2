"""Query string -> SearchRequest: strictly for the API, tolerantly for the pages.

==================  =======================================================================
``q``               the query text
``from``, ``to``    days, in any form that ``search.query.dates.parse_date`` reads
``source``          only this source; repeated: any of them; the same for ``category``
``sort``            relevance, newest, oldest
``group``           article, none
``match``           all, any: whether every word has to occur in an article
``page``            from 1; ``page_size`` 1 to 100; ``hits_per_article`` 1 to 20
``facets``          comma-separated: source, category, year, month; empty for none
``fields``          comma-separated: the article fields to return (API only)
``plain``           true or false: ``q`` is words only, quotes and operators in it mean nothing
``exact``           true or false, as are ``expand``, ``dates``, ``headlines``, ``highlight``, ``explain``,
                    ``collapse``: see ``search.request``
==================  =======================================================================
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from search.errors import Problem, RequestError
from search.query.dates import parse_date
from search.request import MAX_TEXT_LENGTH, SearchRequest
from search.searcher.paragraphs import DEFAULT_COUNT as DEFAULT_PARAGRAPHS

FLAGS = ("exact", "expand", "dates", "headlines", "highlight", "explain", "plain", "collapse")
NUMBERS = ("page", "page_size", "hits_per_article")
CHOICES = ("sort", "group", "match")
REPEATABLE = ("source", "category")
ARTICLE_FIELDS = ("id", "title", "source", "published", "category", "url", "paragraph_count")
KNOWN = ("q", "from", "to", *REPEATABLE, *CHOICES, *NUMBERS, "facets", "fields", *FLAGS)
OF_PARAGRAPHS = ("q", "count", "match", "source", "category", "from", "to")

# Names that other search APIs use, where spelling alone would not lead to ours.
_FOREIGN_NAMES = {
    "query": "q", "text": "q", "search": "q", "kata": "q",
    "begin_date": "from", "from_date": "from", "date_from": "from", "since": "from", "dari": "from",
    "end_date": "to", "to_date": "to", "date_to": "to", "until": "to", "sampai": "to",
    "limit": "page_size", "size": "page_size", "per_page": "page_size", "rows": "page_size",
    "offset": "page", "start": "page", "cursor": "page", "halaman": "page",
    "order_by": "sort", "order": "sort", "urut": "sort",
    "sumber": "source", "kategori": "category", "section": "category", "fl": "fields",
}  # fmt: skip
_FIELD_OF = {"q": "text", "from": "date_from", "to": "date_to"}
# What the tolerant reading changes by itself, rather than falling back to a default.
TOO_LONG = Problem("q", f"cut to {MAX_TEXT_LENGTH:,} characters")
SWAPPED = Problem("from", "later than 'to': the two were swapped")

_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,4000}\Z")
_MAX_PARAMETERS = 200
_BLANKS = "\t\n\r"


@dataclass(slots=True)
class _Reading:
    """What was read so far: fields for SearchRequest, and what was wrong with the rest."""

    fields: dict[str, Any] = field(default_factory=dict)
    article_fields: tuple[str, ...] = ARTICLE_FIELDS
    problems: list[Problem] = field(default_factory=list)
    unknown: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ApiSearch:
    """A strict reading: the request, and the article fields to return."""

    request: SearchRequest
    article_fields: tuple[str, ...]


def strict_search(query_string: bytes, today: date) -> ApiSearch:
    """Read an API request. Raises RequestError naming every parameter that is wrong.

    ``query_string`` is what follows the "?", still percent-encoded.
    """
    reading = _read(query_string, today)
    problems = reading.unknown + reading.problems
    text = reading.fields.pop("text", "")
    if not text.strip() and not any(problem.parameter == "q" for problem in problems):
        problems.append(Problem("q", "required: the words to search for, for example q=harga+beras"))
    request = SearchRequest("")
    try:
        request = SearchRequest(text, **reading.fields)
    except RequestError as error:
        problems.extend(error.problems)
    if problems:
        raise RequestError(*problems)
    return ApiSearch(request, reading.article_fields)


def strict_text(query_string: bytes) -> str:
    """Read the one parameter of an article request, ``q``; empty without it. Raises RequestError."""
    pairs = _pairs(query_string)
    problems = [_unknown_problem(name, ("q",)) for name, _ in pairs if name != "q"]
    texts = [value for name, value in pairs if name == "q"]
    problems += [problem for text in texts if (problem := _unprintable("q", text))]
    if len(texts) > 1:
        problems.append(_repeated("q"))
    if any(len(text) > MAX_TEXT_LENGTH for text in texts):
        problems.append(Problem("q", f"at most {MAX_TEXT_LENGTH:,} characters"))
    if problems:
        raise RequestError(*problems)
    return texts[0] if texts else ""


def strict_count(query_string: bytes, default: int) -> int:
    """Read the one parameter of a request for similar articles, ``count``. Raises RequestError."""
    pairs = _pairs(query_string)
    problems = [_unknown_problem(name, ("count",)) for name, _ in pairs if name != "count"]
    if problems:
        raise RequestError(*problems)
    return _count([value for _, value in pairs], default)


def _count(values: list[str], default: int) -> int:
    if len(values) > 1:
        raise RequestError(_repeated("count"))
    try:
        return _number(values[0]) if values else default
    except ValueError as error:
        raise RequestError(Problem("count", str(error))) from None


def strict_paragraphs(query_string: bytes, today: date) -> dict[str, Any]:
    """Read a request for single paragraphs as the arguments of ``Index.paragraphs``. Raises RequestError."""
    pairs = _pairs(query_string)
    problems = [_unknown_problem(name, OF_PARAGRAPHS) for name, _ in pairs if name not in OF_PARAGRAPHS]
    given = [(name, value) for name, value in pairs if name in OF_PARAGRAPHS and name != "count"]
    reading = _read_pairs(given, today)
    problems += reading.problems
    try:
        count = _count([value for name, value in pairs if name == "count"], DEFAULT_PARAGRAPHS)
    except RequestError as error:
        problems.extend(error.problems)
    if not reading.fields.get("text", "").strip() and not any(each.parameter == "q" for each in problems):
        problems.append(Problem("q", "required: the words to search for, for example q=harga+beras"))
    if problems:
        raise RequestError(*problems)
    return {"count": count, **reading.fields}


def refuse_all(query_string: bytes) -> None:
    """Raise RequestError for every parameter, for resources that take none."""
    problems = [_unknown_problem(name, ()) for name, _ in _pairs(query_string)]
    if problems:
        raise RequestError(*problems)


def tolerant_search(query_string: bytes, today: date) -> tuple[SearchRequest, tuple[Problem, ...]]:
    """Read a page's request: what cannot be used falls back to its default and is reported.

    Unknown parameters are ignored, blank ones count as not given. Never raises RequestError.
    """
    try:
        pairs = _pairs(query_string)
    except RequestError as error:
        return SearchRequest(""), error.problems
    printable = [(name, _printable(value)) for name, value in pairs if value.strip()]
    reading = _read_pairs(printable, today)
    problems = [problem for name, value in pairs if name in KNOWN and (problem := _unprintable(name, value))]
    problems += [problem for problem in reading.problems if problem.parameter != "fields"]
    fields = reading.fields
    text = fields.pop("text", "")
    if len(text) > MAX_TEXT_LENGTH:
        problems.append(TOO_LONG)
        text = text[:MAX_TEXT_LENGTH]
    first, last = fields.get("date_from"), fields.get("date_to")
    if first and last and first > last:
        problems.append(SWAPPED)
        fields.update(date_from=last, date_to=first)
    while True:
        try:
            return SearchRequest(text, **fields), tuple(problems)
        except RequestError as error:
            problems.extend(error.problems)
            for problem in error.problems:
                fields.pop(_FIELD_OF.get(problem.parameter, problem.parameter), None)


def _pairs(query_string: bytes) -> list[tuple[str, str]]:
    """Return names and values in order; bytes that are not UTF-8 become lone surrogates."""
    text = query_string.decode("utf-8", "surrogateescape")
    try:
        return parse_qsl(
            text, keep_blank_values=True, errors="surrogateescape", max_num_fields=_MAX_PARAMETERS
        )
    except ValueError:
        raise RequestError(Problem("", f"more than {_MAX_PARAMETERS} parameters")) from None


def _read(query_string: bytes, today: date) -> _Reading:
    return _read_pairs(_pairs(query_string), today)


def _read_pairs(pairs: list[tuple[str, str]], today: date) -> _Reading:
    reading = _Reading()
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in KNOWN:
            reading.unknown.append(_unknown_problem(name, KNOWN))
        elif problem := _unprintable(name, value):
            reading.problems.append(problem)
        else:
            values.setdefault(name, []).append(value)
    for name, given in values.items():
        try:
            _read_one(reading, name, given, today)
        except ValueError as error:
            reading.problems.append(Problem(name, str(error)))
    return reading


def _read_one(reading: _Reading, name: str, given: list[str], today: date) -> None:
    """Store one parameter's value; raises ValueError with what would be right."""
    if name in REPEATABLE:
        if not all(value.strip() for value in given):
            raise ValueError("is empty; leave the parameter out to search all")
        reading.fields[name] = tuple(dict.fromkeys(given))
        return
    if len(given) > 1:
        raise ValueError("given more than once")
    (value,) = given
    if name == "fields":
        reading.article_fields = _article_fields(value)
    elif name == "facets":
        reading.fields[name] = tuple(dict.fromkeys(_listed(value)))
    elif name in NUMBERS:
        reading.fields[name] = _number(value)
    elif name in FLAGS:
        reading.fields[name] = _flag(value)
    elif name in ("from", "to"):
        reading.fields[_FIELD_OF[name]] = _day(name, value, today)
    else:
        reading.fields[_FIELD_OF.get(name, name)] = value


def _number(value: str) -> int:
    if not _WHOLE_NUMBER.match(value):
        raise ValueError("must be a whole number")
    return int(value)


def _flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError("must be true or false")
    return value == "true"


def _day(name: str, value: str, today: date) -> date:
    """Return the first day of what ``from`` names, or the last day of what ``to`` names."""
    days = parse_date(value, today)
    day = days.first if name == "from" else days.last
    if day is None:
        raise ValueError(f"{value!r} is open on that side; write a day, a month or a year")
    return day


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _article_fields(value: str) -> tuple[str, ...]:
    wanted = _listed(value)
    for name in wanted:
        if name not in ARTICLE_FIELDS:
            raise ValueError(f"{name!r} is not one of {', '.join(ARTICLE_FIELDS)}")
    return tuple(name for name in ARTICLE_FIELDS if name in wanted or name == "id")


def _unknown_problem(name: str, known: tuple[str, ...]) -> Problem:
    shown = _printable(name)[:60]
    if not known:
        return Problem(shown, "unknown parameter; this resource takes none")
    nearest = _FOREIGN_NAMES.get(name.lower().replace("-", "_"))
    if nearest not in known:
        nearest = next(iter(difflib.get_close_matches(name.lower()[:60], known, 1)), None)
    if nearest:
        return Problem(shown, f"unknown parameter; did you mean {nearest!r}?")
    return Problem(shown, f"unknown parameter; known are {', '.join(known)}")


def _repeated(name: str) -> Problem:
    return Problem(name, "given more than once")


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character not in _BLANKS


def _unprintable(name: str, value: str) -> Problem | None:
    """Return the problem of a value with control characters or bytes that are not UTF-8."""
    for position, character in enumerate(value):
        if _is_unprintable(character):
            if unicodedata.category(character) == "Cs":
                return Problem(name, "is not valid percent-encoded UTF-8", position)
            return Problem(name, f"contains the control character U+{ord(character):04X}", position)
    return None


def _printable(value: str) -> str:
    return "".join(" " if _is_unprintable(character) else character for character in value)
