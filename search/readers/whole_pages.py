"""The module finds web pages in the fields of records, as crawlers keep them: ``{"html": "<html>..."}``.

Such a page is read as a page in a file is: without menus and teasers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from search.later import Pattern
from search.readers.documents import Document
from search.readers.kinds import KINDS
from search.readers.mapping import FieldMapping, value_at
from search.readers.names import TEXT
from search.readers.records import Record
from search.readers.values import is_nothing, strings

_PAGE = Pattern(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.I | re.S
)


def with_pages_read(values: Iterator[Any], mapping: FieldMapping) -> Iterator[Any]:
    """Yield what a reader yields; if the text of the first record is a web page, a Document for each page."""
    for value in values:
        if not isinstance(value, Record):
            yield value
            continue
        key = _key_of_page(value.values, mapping) if KINDS["html"].is_readable else None
        yield _read(value, key, mapping) if key else value
        if not key:
            break
        for further in values:
            yield _read(further, key, mapping) if isinstance(further, Record) else further
    yield from values


def _key_of_page(values: Mapping[str, object], mapping: FieldMapping) -> str | None:
    """Return the key whose value is the text of a record and a whole page, or None."""
    for path in mapping.assignment(values).fields.get(TEXT, ()):
        value = value_at(values, path)
        if not is_nothing(value):
            return path[0] if len(path) == 1 and isinstance(value, str) and _PAGE.match(value) else None
    return None


def _read(record: Record, key: str, mapping: FieldMapping) -> Record | Document:
    page = record.values.get(key)
    if not isinstance(page, str) or not _PAGE.match(page):
        return record
    others = {name: value for name, value in record.values.items() if name != key and not is_nothing(value)}
    options: dict[str, object] = {"charset": "utf-8", "beside": others}
    for path in mapping.assignment(record.values).fields.get("url", ()):
        value = value_at(record.values, path)
        if isinstance(value, (str, list)) and (said := strings(value, address=True)):
            options["address"] = said[0]
            break
    return Document("html", page.encode("utf-8", "replace"), record.line, options)
