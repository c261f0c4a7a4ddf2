"""The module finds what the keys of a table of articles stand for: the name of an author in another table.

A system for newsrooms writes ``penulis_id`` and has a table of authors. Only names that are a field of an
article are looked up (`search.readers.names`), in a table to which a foreign key leads or with this name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.readers.names import TEXT, field_of_name, folded_name

MAX_ROWS = 200_000
"""The maximum number of rows of a table in which names are looked up; they are in memory."""

_KEY = re.compile(r"(?:(?P<before>.+?)_?id|(?P<id>id)_(?P<after>.+)|(?P<plain>post_author))\Z", re.IGNORECASE)
#: The columns that have the name of a row, in order of preference.
_NAMES = (
    *("nama", "name", "display_name", "full_name", "nama_lengkap", "fullname", "nama_tampilan", "label"),
    *("title", "judul", "user_nicename", "username", "user_login"),
)
#: What a table of authors may be called if the column has another name.
_PEOPLE = ("users", "user", "wp_users", "pengguna", "staff", "staf")
_PREFIXES = re.compile(r"\A(?:tbl|tb|m|mst|ref|t|wp|cms|master)_", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is looked up for one column.

    column: the column with the key, in the table of articles
    known:  the column that the record has instead: ``penulis`` for ``penulis_id``
    table, key, name: where the names are: a table, the column with its key, the column with the name
    values: key as text -> name; it is filled by who has the connection
    """

    column: str
    known: str
    table: str
    key: str
    name: str
    values: dict[str, str] = field(default_factory=dict)

    def fill(self, rows: Iterable[Sequence[object]]) -> None:
        """Read pairs of a key and a name."""
        self.values.update(
            (str(key), str(name)) for key, name in rows if key is not None and name is not None
        )


def find_lookups(
    columns: Sequence[str], tables: Mapping[str, Sequence[str]], references: Mapping[str, str]
) -> Iterator[Lookup]:
    """Yield what can be looked up for the columns of a table.

    tables:     name -> columns, of all tables
    references: column -> the table to which its foreign key leads
    """
    taken = {known[0] for known in map(field_of_name().get, map(folded_name, columns)) if known}
    for column in columns:
        found = _KEY.match(column)
        name = found and (found["before"] or found["after"] or "author")
        known = name and field_of_name().get(folded_name(name))
        if not name or not known or known[0] in taken or known[0] in (TEXT, "id"):
            continue
        for table in _candidates(name, known[0], tables, references.get(column)):
            if (key := _key_of(tables[table], name)) and (named := _name_of(tables[table], name)):
                taken.add(known[0])
                yield Lookup(column, name, table, key, named)
                break


def with_names(lookups: Sequence[Lookup], values: dict[str, object]) -> dict[str, object]:
    """Return the values of a row with names instead of keys; a key without a name is kept."""
    for lookup in lookups:
        if name := lookup.values.get(str(values.get(lookup.column))):
            del values[lookup.column]
            values[lookup.known] = name
    return values


def _candidates(
    name: str, of_field: str, tables: Mapping[str, Sequence[str]], referenced: str | None
) -> Iterator[str]:
    if referenced in tables:
        yield str(referenced)
    stem = folded_name(name)
    wanted = {stem, f"{stem}s", f"{stem}es", f"{stem.removesuffix('y')}ies"}
    for table in tables:
        if folded_name(_PREFIXES.sub("", table)) in wanted:
            yield table
    if of_field == "authors":
        yield from (table for table in tables if table.casefold() in _PEOPLE)


def _key_of(columns: Sequence[str], name: str) -> str | None:
    wanted = ("id", f"{folded_name(name)}id", f"id{folded_name(name)}")
    by_name = {folded_name(column): column for column in columns}
    return next((by_name[one] for one in wanted if one in by_name), None)


def _name_of(columns: Sequence[str], name: str) -> str | None:
    by_name = {folded_name(column): column for column in columns}
    stem = folded_name(name)
    wanted = (*map(folded_name, _NAMES), stem, f"nama{stem}", f"{stem}name", f"name{stem}")
    return next((by_name[one] for one in wanted if one in by_name), None)
