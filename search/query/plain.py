"""The grammar of a search over paragraphs is smaller: words, phrases and exclusions only.

A query consists of ``kata``, a word in any of its forms; ``"dua kata"``, exactly these words side by side;
``-kata`` and ``-"dua kata"``, which no paragraph may contain. Everything else, such as *OR*, brackets,
*judul:* or a quotation mark without its pair, is read as the words in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from whoosh import query

from search.indonesian import Analyzer
from search.indonesian.stopwords import function_words
from search.indonesian.terms import IndexTerm
from search.indonesian.tokens import surface_forms
from search.indonesian.units import may_hold_units
from search.query.tree import AllWords, Form, Words

_REMEMBERED_WORDS = 20_000
_QUOTES = '"“”„«»＂'
_MINUS = r"(?<!\S)-(?=[^\s-])"
_SYNTAX = re.compile(f"[{_QUOTES}-]")  # without any of these a query is words
_PART = re.compile(rf"({_MINUS})?(?:[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|([^\s{_QUOTES}]+))")


class PlainQuery(NamedTuple):
    """A parsed query of the smaller grammar.

    tree:    the query tree; NullQuery if nothing is searched for
    words:   the words that are searched for, each once, in query order
    ignored: the function words that were left out, as written
    """

    tree: query.Query
    words: tuple[Words, ...]
    ignored: tuple[str, ...] = ()


def parse_plain(text: str, analyzer: Analyzer, *, every: bool = False) -> PlainQuery:
    """Parse a query. No text raises an exception.

    every: whether all words are required; a compound (*U-23*) is then its parts side by side, and else any of
           them

    >>> parsed = parse_plain('banjir di "Jakarta Timur" -rob', Analyzer())
    >>> [word.text for word in parsed.words], parsed.ignored
    (['banjir', 'jakarta timur'], ('di',))
    """
    read = _Reading(analyzer, every)
    for minus, phrase, run in _parts(text):
        if phrase is not None:
            read.take_phrase(surface_forms(phrase), read.excluded if minus else read.words)
        elif minus:
            read.exclude(_surfaces(run, analyzer))
        else:
            read.take(_surfaces(run, analyzer))
    words = tuple(read.words.values())
    if words:
        ignored = tuple(read.functions.values())
    else:
        words, ignored = tuple(map(_word, read.functions)), ()
    return PlainQuery(_tree(words, read.excluded.values(), every), words, ignored)


def _parts(text: str) -> Iterator[tuple[str | None, str | None, str]]:
    """Yield the minus, the phrase and the run of words of each part.

    Neighbouring runs are one, as they may be a unit.
    """
    if _SYNTAX.search(text) is None:
        yield None, None, text
        return
    start = end = 0
    for part in _PART.finditer(text):
        minus, phrase, run = part.groups()
        if not minus and phrase is None:
            end = part.end()
            continue
        yield None, None, text[start:end]
        yield minus, phrase, run
        start = end = part.end()
    yield None, None, text[start:end]


def _surfaces(text: str, analyzer: Analyzer) -> list[str]:
    return [token.surface for token in analyzer.asked(text)] if may_hold_units(text) else surface_forms(text)


def _tree(words: tuple[Words, ...], excluded: Iterable[Words], every: bool) -> query.Query:
    if not words:
        return query.NullQuery
    if len(words) == 1 or every:
        wanted: list[query.Query] = list(words)
    else:
        wanted = [query.Or(words)]
    parts = [*wanted, *map(query.Not, excluded)]
    return parts[0] if len(parts) == 1 else AllWords(parts)


class _Reading:
    """The words read so far, each once.

    The key of a word is its terms; the key of a phrase begins with a quotation mark.
    """

    def __init__(self, analyzer: Analyzer, every: bool) -> None:
        self._analyzer = analyzer
        self._every = every
        self.words: dict[str | tuple[str, ...], Words] = {}
        self.functions: dict[str, str] = {}
        self.excluded: dict[str | tuple[str, ...], Words] = {}

    def take(self, surfaces: list[str]) -> None:
        """Add words that are searched for."""
        reasons, known, words = function_words().reasons, self._analyzer.known_words, self.words
        for surface in surfaces:
            word = known.get(surface) or self._analyzer.word(surface)
            terms = word.terms
            if word.asked:
                words.update((term, _word(term)) for term in (word.asked[-1:] if self._every else word.asked))
            elif len(terms) == 1:
                _, exact, stem = terms[0]
                if exact in reasons:
                    self.functions[stem] = surface
                else:
                    words[stem] = _word(stem)
            elif self._every:
                words.update(_in_a_row(word.row()))
            else:
                words.update((term.stem, _word(term.stem)) for term in terms)

    def exclude(self, surfaces: list[str]) -> None:
        """Add words that no paragraph may contain."""
        for surface in surfaces:
            for row in self._analyzer.word(surface).rows():
                self.excluded.update(_in_a_row(row))

    def take_phrase(self, surfaces: list[str], into: dict[str | tuple[str, ...], Words]) -> None:
        """Add a phrase, as its exact forms side by side."""
        words = map(self._analyzer.word, surfaces)
        row = tuple(term.exact for word in words for term in word.row())
        if row:
            key = ('"', *row)
            into[key] = _phrase(row)


@lru_cache(_REMEMBERED_WORDS)
def _word(stem: str) -> Words:
    return Words(stem, (Form((stem,), (stem,)),), ("body",))


@lru_cache(_REMEMBERED_WORDS)
def _phrase(row: tuple[str, ...]) -> Words:
    return Words(" ".join(row), (Form(row, row),), ("body",), exact=True, quoted=True)


def _in_a_row(terms: tuple[IndexTerm, ...]) -> dict[str | tuple[str, ...], Words]:
    """Return terms that are neighbours as one word."""
    row = tuple(term.stem for term in terms)
    if len(row) <= 1:
        return {stem: _word(stem) for stem in row}
    return {row: Words(" ".join(row), (Form(row, row),), ("body",))}
