"""The parser turns the text of the search box into a query tree.

Words side by side must all occur in an article; ``OR`` (``ATAU``, ``|``) joins its two neighbours, ``-`` or
``NOT`` excludes, brackets group, quotation marks make an exact phrase (``"…"~3`` allows three words between
two neighbours), ``kata*`` is the beginning of a word, and ``judul:`` and other names select a field. No text
that a person types is an error: what cannot be meant is tolerated and noted.

Exclusions come last in a group, wherever they were typed, so that the description of a query is the same
query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Protocol

from whoosh import query

from search.indonesian import Analyzer
from search.interpretation import Expanded
from search.query.archive import Archive
from search.query.asking import without_asking
from search.query.filter_reader import FilterReader, is_address, words_of_address
from search.query.lexer import Piece, lex
from search.query.tree import STEMMED, AllWords, Words, all_words, asks_for_words
from search.query.units import with_units
from search.query.within import ANYBODY, Binder, speaker_beside
from search.query.word_reader import WordReader
from search.remarks import Remark

_DATE_GAP = 3  # other words between those of a date: 21 (dua puluh satu) November 2022
_NO_FIELD = re.compile(r"([^\W\d_]\w+):(?=[^\s/:.,])")
_DEEPEST_BRACKET = 20  # nobody means more, and every level costs stack
_FEW = 10  # words of a query in which the other writings of numbers are looked for
#: What a query is said to be that nothing matches, see ``search.wording``; typed, it matches nothing too.
_NOTHING = frozenset(["tidak satu artikel pun", "no article"])


class Expander(Protocol):
    """The interface of an expander, which adds other names to the words of a query."""

    @property
    def archive(self) -> Archive | None:
        """The archive that the parser asks, or None."""
        ...

    def expand(
        self, parts: Sequence[query.Query], *, numerals: bool = True
    ) -> tuple[list[query.Query], list[Expanded]]:
        """Return the parts with other names added, and what was added. numerals: to numbers as well."""
        ...


@dataclass
class Parsed:
    """A parsed query.

    tree:     what must match: ``Every`` for a blank text, ``NullQuery`` for a text without words
    ignored:  the function words that were left out
    asking:   words that only ask or point; they are not in the tree, because an article need not contain them
    words:    all words that are searched for, in query order, including those of ``asking``
    expanded: the words that are searched under other names too
    notes:    what was tolerated
    """

    tree: query.Query
    asking: tuple[Words, ...] = ()
    words: query.Query = query.NullQuery
    ignored: tuple[str, ...] = ()
    expanded: tuple[Expanded, ...] = ()
    notes: tuple[Remark, ...] = ()


@dataclass
class QueryParser:
    """The parser parses query texts for one index.

    today:     the day from which relative dates are counted
    exact:     whether every word matches only as it is written
    headlines: whether words are searched in headlines too
    expander:  adds other names to words, or None
    archive:   where patterns and names are looked up, or None
    plain:     whether the text is only words, without operators
    demanding: whether words that only ask or point must match like all others
    any_word:  whether any word is enough, so that the words inside a measure are useful too
    speakers:  words count only in the quotations of these, any of them
    quotes:    whether words count only in quotations
    """

    analyzer: Analyzer
    today: date
    exact: bool = False
    headlines: bool = True
    expander: Expander | None = None
    archive: Archive | None = None
    plain: bool = False
    demanding: bool = False
    any_word: bool = False
    speakers: Sequence[str] = ()
    quotes: bool = False
    _notes: list[Remark] = field(default_factory=list, init=False)
    _ignored: list[str] = field(default_factory=list, init=False)
    _everything: bool = field(default=False, init=False)
    _speaks: bool = field(default=False, init=False)
    _words: WordReader = field(init=False)

    def __post_init__(self) -> None:
        self._words = WordReader(
            self.analyzer, self.exact, self.headlines, self.plain, self.any_word, self.archive, self._note
        )

    def parse(self, text: str, together: Sequence[tuple[int, int]] = ()) -> Parsed:
        """Parse a query text. No text raises an exception.

        together: half-open ranges of the text whose words must be near each other: dates that are read as
                  words
        """
        self._notes, self._ignored, self._everything, self._speaks = [], [], False, False
        self._words.begin()
        pieces = [Piece("word", text, 0)] if self.plain else list(_shallow(lex(text)))
        for first, end in together:
            pieces = list(_together(pieces, first, end))
        pieces = with_units(pieces, text, self.analyzer)
        node, rest = self._sequence(pieces, 0)
        while rest < len(pieces):  # a closing bracket without its pair
            self._note("unpaired_bracket")
            more, rest = self._sequence(pieces, rest + 1)
            node += more
        self._numerals = sum(map(self._is_searched, chain.from_iterable(map(all_words, node)))) <= _FEW
        node, expanded = self._expanded(node) if self.expander else (node, [])
        if (not node and text.strip() and not self._everything) or text.strip() in _NOTHING:
            self._note("no_word")
            return Parsed(query.NullQuery, notes=tuple(self._notes))
        if len(node) == 1 and isinstance(node[0], AllWords):  # all of it in brackets
            node = list(node[0].subqueries)
        node = self._with_speakers(node)
        node, ignored = self._without_function_words(node)
        ignored = (*self._ignored, *ignored)
        demanded, asking = (node, ()) if self.demanding else without_asking(node)
        tree, words = all_of(demanded), all_of(node)
        if self._speaks:
            tree, asking, words = _bound(tree, asking, words)
        return Parsed(tree, asking, words, ignored, tuple(expanded), tuple(self._notes))

    def _is_searched(self, word: Words) -> bool:
        """Return whether a word is searched for, and does not only introduce others."""
        return not self.analyzer.is_function_word(word.text)

    def _with_speakers(self, node: list[query.Query]) -> list[query.Query]:
        """Return the parts of a query within the quotations that the request asks for."""
        speakers = [Words.of_names(self._filters.speaker(name)) for name in self.speakers]
        if speakers:
            self._speaks = True
            return [speakers[0] if len(speakers) == 1 else query.Or(speakers), *node]
        return [Binder().within(part, ANYBODY) for part in node] if self.quotes else node

    @property
    def _filters(self) -> FilterReader:
        return FilterReader(self.today, self.archive, self._note)

    def _expanded(self, parts: list[query.Query]) -> tuple[list[query.Query], list[Expanded]]:
        """Add other names inside groups first, then to the parts themselves. Exclusions stay as typed."""
        assert self.expander is not None
        inner: list[Expanded] = []
        result: list[query.Query] = []
        for part in parts:
            if isinstance(part, AllWords):
                group, found = self._expanded(list(part.subqueries))
                inner += found
                result.append(all_of(group))
            elif type(part) is query.Or:
                choices = [self._expanded([choice]) for choice in part.subqueries]
                inner += [found for _, all_found in choices for found in all_found]
                result.append(query.Or([all_of(group) for group, _ in choices]))
            else:
                result.append(part)
        result, outer = self.expander.expand(result, numerals=self._numerals)
        return result, inner + outer

    def _note(self, code: str, **values: object) -> None:
        note = Remark(code, values)
        if note not in self._notes:
            self._notes.append(note)

    def _sequence(
        self, pieces: Sequence[Piece], at: int, fields: tuple[str, ...] = STEMMED
    ) -> tuple[list[query.Query], int]:
        """Parse up to a closing bracket or the end. Return the parts and the index of that piece."""
        parts: list[query.Query] = []
        joining = False
        while at < len(pieces) and pieces[at].kind != "close":
            if pieces[at].kind == "or":
                joining, at = bool(parts), at + 1
                continue
            if pieces[at].kind == "distance":
                self._note("no_operator", text=pieces[at].text)
                at += 1
                continue
            if pieces[at].kind == "and":
                if parts and type(parts[-1]) is Words:
                    parts[-1].stands_alone = True
                at += 1
                continue
            group, at = self._unary(pieces, at, fields)
            if joining and group:
                parts[-1] = _either(parts[-1], self._group(group))
            else:
                parts.extend(group)
            joining = False
        return parts, at

    def _unary(
        self, pieces: Sequence[Piece], at: int, fields: tuple[str, ...]
    ) -> tuple[list[query.Query], int]:
        if pieces[at].kind != "not":
            return self._primary(pieces, at, fields)
        if at + 1 == len(pieces) or pieces[at + 1].kind in ("close", "or", "and", "not", "distance"):
            return [], at + 1
        group, at = self._primary(pieces, at + 1, fields)
        return ([query.Not(self._group(group))] if group else []), at

    def _primary(  # noqa: PLR0911 - one for each kind of piece
        self, pieces: Sequence[Piece], at: int, fields: tuple[str, ...]
    ) -> tuple[list[query.Query], int]:
        piece = pieces[at]
        if piece.kind == "field":
            return self._field(pieces, at, fields)
        if piece.kind == "open":
            group, end = self._sequence(pieces, at + 1, fields)
            if end == len(pieces):
                self._note("unpaired_bracket")
            return ([self._group(group)] if group else []), end + 1
        if piece.kind == "published":
            first, last = piece.days
            return [query.TermRange("published", first or None, last or None)], at + 1
        if piece.kind == "everything":
            self._everything = True
            return [], at + 1
        if not self.plain and is_address(piece.text):
            return self._address(piece, fields), at + 1
        if piece.kind in ("phrase", "near"):
            return self._words.phrase(piece, fields), at + 1
        if not self.plain and (name := _NO_FIELD.match(piece.text)):
            self._note("no_field_name", text=name[1])
        return self._words.words(piece.text, fields), at + 1

    def _address(self, piece: Piece, fields: tuple[str, ...]) -> list[query.Query]:
        """Return the filter for the articles with an address, or its words if no article has it."""
        found = self._filters.address(piece.text)
        if found:
            return found
        if piece.kind == "phrase":
            return self._words.phrase(piece, fields)
        return self._words.words(words_of_address(piece.text), fields)

    def _group(self, parts: list[query.Query]) -> query.Query:
        kept, ignored = self._without_function_words(parts)
        self._ignored += ignored
        return all_of(kept)

    def _field(
        self, pieces: Sequence[Piece], at: int, fields: tuple[str, ...]
    ) -> tuple[list[query.Query], int]:
        """Return what a name before a colon asks for. The name is a word if nothing suitable follows it."""
        name = pieces[at]
        following = pieces[at + 1].kind if at + 1 < len(pieces) else ""
        if name.text in STEMMED and following in ("word", "phrase", "open"):
            return self._primary(pieces, at + 1, (name.text,))
        if name.text == "quotation" and following in ("word", "phrase", "open"):
            parts, end = self._primary(pieces, at + 1, ("body",))
            return [Binder().within(part, ANYBODY) for part in parts], end
        if name.text in ("speaker", "name") and following in ("word", "phrase"):
            self._speaks |= name.text == "speaker"
            within, end = self._filters.names(name, pieces, at + 1)
            return [Words.of_names(within)], end
        if following in ("word", "phrase"):
            value, end = self._filters.value(name, pieces, at + 1)
            found = self._filters.filter(name, value)
            if found is not None:
                return found, end
        elif following == "open":
            return [], at + 1
        return self._words.words(name.typed, fields), at + 1

    def _without_function_words(self, parts: list[query.Query]) -> tuple[list[query.Query], tuple[str, ...]]:
        """Leave out function words if other words remain, but never from phrases or OR groups."""
        kept: list[query.Query] = []
        ignored: list[str] = []
        for part in parts:
            plain = isinstance(part, Words) and not part.quoted and not part.prefix
            if plain and self.analyzer.is_function_word(part.text):
                ignored.append(part.text)
            else:
                kept.append(part)
        if not any(map(asks_for_words, kept)):
            return parts, ()
        return kept, tuple(ignored)


def _bound(
    tree: query.Query, asking: tuple[Words, ...], words: query.Query
) -> tuple[query.Query, tuple[Words, ...], query.Query]:
    """Put words within what the speaker beside them says; see ``Binder``."""
    binder, said = Binder(), speaker_beside(words)
    bound = [binder.within(word, said) if said else word for word in asking]
    kept = tuple(word for word in bound if isinstance(word, Words))
    return binder.bound(tree), kept, binder.bound(words)


def _together(pieces: Sequence[Piece], first: int, end: int) -> Iterator[Piece]:
    """Yield the pieces. If those in a range are all words, they are yielded as one piece."""
    inside = [piece for piece in pieces if first <= piece.start < end]
    if len(inside) < 2 or any(piece.kind != "word" for piece in inside):
        yield from pieces
        return
    text = " ".join(piece.text for piece in inside)
    for piece in pieces:
        if piece is inside[0]:
            yield Piece("near", text, piece.start, _DATE_GAP)
        elif not any(piece is one for one in inside):
            yield piece


def _shallow(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces without the brackets that are nested too deeply."""
    depth = 0
    for piece in pieces:
        depth += piece.kind == "open"
        if piece.kind not in ("open", "close") or depth <= _DEEPEST_BRACKET:
            yield piece
        depth -= piece.kind == "close" and depth > 0


def all_of(parts: list[query.Query]) -> query.Query:
    """Return a tree that requires all parts in one article, with the exclusions last."""
    if not parts:
        return query.Every()
    if len(parts) == 1 and not isinstance(parts[0], query.Not):
        return parts[0]
    if any(isinstance(part, query.Not) for part in parts):
        parts = sorted(parts, key=lambda part: isinstance(part, query.Not))
    return AllWords(parts)


def _either(left: query.Query, right: query.Query) -> query.Query:
    if type(left) is query.Or:
        return query.Or([*left.subqueries, right])
    return query.Or([left, right])
