"""What a value of any shape says: JSON of databases, scrapers and CMSs, as strings and lists of strings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from search.readers.detokenise import is_tokens, joined
from search.readers.names import folded_name
from search.remarks import Remark

_NOTHING = frozenset(
    ["", "null", "NULL", "Null", "\\N", "nan", "NaN", "NAN", "-nan", "NaT", "nat", "None", "NONE", "none",
     "<NA>", "NA", "N/A", "n/a", "#N/A", "undefined", "nil", "-", "--", "[]", "{}"]
)  # fmt: skip
#: The key under which an object has its value, in order of preference.
_VALUE = (
    "rendered",
    "name",
    "nama",
    "text",
    "title",
    "label",
    "value",
    "@value",
    "#text",
    "_",
    "$t",
    "plain",
    "raw",
)
_ADDRESS = ("url", "href", "src", "link", "content_url", "@id", *_VALUE)
_TEXT = ("rendered", "text", "html", "plain", "content", "body", "paragraph", "paragraphs", "value", "@value",
         "#text", "$t", "raw", "data", "children", "blocks", "insert", "ops")  # fmt: skip
_MAX_DEPTH = 12
_LEAST_TOKENS = 12  # that are a whole text; fewer are short paragraphs


class Unreadable(Exception):  # noqa: N818 - it says no more than that
    """A value that says nothing for a field; ``kind`` is what it is instead."""

    def __init__(self, kind: Remark) -> None:
        super().__init__(kind)
        self.kind = kind


def is_nothing(value: object, depth: int = 0) -> bool:
    """Return whether a value is what programs write where there is none: null, NaN, "", "NULL", and so on.

    What is nested more than _MAX_DEPTH deep is something, whatever is in it.
    """
    if value is None:
        return True
    if isinstance(value, str):
        return not value or (len(value) < 16 and value.strip() in _NOTHING) or value.isspace()
    if isinstance(value, float):
        return math.isnan(value)
    if not isinstance(value, (list, dict)) or depth > _MAX_DEPTH:
        return False
    return all(is_nothing(item, depth + 1) for item in _items(value))


def _items(value: list[object] | dict[str, object]) -> Iterator[object]:
    return iter(value if isinstance(value, list) else value.values())


def plain(value: object) -> object:
    """Return the value that an object of MongoDB's extended JSON stands for, every other as it is.

    >>> plain({"$date": {"$numberLong": "1568073600000"}}), plain({"name": "a"})
    (1568073600000, {'name': 'a'})
    """
    while isinstance(value, dict) and len(value) == 1:
        (key, inner) = next(iter(value.items()))
        if not key.startswith("$"):
            break
        value = inner
        if key in {"$numberLong", "$numberInt"} and isinstance(inner, str) and inner.lstrip("-").isdecimal():
            value = int(inner[:30])
    return value


def number_said(value: float) -> str | None:
    """Return how a number is written: whole numbers without a fraction. None where it is not finite.

    >>> number_said(1239.0), number_said(1239), number_said(0.5)
    ('1239', '1239', '0.5')
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


def strings(value: object, *, address: bool = False) -> list[str]:
    """Return the strings that a value says, without those that say nothing.

    Numbers count as strings; of an object it is its name, or with ``address`` its address.

    Raises Unreadable for what says neither.
    """
    if isinstance(value, str):
        return [] if is_nothing(value) else [value]
    return list(_strings(value, _ADDRESS if address else _VALUE, 0))


def _strings(value: object, keys: tuple[str, ...], depth: int) -> Iterator[str]:
    value = plain(value)
    if is_nothing(value):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and (said := number_said(value)):
        yield said
    elif isinstance(value, list) and depth < _MAX_DEPTH:
        for item in value:
            yield from _strings(item, keys, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH and (inner := _inner(value, keys)) is not None:
        yield from _strings(inner, keys, depth + 1)
    else:
        raise Unreadable(kind_of(value))


def paragraphs(value: object) -> list[Any]:
    """Return the texts that a value has for the text of an article, a paragraph or several each.

    A list of strings has a paragraph each. Lists in lists are sentences of tokens, as in corpora for
    summarisation: the innermost lists are sentences, which are put together again.

    Raises Unreadable where there is something that is no text.
    """
    if isinstance(value, str):
        return [] if is_nothing(value) else [value]
    if (
        isinstance(value, list)
        and set(map(type, value)) == {str}
        and (len(value) < _LEAST_TOKENS or " " in value[0] or not is_tokens(value))
    ):
        return value
    return list(_texts(value, 0, _has_tokens(value, 0)))


def _has_tokens(value: object, depth: int) -> bool:
    """Return whether a list of tokens is in a value; then short lists of strings are of them, too."""
    return (
        isinstance(value, list)
        and depth < _MAX_DEPTH
        and (
            is_tokens(value) or any(_has_tokens(item, depth + 1) for item in value if isinstance(item, list))
        )
    )


def _texts(value: object, depth: int, in_tokens: bool) -> Iterator[str]:
    value = plain(value)
    if is_nothing(value):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _MAX_DEPTH:
        if is_tokens(value) or (in_tokens and _are_strings(value)):
            yield joined(value)
        elif _are_sentences(value, in_tokens):
            yield " ".join(joined(item) for item in value if isinstance(item, list))
        else:
            for item in value:
                yield from _texts(item, depth + 1, in_tokens)
    elif isinstance(value, dict) and depth < _MAX_DEPTH and (inner := _inner(value, _TEXT)) is not None:
        yield from _texts(inner, depth + 1, in_tokens)
    else:
        raise Unreadable(kind_of(value))


def _are_sentences(value: list[object], in_tokens: bool) -> bool:
    """Return whether a list has sentences, each a list of tokens; short ones are believed beside others."""
    lists = [item for item in value if isinstance(item, list)]
    is_whole = bool(lists) and len(lists) == len(value) and all(map(_are_strings, lists))
    return is_whole and (in_tokens or any(map(is_tokens, lists)))


def _are_strings(value: list[object]) -> bool:
    return bool(value) and all(isinstance(item, str) for item in value)


def _inner(value: Mapping[str, object], keys: tuple[str, ...]) -> object:
    by_name = {folded_name(name): inner for name, inner in value.items()}
    return next((inner for key in keys if not is_nothing(inner := by_name.get(folded_name(key)))), None)


def kind_of(value: object) -> Remark:
    """Return what JSON calls the type of ``value``."""
    if value is None:
        return Remark("kind_null")
    if isinstance(value, bool):
        return Remark("kind_flag")
    if isinstance(value, (int, float)):
        return Remark("kind_number")
    if isinstance(value, str):
        return Remark("kind_string")
    return Remark("kind_list" if isinstance(value, list) else "kind_object")
