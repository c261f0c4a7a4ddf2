"""The module reads the words and phrases of a query: ``ban?ir``, ``banjir~1`` and ``banjir^2`` too.

Patterns and near spellings are looked up among the words of the archive when the query is read. The search is
for these words as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from whoosh import query

from search.indonesian import Analyzer
from search.indonesian.normalise import fold
from search.indonesian.tokens import Token, surface_forms, tokenise
from search.indonesian.units import may_hold_units
from search.query.archive import Archive
from search.query.forms import word_forms
from search.query.lexer import OPERATORS, Piece
from search.query.tree import AllWords, Compound, Form, Words
from search.query.units import phrase_forms

_SHORTEST_PREFIX = 2
_SHORTEST_PATTERN, _MOST_EDITS = 2, 2
# Patterns and near spellings of one query: each is held against all the words of the archive.
_MOST_LOOKED_UP = 2
_OPERATED = re.compile(r"[*?~^]")
# An asterisk or a question mark inside a word, or before one; at the end a question mark is punctuation.
_PATTERN = re.compile(r"[^\W_]*(?:[*?]+[^\W_]+)+\*?")
_NEAR = re.compile(r"(?P<word>[^\W\d_]+)~(?P<edits>\d?)(?:[.,]\d+)?")
_BOOST = re.compile(r"(?P<word>.*)\^\d+(?:[.,]\d+)?")
# Letters joined by & as a name: M&M, M&M's.
_OWNED = re.compile(r"\W*(?P<written>(?P<name>[A-Za-z]{1,2}(?:&[A-Za-z]{1,2})+)(?:['’`][Ss])?)\W*")

Fields = tuple[str, ...]
Note = Callable[..., None]


@dataclass(slots=True)
class WordReader:
    """The reader turns the pieces of a query that are words into nodes of the tree.

    exact:     whether every word matches only as it is written
    headlines: whether words are searched in headlines too
    plain:     whether the pieces are only words, without patterns
    any_word:  whether any word is enough, so that the words inside a measure are useful too
    note:      is called with what was tolerated, a code with its values
    """

    analyzer: Analyzer
    exact: bool
    headlines: bool
    plain: bool
    any_word: bool
    archive: Archive | None
    note: Note
    _looked_up: set[str] = field(default_factory=set, init=False)

    def begin(self) -> None:
        """Begin to read another text."""
        self._looked_up.clear()

    def words(self, text: str, fields: Fields) -> list[query.Query]:
        """Return the words in a piece without blanks: usually one, but several for *rusia/china*."""
        if _OPERATED.search(text) is None or self.plain:
            return self._plain_words(text, fields)
        if boosted := _BOOST.fullmatch(text):
            self.note("weight_ignored", text=text)
            return self.words(boosted["word"], fields)
        if (near := _NEAR.fullmatch(text)) and fold(near["word"]):
            return [self._near(near["word"], int(near["edits"] or 1), fields)]
        if _PATTERN.fullmatch(text) and (found := self._pattern(text, fields)) is not None:
            return found
        tokens = list(tokenise(text)) if text.endswith("*") else ()
        if not tokens or tokens[-1].end < len(text) - 1:
            return self._plain_words(text, fields)
        return [*self._plain_words(text[: tokens[-1].start], fields), *self._prefix(tokens[-1], fields)]

    def phrase(self, piece: Piece, fields: Fields) -> list[query.Query]:
        """Return the phrase of a piece, or nothing if there is no word in it.

        Each asterisk that stands alone in it is room for one other word: "banjir * jakarta".
        """
        if not piece.closed:
            self.note("unclosed_quotation")
        gap = piece.gap or len(_ROOM.findall(piece.text))
        forms = phrase_forms(self.analyzer, piece.text, gap)
        if not forms:
            return []
        quoted = piece.kind == "phrase"
        text = piece.text.strip()
        return [Words(text, forms, self._fields(fields), exact=quoted or self.exact, quoted=quoted)]

    def _plain_words(self, text: str, fields: Fields) -> list[query.Query]:
        if not may_hold_units(text):
            words = (self._word(surface, fields) for surface in surface_forms(text))
            return [word for word in words if word.forms]
        if owned := _OWNED.fullmatch(text):  # with 's, which is a word of its own otherwise
            return [self._owned(owned, fields)]
        parts: list[query.Query] = []
        within: list[Words] = []  # a measure that was read last
        end = 0
        for token in self.analyzer.asked(text, measures=self.any_word):
            word = self._word(token.surface, fields)
            if not word.forms:
                continue
            if token.start < end:
                within.append(word)
                parts[-1] = Compound(within[0], within[1:])
                continue
            parts.append(word)
            within, end = [word], token.end
        return parts

    def _fields(self, fields: Fields) -> Fields:
        return fields if self.headlines or fields == ("title",) else ("body",)

    def _owned(self, owned: re.Match[str], fields: Fields) -> Words:
        """Return *M&M's* or *M&M*, each of which finds both."""
        forms = phrase_forms(self.analyzer, f"{owned['name']}'s")
        return self._word(owned["name"], fields, owned["written"], forms)

    def _word(self, surface: str, fields: Fields, typed: str = "", others: tuple[Form, ...] = ()) -> Words:
        if not self.plain and surface in OPERATORS:  # "OR," is a word, which is said in small letters
            surface = surface.lower()
        if not typed and (owned := _OWNED.fullmatch(surface)):  # M&M in Mars/M&M
            return self._owned(owned, fields)
        forms = (*word_forms(self.analyzer, surface), *others)
        exact = self.exact or ("-" in surface and self._is_of_its_own(surface))
        return Words(typed or surface, forms, self._fields(fields), exact=exact)

    def _is_of_its_own(self, surface: str) -> bool:
        """Return whether a doubled word is no plural: its half is a function word. *oleh-oleh* is a gift."""
        word = self.analyzer.word(surface)
        return word.rule == "reduplication" and self.analyzer.is_function_word(word.terms[0].stem)

    def _written(self, text: str, words: tuple[str, ...], fields: Fields) -> Words:
        """Return words of the archive, each as it is written, as one node for a typed text."""
        forms = [Form((word,), (word,)) for word in words]
        return Words(text, forms, self._fields(fields), exact=True)

    def _may_look_up(self, text: str) -> bool:
        """Return whether a pattern or near spellings may be looked up; a query may have only a few."""
        if text not in self._looked_up and len(self._looked_up) == _MOST_LOOKED_UP:
            self.note("not_looked_up", text=text, most=_MOST_LOOKED_UP)
            return False
        self._looked_up.add(text)
        return True

    def _pattern(self, text: str, fields: Fields) -> list[query.Query] | None:
        """Return the words that match a pattern, or None if it is no pattern or nothing matches it."""
        pattern = fold_pattern(text)
        if len(pattern) - pattern.count("*") - pattern.count("?") < _SHORTEST_PATTERN or not self.archive:
            return None
        if not self._may_look_up(text):
            return []
        found = self.archive.matching(pattern)
        if not found:
            self.note("pattern_unmatched", text=text)
            return None
        self.note("pattern", text=text, words=found[:_SHOWN], count=len(found))
        return [self._written(text, found, fields)]

    def _near(self, word: str, edits: int, fields: Fields) -> query.Query:
        if edits > _MOST_EDITS:
            self.note("fewer_edits", text=f"{word}~{edits}", most=_MOST_EDITS)
        folded = fold(word)
        if edits and not self._may_look_up(f"{word}~{edits}"):
            edits = 0
        others = self.archive.near(folded, min(edits, _MOST_EDITS)) if self.archive and edits else ()
        if others:
            self.note("near_spellings", text=f"{word}~{edits}", words=others[:_SHOWN], count=len(others))
        return self._written(f"{word}~{edits}", (folded, *others), fields)

    def _prefix(self, token: Token, fields: Fields) -> list[query.Query]:
        """Return the beginning of a word as in the index: numbers in canonical form, compounds in parts.

        The word itself is searched for if its beginning is too short; nothing, if folding leaves no letter.
        """
        *before, last = [part for part in fold(token.surface).split("-") if part] or [""]
        beginning = (
            self.analyzer.word(token.surface).terms[0].exact if last[:1].isdigit() and not before else last
        )
        if len(beginning) < _SHORTEST_PREFIX and not before:
            self.note("short_prefix", text=f"{token.surface}*")
            return self._plain_words(token.surface, fields)
        if not before:
            return [self._beginning(token.surface, beginning, fields)]
        in_parts = [self._word(part, fields) for part in before]
        together = self._beginning(token.surface, "-".join([*before, last]), fields)
        others = [
            self._beginning(token.surface, "".join([*before, last]), fields),
            AllWords([*in_parts, self._beginning(last, last, fields)]),
        ]
        return [Compound(together, others)]

    def _beginning(self, typed: str, beginning: str, fields: Fields) -> Words:
        form = Form((beginning,), (beginning,))
        return Words(f"{typed}*", (form,), self._fields(fields), prefix=True)


_ROOM = re.compile(r"(?<=\s)\*(?=\s)")
_SHOWN = 5  # words of a pattern that are named


def fold_pattern(text: str) -> str:
    """Return a pattern with folded letters, and one asterisk for each run of asterisks."""
    parts = re.split(r"([*?]+)", text)
    return re.sub(r"\*+", "*", "".join(part if part[:1] in "*?" else fold(part) for part in parts))
