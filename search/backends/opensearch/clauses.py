"""The query tree as a query of OpenSearch: what articles match, and which of their paragraphs.

Articles are documents, paragraphs are nested in them. Whether a paragraph matches can depend on its article
(*sumber:a ATAU banjir* matches all paragraphs of articles of *a*), which a nested query cannot see. So the
matching paragraphs are counted in **cases**: for each way in which the conditions on the article can hold,
the articles of that case, and the condition on their paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from whoosh import query

from search.backends.opensearch.features import feature
from search.index.format.doc_values import DAY_KNOWN
from search.query.tree import MISSING, AllWords, Form, SameParagraph, Words, asks_for_words
from search.ranking.filters import DATE

Clause = dict[str, Any]

EVERYTHING: Clause = {"match_all": {}}
NOTHING: Clause = {"match_none": {}}
#: Conditions on articles that are told apart when paragraphs are counted: 2 to this power cases.
MOST_CONDITIONS = 4
#: The fields of a paragraph, by those of ``Words`` and by whether a form counts as it is written.
_IN_PARAGRAPH = {
    ("body", False): "p.body",
    ("body", True): "p.exact",
    ("title", False): "p.title",
    ("title", True): "p.title_exact",
}


class Case(NamedTuple):
    """Articles, and the condition on their paragraphs; None where all of them match."""

    articles: Clause
    paragraphs: Clause | None


def any_of(clauses: Sequence[Clause]) -> Clause:
    """Return the clause that any of some clauses satisfies."""
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}} if clauses else NOTHING


def all_of(clauses: Sequence[Clause], unwanted: Sequence[Clause] = ()) -> Clause:
    """Return the clause that only what satisfies all clauses, and none of the unwanted ones, satisfies."""
    if not clauses and not unwanted:
        return EVERYTHING
    if len(clauses) == 1 and not unwanted:
        return clauses[0]
    return {"bool": {"filter": list(clauses), **({"must_not": list(unwanted)} if unwanted else {})}}


def where(condition: Clause, bounds: Sequence[Clause]) -> Clause:
    """Return the clause that is scored by the sum of some bounds where a condition holds."""
    return {"bool": {"filter": [condition], "should": list(bounds)}}


def nested(clause: Clause) -> Clause:
    """Return the clause on articles that have a paragraph that satisfies a clause."""
    return {"nested": {"path": "p", "query": clause, "score_mode": "none"}}


def form_clause(name: str, terms: Sequence[str], gap: int = 0) -> Clause:
    """Return the clause for terms in a row in a field of text; one term is no row."""
    if len(terms) == 1:
        return {"term": {name: terms[0]}}
    if not gap:
        return {"match_phrase": {name: {"query": " ".join(terms), "analyzer": "asked"}}}
    rows = [_row(terms, gap, from_left=True)]
    if len(terms) > 2:  # which of several occurrences is taken depends on the side from which they are read
        rows.append(_row(terms, gap, from_left=False))
    return any_of([{"intervals": {name: row}} for row in rows])


def _row(terms: Sequence[str], gap: int, *, from_left: bool) -> Clause:
    inner, *others = [_term_interval(term) for term in (terms if from_left else reversed(terms))]
    for other in others:
        pair = [inner, other] if from_left else [other, inner]
        inner = {"all_of": {"intervals": pair, "ordered": True, "max_gaps": gap}}
    return inner


def _term_interval(term: str) -> Clause:
    return {"match": {"query": term, "analyzer": "asked"}}


def _beginning(name: str, word: Words) -> Clause:
    return {"prefix": {name: {"value": word.forms[0].exacts[0]}}}


def _is_exact(word: Words, form: Form, exact: bool | None = None) -> bool:
    return (word.exact if exact is None else exact) or word.prefix or form.exact


def in_paragraphs(word: Words, field: str, exact: bool | None = None) -> list[Clause]:
    """Return the clauses on paragraphs, any of which a word in a field satisfies."""
    if word.prefix:
        return [_beginning(_IN_PARAGRAPH[field, True], word)]
    clauses = []
    for form in word.forms:
        is_exact = _is_exact(word, form, exact)
        terms = form.exacts if is_exact else form.stems
        clauses.append(form_clause(_IN_PARAGRAPH[field, is_exact], terms, form.gap))
    return clauses


def in_articles(word: Words, field: str, exact: bool | None = None) -> list[Clause]:
    """Return the clauses on articles, any of which a word in a field satisfies."""
    if word.prefix:
        return [_beginning("exact" if field == "body" else "title_exact", word)]
    clauses = []
    for form in word.forms:
        is_exact = _is_exact(word, form, exact)
        terms = form.exacts if is_exact else form.stems
        if field == "title":
            clauses.append(form_clause("title_exact" if is_exact else "title", terms, form.gap))
        elif len(terms) > 1:
            clauses.append(nested(form_clause(_IN_PARAGRAPH[field, is_exact], terms, form.gap)))
        elif is_exact:
            clauses.append({"term": {"exact": terms[0]}})
        else:
            clauses.append({"rank_feature": {"field": f"f.{feature(terms[0])}"}})
    return clauses


class Trees:
    """Turns trees into clauses.

    spellings: returns the spellings of a value of a field, by the name of the field and any spelling
    """

    def __init__(self, spellings: Callable[[str, str], list[str]]) -> None:
        self._spellings = spellings

    def articles(self, tree: query.Query) -> Clause:  # noqa: PLR0911 - one for each kind of node
        """Return the clause on the articles that a tree matches.

        Raises TypeError for a node that the query language cannot make.
        """
        if isinstance(tree, Words):
            return any_of([one for field in tree.fields for one in in_articles(tree, field)])
        if isinstance(tree, AllWords):
            parts = [part for part in tree.subqueries if not isinstance(part, query.Not)]
            excluded = [part.query for part in tree.subqueries if isinstance(part, query.Not)]
            return all_of([*map(self.articles, parts)], [*map(self.articles, excluded)])
        if isinstance(tree, SameParagraph):
            conditions: list[Clause] = []
            expression = self._paragraphs(tree, conditions)
            return any_of(
                [
                    all_of([one.articles, nested(one.paragraphs or EVERYTHING)])
                    for one in _cases(expression, conditions)
                ]
            )
        if isinstance(tree, query.Or):
            return any_of([self.articles(part) for part in tree.subqueries])
        if isinstance(tree, query.Not):
            return all_of([], [self.articles(tree.query)])
        if isinstance(tree, query.Every):
            return EVERYTHING
        if tree == query.NullQuery:
            return NOTHING
        if isinstance(tree, query.TermRange):
            return published(_day(tree.start), _day(tree.end))
        if isinstance(tree, query.Term):
            if tree.fieldname == MISSING:
                return without(tree.text)
            if tree.fieldname == "article":
                return {"term": {"id": tree.text}}
            return {"terms": {tree.fieldname: self._spellings(tree.fieldname, tree.text)}}
        raise TypeError(f"cannot evaluate {type(tree).__name__}")

    def cases(self, tree: query.Query) -> list[Case] | None:
        """Return the cases in which paragraphs of matching articles match; None where there are too many."""
        conditions: list[Clause] = []
        expression = self._paragraphs(tree, conditions, is_given=True)
        return _cases(expression, conditions) if len(conditions) <= MOST_CONDITIONS else None

    def _paragraphs(
        self, tree: query.Query, conditions: list[Clause], *, is_given: bool = False
    ) -> _Expression:
        """Return the condition on the paragraphs that a tree matches.

        conditions: gets the conditions on the article that it depends on
        is_given:   whether the article is known to match the tree
        """
        if isinstance(tree, Words):
            return any_of([one for field in tree.fields for one in in_paragraphs(tree, field)])
        if isinstance(tree, SameParagraph):
            return _Every([self._paragraphs(part, conditions) for part in tree.subqueries])
        if not isinstance(tree, AllWords) and isinstance(tree, query.Or):
            return _Any([self._paragraphs(part, conditions) for part in tree.subqueries])
        inner: _Expression = True
        if isinstance(tree, AllWords):
            words = [part for part in tree.subqueries if asks_for_words(part)]
            words = [part for part in words if isinstance(part, SameParagraph)] or words
            if words:
                inner = _Any([self._paragraphs(part, conditions) for part in words])
        if is_given:
            return inner
        condition = self.articles(tree)
        if condition not in conditions:
            conditions.append(condition)
        return _Given(condition, inner)


class _Any(NamedTuple):
    """Any of the parts suffices."""

    parts: list[Any]


class _Every(NamedTuple):
    """All parts are needed."""

    parts: list[Any]


class _Given(NamedTuple):
    """A condition on the article, and one on its paragraphs."""

    condition: Clause
    paragraphs: Any


#: A condition on paragraphs: a clause, a combination, or True for all of them.
_Expression = Clause | _Any | _Every | _Given | bool


def _cases(expression: _Expression, conditions: list[Clause]) -> list[Case]:
    cases = []
    for holding in product((True, False), repeat=len(conditions)):
        told = list(zip(conditions, holding, strict=True))
        within = all_of([one for one, holds in told if holds], [one for one, holds in told if not holds])
        paragraphs = _with(expression, conditions, holding)
        if paragraphs is not False:
            cases.append(Case(within, None if paragraphs is True else paragraphs))
    return cases


def _with(  # noqa: PLR0911 - one for each kind of expression
    expression: _Expression, conditions: list[Clause], holding: tuple[bool, ...]
) -> Clause | bool:
    """Return a condition on paragraphs, where each of the conditions on the article holds or does not."""
    if isinstance(expression, bool | dict):
        return expression
    if isinstance(expression, _Given):
        if not holding[conditions.index(expression.condition)]:
            return False
        return _with(expression.paragraphs, conditions, holding)
    found = [_with(part, conditions, holding) for part in expression.parts]
    clauses = [one for one in found if not isinstance(one, bool)]
    if isinstance(expression, _Any):
        if any(one is True for one in found):
            return True
        return any_of(clauses) if clauses else False
    if any(one is False for one in found):
        return False
    return all_of(clauses) if clauses else True


def published(first: date | None, last: date | None, *, missing: bool = False) -> Clause:
    """Return the clause on articles that were published between two days, both included.

    missing: whether undated articles satisfy it as well
    """
    within: Clause = {"range": {"day": {"gte": first.toordinal() if first else 1}}}
    if last:
        within = all_of([within, {"range": {"last_day": {"lte": last.toordinal()}}}])
    return any_of([within, without(DATE)]) if missing else within


def perhaps_published(first: date | None, last: date | None) -> Clause:
    """Return the clause on articles of whose month or year only a part lies between two days."""
    touching: list[Clause] = [{"range": {"known": {"gt": DAY_KNOWN}}}]
    if last:
        touching.append({"range": {"day": {"lte": last.toordinal()}}})
    if first:
        touching.append({"range": {"last_day": {"gte": first.toordinal()}}})
    return all_of(touching, [published(first, last)])


def without(name: str) -> Clause:
    """Return the clause on articles without a value in a field, or with "date" without a date."""
    return all_of([], [{"exists": {"field": "day" if name == DATE else name}}])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
