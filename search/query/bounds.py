"""What a query may cost: of very many words the most telling ones are searched, and the rest is said.

The kernel keeps the words of a query as the bits of one integer, and what it does grows with them. A pasted
paragraph has more words than anybody means; those that stand in few documents say what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from whoosh import query

from search.query.interpret import Understood
from search.query.tree import AllWords, Form, Words, positive_words
from search.results import Remark

#: The code of the note that names the words that were left out.
WORDS_LEFT_OUT = "words_left_out"
#: Words that are searched at most. Words that are excluded count as one where there are more.
MOST_WORDS = 32
#: No shorter text has as many words.
LONG_TEXT = 2 * MOST_WORDS
#: The time that a search takes grows with the postings of a word: so many cost as much as a rare word.
_POSTINGS = 20_000
_MOST_COST = 8.0
#: Terms of a phrase that are compared; nobody quotes more, and few texts agree in so many.
_MOST_TERMS = 40


def bounded(understood: Understood, holding: Callable[[Words], int]) -> Understood:
    """Return a query that costs no more than MOST_WORDS rare words, and a note of what was left out of it.

    holding: tells how many paragraphs hold a word, about
    """
    tree = _with_short_phrases(understood.tree)
    if tree is understood.tree and sum(_cost(word, holding) for word in _all_words(tree)) <= MOST_WORDS:
        return understood
    tree = _exclusions_joined(tree)
    room, used = MOST_WORDS / 2, 0.0  # exclusions take half of it at most
    units = _once(tree)
    kept: set[int] = set()
    for unit in _by_rarity(units, holding):
        room = room if isinstance(unit, query.Not) else MOST_WORDS
        cost = sum(_cost(word, holding) for word in _all_words(unit))
        if used + cost <= room:
            used += cost
            kept.add(id(unit))
    left_out = [_typed(unit, word) for unit in units if id(unit) not in kept for word in _all_words(unit)]
    tree = _only(tree, kept) or query.NullQuery
    concepts = [part for each in understood.concepts if (part := _only(each, kept)) is not None]
    notes = understood.notes
    if left_out:
        notes = (*notes, Remark(WORDS_LEFT_OUT, {"words": tuple(left_out)}))
    return replace(
        understood, tree=tree, words=tuple(positive_words(tree)), concepts=tuple(concepts), notes=notes
    )


def _cost(word: Words, holding: Callable[[Words], int]) -> float:
    return 1.0 + min(_MOST_COST, holding(word) / _POSTINGS)


def _typed(unit: query.Query, word: Words) -> str:
    return f"-{word.text}" if isinstance(unit, query.Not) else word.text


def _once(tree: query.Query) -> list[query.Query]:
    """Return the units of a tree, each once, however often it was typed."""
    units: dict[object, query.Query] = {}
    for unit in _units(tree):
        excluded = isinstance(unit, query.Not)
        units.setdefault((excluded, *[word.key for word in _all_words(unit)]), unit)
    return list(units.values())


def _by_rarity(units: list[query.Query], holding: Callable[[Words], int]) -> list[query.Query]:
    """Return the exclusions, then the words, those of few documents first."""

    def place(unit: query.Query) -> tuple[bool, int]:
        return not isinstance(unit, query.Not), min(map(holding, _all_words(unit)))

    return sorted(units, key=place)


def _all_words(tree: query.Query) -> Iterator[Words]:
    """Yield all words of a tree, excluded ones too."""
    if isinstance(tree, query.Not):
        yield from _all_words(tree.query)
    elif isinstance(tree, Words):
        yield tree
    elif isinstance(tree, query.compound.CompoundQuery):
        for part in tree.subqueries:
            yield from _all_words(part)


def _units(tree: query.Query) -> Iterator[query.Query]:
    """Yield what is kept or left out as a whole: words, exclusions, and what one typed word stands for."""
    if type(tree) in (AllWords, query.Or, query.And):
        for part in tree.subqueries:
            yield from _units(part)
    elif any(True for _ in _all_words(tree)):
        yield tree


def _only(tree: query.Query, kept: set[int]) -> query.Query | None:
    """Return a tree with the units that are kept, and with all filters; None without any."""
    if type(tree) in (AllWords, query.Or, query.And):
        parts = [part for each in tree.subqueries if (part := _only(each, kept)) is not None]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 and type(tree) is query.Or else type(tree)(parts)
    return tree if id(tree) in kept or not any(True for _ in _all_words(tree)) else None


def _with_short_phrases(tree: query.Query) -> query.Query:
    """Return a tree whose phrases are compared in their first terms only; the same tree without long ones."""
    if all(len(form.stems) <= _MOST_TERMS for word in _all_words(tree) for form in word.forms):
        return tree
    if isinstance(tree, Words):
        forms = [
            replace(form, stems=form.stems[:_MOST_TERMS], exacts=form.exacts[:_MOST_TERMS])
            for form in tree.forms
        ]
        return Words(tree.text, forms, tree.fields, exact=tree.exact, prefix=tree.prefix, quoted=tree.quoted)
    if isinstance(tree, query.Not):
        return query.Not(_with_short_phrases(tree.query))
    if type(tree) in (AllWords, query.Or, query.And):
        return type(tree)([_with_short_phrases(part) for part in tree.subqueries])
    return tree


def _exclusions_joined(tree: query.Query) -> query.Query:
    """Return a tree whose excluded words of one kind are one: no article may hold any of them."""
    if not isinstance(tree, AllWords):
        return tree
    joined: dict[tuple[object, ...], list[Words]] = {}
    parts: list[query.Query] = []
    for part in tree.subqueries:
        word = part.query if isinstance(part, query.Not) else None
        if isinstance(word, Words) and not word.prefix:
            joined.setdefault((word.fields, word.exact), []).append(word)
        else:
            parts.append(part)
    for words in joined.values():
        forms: list[Form] = [form for word in words for form in word.forms]
        text = " ".join([word.text for word in words])
        parts.append(query.Not(Words(text, forms, words[0].fields, exact=words[0].exact)))
    return AllWords(parts)
