"""The query tree consists of Whoosh's query classes and of some classes of our own.

``Words`` is one word or one quoted phrase as a person means it: all forms that count as it, in every field
that is searched. ``AllWords`` requires several subqueries in one unit of the search: in an article, each in
any of its paragraphs, or in one paragraph if paragraphs are searched. ``SameParagraph`` always requires them
in one paragraph. ``WordOfName`` and ``Compound`` stand for one typed word that needs several ``Words``.
Everything else is Whoosh's: ``Or``, ``Not``, ``Every``, ``TermRange`` on published, and ``Term`` on article
(an id), on a field of ``VALUE_FIELDS``, or on missing (the name of such a field, or "date": articles without
a value).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from typing import NamedTuple

from whoosh import query

STEMMED = ("body", "title")
#: The field of a ``Term`` whose text is the name of a field in which an article has no value.
MISSING = "missing"


@dataclass(frozen=True)
class Form:
    """A form is one way in which a word can occur in a text: as a term, or as several neighbouring terms.

    stems, exacts: its terms in the stemmed and in the exact field, the same number in both
    gap:           the number of other words that may stand between two terms (phrases with ``~N``)
    weight:        1 for a typed form, less for a form that was added
    exact:         whether it counts only as it is written, even if other forms of the word do not
    """

    stems: tuple[str, ...]
    exacts: tuple[str, ...]
    gap: int = 0
    weight: float = 1.0
    exact: bool = False


_NO_WORDS = Form((), ())


class Within(NamedTuple):
    """Where words count: in the quotations of some speakers, or in any; or what stands for names alone.

    kind:  "speaker", "quotation" (of anybody), or "name": paragraphs that mention one of the names
    names: the names of people or organisations, as the archive has them
    typed: the name as it was typed
    """

    kind: str
    names: tuple[str, ...] = ()
    typed: str = ""


class Words(query.Or):  # type: ignore[misc]
    """One word or one phrase of the query.

    text:   the word as typed
    forms:  the forms that count as it; the typed form is the first, unless all forms were added
    fields: "body" and "title", or one of them
    exact:  whether only the exact forms count (in quotation marks, or on request)
    prefix: whether the only form is the beginning of a word
    quoted: whether it stood between quotation marks
    boost:  a factor: for paragraphs of the score of the word, for articles of its idf as a concept, see
            ``search.ranking.rarity``
    stands_alone: whether an operator follows it, so that it forms no name with the next word
    within: where it counts; None for the whole text. Without terms, it is what a speaker says, or a mention
    doubted: whether another spelling of it is far more frequent, so that it is the first to be dropped
    behind: whether what was added to it holds only behind the word before it: *II* in *fase II*

    The ranking reads the forms; the subqueries are only made for other readers.
    """

    minmatch, scale = 0, None  # as of any other Or
    doubted = False
    stands_alone = False
    behind = False

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
        within: Within | None = None,
    ) -> None:
        self.text = text
        self.forms = tuple(forms)
        self.fields = fields
        self.exact = exact
        self.prefix = prefix
        self.quoted = quoted
        self.boost = boost
        self.within = within

    @classmethod
    def of_names(cls, within: Within) -> Words:
        """Return what stands for a speaker or a name, without words."""
        return cls(within.typed, (_NO_WORDS,), ("body",), quoted=True, within=within)

    def like(
        self, forms: Sequence[Form], *, exact: bool | None = None, within: Within | None = None
    ) -> Words:
        """Return the same word with other forms, or within something else."""
        return Words(
            self.text,
            forms,
            self.fields if within is None else ("body",),
            exact=self.exact if exact is None else exact,
            prefix=self.prefix,
            quoted=self.quoted,
            boost=self.boost,
            within=within or self.within,
        )

    @property
    def is_named(self) -> bool:
        """Whether it stands for names, and has no words."""
        return not self.forms[0].exacts

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What the word matches and how it scores, whatever was typed. It is hashed faster than the forms."""
        forms = tuple([(form.stems, form.exacts, form.gap, form.weight, form.exact) for form in self.forms])
        return forms, self.fields, self.exact, self.prefix, self.boost, self.within

    @cached_property
    def subqueries(self) -> list[query.Query]:
        """Whoosh's queries for each form in each field."""
        return [self._in_field(form, field) for field in self.fields for form in self.forms]

    def _in_field(self, form: Form, field: str) -> query.Query:
        exact = self.exact or self.prefix or form.exact
        name, terms = (f"{field}_exact", form.exacts) if exact else (field, form.stems)
        if self.prefix:
            return query.Prefix(name, terms[0])
        if len(terms) == 1:
            return query.Term(name, terms[0], boost=form.weight)
        return query.Phrase(name, list(terms), slop=form.gap + 1, boost=form.weight)

    @property
    def typed(self) -> Form | None:
        """The typed form; None for a node of other names of several typed words, or one within quotations."""
        return self.forms[0] if self.forms[0].weight == 1.0 and self.within is None else None


class AllWords(query.And):  # type: ignore[misc]
    """All subqueries must match in the same unit of the search. A ``Not`` among them excludes units."""


class SameParagraph(query.And):  # type: ignore[misc]
    """All subqueries must match in the same paragraph. All of them search for words."""


class WordOfName(query.Or):  # type: ignore[misc]
    """A word of a name of several words that has other names: the word itself, or one of the other names.

    ``AllWords`` of all these nodes requires all words of the name, or another name instead of all of them.

    word:  the word
    names: the other names of the whole name, one object for all of its words
    typed: all words of the name in order, including function words
    whole: the name as a unit: its words side by side, or another name; one object for all its words
    """

    def __init__(self, word: Words, names: Words, typed: Sequence[Words], whole: Words) -> None:
        super().__init__([word, names])
        self.word = word
        self.names = names
        self.typed = tuple(typed)
        self.whole = whole


class Compound(query.Or):  # type: ignore[misc]
    """One typed word that is searched in several ways.

    It is the beginning of a compound (``perundang-und*``), in the ways in which the index may contain it; or
    a measure (*10 km*) in a query of which any word is enough, with the words inside it.

    word: the word as typed, one of the subqueries
    """

    def __init__(self, word: Words, others: Sequence[query.Query]) -> None:
        super().__init__([word, *others])
        self.word = word


def all_words(tree: query.Query) -> Iterator[Words]:
    """Yield all words of a tree, excluded ones included."""
    if isinstance(tree, Words):
        yield tree
    elif isinstance(tree, query.Not):
        yield from all_words(tree.query)
    elif isinstance(tree, query.compound.CompoundQuery):
        for part in tree.subqueries:
            yield from all_words(part)


def positive_words(tree: query.Query) -> list[Words]:
    """Return the words that are searched for, in query order, without excluded ones; each object once."""
    found: dict[int, Words] = {}
    _add_positive_words(tree, found)
    return list(found.values())


def _add_positive_words(tree: query.Query, found: dict[int, Words]) -> None:
    if isinstance(tree, Words):
        found[id(tree)] = tree
    elif isinstance(tree, query.compound.CompoundQuery):
        for part in tree.subqueries:
            _add_positive_words(part, found)


def names_whole(tree: query.Query) -> query.Query:
    """Return the tree with each name of several words as a unit, or the same tree if it has no such name."""
    if type(tree) is query.Or or isinstance(tree, AllWords):
        parts: list[query.Query] = []
        for part in tree.subqueries:
            one = part.whole if isinstance(part, WordOfName) else names_whole(part)
            if not any(one is other for other in parts):
                parts.append(one)
        same = len(parts) == len(tree.subqueries) and all(map(is_, parts, tree.subqueries))
        if same or len(parts) > 1:
            return tree if same else type(tree)(parts)
        return parts[0]
    return tree


def same_paragraph(tree: query.Query) -> query.Query:
    """Return the tree whose words must all occur in one paragraph, the alternatives of an OR each by itself.

    Words that are only searched in headlines, exclusions and filters still concern the whole article.
    """
    if type(tree) is query.Or:
        return query.Or([same_paragraph(part) for part in tree.subqueries])
    if not isinstance(tree, AllWords):
        return tree
    parts = [same_paragraph(part) for part in tree.subqueries]
    together = [part for part in parts if asks_for_words(part) and not _only_in_headlines(part)]
    if len(together) < 2:
        return AllWords(parts)
    others = [part for part in parts if not any(part is one for one in together)]
    joined = SameParagraph(together)
    return AllWords([joined, *others]) if others else joined


def _only_in_headlines(tree: query.Query) -> bool:
    return all(word.fields == ("title",) for word in positive_words(tree))


def asks_for_words(tree: query.Query) -> bool:
    """Return whether a tree searches for any words: see ``positive_words``."""
    if isinstance(tree, Words):
        return True
    return isinstance(tree, query.compound.CompoundQuery) and any(map(asks_for_words, tree.subqueries))


def speaks_of_dates(tree: query.Query) -> bool:
    """Return whether a tree asks for days of publication."""
    if isinstance(tree, Words):
        return False
    if isinstance(tree, query.TermRange):
        return True
    if isinstance(tree, query.Not):
        return speaks_of_dates(tree.query)
    return isinstance(tree, query.compound.CompoundQuery) and any(map(speaks_of_dates, tree.subqueries))


def without_days(tree: query.Query) -> query.Query:
    """Return the tree without the days of publication that it asks for."""
    if isinstance(tree, query.TermRange):
        return query.Every()
    if type(tree) is query.Or or isinstance(tree, AllWords):
        parts = [without_days(part) for part in tree.subqueries]
        if isinstance(tree, AllWords):
            parts = [part for part in parts if not isinstance(part, query.Every)]
        elif any(isinstance(part, query.Every) for part in parts):
            return query.Every()
        return type(tree)(parts) if parts else query.Every()
    return tree
