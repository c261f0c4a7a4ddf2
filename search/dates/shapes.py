"""The module takes the text or number of a moment out of the objects of JSON, databases and languages.

``{"$date": {"$numberLong": "1568100600000"}}`` is MongoDB's, ``{"_seconds": 1568100600}`` Firestore's,
``{"date": "2019-09-10 14:30:00", "timezone": "Asia/Jakarta"}`` PHP's, ``[2019, 9, 10, 14, 30]`` that of Java
and of feedparser, ``/Date(1568100600000)/`` .NET's; ``Timestamp('2019-09-10')`` is what Python prints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from search.later import Pattern

_INSIDE = (
    *("$date", "$numberLong", "$numberDouble", "$numberInt", "_seconds"),
    *("iso", "iso8601", "@value", "#text", "value", "start", "utc", "local"),
    *("timestamp", "unix", "epoch", "seconds", "datetime", "date_time", "rfc3339", "raw", "published"),
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_MAX_NESTED = 4
_CALL = Pattern(
    r"(?:pd\.|pandas\.|new |/)?(?:datetime\.)?(?:Timestamp|ISODate|Date|datetime|date|datetime64)"
    r"\((?P<inside>[^()]*)\)/?",
    re.IGNORECASE | re.ASCII,
)
_QUOTED = Pattern(r"""^\s*['"]([^'"]*)['"]""")
_NUMBERS = Pattern(r"\s*\d{4}(?:\s*,\s*\d{1,6}){2,6}\s*", re.ASCII)


def unwrapped(value: object, nested: int = 0) -> object:
    """Return the text, number or date inside a value; a value of an unknown shape is returned unchanged."""
    if nested < _MAX_NESTED:
        if isinstance(value, Mapping):
            return _of_object(value, nested)
        if isinstance(value, (list, tuple)):
            return _of_list(value, nested)
    return value


def _of_object(value: Mapping[object, object], nested: int) -> object:
    for key in _INSIDE:
        if key in value:
            return unwrapped(value[key], nested + 1)
    if isinstance(value.get("date"), str):
        return f"{value['date']} {value.get('timezone') or ''}".strip()
    if isinstance(value.get("year"), int):
        return _of_list([value[part] for part in _PARTS if part in value], nested)
    return value


def _of_list(value: list[object] | tuple[object, ...], nested: int) -> object:
    numbers = [item for item in value[:6] if type(item) is int]
    if len(numbers) >= 3 and len(numbers) == len(value[:6]):
        try:
            return date(*numbers) if len(numbers) == 3 else datetime(*numbers)  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            return "-".join(map(str, numbers))
    return unwrapped(value[0], nested + 1) if len(value) == 1 else value


def inside_call(text: str) -> object:
    """Return what is in the parentheses of ``Timestamp('...')``, ``/Date(...)/`` and similar texts.

    The result is a text, or a date or datetime if numbers are listed there. Other texts are returned
    unchanged: the same object.
    """
    call = _CALL.fullmatch(text)
    if not call:
        return text
    inside = call["inside"]
    if quoted := _QUOTED.match(inside):
        return quoted[1]
    if _NUMBERS.fullmatch(inside):
        return _of_list([int(number) for number in inside.split(",")], 0)
    return re.sub(r"(?<=\d)[+-]\d{4}$", "", inside)  # .NET: the number is in UTC, whatever the offset
