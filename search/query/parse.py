"""From the search box to the query tree.

Words side by side must all occur in an article; ``OR`` (``ATAU``, ``|``) joins its two neighbours, ``-`` or
``NOT`` excludes, brackets group, quotation marks make an exact phrase (``"…"~3`` lets three words stand
between), ``kata*`` is a beginning, ``judul:`` and its kin choose a field. Nothing a person types is an error:
what cannot be meant is tolerated and noted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from whoosh import query

from search.indonesian import Analyzer
from search.indonesian.normalise import fold
from search.indonesian.terms import Word
from search.indonesian.tokens import Token, tokenise
from search.query.dates import DateError, parse_date
from search.query.lexer import Piece, lex
from search.query.tree import STEMMED, AllWords, Form, Words
from search.query.units import phrase_forms, with_units
from search.results import Expanded, Remark

_SHORTEST_PREFIX = 2
_DEEPEST_BRACKET = 20  # nobody means more, and every level costs stack
_REMEMBERED_WORDS = 50_000
_FILTERS = (query.Not, query.Term, query.TermRange)


class Expander(Protocol):
    """What adds other names to the words of a query."""

    def expand(self, parts: Sequence[query.Query]) -> tuple[list[query.Query], list[Expanded]]:
        """Return the parts with other names added, and what was added."""
        ...


@dataclass
class Parsed:
    """A parsed query.

    tree:    what must match: ``Every`` for a blank text, ``NullQuery`` where no word is in it
    ignored: function words left out
    expanded: words searched under other names too
    notes:   what was tolerated
    """

    tree: query.Query
    ignored: tuple[str, ...] = ()
    expanded: tuple[Expanded, ...] = ()
    notes: tuple[Remark, ...] = ()


@dataclass
class QueryParser:
    """Parses query texts for one index.

    today: the day that relative dates count from
    exact: every word matches as it is written only
    headlines: whether words are searched in headlines too
    expander: adds other names to words, or None
    plain: the text is words only, without operators
    any_word: any word will do, so that those within a measure are worth something too
    """

    analyzer: Analyzer
    today: date
    exact: bool = False
    headlines: bool = True
    expander: Expander | None = None
    plain: bool = False
    any_word: bool = False
    _notes: list[Remark] = field(default_factory=list, init=False)
    _ignored: list[str] = field(default_factory=list, init=False)

    def parse(self, text: str) -> Parsed:
        """Parse a query text; never raises."""
        self._notes, self._ignored = [], []
        pieces = [Piece("word", text, 0)] if self.plain else list(_shallow(lex(text)))
        pieces = with_units(pieces, text, self.analyzer)
        node, rest = self._sequence(pieces, 0)
        while rest < len(pieces):  # a closing bracket without its pair
            self._note("unpaired_bracket")
            more, rest = self._sequence(pieces, rest + 1)
            node += more
        node, expanded = self._expanded(node) if self.expander else (node, [])
        if text.strip() and not node:
            self._note("no_word")
            return Parsed(query.NullQuery, notes=tuple(self._notes))
        node, ignored = self._without_function_words(node)
        return Parsed(_all_of(node), (*self._ignored, *ignored), tuple(expanded), tuple(self._notes))

    def _expanded(self, parts: list[query.Query]) -> tuple[list[query.Query], list[Expanded]]:
        """Add other names in groups first, then to the parts themselves; what is excluded stays as typed."""
        assert self.expander is not None
        inner: list[Expanded] = []
        result: list[query.Query] = []
        for part in parts:
            if isinstance(part, AllWords):
                group, found = self._expanded(list(part.subqueries))
                inner += found
                result.append(_all_of(group))
            elif isinstance(part, query.Or) and not isinstance(part, Words):
                choices = [self._expanded([choice]) for choice in part.subqueries]
                inner += [found for _, all_found in choices for found in all_found]
                result.append(query.Or([_all_of(group) for group, _ in choices]))
            else:
                result.append(part)
        result, outer = self.expander.expand(result)
        return result, inner + outer

    def _note(self, code: str, **values: object) -> None:
        note = Remark(code, values)
        if note not in self._notes:
            self._notes.append(note)

    def _sequence(
        self, pieces: Sequence[Piece], at: int, fields: tuple[str, ...] = STEMMED
    ) -> tuple[list[query.Query], int]:
        """Parse up to a closing bracket or the end; return the parts and where it stopped."""
        parts: list[query.Query] = []
        joining = False
        while at < len(pieces) and pieces[at].kind != "close":
            if pieces[at].kind == "or":
                joining, at = bool(parts), at + 1
                continue
            if pieces[at].kind == "and":
                at += 1
                continue
            group, at = self._unary(pieces, at, fields)
            if joining and group:
                parts[-1] = _either(parts[-1], _all_of(group))
            else:
                parts.extend(group)
            joining = False
        return parts, at

    def _unary(
        self, pieces: Sequence[Piece], at: int, fields: tuple[str, ...]
    ) -> tuple[list[query.Query], int]:
        if pieces[at].kind != "not":
            return self._primary(pieces, at, fields)
        if at + 1 == len(pieces) or pieces[at + 1].kind in ("close", "or", "and", "not"):
            return [], at + 1
        group, at = self._primary(pieces, at + 1, fields)
        return ([query.Not(_all_of(group))] if group else []), at

    def _primary(
        self, pieces: Sequence[Piece], at: int, fields: tuple[str, ...]
    ) -> tuple[list[query.Query], int]:
        piece = pieces[at]
        if piece.kind == "field":
            if at + 1 == len(pieces) or pieces[at + 1].kind not in ("word", "phrase", "open"):
                return self._words(piece.text, fields), at + 1
            if piece.text in STEMMED:
                return self._primary(pieces, at + 1, (piece.text,))
            return self._filter(piece, pieces[at + 1]), at + 2
        if piece.kind == "open":
            group, end = self._sequence(pieces, at + 1, fields)
            if end == len(pieces):
                self._note("unpaired_bracket")
            group, ignored = self._without_function_words(group)
            self._ignored += ignored
            return ([_all_of(group)] if group else []), end + 1
        if piece.kind == "phrase":
            return self._phrase(piece, fields), at + 1
        return self._words(piece.text, fields), at + 1

    def _fields(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        return fields if self.headlines or fields == ("title",) else ("body",)

    def _words(self, text: str, fields: tuple[str, ...]) -> list[query.Query]:
        """Return the words in a piece without blanks: usually one, more for *rusia/china*."""
        beginning = not self.plain and text.endswith("*")
        tokens = list(tokenise(text)) if beginning else self.analyzer.asked(text, measures=self.any_word)
        parts: list[query.Query] = [self._word(token, fields) for token in tokens]
        if beginning and tokens and tokens[-1].end == len(text) - 1:
            parts[-1] = self._prefix(tokens[-1], fields)
        return [part for part in parts if not isinstance(part, Words) or part.forms]

    def _word(self, token: Token, fields: tuple[str, ...]) -> Words:
        forms = word_forms(self.analyzer, token.surface)
        return Words(token.surface, forms, self._fields(fields), exact=self.exact)

    def _prefix(self, token: Token, fields: tuple[str, ...]) -> query.Query:
        """Return the beginning of a word as the index has words: numbers canonical, compounds in parts."""
        *before, last = [part for part in fold(token.surface).split("-") if part] or [""]
        beginning = (
            self.analyzer.word(token.surface).terms[0].exact if last[:1].isdigit() and not before else last
        )
        if len(beginning) < _SHORTEST_PREFIX and not before:
            self._note("short_prefix", text=f"{token.surface}*")
            return self._word(token, fields)
        if not before:
            return self._beginning(token.surface, beginning, fields)
        in_parts = [self._word(Token(part, 0, len(part)), fields) for part in before]
        return query.Or(
            [
                self._beginning(token.surface, "-".join([*before, last]), fields),
                self._beginning(token.surface, "".join([*before, last]), fields),
                AllWords([*in_parts, self._beginning(last, last, fields)]),
            ]
        )

    def _beginning(self, typed: str, beginning: str, fields: tuple[str, ...]) -> Words:
        form = Form((beginning,), (beginning,))
        return Words(f"{typed}*", (form,), self._fields(fields), prefix=True)

    def _phrase(self, piece: Piece, fields: tuple[str, ...]) -> list[query.Query]:
        if not piece.closed:
            self._note("unclosed_quotation")
        forms = phrase_forms(self.analyzer, piece.text, piece.gap)
        if not forms:
            return []
        return [Words(piece.text.strip(), forms, self._fields(fields), exact=True, quoted=True)]

    def _filter(self, name: Piece, value: Piece) -> list[query.Query]:
        if value.kind == "open":
            return []
        if name.text in ("source", "category", "article"):
            return [query.Term(name.text, value.text)]
        try:
            days = parse_date(value.text, self.today)
        except DateError:
            self._note("unknown_date", text=value.text)
            return []
        first = days.first if name.text in ("on", "from") else None
        last = days.last if name.text in ("on", "to") else None
        return [query.TermRange("published", first and first.isoformat(), last and last.isoformat())]

    def _without_function_words(self, parts: list[query.Query]) -> tuple[list[query.Query], tuple[str, ...]]:
        """Leave function words out where other words remain; never out of phrases or OR groups."""
        kept: list[query.Query] = []
        ignored: list[str] = []
        for part in parts:
            plain = isinstance(part, Words) and not part.quoted and not part.prefix
            if plain and self.analyzer.is_function_word(part.text):
                ignored.append(part.text)
            else:
                kept.append(part)
        if all(isinstance(part, _FILTERS) for part in kept):
            return parts, ()
        return kept, tuple(ignored)


def word_forms(analyzer: Analyzer, surface: str, weight: float = 1.0) -> tuple[Form, ...]:
    """Return the forms of one surface form: its parts in a row, and joined where the index joins them."""
    return _forms_of(analyzer.word(surface), weight)


@lru_cache(_REMEMBERED_WORDS)
def _forms_of(word: Word, weight: float) -> tuple[Form, ...]:
    rows = word.rows()
    return tuple(Form(tuple(t.stem for t in row), tuple(t.exact for t in row), weight=weight) for row in rows)


def sequence_form(analyzer: Analyzer, text: str, gap: int = 0, weight: float = 1.0) -> Form | None:
    """Return a text of several words as one form, its terms in a row; None where it has no word."""
    stems: list[str] = []
    exacts: list[str] = []
    for token in tokenise(text):
        for term in analyzer.word(token.surface).row():
            stems.append(term.stem)
            exacts.append(term.exact)
    return Form(tuple(stems), tuple(exacts), gap, weight) if stems else None


def _shallow(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Leave out the brackets that stand too deep."""
    depth = 0
    for piece in pieces:
        depth += piece.kind == "open"
        if piece.kind not in ("open", "close") or depth <= _DEEPEST_BRACKET:
            yield piece
        depth -= piece.kind == "close" and depth > 0


def _all_of(parts: list[query.Query]) -> query.Query:
    if not parts:
        return query.Every()
    if len(parts) == 1 and not isinstance(parts[0], query.Not):
        return parts[0]
    return AllWords(parts)


def _either(left: query.Query, right: query.Query) -> query.Query:
    if isinstance(left, query.Or) and not isinstance(left, Words):
        return query.Or([*left.subqueries, right])
    return query.Or([left, right])
