"""The module turns a query tree into plain data, which ``search.wording`` puts into words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whoosh import query

from search.query.tree import AllWords, Compound, WordOfName, Words
from search.results import Clause


def clause_of(tree: query.Query) -> Clause:  # noqa: PLR0911 - one for each kind of node
    """Return what a tree asks for as a ``Clause``, without classes of Whoosh."""
    if isinstance(tree, Words):
        field = tree.fields[0] if len(tree.fields) == 1 else ""
        if tree.quoted:
            return Clause("phrase", tree.text, field, gap=tree.forms[0].gap)
        return Clause("word", tree.text, field)
    if isinstance(tree, AllWords):
        return Clause("all", parts=tuple(_parts(tree.subqueries)))
    if isinstance(tree, WordOfName | Compound):
        return clause_of(tree.word)
    if isinstance(tree, query.Or):
        return Clause("any", parts=tuple(map(clause_of, tree.subqueries)))
    if isinstance(tree, query.Not):
        return Clause("not", parts=(clause_of(tree.query),))
    if isinstance(tree, query.TermRange):
        return Clause("published", first=tree.start or "", last=tree.end or "")
    if isinstance(tree, query.Term):
        return Clause("filter", tree.text, tree.fieldname)
    return Clause("nothing" if tree == query.NullQuery else "everything")


def without_field(clause: Clause, field: str) -> Clause:
    """Return a clause whose words do not name a field, which all words are searched in anyway."""
    parts = tuple(without_field(part, field) for part in clause.parts)
    named = clause.kind in ("word", "phrase") and clause.field == field
    return replace(clause, field="" if named else clause.field, parts=parts)


def _parts(parts: Sequence[query.Query]) -> Iterator[Clause]:
    """Yield the clauses of parts. A name of several words is one clause, at the index of its first word."""
    said: query.Query | None = None
    for part in parts:
        if not isinstance(part, WordOfName):
            yield clause_of(part)
        elif part.names is not said:
            said = part.names
            yield Clause("name", parts=tuple(map(clause_of, part.typed)))
