"""The module reads what programs write into the cells of tables: JSON, and lists and objects of Python.

::

    judul,penulis
    "['Harga Beras Naik']","[{""nama"": ""Rina Wati""}]"
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from search.readers.records import Record
from search.readers.values import listed

_ENDS = {"[": "]", "{": "}"}
_MAX_CELL = 2**20
_MAX_BRACKETS = 10_000  # Python's own reader takes memory for each


def with_cells_read(values: Iterable[Any]) -> Iterator[Any]:
    """Yield what a reader yields, with the cells of each record read."""
    for value in values:
        yield with_cells(value) if isinstance(value, Record) else value


def with_cells(record: Record) -> Record:
    """Return a record with the lists and objects that are written in its values; others are unchanged."""
    found = {
        name: inner
        for name, value in record.values.items()
        if type(value) is str and value[:1] in _ENDS and (inner := in_cell(value)) is not None
    }
    return record._replace(values={**record.values, **found}) if found else record


def in_cell(text: str) -> list[Any] | dict[str, Any] | None:
    """Return the list of strings or objects, or the object, that a text is; None for another text.

    >>> in_cell("['Harga Beras']"), in_cell('{"nama": "Rina"}'), in_cell("[Foto] Banjir"), in_cell("[1, 2]")
    (['Harga Beras'], {'nama': 'Rina'}, None, None)
    """
    text = text.strip()
    if (
        text[-1:] != _ENDS.get(text[:1])
        or len(text) > _MAX_CELL
        or text[1:-1].lstrip()[:1] not in ("'", '"', "{")
    ):
        return None
    if text[0] == "[" and (items := listed(text)) is not None:
        return items
    found = _read(text)
    is_object = isinstance(found, dict) and all(isinstance(name, str) for name in found)
    return found if found and (is_object or isinstance(found, list)) else None


def _read(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    if text.count("[") + text.count("{") > _MAX_BRACKETS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Python's compiler, about escapes as in "\d"
            return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
