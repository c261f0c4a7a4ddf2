"""The module reads values of any form, as databases, scrapers and CMSs write them, as strings."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from search.later import Pattern
from search.readers.detokenise import is_tokens, joined
from search.readers.names import folded_name
from search.readers.rich_text import is_marked_text, joined_pieces, kind_of_object, pieces_of
from search.remarks import Remark

_NOTHING = frozenset(
    ["", "null", "NULL", "Null", "\\N", "nan", "NaN", "NAN", "-nan", "NaT", "nat", "None", "NONE", "none",
     "<NA>", "NA", "N/A", "n/a", "#N/A", "undefined", "nil", "-", "--", "[]", "{}"]
)  # fmt: skip
#: The keys under which an object contains its value, in order of preference.
_VALUE = (
    *(
        "rendered",
        "name",
        "nama",
        "full_name",
        "nama_lengkap",
        "display_name",
        "text",
        "title",
        "judul",
        "main",
        "original",
    ),
    *("label", "web_title", "value", "@value", "#text", "_", "$t", "plain", "raw", "default"),
    # GraphQL and JSON:API: {"nodes": [{"name": ...}]}, {"data": {"attributes": {"name": ...}}}
    *("node", "nodes", "edges", "attributes", "data"),
)
_ADDRESS = ("url", "href", "src", "link", "content_url", "path", "@id", *_VALUE)
_TEXT = (
    *("rendered", "text", "html", "plain", "plain_text", "content", "body", "paragraph", "paragraphs"),
    *("paragraf", "isi", "teks", "konten", "value", "@value", "#text", "$t", "raw", "data", "children"),
    *("blocks", "insert", "ops", "items", "rich_text", "root", "inner_html", "default"),
)
#: The types of Firestore and of DynamoDB, as keys of objects with one value.
_TYPES = frozenset(
    (
        *(
            "stringValue",
            "timestampValue",
            "integerValue",
            "doubleValue",
            "arrayValue",
            "values",
            "nullValue",
        ),
        *("S", "N", "L", "SS", "NS", "NULL"),
    )
)
_LANGUAGE = Pattern(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_QUOTED = Pattern(r"""\s*,?\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""", re.DOTALL)
_ESCAPED = Pattern(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}
#: A link as a spreadsheet writes it: =HYPERLINK("https://...";"Judul").
HYPERLINK = Pattern(r"""\s*=HYPERLINK\(\s*["']([^"']+)["']""", re.IGNORECASE)
_MAX_DEPTH = 12
_MIN_TOKENS = 12  # a shorter list has short paragraphs


class Unreadable(Exception):  # noqa: N818 - the name says it
    """A value cannot be read for a field; ``kind`` names its type."""

    def __init__(self, kind: Remark) -> None:
        super().__init__(kind)
        self.kind = kind


def listed(text: str) -> list[str] | None:
    """Return the strings of a list that a program wrote into one cell, or None for another text.

    >>> listed('["beras", "pangan"]'), listed("['harga beras' 'padi']"), listed("[Foto] Banjir")
    (['beras', 'pangan'], ['harga beras', 'padi'], None)
    """
    text = text.strip()
    if text[:1] + text[-1:] not in ("[]", "{}", "()"):
        return None
    if text[0] == "{":
        return _items_of_array(text[1:-1])
    found, place, end = [], 1, len(text) - 1
    while match := _QUOTED.match(text, place, end):
        found.append(_ESCAPED.sub(_unescaped, match[1] if match[2] is None else match[2]))
        place = match.end()
    return None if text[place:end].strip(" \t\r\n,") else found


def _items_of_array(inner: str) -> list[str] | None:
    """Return the items of an array of PostgreSQL, ``{beras,"harga pangan"}``; None for an object of JSON."""
    if ":" in inner.replace("://", "") or "{" in inner:
        return None
    try:
        items = next(csv.reader([inner], escapechar="\\", strict=True), [])
    except csv.Error:
        return None
    return [item for item in items if item != "NULL"]


def _unescaped(match: re.Match[str]) -> str:
    escaped = match[1]
    return chr(int(escaped[1:], 16)) if len(escaped) > 1 else _MEANT.get(escaped, escaped)


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
    """Return the value of an object that says its type, as databases export them; others are unchanged.

    >>> plain({"$date": {"$numberLong": "1568073600000"}}), plain({"name": "a"})
    (1568073600000, {'name': 'a'})
    """
    while isinstance(value, dict) and len(value) == 1:
        (key, inner) = next(iter(value.items()))
        if not (key.startswith("$") or key in _TYPES):
            break
        value = inner
        if (
            key in {"$numberLong", "$numberInt", "integerValue", "N"}
            and isinstance(inner, str)
            and inner.lstrip("-").isdecimal()
        ):
            value = int(inner[:30])
    return value


def number_text(value: float) -> str | None:
    """Return a number as text, whole numbers without a fraction; None if it is not finite.

    >>> number_text(1239.0), number_text(1239), number_text(0.5)
    ('1239', '1239', '0.5')
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


def strings(value: object, *, address: bool = False) -> list[str]:
    """Return the strings in a value, without empty ones.

    Numbers count as strings. Of an object, its name is taken, or with ``address`` its address.

    Raises Unreadable for other values.
    """
    if isinstance(value, str):
        if address and (formula := HYPERLINK.match(value)):
            return [formula[1]]
        return [] if is_nothing(value) else [value]
    return list(_strings(value, _ADDRESS if address else _VALUE, 0))


def _strings(value: object, keys: tuple[str, ...], depth: int) -> Iterator[str]:
    value = plain(value)
    if is_nothing(value):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and (said := number_text(value)):
        yield said
    elif isinstance(value, list) and depth < _MAX_DEPTH:
        for item in value:
            yield from _strings(item, keys, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH and (inner := _inner(value, keys)) is not None:
        yield from _strings(inner, keys, depth + 1)
    elif isinstance(value, dict) and (halves := [*_halves_of_name(value)]):
        yield " ".join(halves)
    else:
        raise Unreadable(kind_of(value))


def are_numbers(value: object) -> bool:
    """Return whether a value is a number or has nothing but numbers, perhaps in a list."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(
        isinstance(item, (int, float)) and not isinstance(item, bool) for item in items
    )


def paragraphs(value: object) -> list[Any]:
    """Return the texts in the value of an article's text; each is one paragraph or several.

    Each string of a list is a paragraph. Some corpora have lists in lists: the innermost lists have the
    tokens of a sentence, which are joined.

    Raises Unreadable for values that are no text.
    """
    if isinstance(value, str):
        if value[:2] in ("['", '["') and (items := listed(value)):
            return paragraphs(items)
        return [] if is_nothing(value) else [value]
    if (
        isinstance(value, list)
        and set(map(type, value)) == {str}
        and (len(value) < _MIN_TOKENS or " " in value[0] or not is_tokens(value))
    ):
        return value
    return list(_texts(value, 0, _has_tokens(value, 0)))


def _has_tokens(value: object, depth: int) -> bool:
    """Return whether a value contains a list of tokens; if so, its short lists of strings are tokens, too."""
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
        elif is_marked_text(value):
            yield from filter(str.strip, joined_pieces(value).split("\n"))
        elif _are_sentences(value, in_tokens):
            yield " ".join(joined(item) for item in value if isinstance(item, list))
        else:
            yield from _texts_of_blocks(value, depth, in_tokens)
    elif isinstance(value, dict) and depth < _MAX_DEPTH and (said := pieces_of(value)) is not None:
        yield from filter(str.strip, said.split("\n"))
    elif isinstance(value, dict) and depth < _MAX_DEPTH and (inner := _inner(value, _TEXT)) is not None:
        yield from _texts(inner, depth + 1, in_tokens)
    else:
        raise Unreadable(kind_of(value))


def _texts_of_blocks(value: list[object], depth: int, in_tokens: bool) -> Iterator[str]:
    for item in value:
        try:
            yield from _texts(item, depth + 1, in_tokens)
        except Unreadable:
            if not (isinstance(item, dict) and kind_of_object(item)):  # a picture is no paragraph
                raise


def _are_sentences(value: list[object], in_tokens: bool) -> bool:
    """Return whether a list contains sentences, each a list of tokens.

    Short ones count only beside others.
    """
    lists = [item for item in value if isinstance(item, list)]
    is_whole = bool(lists) and len(lists) == len(value) and all(map(_are_strings, lists))
    return is_whole and (in_tokens or any(map(is_tokens, lists)))


def _are_strings(value: list[object]) -> bool:
    return bool(value) and all(isinstance(item, str) for item in value)


def _halves_of_name(value: Mapping[str, object]) -> Iterator[str]:
    by_name = {folded_name(name): inner for name, inner in value.items()}
    for first, last in (("firstname", "lastname"), ("namadepan", "namabelakang")):
        for name in (first, last):
            if isinstance(half := by_name.get(name), str) and not is_nothing(half):
                yield half.strip()


def _inner(value: Mapping[str, object], keys: tuple[str, ...]) -> object:
    by_name = {folded_name(name): inner for name, inner in value.items()}
    found = next((inner for key in keys if not is_nothing(inner := by_name.get(folded_name(key)))), None)
    return found if found is not None else _in_a_language(value)


def _in_a_language(value: Mapping[str, object]) -> object:
    """Return the Indonesian or first of the texts in an object whose keys are languages, or None.

    >>> _in_a_language({"en-US": "Rice", "id-ID": "Beras"}), _in_a_language({"id": "a17"})
    ('Beras', None)
    """
    if not all(map(_LANGUAGE.fullmatch, value)):
        return None
    said = {name: inner for name, inner in value.items() if not is_nothing(inner)}
    if [*said] == ["id"] and " " not in str(said["id"]):
        return None
    return next(
        (inner for name, inner in said.items() if name[:2] in ("id", "in")), next(iter(said.values()), None)
    )


def kind_of(value: object) -> Remark:
    """Return the name of the type of ``value`` in JSON."""
    if value is None:
        return Remark("kind_null")
    if isinstance(value, bool):
        return Remark("kind_flag")
    if isinstance(value, (int, float)):
        return Remark("kind_number")
    if isinstance(value, str):
        return Remark("kind_string")
    return Remark("kind_list" if isinstance(value, list) else "kind_object")
