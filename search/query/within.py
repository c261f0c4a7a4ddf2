"""Words within quotations: what is asked for beside a speaker counts in their quotations only.

``oleh:"Sri Mulyani" subsidi`` finds *subsidi* where Sri Mulyani says it. A speaker holds for the group that
they stand in: for the whole query, or for what is in brackets with them. Words of headlines and exclusions
are as they are elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from whoosh import query

from search.query.tree import AllWords, Compound, Within, WordOfName, Words, asks_for_words

ANYBODY = Within("quotation")


class Binder:
    """Puts the words of a query within the quotations that they are asked for in.

    A word that stands in several trees stays one object.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, Within | None], tuple[query.Query, query.Query]] = {}

    def bound(self, tree: query.Query) -> query.Query:
        """Return a tree in which the words beside a speaker are within what the speaker says."""
        return self._bound(tree, None)

    def within(self, tree: query.Query, within: Within) -> query.Query:
        """Return a tree whose words are within quotations; what is within others already stays so."""
        return self._bound(tree, within)

    def _bound(self, tree: query.Query, within: Within | None) -> query.Query:
        known = self._known.get((id(tree), within))
        if known is None:
            known = self._known[id(tree), within] = (tree, self._new(tree, within))
        return known[1]

    def _new(  # noqa: PLR0911 - one for each kind of node
        self, tree: query.Query, within: Within | None
    ) -> query.Query:
        if isinstance(tree, Words):
            free = tree.within in (None, ANYBODY) and "body" in tree.fields
            return tree.like(tree.forms, within=within) if within and free else tree
        if isinstance(tree, WordOfName):
            if not within:
                return tree
            return WordOfName(
                self._word(tree.word, within),
                self._word(tree.names, within),
                [self._word(word, within) for word in tree.typed],
                self._word(tree.whole, within),
            )
        if isinstance(tree, Compound):
            others = [self._bound(part, within) for part in tree.subqueries if part is not tree.word]
            return Compound(self._word(tree.word, within), others) if within else tree
        if isinstance(tree, AllWords):
            return self._group(tree, within)
        if type(tree) is query.Or:
            parts = [self._bound(part, within) for part in tree.subqueries]
            return tree if all(map(_same, parts, tree.subqueries)) else query.Or(parts)
        return tree

    def _word(self, word: Words, within: Within | None) -> Words:
        bound = self._bound(word, within)
        assert isinstance(bound, Words)
        return bound

    def _group(self, tree: AllWords, within: Within | None) -> query.Query:
        speakers = speaker_beside(tree)
        said = speakers or within
        parts = [part if _speaker(part) else self._bound(part, said) for part in tree.subqueries]
        if speakers and any(_is_said(part, said) for part in parts):  # who says it is known by the words
            parts = [part for part in parts if not _speaker(part)]
        if all(map(_same, parts, tree.subqueries)) and len(parts) == len(tree.subqueries):
            return tree
        alone = len(parts) == 1 and not isinstance(parts[0], query.Not)
        return parts[0] if alone else AllWords(parts)


def speaker_beside(tree: query.Query) -> Within | None:
    """Return the speakers that the words of a group are within, or None."""
    parts = tree.subqueries if isinstance(tree, AllWords) else [tree]
    speakers = [speaker for part in parts if (speaker := _speaker(part))]
    return _together(speakers) if speakers else None


def _same(new: query.Query, old: query.Query) -> bool:
    return new is old


def _speaker(part: query.Query) -> Within | None:
    """Return who speaks, if a part asks for speakers only: one of them, or any of several."""
    if isinstance(part, Words):
        return part.within if part.is_named and part.within and part.within.kind == "speaker" else None
    if type(part) is query.Or:
        speakers = [_speaker(one) for one in part.subqueries]
        if all(speakers):
            return _together([one for one in speakers if one])
    return None


def _together(speakers: Sequence[Within]) -> Within:
    """Return several speakers as one: what any of them says."""
    if len(speakers) == 1:
        return speakers[0]
    names = tuple(dict.fromkeys(name for one in speakers for name in one.names))
    return Within("speaker", names, "\n".join(one.typed for one in speakers))


def _is_said(part: query.Query, within: Within | None) -> bool:
    """Tell whether a part has words within what is said."""
    if isinstance(part, Words):
        return part.within == within and not part.is_named
    if isinstance(part, query.Not) or not asks_for_words(part):
        return False
    return any(_is_said(one, within) for one in part.subqueries)


def common(tree: query.Query) -> Within | None:
    """Return the speakers that all words of a tree are within, None if there are no such speakers."""
    found = {word.within for word in _positive(tree)}
    within = found.pop() if len(found) == 1 else None
    return within if within and within.kind == "speaker" else None


def _positive(tree: query.Query) -> list[Words]:
    if isinstance(tree, Words):
        return [tree]
    if isinstance(tree, query.compound.CompoundQuery):
        return [word for part in tree.subqueries for word in _positive(part)]
    return []
