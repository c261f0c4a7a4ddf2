"""The module limits the cost of a query: of very many words the rarest are searched, the others named.

The kernel keeps the words of a query as the bits of one integer, and its work grows with their number. A
pasted paragraph has more words than anybody means; the words of few documents say best what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from whoosh import query

from search.query.tree import AllWords, Compound, Form, WordOfName, Words, all_words

#: The code of the note that names the words that were left out.
WORDS_LEFT_OUT = "words_left_out"
#: Words that are searched at most. Words that are excluded count as one where there are more.
MOST_WORDS = 32
#: No shorter text has as many words.
_LONG_TEXT = 2 * MOST_WORDS
#: The time that a search takes grows with the postings of a word: so many cost as much as a rare word.
_POSTINGS = 10_000
_MOST_COST = 8.0
#: Every form of a word (of a pattern, of a near spelling) has posting lists: so many cost as much as a word.
_FORMS = 16
_LOOKED_UP = frozenset("*?~")  # without these a word has few forms
#: Terms of a phrase that are compared; nobody quotes more, and few texts agree in so many.
_MOST_TERMS = 40
_DIVIDED = (AllWords, query.Or, query.And)  # these types, and none made of them, have several units


class Bounded(NamedTuple):
    """A query that searches for at most MOST_WORDS words.

    tree:     what is searched; if it excludes many words of one kind, they are joined
    said:     the same query as it was typed
    left_out: the words that are not searched, with a hyphen if they were excluded
    """

    tree: query.Query
    said: query.Query
    left_out: tuple[str, ...]


def may_cost_much(text: str, tree: query.Query) -> bool:
    """Tell quickly whether a query may have to be bounded: a long text, or a word of many forms.

    Only patterns and near spellings have many.
    """
    if len(text) >= _LONG_TEXT:
        return True
    return not _LOOKED_UP.isdisjoint(text) and any(len(word.forms) > _FORMS for word in all_words(tree))


def bounded(typed: query.Query, holding: Callable[[Words], int]) -> Bounded:
    """Return a query without the words that cost too much.

    Words that occur nowhere are left out first, and then the most frequent ones.

    holding: returns the approximate number of paragraphs that contain a word
    """
    said = _with_short_phrases(typed)
    if said is typed and sum(_cost(word, holding) for word in all_words(typed)) <= MOST_WORDS:
        return Bounded(typed, typed, ())
    tree, joined = _exclusions_joined(said)
    units = _units_of(tree)
    room, used = MOST_WORDS / 2, 0.0  # exclusions take half of it at most
    kept: set[int] = set()
    for unit in sorted(units, key=lambda unit: _order(unit, min(map(holding, unit.words)))):
        room = room if unit.excludes else MOST_WORDS
        cost = sum(_cost(word, holding) for word in unit.words)
        if used + cost <= room:
            used += cost
            kept.add(id(unit.node))
            kept.update(map(id, joined.get(id(unit.node), ())))
    left_out: list[str] = []
    for unit in units:
        if id(unit.node) not in kept:
            left_out += [f"-{part.query.text}" for part in joined.get(id(unit.node), ())] or unit.typed
    return Bounded(
        _only(tree, kept) or query.NullQuery, _only(said, kept) or query.NullQuery, tuple(left_out)
    )


def _order(unit: _Unit, frequency: int) -> tuple[bool, bool, int]:
    """Return what units are sorted by: exclusions, then the rarest; words that occur nowhere come last."""
    return not unit.excludes, frequency == 0, frequency


def _cost(word: Words, holding: Callable[[Words], int]) -> float:
    return 1.0 + min(_MOST_COST, holding(word) / _POSTINGS) + len(word.forms) // _FORMS


class _Unit(NamedTuple):
    """A part of a query that is kept or left out as a whole: a word, an exclusion, a name.

    node:  the node whose identity tells units apart; for a name of several words, the name as a unit
    words: the words that are searched for it
    typed: its words as typed
    """

    node: query.Query
    words: list[Words]
    typed: tuple[str, ...]

    @property
    def excludes(self) -> bool:
        """Return whether the unit is an exclusion."""
        return isinstance(self.node, query.Not)


def _units_of(tree: query.Query) -> list[_Unit]:
    """Return the units of a tree. A unit that was typed several times is returned once."""
    units: dict[object, _Unit] = {}
    for unit in _units(tree):
        key = (unit.excludes, *[word.key for word in unit.words])
        units.setdefault(key, unit)
    return list(units.values())


def _units(tree: query.Query) -> Iterator[_Unit]:
    if type(tree) in _DIVIDED:
        names: dict[int, list[WordOfName]] = {}
        for part in tree.subqueries:
            if isinstance(part, WordOfName):
                names.setdefault(id(part.whole), []).append(part)
        for part in tree.subqueries:
            if not isinstance(part, WordOfName):
                yield from _units(part)
            elif (of_name := names[id(part.whole)])[0] is part:
                yield _unit_of_name(of_name)
    elif isinstance(tree, WordOfName):
        yield _unit_of_name([tree])
    elif words := list(all_words(tree)):
        excluded = isinstance(tree, query.Not)
        typed = [tree.word] if isinstance(tree, Compound) else words
        yield _Unit(tree, words, tuple(f"-{word.text}" if excluded else word.text for word in typed))


def _unit_of_name(parts: list[WordOfName]) -> _Unit:
    whole, words = parts[0].whole, [part.word for part in parts]
    return _Unit(whole, [whole, parts[0].names, *words], (whole.text,))


def _only(tree: query.Query, kept: set[int]) -> query.Query | None:
    """Return a tree with the kept units and with all filters, or None if nothing is left."""
    if type(tree) in _DIVIDED:
        parts = [part for each in tree.subqueries if (part := _only(each, kept)) is not None]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 and type(tree) is query.Or else type(tree)(parts)
    node = tree.whole if isinstance(tree, WordOfName) else tree
    return tree if id(node) in kept or not any(True for _ in all_words(tree)) else None


def _with_short_phrases(tree: query.Query) -> query.Query:
    """Return a tree in which long phrases are compared by their first terms only."""
    if all(len(form.stems) <= _MOST_TERMS for word in all_words(tree) for form in word.forms):
        return tree
    if isinstance(tree, Words):
        forms = [
            replace(form, stems=form.stems[:_MOST_TERMS], exacts=form.exacts[:_MOST_TERMS])
            for form in tree.forms
        ]
        return tree.like(forms)
    if isinstance(tree, query.Not):
        return query.Not(_with_short_phrases(tree.query))
    if type(tree) in _DIVIDED:
        return type(tree)([_with_short_phrases(part) for part in tree.subqueries])
    return tree


def _exclusions_joined(tree: query.Query) -> tuple[query.Query, dict[int, list[query.Query]]]:
    """Return a tree in which all excluded words of one kind are one node.

    The second result maps the identity of each joined node to the exclusions as they were typed.
    """
    if not isinstance(tree, AllWords):
        return tree, {}
    kinds: dict[tuple[object, ...], list[query.Query]] = {}
    parts: list[query.Query] = []
    for part in tree.subqueries:
        word = part.query if isinstance(part, query.Not) else None
        if isinstance(word, Words) and not word.prefix:
            kinds.setdefault((word.fields, word.exact), []).append(part)
        else:
            parts.append(part)
    joined: dict[int, list[query.Query]] = {}
    for exclusions in kinds.values():
        words = [exclusion.query for exclusion in exclusions]
        forms: list[Form] = [form for word in words for form in word.forms]
        text = " ".join([word.text for word in words])
        parts.append(query.Not(Words(text, forms, words[0].fields, exact=words[0].exact)))
        joined[id(parts[-1])] = exclusions
    return AllWords(parts), joined
