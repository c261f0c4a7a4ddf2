"""The module finds tables that link articles with names: each row of ``post_tag`` has a key of both.

::

    posts (id, title, body)    post_tag (post_id, tag_id)    tags (id, name)

Some have the name itself: ``article_tags (article_id, tag)``. WordPress has a table between, which says
whether a name is a category or a tag.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.readers.formats.lookups import (
    References,
    fill,
    find_target,
    is_of_an_article,
    key_of,
    name_of_key,
    without_prefix,
)
from search.readers.names import field_of_name, folded_name
from search.remarks import Remark

MAX_LINKS = 2_000_000
"""The maximum number of rows of a link table; they are in memory."""

_FIELDS = ("category", "tags", "authors")
_ARTICLES = ("article", "artikel", "post", "news", "berita", "content", "konten", "story", "entry")
#: Further columns of a table that has nothing but links: when it was made, and the order.
_BESIDE = frozenset(
    (
        *("id", "createdat", "updatedat", "deletedat", "created", "updated", "timestamp", "createdon"),
        *("order", "urutan", "position", "posisi", "sort", "sortorder", "weight", "delta", "termorder"),
        *("isprimary", "primary", "utama", "ismain"),
    )
)


@dataclass(frozen=True, slots=True)
class Link:
    """What is looked up for an article in a table of links.

    key:       the column with the key, in the table of articles
    of_field, known: the field, and the column that the record has for it
    table, article, name: the table of links, its column with the key of the article, and of the name; it is
               the name itself if there is no table of names
    names:     the table of names, its column with the key, and with the name; or None
    between:   of WordPress: the table between, its two keys, the column that says what a name is, and what
    rest:      the column for the second and further categories, or None
    values:    key of the article as text -> names; it is filled by who has the connection
    """

    key: str
    of_field: str
    known: str
    table: str
    article: str
    name: str
    names: tuple[str, str, str] | None = None
    between: tuple[str, str, str, str, str] | None = None
    rest: str | None = None
    values: dict[str, list[str]] = field(default_factory=dict)

    def fill(self, rows: Iterable[Sequence[object]]) -> Iterator[Remark]:
        """Read pairs of a key and a name; yield a remark if there are too many, and then use none."""
        yield from fill(self.values, rows, self.table, MAX_LINKS, self._put)

    def _put(self, key: str, name: str) -> None:
        self.values.setdefault(key, []).append(sys.intern(name))

    def statement(self, quoted: Callable[[str], str]) -> str:
        """Return the SELECT of the pairs; ``quoted`` quotes the name of a table or column."""
        column = f"l.{quoted(self.name)}"
        joined = where = ""
        if self.between:
            table, key, to_name, kind, wanted = self.between
            joined = f" JOIN {quoted(table)} b ON b.{quoted(key)} = {column}"
            where = f" WHERE b.{quoted(kind)} = '{wanted}'"
            column = f"b.{quoted(to_name)}"
        if self.names:
            table, key, name = self.names
            joined += f" JOIN {quoted(table)} n ON n.{quoted(key)} = {column}"
            column = f"n.{quoted(name)}"
        pairs = f"l.{quoted(self.article)}, {column}"
        links = f"{quoted(self.table)} l{joined}{where}"
        return f"SELECT {pairs} FROM {links} LIMIT {MAX_LINKS + 1}"  # noqa: S608 - quoted

    def add_to(self, values: dict[str, object]) -> None:
        """Add the names to the values of a row."""
        names = self.values.get(str(values.get(self.key)))
        if not names:
            return
        before = values.get(self.known)
        names = [*([str(before)] if isinstance(before, str) else before or ()), *names]  # type: ignore[misc]
        if self.rest and len(names) > 1:
            names, values[self.rest] = names[:1], names[1:]
        values[self.known] = names


def find_links(
    articles: str,
    tables: Mapping[str, Sequence[str]],
    references: Callable[[str], References],
    known_as: Mapping[str, str],
) -> Iterator[Link]:
    """Yield the links of a table of articles.

    tables:     name -> columns, of all tables
    references: a function that returns the foreign keys of a table
    known_as:   field -> the column in which a lookup writes it; a field of another column has no links
    """
    if "post_content" in tables[articles] and "post_type" in tables[articles]:
        yield from _of_wordpress(articles, tables)
        return
    known = field_of_name()
    taken = {known[one][0] for one in map(folded_name, tables[articles]) if one in known} - {*known_as}
    rest = None if "tags" in taken else "tags"
    found: list[Link] = []
    for table in tables:
        if table != articles and (link := _link(table, articles, tables, references(table), known_as)):
            found.append(link)
    for of_field in _FIELDS:
        link = next((one for one in found if one.of_field == of_field), None)
        if link and of_field not in taken and not (of_field == "category" and of_field in known_as):
            yield replace(link, rest=rest, values={}) if of_field == "category" else link


def _link(
    table: str,
    articles: str,
    tables: Mapping[str, Sequence[str]],
    references: References,
    known_as: Mapping[str, str],
) -> Link | None:
    """Return the link in a table that has nothing but links, or None."""
    columns = [column for column in tables[table] if folded_name(column) not in _BESIDE]
    article = next((one for one in columns if _is_key_of(one, articles, references)), None)
    if len(columns) != 2 or article is None:
        return None
    other = next(one for one in columns if one != article)
    key = _key_of_articles(tables[articles], articles, references.get(article, ("", None))[1])
    name = name_of_key(other, other in references)
    if key is None or name is None:
        return None
    of_field = field_of_name()[folded_name(name)][0]
    if of_field not in _FIELDS or not is_of_an_article(other, name):
        return None  # users who like an article are no authors of it
    others = {one: its for one, its in tables.items() if one not in (table, articles)}
    target = find_target(name, of_field, others, references.get(other))
    if target is None and folded_name(name) != folded_name(other):
        return None  # a key of an unknown table
    return Link(key, of_field, known_as.get(of_field, name), table, article, other, target)


def _is_key_of(column: str, articles: str, references: References) -> bool:
    if column in references:
        return references[column][0] == articles
    own = folded_name(without_prefix(articles))
    stems = {own, own.removesuffix("s"), f"{own.removesuffix('ies')}y", *_ARTICLES}
    return folded_name(column) in {form for one in stems for form in (f"{one}id", f"id{one}")}


def _key_of_articles(columns: Sequence[str], articles: str, referred: str | None) -> str | None:
    if referred in columns:
        return referred
    known = field_of_name()
    ids = [column for column in columns if known.get(folded_name(column), ("",))[0] == "id"]
    return key_of(columns, articles) or min(
        ids, key=lambda column: known[folded_name(column)][1], default=None
    )


def _of_wordpress(articles: str, tables: Mapping[str, Sequence[str]]) -> Iterator[Link]:
    before = articles.removesuffix("posts")
    links, between, names = (f"{before}{one}" for one in ("term_relationships", "term_taxonomy", "terms"))
    if not {links, between, names} <= {*tables}:
        return
    for of_field, wanted in (("category", "category"), ("tags", "post_tag")):
        yield Link(
            "ID",
            of_field,
            of_field,
            links,
            "object_id",
            "term_taxonomy_id",
            (names, "term_id", "name"),
            (between, "term_taxonomy_id", "term_id", "taxonomy", wanted),
            "tags" if of_field == "category" else None,
        )
