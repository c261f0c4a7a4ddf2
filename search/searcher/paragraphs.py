"""Plain paragraph search: the best paragraphs for a text, without articles around them, for programs.

For retrieval that a program goes on with: checking facts, answering questions, alerts. The score is plain
BM25 (``search.ranking.bags``), the total is exact, and every paragraph comes with its snippet. What an
article weighs, headlines, other names, dates in the text, copies: all that is ``Index.search``.

A query is ``kata``, a word in any of its forms; ``"dua kata"``, exactly these words in a row; ``-kata`` and
``-"dua kata"``, which no paragraph may hold. Whatever else stands in it, *OR*, brackets, *judul:* or a
quotation mark without its pair, is read as the words that it is written with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat, starmap
from typing import NamedTuple

import numpy as np

from search.errors import RequestError
from search.index.reading.snapshot import Snapshot
from search.indonesian import Analyzer
from search.indonesian.stopwords import function_words
from search.indonesian.tokens import surface_forms
from search.indonesian.words import IndexTerm
from search.parameters import check
from search.query.tree import Form, Words
from search.ranking.bags import NOTHING, ArticleMask, Bag, BagRanker, BagWord
from search.ranking.filters import ALL, filters_of
from search.request import SearchRequest
from search.results import FoundParagraph, FoundParagraphs
from search.snippets import highlighter

DEFAULT_COUNT = 10
FILTERS = ("source", "category", "date_from", "date_to")

_REMEMBERED_WORDS = 20_000
_QUOTES = '"“”„«»＂'
_MINUS = r"(?<!\S)-(?=[^\s-])"
_SYNTAX = re.compile(f"[{_QUOTES}-]")  # without any of these a query is words
_PART = re.compile(rf"({_MINUS})?(?:[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|([^\s{_QUOTES}]+))")


class PlainQuery(NamedTuple):
    """What a text asks for.

    words: each once; excluded: what a paragraph must not hold; ignored: function words left out, as written
    """

    words: tuple[BagWord, ...]
    excluded: tuple[BagWord, ...] = ()
    ignored: tuple[str, ...] = ()


def plain_query(text: str, analyzer: Analyzer, *, every: bool = False) -> PlainQuery:
    """Read a query; never raises.

    every: all words are wanted. Then a compound (*U-23*) is its parts in a row; otherwise any part will do

    >>> query = plain_query('banjir di "Jakarta Timur" -rob', Analyzer())
    >>> [word.terms for word in query.words], query.excluded[0].terms, query.ignored
    ([('banjir',), ('jakarta', 'timur')], ('rob',), ('di',))
    """
    read = _Reading(analyzer, every)
    if _SYNTAX.search(text) is None:
        read.take(surface_forms(text))
    else:
        for part in _PART.finditer(text):
            minus, phrase, run = part.groups()
            surfaces = surface_forms(run if phrase is None else phrase)
            if phrase is not None:
                read.take_phrase(surfaces, read.excluded if minus else read.words)
            elif minus:
                read.exclude(surfaces)
            else:
                read.take(surfaces)
    words = tuple(read.words)
    if not words:
        return PlainQuery(tuple(read.functions), tuple(read.excluded))
    return PlainQuery(words, tuple(read.excluded), tuple(read.functions.values()))


class _Reading:
    """What was read so far, each word once."""

    def __init__(self, analyzer: Analyzer, every: bool) -> None:
        self._analyzer = analyzer
        self._every = every
        self.words: dict[BagWord, None] = {}
        self.functions: dict[BagWord, str] = {}
        self.excluded: dict[BagWord, None] = {}

    def take(self, surfaces: list[str]) -> None:
        """Take words that are searched for."""
        reasons, known = function_words().reasons, self._analyzer.known_words
        for surface in surfaces:
            terms = (known.get(surface) or self._analyzer.word(surface)).terms
            if len(terms) == 1:
                _, exact, stem = terms[0]
                if exact in reasons:
                    self.functions[_word(stem)] = surface
                else:
                    self.words[_word(stem)] = None
            elif self._every:
                self.words.update(dict.fromkeys(_in_a_row(terms)[:1]))
            else:
                self.words.update(dict.fromkeys(_word(term.stem) for term in terms))

    def exclude(self, surfaces: list[str]) -> None:
        """Take words that no paragraph may hold."""
        for surface in surfaces:
            self.excluded.update(dict.fromkeys(_in_a_row(self._analyzer.word(surface).terms)))

    def take_phrase(self, surfaces: list[str], into: dict[BagWord, None]) -> None:
        """Take a phrase, as its exact forms in a row."""
        words = map(self._analyzer.word, surfaces)
        row = tuple(term.exact for word in words for at, term in enumerate(word.terms) if term.offset == at)
        if row:
            into[BagWord("body_exact", row)] = None


@lru_cache(_REMEMBERED_WORDS)
def _word(stem: str) -> BagWord:
    return BagWord("body", (stem,))


def _in_a_row(terms: Sequence[IndexTerm]) -> list[BagWord]:
    """Return a word's parts as they stand in a row, then the other terms of the same place."""
    row = tuple(term.stem for at, term in enumerate(terms) if term.offset == at)
    return [BagWord("body", row), *(_word(term.stem) for term in terms[len(row) :])] if row else []


@lru_cache(_REMEMBERED_WORDS)
def _marked(field: str, terms: tuple[str, ...]) -> Words:
    """Return a word of a bag as what a highlighter looks for."""
    return Words(" ".join(terms), (Form(terms, terms),), ("body",), exact=field == "body_exact")


class ParagraphSearch:
    """Plain paragraph search in one snapshot. May be shared by threads."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, ranker: BagRanker) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._ranker = ranker

    def best(
        self, text: str, count: int, match: str, filters: SearchRequest | None = None
    ) -> FoundParagraphs:
        """Return the ``count`` (1 to 1,000) best paragraphs.

        match:   "any" of the words, or "all" in one paragraph
        filters: whose source, category, date_from and date_to hold
        Raises RequestError.
        """
        if problems := check("paragraphs", text=text, count=count, match=match):
            raise RequestError(*problems)
        every = match == "all"
        query = plain_query(text, self._analyzer, every=every)
        best = NOTHING
        if query.words:
            allowed = _allowed(self._snapshot, filters) if filters else None
            best = self._ranker.best(
                Bag(query.words, query.excluded, every), count, count=True, allowed=allowed
            )
        shown = highlighter([_marked(word.field, word.terms) for word in query.words], self._analyzer)
        documents = best.documents.tolist()
        texts = self._snapshot.texts(documents)
        origins = repeat(self._snapshot.paragraph_of)
        columns = zip(
            texts, best.scores.tolist(), map(shown.snippet, texts), documents, origins, strict=False
        )
        paragraphs = tuple(starmap(FoundParagraph, columns))
        searched = tuple(" ".join(word.terms) for word in query.words)
        return FoundParagraphs(paragraphs, best.total, searched, query.ignored, self._snapshot.name)


def _allowed(snapshot: Snapshot, filters: SearchRequest) -> ArticleMask | None:
    """Return which articles the filters let through, None for all."""
    masks = [one.passes(ALL) for one in filters_of(snapshot, filters)]
    return np.logical_and.reduce(masks) if masks else None
