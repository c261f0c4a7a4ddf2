"""The module takes the records out of one JSON document: a list in it, objects by id, or columns.

Interfaces answer, and programs write tables, like ``{"articles": [{...}, {...}]}``, ``{"hits": {"hits":
[...]}}``, ``{"101": {...}, "102": {...}}``, or as pandas does: column by column, or split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from search.readers.kinds import names_articles
from search.readers.mapping import FieldMapping
from search.readers.names import TEXT, field_of
from search.readers.records import Record

_MAX_DEPTH = 4
_FIRST_RECORDS = 20  # the first message of a channel says that it was made, and has no text
_MAPPING = FieldMapping()  # it knows the shapes of the files before


def unwrapped(record: Record) -> Iterator[Record]:
    """Yield the records in the only object of a file, numbered; the object itself if it is a record."""
    records = records_in(record.values)
    yield from (Record(one, number) for number, one in enumerate(records, 1))
    if not records:
        yield record


def records_in(document: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the records in a document; an empty list if it is a record itself or of an unknown form.

    >>> records_in({"status": "ok", "articles": [{"title": "A", "content": "Panen."}]})
    [{'title': 'A', 'content': 'Panen.'}]
    >>> records_in({"title": {"0": "A"}, "content": {"0": "Panen."}})
    [{'title': 'A', 'content': 'Panen.'}]
    """
    for read in (_columns, _split, _rows, _by_id):
        if records := read(document):
            return records
    if _has_text(document):
        return []
    records = max(_lists(document, 0), key=len, default=[])
    return [_whole(document, records)] if _has_pages(document, records) else records


def _has_pages(document: Mapping[str, object], records: list[dict[str, object]]) -> bool:
    """Return whether a document is an article of several pages: only it has headline and date."""
    own = {"title", "published"}
    return (
        bool(records)
        and own <= {*_MAPPING.assignment(document).fields}
        and not any(own & {*_MAPPING.assignment(one).fields} for one in records[:_FIRST_RECORDS])
    )


def _whole(document: Mapping[str, object], pages: list[dict[str, object]]) -> dict[str, object]:
    return {**{name: value for name, value in document.items() if value != pages}, "paragraphs": pages}


def is_page(document: Mapping[str, object]) -> bool:
    """Return whether an object is one of several answers of an interface, each with a list of records.

    An article without a text that has comments in it is none.
    """
    fields = _MAPPING.assignment(document).fields
    return not fields.keys() & {TEXT, "title", "url"} and any(_lists(document, 0))


def of_page(page: Record) -> Iterator[Record]:
    """Yield the records on a page, at its line; the last page may be empty."""
    records = records_in(page.values)
    yield from (Record(one, page.line) for one in records)
    if not records and not _has_empty_list(page.values, 0):
        yield page


def _has_empty_list(value: object, depth: int) -> bool:
    if isinstance(value, dict) and depth < _MAX_DEPTH:
        return any(_has_empty_list(inner, depth + 1) for inner in value.values())
    return value == []


def _has_text(value: Mapping[str, object]) -> bool:
    return TEXT in _MAPPING.assignment(value).fields


def _lists(value: object, depth: int) -> Iterator[list[dict[str, object]]]:
    """Yield the lists of objects with texts, also those inside other objects."""
    if isinstance(value, list):
        records = [item for item in value if isinstance(item, dict)]
        if records and any(map(_has_text, records[:_FIRST_RECORDS])):
            yield records
        elif len(records) == len(value) == 1:  # an export in a list: {"db": [{"data": {"posts": ...}}]}
            yield from _lists(records[0], depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        for inner in value.values():
            yield from _lists(inner, depth + 1)


def _columns(document: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the rows of columns: ``{"title": {"0": ...}, "text": {"0": ...}}``."""
    columns = list(document.values())
    first = columns[0] if columns else None
    if not isinstance(first, dict) or not _has_text(dict.fromkeys(document)):
        return []
    rows = list(first)
    if not all(map(str.isdecimal, rows)):
        return []
    if not all(isinstance(column, dict) and list(column) == rows for column in columns):
        return []
    return [{name: column[row] for name, column in document.items()} for row in rows]  # type: ignore[index]


def _split(document: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the rows of ``{"columns": ["title", "text"], "data": [["A", "Panen."]]}``."""
    columns, rows = document.get("columns"), document.get("data")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return []
    names = list(map(str, columns))
    if not _has_text(dict.fromkeys(names)):
        return []
    return [dict(zip(names, row)) for row in rows if isinstance(row, list)]  # noqa: B905 - rows may be shorter


def _rows(document: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the rows of ``{"values": [["title", "text"], ["A", "Panen."]]}``, as spreadsheets answer."""
    for rows in document.values():
        if isinstance(rows, list) and len(rows) > 1 and isinstance(header := rows[0], list):
            names = [name for name in header if isinstance(name, str)]
            if len(names) == len(header) and names_articles(names):
                return [dict(zip(names, row)) for row in rows[1:] if isinstance(row, list)]  # noqa: B905 - as above
    return []


def _by_id(document: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the records of an object that has each record under its id."""
    records = list(document.items())
    if len(records) == 1 and isinstance(
        inner := records[0][1], dict
    ):  # of Firebase: {"berita": {"-Lg1": ...}}
        return [] if any(map(field_of, inner)) else _by_id(inner)
    if len(records) < 2 or not all(isinstance(record, dict) and _has_text(record) for _, record in records):
        return []
    return [{"id": key, **record} for key, record in records]  # type: ignore[dict-item]
