"""The module finds what the keys of a table of articles stand for: the name of an author in another table.

A system for newsrooms writes ``penulis_id`` and has a table of authors. Only names that are a field of an
article are looked up (`search.readers.names`), in a table to which a foreign key leads or with this name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from search.later import Pattern
from search.readers.names import TEXT, field_of_name, folded_name
from search.remarks import Remark

MAX_ROWS = 200_000
"""The maximum number of rows of a table in which names are looked up; they are in memory."""

_KEY = Pattern(r"(?:(?P<before>.+?)_?id|(?P<id>id)_(?P<after>.+)|(?P<plain>post_author))\Z", re.IGNORECASE)
#: The columns that have the name of a row, in order of preference.
_NAMES = (
    *("nama", "name", "display_name", "full_name", "nama_lengkap", "fullname", "nama_tampilan", "label"),
    *("title", "judul", "user_nicename", "username", "user_login"),
)
#: What a table of authors may be called if the column has another name.
_PEOPLE = ("users", "user", "wp_users", "pengguna", "staff", "staf")
#: Short and other names in keys: ``catid`` of Joomla, ``user_id``, ``uid`` of Drupal.
_IN_KEYS = {
    "cat": "category", "kat": "kategori", "user": "author", "pengguna": "penulis", "u": "author",
}  # fmt: skip
_WITHOUT_ID = {"created_by": "author", "dibuat_oleh": "penulis", "username": "author"}
_PREFIXES = Pattern(r"\A(?:tbl|tb|m|mst|ref|t|wp|cms|master)_", re.IGNORECASE)


#: column -> the table to which its foreign key leads, and the column there if it is known
References = Mapping[str, "tuple[str, str | None]"]


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

    def fill(self, rows: Iterable[Sequence[object]]) -> Iterator[Remark]:
        """Read pairs of a key and a name; yield a remark if there are too many, and then use none."""
        yield from fill(self.values, rows, self.table, MAX_ROWS, self.values.__setitem__)

    def statement(self, quoted: Callable[[str], str]) -> str:
        """Return the SELECT of the pairs; ``quoted`` quotes the name of a table or column."""
        key, name, table = map(quoted, (self.key, self.name, self.table))
        return f"SELECT {key}, {name} FROM {table} LIMIT {MAX_ROWS + 1}"  # noqa: S608 - quoted

    def add_to(self, values: dict[str, object]) -> None:
        """Replace the key in the values of a row by its name; a key without a name is kept."""
        if name := self.values.get(str(values.get(self.column))):
            del values[self.column]
            values[self.known] = name


def fill(
    values: dict[str, Any],
    rows: Iterable[Sequence[object]],
    table: str,
    most: int,
    put: Callable[[str, str], None],
) -> Iterator[Remark]:
    """Put pairs of a key and a name into values; if there are too many, empty them and yield a remark."""
    for number, (key, name) in enumerate(rows):
        if number >= most:
            values.clear()
            yield Remark("links_too_many", {"table": table, "most": most})
            return
        if key is not None and name is not None:
            put(str(key), str(name))


def find_lookups(
    columns: Sequence[str], tables: Mapping[str, Sequence[str]], references: References
) -> Iterator[Lookup]:
    """Yield what can be looked up for the columns of a table.

    tables:     name -> columns, of all tables
    references: the foreign keys of the table
    """
    known = field_of_name()
    names = {column: name_of_key(column, column in references) for column in columns}
    taken = {
        known[folded_name(column)][0]
        for column in columns
        if folded_name(column) in known and not (column in references and names[column])
    }
    # The key of an author counts before that of who typed it.
    for column, name in sorted(
        names.items(), key=lambda one: one[1] is None or not is_of_an_article(one[0], one[1])
    ):
        of_field = known[folded_name(name)][0] if name else TEXT
        if not name or of_field in taken or of_field in (TEXT, "id"):
            continue
        if target := find_target(name, of_field, tables, references.get(column), column):
            taken.add(of_field)
            yield Lookup(column, name, *target)


def name_of_key(column: str, refers: bool) -> str | None:
    """Return the name of a field of which a column has the key, or None.

    refers: whether the column has a foreign key; then it may have the name of the field itself

    >>> name_of_key("penulis_id", False), name_of_key("id_kategori", False), name_of_key("kategori", True)
    ('penulis', 'kategori', 'kategori')
    """
    found = _KEY.match(column)
    name = (found["before"] or found["after"] or "author") if found else column
    name = _WITHOUT_ID.get(name.casefold(), name)
    if found or refers:
        name = _IN_KEYS.get(name.casefold(), name)
    of_field, _ = field_of_name().get(folded_name(name), (None, 0))
    if of_field is None or (found is None and not refers and of_field not in ("tags", "authors", "category")):
        return None
    return name


def is_of_an_article(column: str, name: str) -> bool:
    """Return whether a column says itself that it is a field of an article: not ``user_id``."""
    return folded_name(name) in folded_name(column)


def find_target(
    name: str,
    of_field: str,
    tables: Mapping[str, Sequence[str]],
    reference: tuple[str, str | None] | None,
    column: str = "",
) -> tuple[str, str, str] | None:
    """Return the table in which the names are, its column with the key, and with the name; or None."""
    for table in _candidates(name, of_field, tables, reference and reference[0]):
        referred = reference[1] if reference and reference[0] == table else None
        same = column if column.casefold() in _WITHOUT_ID and column in tables[table] else None
        key = referred if referred in tables[table] else same or key_of(tables[table], name)
        if key and (named := _name_of(tables[table], name)):
            return table, key, named
    return None


def without_prefix(table: str) -> str:
    """Return the name of a table without what stands in front of all: ``tbl_``, ``wp_``."""
    return _PREFIXES.sub("", table)


def _candidates(
    name: str, of_field: str, tables: Mapping[str, Sequence[str]], referred: str | None
) -> Iterator[str]:
    if referred in tables:
        yield str(referred)
        return
    stem = folded_name(name)
    wanted = {stem, f"{stem}s", f"{stem}es", f"{stem.removesuffix('y')}ies"}
    bare = _without_shared_prefix(tables)
    yield from (table for table in tables if folded_name(bare[table]) in wanted)
    if of_field == "authors":
        yield from (table for table in tables if bare[table].casefold() in _PEOPLE)


def _without_shared_prefix(tables: Iterable[str]) -> dict[str, str]:
    """Return table -> its name without a prefix that all have: Joomla gives each site one of its own."""
    firsts = {table.partition("_")[0] for table in tables}
    shared = f"{firsts.pop()}_" if len(firsts) == 1 else ""
    return {table: without_prefix(table.removeprefix(shared)) for table in tables}


def key_of(columns: Sequence[str], name: str) -> str | None:
    """Return the column with the key of a table, in whose rows ``name`` is the thing."""
    wanted = ("id", f"{folded_name(name)}id", f"id{folded_name(name)}")
    by_name = {folded_name(column): column for column in columns}
    return next((by_name[one] for one in wanted if one in by_name), None)


def _name_of(columns: Sequence[str], name: str) -> str | None:
    by_name = {folded_name(column): column for column in columns}
    stem = folded_name(name)
    wanted = (*map(folded_name, _NAMES), stem, f"nama{stem}", f"{stem}name", f"name{stem}")
    return next((by_name[one] for one in wanted if one in by_name), None)
