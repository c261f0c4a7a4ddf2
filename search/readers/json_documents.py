"""The module takes the records out of one JSON document: a list in it, objects by id, or columns.

Interfaces answer, and programs write tables, like ``{"articles": [{...}, {...}]}``, ``{"hits": {"hits":
[...]}}``, ``{"101": {...}, "102": {...}}``, or as pandas does: column by column, or split. What the document
says of all its records, such as their source, is read with each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from search.readers.kinds import names_articles
from search.readers.mapping import FieldMapping, value_at
from search.readers.names import TEXT, field_of
from search.readers.records import Record
from search.remarks import Remark

_MAX_DEPTH = 4
_DEEPEST_NAMED = 12  # deeper lists are not named
_FIRST_RECORDS = 20  # the first message of a channel says that it was made, and has no text
_MAPPING = FieldMapping()  # it knows the shapes of the files before
#: Fields that a document may have for all its records.
_OF_ALL = ("source", "category", "language")
_JSON_FEED = "https://jsonfeed.org/version/"
#: What only an article has, beside its text.
_OF_ARTICLE = frozenset(("title", "published", "url"))


def unwrapped(record: Record) -> Iterator[Record | Remark]:
    """Yield the records in the only object of a file, numbered; the object itself if it is a record.

    A remark names its other lists of objects, which are not used.
    """
    records, left = _records_and_rest(record.values)
    yield from (Record(one, number) for number, one in enumerate(records, 1))
    if not records:
        yield record
    if left:
        yield Remark("lists_left", {"lists": left})


def records_in(document: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the records in a document; an empty list if it is a record itself or of an unknown form.

    >>> records_in({"status": "ok", "articles": [{"title": "A", "content": "Panen."}]})
    [{'title': 'A', 'content': 'Panen.'}]
    >>> records_in({"title": {"0": "A"}, "content": {"0": "Panen."}})
    [{'title': 'A', 'content': 'Panen.'}]
    """
    return _records_and_rest(document)[0]


def _records_and_rest(document: Mapping[str, object]) -> tuple[list[dict[str, object]], list[str]]:
    """Return the records in a document, and its other lists of objects, each as ``data.tags (3)``."""
    for read in (_columns, _split, _rows, _by_id):
        if records := read(document):
            return records, []
    if _has_text(document) and not _has_articles_for_text(document):
        return [], []
    lists = [*_lists(document, 0)]
    records = max(lists, key=lambda each: (_form(each)[1] is not None, len(each)), default=[])
    if _has_pages(document, records):
        return [_whole(document, records)], []
    if (form := _form(records)) and form[1]:
        records = [one for each in lists if each is records or _form(each) == form for one in each]
    left = [*_other_lists(document, set(map(id, records)), "", 0)] if records else []
    return [*_with_fields_of_all(document, records)], left


def _other_lists(value: object, used: set[int], path: str, depth: int) -> Iterator[str]:
    """Yield the lists of objects that have no used object, each with its path and its length."""
    if isinstance(value, list):
        items = [item for item in value if isinstance(item, dict)]
        if items and id(items[0]) not in used:
            if len(value) == 1 and any(isinstance(inner, dict | list) for inner in items[0].values()):
                yield from _other_lists(items[0], used, path, depth + 1)
            else:
                yield f"{path} ({len(items)})"
    elif isinstance(value, dict) and depth < _DEEPEST_NAMED:
        for name, inner in value.items():
            yield from _other_lists(inner, used, f"{path}.{name}".lstrip("."), depth + 1)


def _form(records: list[dict[str, object]]) -> tuple[object, ...]:
    """Return the keys of text and title in the first record that has a text."""
    fields = (_MAPPING.assignment(one).fields for one in records[:_FIRST_RECORDS])
    return next(((found[TEXT], found.get("title")) for found in fields if TEXT in found), ())


def _has_articles_for_text(document: Mapping[str, object]) -> bool:
    """Return whether the key of the text has articles: ``{"media": ..., "berita": [{"judul": ...}]}``."""
    fields = _MAPPING.assignment(document).fields
    if {"title", "published"} <= fields.keys():
        return False
    return any(_are_articles(value_at(document, path)) for path in fields[TEXT])


def _are_articles(value: object) -> bool:
    items = [*value.values()] if isinstance(value, dict) else value
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        return False
    known = [_MAPPING.assignment(item).fields.keys() for item in items[:_FIRST_RECORDS]]
    return any(TEXT in fields and fields & _OF_ARTICLE for fields in known)


def _with_fields_of_all(
    document: Mapping[str, object], records: list[dict[str, object]]
) -> Iterator[dict[str, object]]:
    """Yield the records with what the document says of all of them, where they do not say it."""
    fields = _MAPPING.assignment(document).fields
    of_all = {field: document.get(path[0]) for field in _OF_ALL for path in fields.get(field, ())[:1]}
    if str(document.get("version")).startswith(_JSON_FEED):
        of_all["source"] = document.get("title")
    of_all = {field: value for field, value in of_all.items() if isinstance(value, str)}
    for record in records:
        own = _MAPPING.assignment(record).fields if of_all else ()
        yield {**{field: value for field, value in of_all.items() if field not in own}, **record}


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
    if fields.keys() & {"title", "url"} or (TEXT in fields and not _has_articles_for_text(document)):
        return False
    return any(_lists(document, 0))


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
        if by_id := _by_id(value):
            yield by_id
            return
        for inner in value.values():
            yield from _lists(inner, depth + 1)


def _columns(document: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the rows of columns: ``{"title": {"0": ...}, "text": {"0": ...}}``, or lists of equal length.

    Names of rows that are no numbers are the ids of their records.
    """
    columns = list(document.values())
    first = columns[0] if columns else None
    names: dict[str, object] = dict.fromkeys(document)
    if isinstance(first, list) and len(first) > 1:
        lengths = {len(column) if isinstance(column, list) else 0 for column in columns}
        fields = _MAPPING.assignment(names).fields.keys()
        if len(lengths) > 1 or TEXT not in fields or not fields & _OF_ARTICLE:
            return []
        return [dict(zip(document, row, strict=True)) for row in zip(*columns, strict=True)]
    if not isinstance(first, dict) or not _has_text(names):
        return []
    rows = list(first)
    numbered = all(map(str.isdecimal, rows))
    if not numbered and (len(rows) < 2 or not all(any(map(str.isdigit, row)) for row in rows)):
        return []
    if not all(isinstance(column, dict) and list(column) == rows for column in columns):
        return []
    return [
        {**({} if numbered else {"id": row}), **{name: column[row] for name, column in document.items()}}  # type: ignore[index]
        for row in rows
    ]


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
        return [] if any(map(field_of, inner)) and not _are_articles(inner) else _by_id(inner)
    if len(records) < 2 or not all(isinstance(record, dict) and _has_text(record) for _, record in records):
        return []
    return [{"id": key, **record} for key, record in records]  # type: ignore[dict-item]
