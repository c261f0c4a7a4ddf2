"""The module finds the text of records whose keys are all unknown: by their values.

A table without a header, or with names of its own, has one column with long texts; others have dates,
addresses and titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from search.dates.archive import ArchiveDates
from search.readers.cells import with_cells, with_cells_read
from search.readers.likeness import fields_like
from search.readers.mapping import FieldMapping
from search.readers.names import TEXT
from search.readers.records import Columns, Record
from search.readers.values import is_nothing
from search.remarks import Remark

_FIRST = 50
_MIN_TEXT = 90  # characters, on average


def with_texts_found(values: Iterable[Any], mapping: FieldMapping, dates: ArchiveDates) -> Iterator[Any]:
    """Yield what a reader yields; without a key for the text, the columns by what their values look like."""
    values = iter(values)
    before: list[Any] = []
    for value in values:
        if isinstance(value, Columns | Record):
            before.append(value)
            break
        yield value
    if before and not _is_text_known(before[0], mapping):
        values = _by_content([*before, *islice(values, _FIRST)], values, mapping, dates)
        before = []
    yield from chain(before, values)


def _by_content(
    first: list[Any], further: Iterator[Any], mapping: FieldMapping, dates: ArchiveDates
) -> Iterator[Any]:
    records = [with_cells(value) for value in first if isinstance(value, Record)]
    if any(_has_text(record.values, mapping) for record in records):
        # It is in an object in a cell, or only the first record has none: a message that says what follows.
        named = (value for value in chain(first, further) if not isinstance(value, Columns))
        yield from with_cells_read(named)
        return
    names: dict[str, object] = dict.fromkeys(name for record in records for name in record.values)
    assigned = mapping.assignment(names)
    columns = {
        name: found
        for (name, *inside) in assigned.unused
        if not inside
        and (found := [value for one in records if not is_nothing(value := one.values.get(name))])
    }
    known = {*assigned.fields, *assigned.halves, *mapping.chosen}
    meant = {name: field for field, name in fields_like(columns, known, dates, _MIN_TEXT)}
    if TEXT not in meant.values():
        yield from chain(first, further)
        return
    yield Remark("columns_by_content", {"columns": [f"{name} = {field}" for name, field in meant.items()]})
    for value in chain(first, further):
        if isinstance(value, Record):
            yield value._replace(values={meant.get(name, name): one for name, one in value.values.items()})
        elif isinstance(value, Columns):
            yield Columns(tuple(meant.get(name, name) for name in value.names))
        else:
            yield value


def _is_text_known(value: Columns | Record, mapping: FieldMapping) -> bool:
    profiles = filter(None, (mapping.profile, mapping.beside))
    if TEXT in mapping.chosen or any(TEXT in profile.fields for profile in profiles):
        return True
    return _has_text(dict.fromkeys(value.names) if isinstance(value, Columns) else value.values, mapping)


def _has_text(values: Any, mapping: FieldMapping) -> bool:
    return TEXT in mapping.assignment(values).fields
