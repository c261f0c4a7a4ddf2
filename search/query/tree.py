"""The query tree: Whoosh's query classes, and two of our own.

``Words`` is what a person means by one word or one quoted phrase, in all the forms that count as it, in
every field that is searched. ``AllWords`` asks for several of those in one unit of the search: in an article,
each in any of its paragraphs, or in one paragraph where paragraphs are searched. Everything else is Whoosh's
own: ``Or``, ``Not``, ``Every``, ``Term`` and ``TermRange`` on the fields of the article (source, category,
published, article).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from whoosh import query

STEMMED = ("body", "title")


@dataclass(frozen=True)
class Form:
    """One way in which a word can stand in the text: a term, or several in a row.

    stems, exacts: the terms of its stemmed and of its exact form, the same number of both
    gap:           how many other words may stand between (phrases with ``~N``)
    weight:        1 for what was typed, less for what was expanded from it
    """

    stems: tuple[str, ...]
    exacts: tuple[str, ...]
    gap: int = 0
    weight: float = 1.0


class Words(query.Or):  # type: ignore[misc]
    """One word or phrase of the query.

    text:   as typed
    forms:  what counts as it; the typed form first, unless all of them are expansions
    fields: "body" and "title", or one of them
    exact:  only the exact forms count (quoted, or asked for)
    prefix: the only form is the beginning of a word
    quoted: stood between quotation marks
    boost:  multiplies what it scores in a search over paragraphs

    Its subqueries are made when something asks for them: the ranking reads the forms.
    """

    minmatch, scale = 0, None  # as of any other Or

    def __init__(
        self,
        text: str,
        forms: Sequence[Form],
        fields: tuple[str, ...] = STEMMED,
        *,
        exact: bool = False,
        prefix: bool = False,
        quoted: bool = False,
        boost: float = 1.0,
    ) -> None:
        self.text = text
        self.forms = tuple(forms)
        self.fields = fields
        self.exact = exact
        self.prefix = prefix
        self.quoted = quoted
        self.boost = boost

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What it finds and scores, whatever was typed: hashed faster than the forms are."""
        forms = tuple([(form.stems, form.exacts, form.gap, form.weight) for form in self.forms])
        return forms, self.fields, self.exact, self.prefix, self.boost

    @cached_property
    def subqueries(self) -> list[query.Query]:
        """Whoosh's queries for each form in each field."""
        return [self._in_field(form, field) for field in self.fields for form in self.forms]

    def _in_field(self, form: Form, field: str) -> query.Query:
        name, terms = (f"{field}_exact", form.exacts) if self.exact or self.prefix else (field, form.stems)
        if self.prefix:
            return query.Prefix(name, terms[0])
        if len(terms) == 1:
            return query.Term(name, terms[0], boost=form.weight)
        return query.Phrase(name, list(terms), slop=form.gap + 1, boost=form.weight)

    @property
    def typed(self) -> Form | None:
        """The form that was typed; None where this stands for other names of several typed words."""
        return self.forms[0] if self.forms[0].weight == 1.0 else None


class AllWords(query.And):  # type: ignore[misc]
    """All of the subqueries, each anywhere in the same unit; ``Not`` among them excludes such units."""


def positive_words(tree: query.Query) -> Iterator[Words]:
    """Yield the words that are searched for, in query order, without those under a Not."""
    if isinstance(tree, Words):
        yield tree
    elif isinstance(tree, query.compound.CompoundQuery):
        for part in tree.subqueries:
            yield from positive_words(part)


def asks_for_words(tree: query.Query) -> bool:
    """Tell whether a tree searches for any words: see ``positive_words``."""
    if isinstance(tree, Words):
        return True
    return isinstance(tree, query.compound.CompoundQuery) and any(map(asks_for_words, tree.subqueries))


def speaks_of_dates(tree: query.Query) -> bool:
    """Tell whether a tree asks for days of publication."""
    if isinstance(tree, Words):
        return False
    if isinstance(tree, query.TermRange):
        return True
    if isinstance(tree, query.Not):
        return speaks_of_dates(tree.query)
    return isinstance(tree, query.compound.CompoundQuery) and any(map(speaks_of_dates, tree.subqueries))
