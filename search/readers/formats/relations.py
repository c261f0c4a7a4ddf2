"""The module chooses the tables and views of a database that contain articles, and makes records of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from search.later import function
from search.readers.formats.links import Link, find_links
from search.readers.formats.lookups import Lookup, References, find_lookups, find_target, is_of_an_article
from search.readers.formats.paragraph_tables import ParagraphTable, find_beside
from search.readers.formats.passed_over import passed_over
from search.readers.formats.plain_values import numbered, plain_value
from search.readers.names import TEXT, field_of_name, folded_name
from search.readers.records import Columns, Record, Reject
from search.readers.unpublished import unpublished
from search.remarks import Remark

_post_text = function("search.readers.formats.wordpress", "post_text")

#: What stands in a query for the field that the caller means.
_FIELD = "..."


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
    """The names of the relations (tables and views) that are read, and of the others.

    beside: the table that has the paragraphs of one that is read without a text
    """

    read: tuple[str, ...]
    left: tuple[str, ...]
    beside: Mapping[str, ParagraphTable] = field(default_factory=dict)


def choose(
    tables: Mapping[str, Sequence[str]],
    views: Mapping[str, Sequence[str]],
    references: Callable[[str], References] = lambda _: {},
) -> Chosen:
    """Return the relations that contain articles, judged by the names of their columns.

    The relation with a text and the most other fields of an article is read, and so is every table with the
    same columns, because some archives have a table for each year. A view is read only if it has more fields
    than any table. If the table has paragraphs of articles whose other fields are in another table, that one
    is read, with them.

    references: a function that returns the foreign keys of a table
    """
    fields = {name: _fields(columns) for name, columns in (*tables.items(), *views.items())}
    candidates = [name for name in fields if TEXT in fields[name]]
    if not candidates:
        return Chosen((), tuple(fields))
    best = max(candidates, key=lambda name: (len(fields[name]), name in tables))
    if best in tables and (beside := find_beside(best, tables, references(best))):
        articles, table = beside
        left = tuple(name for name in fields if name not in (articles, best))
        return Chosen((articles,), left, {articles: table})
    if best in tables:
        read = tuple(name for name, columns in tables.items() if set(columns) == set(tables[best]))
    else:
        read = (best,)
    return Chosen(read, tuple(name for name in fields if name not in read))


def _fields(columns: Sequence[str]) -> frozenset[str]:
    known = field_of_name()
    return frozenset(known[folded][0] for folded in map(folded_name, columns) if folded in known)


def remarks_on(
    chosen: Chosen,
    tables: Mapping[str, Sequence[str]],
    lookups: Mapping[str, Sequence[Lookup | Link]],
    references: Callable[[str], References],
) -> Iterator[Remark]:
    """Yield remarks about the choice, if some relations are read and others not, and about what is looked up.

    lookups, references: as in ``lookups_of``; its result and its argument
    """
    found = [one for of_relation in lookups.values() for one in of_relation]
    used = {table for one in found for table in _tables_of(one)}
    left = tuple(name for name in chosen.left if name not in used)
    for name, table in chosen.beside.items():
        yield Remark("paragraphs_beside", {"table": name, "beside": table.name, "key": table.rows.article})
    if chosen.read and left:
        yield Remark("relations_chosen", {"read": chosen.read, "left": left})
    told = [_told(one) for one in found]
    told += [one for name in lookups for one in _keys_left(name, tables, lookups[name], references(name))]
    yield from {str(one): one for one in told}.values()


def _tables_of(one: Lookup | Link) -> Iterator[str]:
    yield one.table
    if isinstance(one, Link):
        yield from (of_names[0] for of_names in (one.names, one.between) if of_names)


def _told(one: Lookup | Link) -> Remark:
    if isinstance(one, Lookup):
        return Remark("keys_looked_up", {"key": one.column, "table": one.table, "name": one.name})
    table, _, name = one.names or (one.table, "", one.name)
    return Remark("links_looked_up", {"field": one.of_field, "table": table, "name": name, "link": one.table})


def _keys_left(
    articles: str,
    tables: Mapping[str, Sequence[str]],
    lookups: Sequence[Lookup | Link],
    references: References,
) -> Iterator[Remark]:
    """Yield a remark for each foreign key that means no field, with a query that would join the name."""
    used = {one.column for one in lookups if isinstance(one, Lookup)}
    for column, reference in references.items():
        target = reference[0] not in (articles, "") and find_target(column, "", tables, reference)
        if column in used or not target:
            continue
        table, key, name = target
        joined = f"{articles} a LEFT JOIN {table} n ON n.{key} = a.{column}"
        query = f"SELECT a.*, n.{name} AS {_FIELD} FROM {joined}"  # noqa: S608 - shown, never run
        yield Remark("key_left", {"key": column, "table": table, "query": query})


def lookups_of(
    chosen: Chosen, tables: Mapping[str, Sequence[str]], references: Callable[[str], References]
) -> dict[str, list[Lookup | Link]]:
    """Return for each table that is read what can be looked up for its rows.

    references: a function that returns the foreign keys of a table
    """
    return {name: [*_lookups(name, tables, references)] for name in chosen.read if name in tables}


def _lookups(
    name: str, tables: Mapping[str, Sequence[str]], references: Callable[[str], References]
) -> Iterator[Lookup | Link]:
    lookups = {
        field_of_name()[folded_name(one.known)][0]: one
        for one in find_lookups(tables[name], tables, references(name))
    }
    known_as = {of_field: one.known for of_field, one in lookups.items()}
    links = [*find_links(name, tables, references, known_as)]
    creator = lookups.get("authors")
    linked = any(link.of_field == "authors" for link in links)
    if creator and linked and not is_of_an_article(creator.column, creator.known):
        del lookups["authors"]  # who typed it is not always an author
    yield from lookups.values()
    yield from links


def _make_whole(values: dict[str, object]) -> None:
    """Make the text of a row whole, if it is of a system that writes it in a form of its own.

    WordPress has shortcodes in it, and an address of the post as its guid; Joomla has the text in two
    columns, before and behind *read more*.
    """
    text = values.get("post_content")
    if "post_type" in values and isinstance(text, str):
        values["post_content"], image = _post_text(text)
        values.update(image)
        values["url"] = values.pop("guid", None)
    elif isinstance(values.get("introtext"), str) and "fulltext" in values:
        values["fulltext"] = f"{values.pop('introtext')}\n\n{values['fulltext'] or ''}"


def _field_of(name: str) -> str:
    """Return the field that has the name of a column, or an empty string."""
    return field_of_name().get(folded_name(name), ("",))[0]


def is_id(name: str) -> bool:
    """Return whether a column has the ids of articles."""
    return _field_of(name) == "id"


def with_own_ids(
    name: str, tables: Sequence[str], records: Iterable[Record | Reject | Columns | Remark]
) -> Iterator[Record | Reject | Columns | Remark]:
    """Yield records; if there are several tables, with its name in front of numbers that are ids.

    Each table counts its rows from 1.
    """
    if len(tables) < 2:
        yield from records
        return
    told = False
    for record in records:
        if isinstance(record, Record):
            own = {
                key: f"{name}-{value}"
                for key, value in record.values.items()
                if isinstance(value, int) and is_id(key)
            }
            if own:
                record = Record({**record.values, **own}, record.line)  # noqa: PLW2901
                if not told:
                    yield Remark("ids_of_tables", {"example": next(iter(own.values()))})
                    told = True
        yield record


def records_of(
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    decode: Callable[[bytes], str],
    lookups: Sequence[Lookup | Link] | None = None,
) -> Iterator[Record | Columns | Remark]:
    """Yield the columns of a relation, then a record for each row.

    lookups: what is looked up for a whole table of articles, of which the rows that are not public are passed
             over, with a remark; None for the rows of a query
    """
    dated = [_field_of(str(name)) for name in names].count("published") > 1
    tell = None if lookups is None else unpublished([*map(str, names)], dated=dated)
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
        for lookup in lookups or ():
            lookup.add_to(values)
        _make_whole(values)
        yield Record(values, number)
    if left:
        yield passed_over(left)
