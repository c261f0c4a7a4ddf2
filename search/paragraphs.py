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
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from search.errors import Problem, RequestError
from search.index.snapshot import Snapshot
from search.indonesian import Analyzer
from search.indonesian.stopwords import function_words
from search.indonesian.tokens import surface_forms
from search.query.tree import Form, Words
from search.ranking.bags import NOTHING, ArticleMask, Bag, BagRanker, BagWord
from search.ranking.match import Matcher
from search.request import MATCHES, MAX_TEXT_LENGTH, SearchRequest
from search.results import FoundParagraph, FoundParagraphs
from search.snippets import highlighter

DEFAULT_COUNT = 10
MOST_PARAGRAPHS = 1_000
FILTERS = ("source", "category", "date_from", "date_to")

_REMEMBERED_WORDS = 20_000
_QUOTES = '"“”„«»＂'
_MINUS = r"(?<!\S)-(?=[^\s-])"
_SYNTAX = re.compile(f"[{_QUOTES}]|{_MINUS}")
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
    words: dict[BagWord, None] = {}
    functions: dict[BagWord, str] = {}
    excluded: dict[BagWord, None] = {}
    reasons = function_words().reasons
    for is_excluded, is_phrase, part in _parts(text):
        surfaces = surface_forms(part)
        if is_phrase:
            if phrase := _phrase(surfaces, analyzer):
                (excluded if is_excluded else words)[phrase] = None
            continue
        for surface in surfaces:
            terms = analyzer.word(surface).terms
            if is_excluded:
                excluded.update(dict.fromkeys(_in_a_row(surface, analyzer)))
            elif len(terms) != 1:
                words.update(
                    dict.fromkeys(_in_a_row(surface, analyzer)[:1] if every else _apart(surface, analyzer))
                )
            elif terms[0].exact in reasons:
                functions[BagWord("body", (terms[0].stem,))] = surface
            else:
                words[BagWord("body", (terms[0].stem,))] = None
    if not words:
        return PlainQuery(tuple(functions), tuple(excluded))
    return PlainQuery(tuple(words), tuple(excluded), tuple(functions.values()))


def _parts(text: str) -> Iterator[tuple[bool, bool, str]]:
    """Yield the parts of a query: whether it is excluded, whether a phrase, and its words."""
    if not _SYNTAX.search(text):
        yield False, False, text
        return
    for part in _PART.finditer(text):
        minus, phrase, words = part.groups()
        yield bool(minus), phrase is not None, words if phrase is None else phrase


def _phrase(surfaces: list[str], analyzer: Analyzer) -> BagWord | None:
    terms = [
        term.exact
        for surface in surfaces
        for place, term in enumerate(analyzer.word(surface).terms)
        if term.offset == place
    ]
    return BagWord("body_exact", tuple(terms)) if terms else None


def _in_a_row(surface: str, analyzer: Analyzer) -> list[BagWord]:
    """Return a word's parts as they stand in a row, then the other terms of the same place."""
    terms = analyzer.word(surface).terms
    row = tuple(term.stem for place, term in enumerate(terms) if term.offset == place)
    return (
        [BagWord("body", row), *(BagWord("body", (term.stem,)) for term in terms[len(row) :])] if row else []
    )


def _apart(surface: str, analyzer: Analyzer) -> list[BagWord]:
    return [BagWord("body", (term.stem,)) for term in analyzer.word(surface).terms]


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
        _check(text, count, match)
        every = match == "all"
        query = plain_query(text, self._analyzer, every=every)
        best = NOTHING
        if query.words:
            allowed = _allowed(self._snapshot, filters) if filters else None
            best = self._ranker.best(
                Bag(query.words, query.excluded, every), count, count=True, allowed=allowed
            )
        shown = highlighter([_marked(word.field, word.terms) for word in query.words], self._analyzer)
        paragraphs = []
        for document, score in zip(best.documents.tolist(), best.scores.tolist(), strict=True):
            stored = self._snapshot.text(document)
            marks, window, html = shown.snippet(stored)
            paragraphs.append(
                FoundParagraph(stored, score, html, marks, window, document, self._snapshot.paragraph_of)
            )
        searched = tuple(" ".join(word.terms) for word in query.words)
        return FoundParagraphs(tuple(paragraphs), best.total, searched, query.ignored, self._snapshot.name)


def _check(text: str, count: int, match: str) -> None:
    problems = []
    if len(text) > MAX_TEXT_LENGTH:
        problems.append(Problem("q", f"at most {MAX_TEXT_LENGTH:,} characters"))
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_PARAGRAPHS:
        problems.append(Problem("count", f"must be a whole number from 1 to {MOST_PARAGRAPHS:,}"))
    if match not in MATCHES:
        problems.append(Problem("match", f"must be one of {', '.join(MATCHES)}"))
    if problems:
        raise RequestError(*problems)


def _allowed(snapshot: Snapshot, filters: SearchRequest) -> ArticleMask | None:
    """Return which articles the filters let through, None for all."""
    matcher, masks = Matcher(snapshot), []
    if filters.source:
        masks.append(matcher.having("source", list(filters.source)))
    if filters.category:
        masks.append(matcher.having("category", list(filters.category)))
    if filters.date_from or filters.date_to:
        masks.append(matcher.published(filters.date_from, filters.date_to))
    return np.logical_and.reduce(masks) if masks else None
