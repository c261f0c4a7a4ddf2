"""Query strings are parsed by the table of parameters: strictly for the API, tolerantly for the pages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from search.errors import Problem, RequestError
from search.parameter import Parameter
from search.parameters import LANGUAGES, PARAMETERS, SEARCH, parameters_of
from search.request import FIELDS, MAX_TEXT_LENGTH, SearchRequest

# The tolerant parser corrects problems with these codes itself; for others it uses the default.
TOO_LONG = SEARCH["q"].problem("cut", most=MAX_TEXT_LENGTH)
SWAPPED = SEARCH["from"].problem("swapped")

_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,4000}\Z")
_MAX_PARAMETERS = 200
# Characters of Unicode's category Cc, except tab and line ends, and of Cs, which bytes that are not UTF-8
# become.
_FIRST_SURROGATE = "\ud800"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LANGUAGE = re.compile(rb"(?:\A|&)lang=(%s)(?:&|\Z)" % "|".join(LANGUAGES).encode())
_OF_PAGES = parameters_of("page")
_REQUEST_FIELDS = frozenset(one.field for one in FIELDS)
# Advertisements and newsletters add these parameters to addresses. They are ignored without a note.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_ga|_gl|srsltid"
)
_OF_READING = parameters_of("reading")
_NAMES = frozenset(one.name for one in PARAMETERS)

Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class _Reading:
    """The values that were parsed, by the fields that they set, and the problems of the others."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[Problem] = field(default_factory=list)


class ApiSearch(NamedTuple):
    """A search that was parsed strictly.

    request: the search
    others:  the values of all parameters that are not fields of the request, by name
    """

    request: SearchRequest
    others: Mapping[str, Any]


class PageRequest(NamedTuple):
    """A search that was parsed tolerantly: the request, its problems, and the language if one was chosen."""

    request: SearchRequest
    problems: tuple[Problem, ...]
    language: str | None


def strict_search(
    query_string: bytes, today: date, resource: str = "search", language: str = LANGUAGES[0]
) -> ApiSearch:
    """Return the request of a search. Raises RequestError, which names every wrong parameter.

    query_string: the part of the address after the "?", percent-encoded
    resource:     the name of the resource in the table of parameters
    language:     the language of the answer, if the request names none
    """
    values, problems = _strict(resource, query_string, today)
    given = {name: values.pop(name) for name in (*values,) if name not in _REQUEST_FIELDS}
    if "cursor" in given and values.get("page", 1) != 1:  # generated clients send default values too
        problems.append(Problem("cursor", "cursor_and_page"))
    request = SearchRequest("")
    try:
        request = SearchRequest(values.pop("text", ""), **values)
    except RequestError as error:
        problems.extend(error.problems)
    if problems:
        raise RequestError(*problems)
    return ApiSearch(request, {**_others_of(resource), "lang": language, **given})


@cache
def _others_of(resource: str) -> Mapping[str, Any]:
    """Return the defaults of the parameters of a search that are not fields of its request."""
    known = parameters_of(resource).values()
    return {one.field: one.default for one in known if one.field not in _REQUEST_FIELDS}


def strict_values(resource: str, query_string: bytes, today: date) -> dict[str, Any]:
    """Return the given values of a request for another resource of the API, by the names of its arguments.

    Raises RequestError, which names every wrong parameter.
    """
    values, problems = _strict(resource, query_string, today)
    if problems:
        raise RequestError(*problems)
    return values


def _strict(resource: str, query_string: bytes, today: date) -> tuple[dict[str, Any], list[Problem]]:
    known = parameters_of(resource)
    reading = _read(_pairs(query_string), known, today)
    problems = reading.unknown + reading.problems
    wrong = {problem.parameter for problem in problems}
    for one in _required_by(resource):
        if one.name not in wrong and _is_blank(reading.values.get(one.field)):
            problems.append(one.problem("required_ids" if one.kind == "names" else "required"))
    return reading.values, problems


@cache
def _required_by(resource: str) -> list[Parameter]:
    """Return the required parameters of a resource."""
    return [one for one in parameters_of(resource).values() if resource in one.required_by]


def _is_blank(value: str | tuple[str, ...] | None) -> bool:
    return not (value.strip() if isinstance(value, str) else value)


def tolerant_search(query_string: bytes, today: date) -> PageRequest:
    """Return the request of a page. A wrong value is replaced by the default and reported.

    Unknown parameters are ignored, and blank ones count as not given. It never raises RequestError.
    """
    try:
        pairs = _pairs(query_string)
    except RequestError as error:
        chosen = _LANGUAGE.search(query_string)
        return PageRequest(SearchRequest(""), error.problems, chosen[1].decode() if chosen else None)
    pairs = [(name, value) for name, value in pairs if name in _OF_PAGES]
    problems = [problem for name, value in pairs if (problem := _unprintable(name, value))]
    reading = _read([(name, _printable(value)) for name, value in pairs if value.strip()], _OF_PAGES, today)
    problems += reading.problems
    values = reading.values
    language = values.pop("lang", None)
    text = values.pop("text", "")
    if len(text) > MAX_TEXT_LENGTH:
        problems.append(TOO_LONG)
        text = text[:MAX_TEXT_LENGTH]
    first, last = values.get("date_from"), values.get("date_to")
    if first and last and first > last:
        problems.append(SWAPPED)
        values.update(date_from=last, date_to=first)
    while True:
        try:
            return PageRequest(SearchRequest(text, **values), tuple(problems), language)
        except RequestError as error:
            problems.extend(error.problems)
            for problem in error.problems:
                values.pop(_OF_PAGES[problem.parameter].field, None)


def reading_values(query_string: bytes) -> dict[str, str]:
    """Return the parameters of an article's page besides those of a search, by name; empty if not given."""
    try:
        pairs = dict(_pairs(query_string))
    except RequestError:
        pairs = {}
    values = {one.name: _printable(pairs.get(one.name, "")) for one in _OF_READING.values()}
    return {name: value[: _OF_READING[name].most] for name, value in values.items()}


def _pairs(query_string: bytes) -> Pairs:
    """Return names and values, in order. Bytes that are not UTF-8 become lone surrogates."""
    text = query_string.decode("utf-8", "surrogateescape")
    try:
        return parse_qsl(
            text, keep_blank_values=True, errors="surrogateescape", max_num_fields=_MAX_PARAMETERS
        )
    except ValueError:
        raise RequestError(Problem("", "too_many_parameters", {"most": _MAX_PARAMETERS})) from None


def _read(pairs: Pairs, known: Mapping[str, Parameter], today: date) -> _Reading:
    reading = _Reading()
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known and _TRACKING.fullmatch(name):
            continue
        if name not in known:
            reading.unknown.append(_unknown_problem(name, known))
        elif problem := _unprintable(name, value):
            reading.problems.append(problem)
        else:
            values.setdefault(name, []).append(value)
    for name, given in values.items():
        try:
            reading.values[known[name].field] = _value(known[name], given, today)
        except RequestError as error:
            reading.problems.extend(error.problems)
    return reading


def _value(one: Parameter, given: list[str], today: date) -> Any:
    """Return the value of one parameter, converted to its type. Raises RequestError.

    The bounds and the choices of fields of ``SearchRequest`` are checked there, all others here.
    """
    if one.kind == "names":
        if not all(value.strip() for value in given):
            raise RequestError(one.problem("required_ids" if one.name == "id" else "empty"))
        if one.most is not None and len(given) > one.most:
            raise RequestError(one.problem("too_many", most=one.most))
        return tuple(dict.fromkeys(given))
    if len(given) > 1:
        raise RequestError(one.problem("repeated"))
    (value,) = given
    if one.name == "cursor" and not value:
        raise RequestError(one.problem("empty_cursor"))
    if one.kind == "list":
        read: Any = tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    else:
        read = _READERS.get(one.kind, _as_it_is)(one, value, today)
    if one not in FIELDS:
        problems: list[Problem] = []
        one.checked(read, problems)
        if problems:
            raise RequestError(*problems)
    if one.name == "fields":  # in their own order; always the id
        return tuple(name for name in one.choices if name in read or name == "id")
    return read


def _as_it_is(_one: Parameter, value: str, _today: date) -> str:
    return value


def _number(one: Parameter, value: str, _today: date) -> int:
    if not _WHOLE_NUMBER.match(value):
        raise RequestError(one.wrong_kind)
    return int(value)


def _flag(one: Parameter, value: str, _today: date) -> bool:
    if value not in ("true", "false"):
        raise RequestError(one.wrong_kind)
    return value == "true"


def _time(one: Parameter, value: str, today: date) -> date:
    """Return a day or a time."""
    problems: list[Problem] = []
    read = (one.day if one.kind == "day" else one.moment)(value, today, problems)
    if read is None:
        raise RequestError(*problems)
    return read


_READERS = {"number": _number, "flag": _flag, "day": _time, "moment": _time}


def _unknown_problem(name: str, known: Mapping[str, Parameter]) -> Problem:
    shown = _printable(name)[:60]
    if not name:
        return Problem("", "nameless_parameter")
    if not known:
        return Problem(shown, "takes_no_parameter")
    foreign = {other: one.name for one in known.values() for other in one.foreign}
    nearest = foreign.get(name.lower().replace("-", "_"))
    if nearest is None and name not in _NAMES:  # a parameter of another resource is not a misspelled one
        nearest = next(iter(difflib.get_close_matches(name.lower()[:60], known, 1)), None)
    if nearest:
        return Problem(shown, "unknown_parameter_near", {"nearest": nearest})
    return Problem(shown, "unknown_parameter", {"known": tuple(known)})


def _unprintable(name: str, value: str) -> Problem | None:
    """Return the problem of a value with control characters or bytes that are not UTF-8."""
    found = _UNPRINTABLE.search(value)
    if not found:
        return None
    if found[0] >= _FIRST_SURROGATE:
        return Problem(name, "not_utf8", position=found.start())
    return Problem(name, "control_character", {"character": f"U+{ord(found[0]):04X}"}, found.start())


def _printable(value: str) -> str:
    return _UNPRINTABLE.sub(" ", value)
