"""The module reads the values of a record to which nothing needs to be done; nearly all values are such ones.

``compiled_simple_values`` does the same and is tested against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from search.readers.mapping import Path

_MAX_KNOWN = 20_000
_EXACT = frozenset((str, int, bool, type(None)))
LONG = 2.0**63


class Simple(NamedTuple):
    """A field of an Article except its text, with the data for a fast way to read most of its values.

    place: the index of the field in an Article
    paths: its keys, the preferred one first
    key:   its only key, or None if there are several or if the key is in an object
    known: value -> what it says, for fields with values that many articles share
    quick: a function that says what a field has if nothing needs to be done to the value, else None; it
           always says the same of a value
    """

    place: int
    field: str
    paths: Sequence[Path]
    key: str | None
    known: dict[str, Any] | None
    quick: Callable[[str], object] | None


def read_simple(values: Mapping[str, object], plan: Sequence[Simple], row: list[Any]) -> list[Simple]:
    """Read the simple values of a record into the row of an article; return the fields that are left."""
    left = []
    for simple in plan:
        if simple.key is None:
            left.append(simple)
            continue
        value = values.get(simple.key)
        if value is None or value == "":
            continue
        said = _said(value, simple) if type(value) is str else None
        if said is None:
            left.append(simple)
        else:
            row[simple.place] = said
    return left


def _said(value: str, simple: Simple) -> Any:
    known, quick = simple.known, simple.quick
    said = known.get(value) if known is not None else None
    if said is None and quick is not None:
        said = quick(value)
        if said is not None and known is not None and len(known) < _MAX_KNOWN:
            known[value] = said
    return said


def is_exact(value: dict[str, Any] | list[Any]) -> bool:
    """Return whether the numbers in what orjson has read are exact: long integers become fractions in it."""
    for one in value.values() if isinstance(value, dict) else value:
        if type(one) is float:
            if abs(one) >= LONG:
                return False
        elif type(one) is list:
            if not _EXACT.issuperset(map(type, one)) and not is_exact(one):
                return False
        elif type(one) is dict and not is_exact(one):
            return False
    return True
