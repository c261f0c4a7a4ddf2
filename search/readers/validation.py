"""The Article contract: turns the fields of a parsed record into an Article, or says what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from search.article import MAX_ID_LENGTH, Article, derived_id
from search.readers.published import parse_published
from search.readers.records import NO_TEXT_CHARACTERS, RecordError, shown

MAX_PARAGRAPH_LENGTH = 100_000
MAX_PARAGRAPHS = 100_000
MAX_METADATA_LENGTH = 10_000

_PRINTABLE = bytes(range(0x20, 0x7F))
_NO_TEXT = re.compile(f"[{NO_TEXT_CHARACTERS}]")
_ID = re.compile(rf"[^\s#{NO_TEXT_CHARACTERS}]{{1,{MAX_ID_LENGTH}}}")
_LINE_ENDS = re.compile(r"[\r\n]+")
_BREAKS = re.compile(r"[\t\r\n]+")


def article_from(fields: Mapping[str, object]) -> Article:
    """Return the article that ``fields`` (keys of the Article contract, others ignored) describe.

    The text is ``paragraphs``, or else ``text`` with one paragraph a line. Strings are stripped, tabs and
    newlines in them become one blank, paragraphs left empty are dropped. Messages count paragraphs from 1
    as they stand in the record.

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
    )


def _paragraphs(fields: Mapping[str, object]) -> tuple[str, ...]:
    items = fields.get("paragraphs")
    if items is None or items == []:
        kept = _kept(_LINE_ENDS.split(_string(fields, "text") or ""))
    elif isinstance(items, list):
        kept = _kept(items)
    else:
        raise RecordError("wrong-type", f"paragraphs must be a list of strings, not {kind_of(items)}")
    if kept:
        return kept
    if isinstance(fields.get("cells"), list):  # how a row that did not fit its header was put aside
        raise RecordError(
            "bad-row",
            "the cells of this row are not yet under names: put them under id, title, source, published, "
            "category, url and text, then delete 'cells'",
        )
    raise RecordError("missing-text", "missing text: give paragraphs (a list of strings) or text (a string)")


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
            raise RecordError(
                "wrong-type", f"paragraphs must be a list of strings; item {number} is {kind_of(item)}"
            )
        paragraph = _clean(item, "paragraph", number)
        if not paragraph:
            continue
        if len(paragraph) > MAX_PARAGRAPH_LENGTH:
            raise RecordError(
                "too-long",
                f"paragraph {number} has {len(paragraph):,} characters; "
                f"at most {MAX_PARAGRAPH_LENGTH:,}: split it",
            )
        kept.append(paragraph)
    if len(kept) > MAX_PARAGRAPHS:
        raise RecordError(
            "too-long",
            f"the article has {len(kept):,} paragraphs; at most {MAX_PARAGRAPHS:,}: make several articles",
        )
    return tuple(kept)


def _clean(text: str, name: str, number: int | None = None) -> str:
    if not text.isprintable():
        match = _NO_TEXT.search(text)
        if match:
            where = name if number is None else f"{name} {number}"
            raise RecordError("control-character", f"{_name_of(match[0])} in {where}: remove or replace it")
        text = " ".join(part.strip(" ") for part in _BREAKS.split(text) if part.strip(" "))
    return text.strip()


def _name_of(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return f"unpaired surrogate U+{ord(character):04X}"
    if character >= "\ufffe":
        return f"noncharacter U+{ord(character):04X}"
    return f"control character U+{ord(character):04X}"


def _string(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None or isinstance(value, str):
        return value
    raise RecordError("wrong-type", f"{key} must be a string, not {kind_of(value)}")


def _metadata(fields: Mapping[str, object], key: str) -> str | None:
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, str) and value.isprintable() and len(value) <= MAX_METADATA_LENGTH:  # nearly always
        return value.strip() or None
    value = _clean(_string(fields, key) or "", key)
    if len(value) > MAX_METADATA_LENGTH:
        raise RecordError(
            "too-long", f"{key} has {len(value):,} characters; at most {MAX_METADATA_LENGTH:,}: shorten it"
        )
    return value or None


def _id(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        value = str(value)
    if not isinstance(value, str):
        raise RecordError("wrong-type", f"id must be a string, not {kind_of(value)}")
    value = value.strip()
    if not value:
        raise RecordError("bad-id", "id is empty: leave the key out, and an id is derived from the text")
    if len(value) > MAX_ID_LENGTH:
        raise RecordError("bad-id", f"id has {len(value):,} characters; at most {MAX_ID_LENGTH}")
    if not _ID.fullmatch(value):
        raise RecordError(
            "bad-id", f"id {shown(value)} must be without '#', blanks and control characters: replace them"
        )
    return value


def kind_of(value: object) -> str:
    """Return what JSON calls the type of ``value``, with its article."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"
