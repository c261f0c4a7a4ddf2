"""The module finds a table of a database that has the paragraphs of articles, a row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search.readers.formats.lookups import References, key_of, without_prefix
from search.readers.names import TEXT, field_of, folded_name
from search.readers.paragraph_rows import ParagraphRows, paragraph_rows

_OF_ARTICLES = frozenset(("title", "published", "url", "source"))


@dataclass(frozen=True, slots=True)
class ParagraphTable:
    """A table with a row for each paragraph of the articles of another table.

    key: the key of an article in the table of articles
    """

    name: str
    rows: ParagraphRows
    key: str

    def statement(self, articles: str, quoted: Callable[[str], str]) -> str:
        """Return the SELECT of the articles with each of their paragraphs; ``quoted`` quotes a name."""
        number = f"p.{quoted(self.rows.numbers[0])} AS {quoted('paragraph_no')}"
        text = f"p.{quoted(self.rows.text)} AS {quoted('paragraphs')}"
        joined = f"{quoted(self.name)} p ON p.{quoted(self.rows.article)} = a.{quoted(self.key)}"
        return f"SELECT a.*, {number}, {text} FROM {quoted(articles)} a LEFT JOIN {joined}"  # noqa: S608 - quoted


def find_beside(
    name: str, tables: Mapping[str, Sequence[str]], references: References
) -> tuple[str, ParagraphTable] | None:
    """Return the table of the articles of which a table has the paragraphs, and that table; None for others.

    references: the foreign keys of the table
    """
    rows = paragraph_rows(tables[name])
    if rows is None:
        return None
    referred, of_reference = references.get(rows.article, (None, None))
    for table, columns in tables.items():
        fields = {known[0] for known in map(field_of, columns) if known}
        if table == name or TEXT in fields or not fields & _OF_ARTICLES:
            continue
        key = of_reference if table == referred else None
        key = key or next((one for one in columns if folded_name(one) == folded_name(rows.article)), None)
        if key is None and _is_named_by(rows.article, table):
            key = key_of(columns, "")
        if key is not None and (referred in (None, table)):
            return table, ParagraphTable(name, rows, key)
    return None


def _is_named_by(column: str, table: str) -> bool:
    """Return whether a column such as ``article_id`` has the key of a table such as ``articles``."""
    stem = folded_name(column).removesuffix("id").removeprefix("id")
    return stem != "" and folded_name(without_prefix(table)).startswith(stem)
