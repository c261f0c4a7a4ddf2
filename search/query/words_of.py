"""A query tree said in Indonesian words, so that a searcher sees how the query was understood."""

from __future__ import annotations

from whoosh import query

from search.query.tree import AllWords, Words

_FIELDS = {"source": "sumber", "category": "kategori", "article": "id"}


def in_words(tree: query.Query) -> str:  # noqa: PLR0911 - one for each kind of node
    """Return what a tree asks for, e.g. ``banjir DAN (Jakarta ATAU Bekasi) TANPA "hujan deras"``."""
    if isinstance(tree, Words):
        return _words(tree)
    if isinstance(tree, AllWords):
        wanted = [part for part in tree.subqueries if not isinstance(part, query.Not)]
        unwanted = [part.query for part in tree.subqueries if isinstance(part, query.Not)]
        said = " DAN ".join(_bracketed(part) for part in wanted) or "semua artikel"
        return " ".join([said, *(f"TANPA {_bracketed(part)}" for part in unwanted)])
    if isinstance(tree, query.Or):
        return " ATAU ".join(_bracketed(part) for part in tree.subqueries)
    if isinstance(tree, query.Not):
        return f"TANPA {_bracketed(tree.query)}"
    if isinstance(tree, query.TermRange):
        return _days(tree)
    if isinstance(tree, query.Term):
        return f"{_FIELDS.get(tree.fieldname, tree.fieldname)}: {tree.text}"
    return "semua artikel"


def _bracketed(part: query.Query) -> str:
    said = in_words(part)
    several = isinstance(part, AllWords | query.Or) and not isinstance(part, Words)
    return f"({said})" if several and len(part.subqueries) > 1 else said


def _words(words: Words) -> str:
    said = f'"{words.text}"' if words.quoted else words.text
    return said if len(words.fields) > 1 else f"{'judul' if words.fields == ('title',) else 'isi'}: {said}"


def _days(days: query.TermRange) -> str:
    if days.start and days.start == days.end:
        return f"terbit {days.start}"
    since = f" sejak {days.start}" if days.start else ""
    until = f" sampai {days.end}" if days.end else ""
    return f"terbit{since}{until}"
