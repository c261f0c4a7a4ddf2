"""The module chooses the tables and views of a database that contain articles, and makes records of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.readers.formats.lookups import Lookup, find_lookups, with_names
from search.readers.formats.passed_over import passed_over
from search.readers.formats.plain_values import numbered, plain_value
from search.readers.formats.unpublished import unpublished
from search.readers.names import TEXT, field_of_name, folded_name
from search.readers.records import Columns, Record, Reject
from search.remarks import Remark


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, a view or the result of a query.

    name:    the names of the database and the relation, for messages
    records: its records, which must be read before the next relation is taken
    """

    name: str
    records: Iterator[Record | Reject | Columns | Remark]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The names of the relations (tables and views) that are read, and of the others."""

    read: tuple[str, ...]
    left: tuple[str, ...]


def choose(tables: Mapping[str, Sequence[str]], views: Mapping[str, Sequence[str]]) -> Chosen:
    """Return the relations that contain articles, judged by the names of their columns.

    The relation with a text and the most other fields of an article is read, and so is every table with the
    same columns, because some archives have a table for each year. A view is read only if it has more fields
    than any table.
    """
    fields = {name: _fields(columns) for name, columns in (*tables.items(), *views.items())}
    candidates = [name for name in fields if TEXT in fields[name]]
    if not candidates:
        return Chosen((), tuple(fields))
    best = max(candidates, key=lambda name: (len(fields[name]), name in tables))
    if best in tables:
        read = tuple(name for name, columns in tables.items() if set(columns) == set(tables[best]))
    else:
        read = (best,)
    return Chosen(read, tuple(name for name in fields if name not in read))


def _fields(columns: Sequence[str]) -> frozenset[str]:
    known = field_of_name()
    return frozenset(known[folded][0] for folded in map(folded_name, columns) if folded in known)


def remarks_on(chosen: Chosen, lookups: Mapping[str, Sequence[Lookup]]) -> Iterator[Remark]:
    """Yield remarks about the choice, if some relations are read and others not, and about what is looked up.

    lookups: name of a relation -> what is looked up for its rows
    """
    found = [one for of_relation in lookups.values() for one in of_relation]
    left = tuple(name for name in chosen.left if name not in {one.table for one in found})
    if chosen.read and left:
        yield Remark("relations_chosen", {"read": chosen.read, "left": left})
    for column, table, name in dict.fromkeys((one.column, one.table, one.name) for one in found):
        yield Remark("keys_looked_up", {"key": column, "table": table, "name": name})


def lookups_of(
    chosen: Chosen, tables: Mapping[str, Sequence[str]], references: Callable[[str], Mapping[str, str]]
) -> dict[str, list[Lookup]]:
    """Return for each table that is read what can be looked up for its rows.

    references: a function that returns for a table: column -> the table to which its foreign key leads
    """
    read = [name for name in chosen.read if name in tables]
    return {name: [*find_lookups(tables[name], tables, references(name))] for name in read}


def records_of(
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    decode: Callable[[bytes], str],
    lookups: Sequence[Lookup] | None = None,
) -> Iterator[Record | Columns | Remark]:
    """Yield the columns of a relation, then a record for each row.

    lookups: what is looked up for a whole table of articles, of which the rows that are not public are passed
             over, with a remark; None for the rows of a query
    """
    tell = None if lookups is None else unpublished([*map(str, names)])
    left: Counter[str] = Counter()
    columns = numbered([*map(str, names)])
    yield Columns(tuple(columns))
    number = 0
    for row in rows:
        if tell and (why := tell(row)):
            left[why] += 1
            continue
        number += 1
        values = dict(zip(columns, [plain_value(value, decode) for value in row], strict=True))
        yield Record(with_names(lookups, values) if lookups else values, number)
    if left:
        yield passed_over(left)
