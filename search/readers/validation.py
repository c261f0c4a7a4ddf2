"""The Article contract: turns the fields of a parsed record into an Article, or says what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from search.article import MAX_ID_LENGTH, Article, derived_id, folded
from search.readers.published import parse_published
from search.readers.records import NO_TEXT_CHARACTERS, RecordError, shown
from search.remarks import Remark

MAX_PARAGRAPH_LENGTH = 100_000
MAX_PARAGRAPHS = 100_000
MAX_METADATA_LENGTH = 10_000
#: The authors or tags of an article, at most.
MAX_VALUES = 1_000

_PRINTABLE = bytes(range(0x20, 0x7F))
_NO_TEXT = re.compile(f"[{NO_TEXT_CHARACTERS}]")
_ID = re.compile(rf"[^\s#{NO_TEXT_CHARACTERS}]{{1,{MAX_ID_LENGTH}}}")
_LINE_ENDS = re.compile(r"[\r\n]+")
_BREAKS = re.compile(r"[\t\r\n]+")


def article_from(fields: Mapping[str, object]) -> Article:
    """Return the article that ``fields`` (keys of the Article contract, others ignored) describe.

    The text is ``paragraphs``, or else ``text`` with one paragraph a line. Strings are stripped, tabs and
    newlines in them become one blank, paragraphs left empty are dropped. Messages count paragraphs from 1
    as they stand in the record. ``authors``, ``tags``, ``place``, ``updated``, ``language``, ``image`` and
    ``image_caption`` are left out if they cannot be used.

    Raises RecordError naming the key that is wrong and what would be right.
    """
    paragraphs = _paragraphs(fields)
    title = _metadata(fields, "title")
    published = _string(fields, "published")
    return Article(
        id=_id(fields.get("id")) or derived_id(title, paragraphs),
        paragraphs=paragraphs,
        title=title,
        source=_metadata(fields, "source"),
        published=None if published is None else parse_published(published.strip()),
        category=_metadata(fields, "category"),
        url=_metadata(fields, "url"),
        **_optional(fields),
    )


def _paragraphs(fields: Mapping[str, object]) -> tuple[str, ...]:
    items = fields.get("paragraphs")
    if items is None or items == []:
        kept = _kept(_LINE_ENDS.split(_string(fields, "text") or ""))
    elif isinstance(items, list):
        kept = _kept(items)
    else:
        raise RecordError("wrong-type", "no_list", kind=kind_of(items))
    if kept:
        return kept
    if isinstance(fields.get("cells"), list):  # how a row that did not fit its header was put aside
        raise RecordError("bad-row", "cells_without_names")
    raise RecordError("missing-text", "no_text")


def _kept(items: Sequence[object]) -> tuple[str, ...]:
    return _kept_as_they_are(items) or _kept_one_by_one(items)


def _kept_as_they_are(items: Sequence[Any]) -> tuple[str, ...] | None:
    """Return the paragraphs where nothing but blanks around them needs attention: nearly always."""
    try:
        joined = "".join(items)
    except TypeError:
        return None
    if not _is_printable(joined) or len(items) > MAX_PARAGRAPHS:
        return None
    if len(joined) > MAX_PARAGRAPH_LENGTH and max(map(len, items)) > MAX_PARAGRAPH_LENGTH:
        return None
    return tuple(filter(None, map(str.strip, items)))


def _is_printable(text: str) -> bool:
    """Return ``text.isprintable()``, of ASCII in half the time; regular expressions take longer."""
    return not text.encode().translate(None, _PRINTABLE) if text.isascii() else text.isprintable()


def _kept_one_by_one(items: Sequence[object]) -> tuple[str, ...]:
    kept = []
    for number, item in enumerate(items, 1):
        if not isinstance(item, str):
            raise RecordError("wrong-type", "no_list_of_strings", number=str(number), kind=kind_of(item))
        paragraph = _clean(item, Remark("paragraph_number", {"number": str(number)}))
        if not paragraph:
            continue
        if len(paragraph) > MAX_PARAGRAPH_LENGTH:
            raise RecordError(
                "too-long",
                "paragraph_too_long",
                number=str(number),
                length=len(paragraph),
                most=MAX_PARAGRAPH_LENGTH,
            )
        kept.append(paragraph)
    if len(kept) > MAX_PARAGRAPHS:
        raise RecordError("too-long", "too_many_paragraphs", paragraphs=len(kept), most=MAX_PARAGRAPHS)
    return tuple(kept)


def _clean(text: str, place: str | Remark) -> str:
    if not text.isprintable():
        match = _NO_TEXT.search(text)
        if match:
            named = _named(match[0])
            raise RecordError("control-character", "no_text_character", character=named, place=place)
        text = " ".join(part.strip(" ") for part in _BREAKS.split(text) if part.strip(" "))
    return text.strip()


def _named(character: str) -> Remark:
    point = {"point": f"U+{ord(character):04X}"}
    if "\ud800" <= character <= "\udfff":
        return Remark("surrogate", point)
    return Remark("noncharacter" if character >= "\ufffe" else "control", point)


def _string(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value
    raise RecordError("wrong-type", "no_string", key=key, kind=kind_of(value))


def _metadata(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, str) and value.isprintable() and len(value) <= MAX_METADATA_LENGTH:  # nearly always
        return value.strip() or None
    value = _clean(_string(fields, key) or "", key)
    if len(value) > MAX_METADATA_LENGTH:
        raise RecordError("too-long", "key_too_long", key=key, length=len(value), most=MAX_METADATA_LENGTH)
    return value or None


def _optional(fields: Mapping[str, object]) -> dict[str, Any]:
    """Return the fields without which a record is an article too, as far as they can be used."""
    if _OPTIONAL.isdisjoint(fields):  # nearly always
        return {}
    found: dict[str, Any] = {}
    for key, read in _OPTIONAL_READERS.items():
        with suppress(RecordError):
            if value := read(fields, key):
                found[key] = value
    return found


def _values(fields: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Return the distinct values of a key: a list of strings, or one string."""
    given = fields.get(key)
    items = given if isinstance(given, list) else [given]
    if len(items) > MAX_VALUES:
        raise RecordError("too-long", "too_many_values", key=key, values=len(items), most=MAX_VALUES)
    values: dict[str, str] = {}
    for item in items:
        if value := _metadata({key: item}, key):
            values.setdefault(folded(value), value)
    return tuple(values.values())


def _day(fields: Mapping[str, object], key: str) -> date | datetime | None:
    given = _string(fields, key)
    return parse_published(given.strip()) if given else None


_OPTIONAL_READERS: dict[str, Callable[[Mapping[str, object], str], object]] = {
    "authors": _values,
    "tags": _values,
    "place": _metadata,
    "updated": _day,
    "language": _metadata,
    "image": _metadata,
    "image_caption": _metadata,
}
_OPTIONAL = frozenset(_OPTIONAL_READERS)


def _id(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        value = str(value)
    if not isinstance(value, str):
        raise RecordError("wrong-type", "no_string", key="id", kind=kind_of(value))
    value = value.strip()
    if not value:
        raise RecordError("bad-id", "id_empty")
    if len(value) > MAX_ID_LENGTH:
        raise RecordError("bad-id", "id_too_long", length=len(value), most=MAX_ID_LENGTH)
    if not _ID.fullmatch(value):
        raise RecordError("bad-id", "id_with_blanks", id=shown(value))
    return value


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
