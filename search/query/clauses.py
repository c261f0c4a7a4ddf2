"""The module turns a query tree into plain data, which ``search.wording`` puts into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whoosh import query

from search.interpretation import Clause
from search.query.tree import AllWords, Compound, Within, WordOfName, Words
from search.query.within import common


def clause_of(tree: query.Query) -> Clause:
    """Return what a tree asks for as a ``Clause``, without classes of Whoosh."""
    within = common(tree)
    if within and not (isinstance(tree, Words) and tree.is_named):
        return _said(within, _clause(tree))
    return _clause(tree)


def _said(within: Within, inner: Clause) -> Clause:
    """Return what is asked for within what some speakers say."""
    speakers = tuple(Clause("filter", name, within.kind) for name in within.typed.split("\n"))
    speaker = speakers[0] if len(speakers) == 1 else Clause("any", parts=speakers)
    parts = inner.parts if inner.kind == "all" else (inner,)
    return Clause("all", parts=(speaker, *parts))


def _clause(tree: query.Query) -> Clause:  # noqa: PLR0911 - one for each kind of node
    if isinstance(tree, Words):
        field = tree.fields[0] if len(tree.fields) == 1 and not _is_by(tree) else ""
        if tree.is_named and tree.within:
            return Clause("filter", tree.within.typed, tree.within.kind)
        if tree.within and tree.within.kind == "quotation":
            field = tree.within.kind
        if tree.quoted:
            return Clause("phrase", tree.text, field, gap=tree.forms[0].gap)
        return Clause("word", tree.text, field)
    if isinstance(tree, AllWords):
        return Clause("all", parts=tuple(_parts(tree.subqueries, common(tree))))
    if isinstance(tree, WordOfName | Compound):
        return _clause(tree.word)
    if isinstance(tree, query.Or):
        of = _clause if common(tree) else clause_of
        return Clause("any", parts=tuple(map(of, tree.subqueries)))
    if isinstance(tree, query.Not):
        return Clause("not", parts=(clause_of(tree.query),))
    if isinstance(tree, query.TermRange):
        return Clause("published", first=tree.start or "", last=tree.end or "")
    if isinstance(tree, query.Term):
        return Clause("filter", tree.text, tree.fieldname)
    return Clause("nothing" if tree == query.NullQuery else "everything")


def _is_by(word: Words) -> bool:
    return bool(word.within and word.within.kind == "speaker")


def without_field(clause: Clause, field: str) -> Clause:
    """Return a clause whose words do not name a field, which all words are searched in anyway."""
    parts = tuple(without_field(part, field) for part in clause.parts)
    named = clause.kind in ("word", "phrase") and clause.field == field
    return replace(clause, field="" if named else clause.field, parts=parts)


def _parts(parts: Sequence[query.Query], within: Within | None) -> list[Clause]:
    """Return the clauses of parts. A name of several words is one clause, at the index of its first word.

    So is a word with the one before it that tells what it is.

    within: the speakers that all of them are within; who they are is said by the caller
    """
    of = _clause if within else clause_of
    said: query.Query | None = None
    clauses: list[Clause] = []
    for part in parts:
        if not isinstance(part, WordOfName):
            clause = of(part)
            if isinstance(part, Words) and part.behind and clauses:
                before = clauses.pop()
                words = before.parts if before.kind == "name" else (before,)
                clause = Clause("name", parts=(*words, clause))
            clauses.append(clause)
        elif part.names is not said:
            said = part.names
            clauses.append(Clause("name", parts=tuple(map(_clause, part.typed))))
    return clauses
