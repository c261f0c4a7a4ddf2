"""Did you mean: a better spelling of the query, from the words of the archive, judged by its results.

::

    query -> words that may be slips -> near words of each -> likeliest mendings -> searched -> the best
             _slots                     spelling, _meant      _mendings             count

A query is never corrected without asking. A word of the archive is not changed, unless a much more frequent
word is a small slip away. A mended query is suggested only if it finds more than the typed one.

The probability that a word is meant follows the noisy channel model of Kernighan, Church & Gale (1990):
P(word) times P(slip). P(word) is the word's share of the articles that match the rest of the query. So
*Labuan Baj* becomes *Bajo*, because no other word near to *Baj* occurs in articles with *Labuan*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from math import log10
from typing import NamedTuple

import numpy as np

from search.cache import Cache
from search.index import Snapshot
from search.indonesian import Analyzer
from search.indonesian.normalise import fold
from search.indonesian.tokens import Token, tokenise
from search.query.interpret import Understood
from search.query.lexer import Piece, lex
from search.query.tree import STEMMED
from search.ranking.articles import Articles
from search.request import MAX_TEXT_LENGTH, SearchRequest
from search.spelling import Neighbour, is_spelt

#: The greatest number of mended queries that are searched; each costs one search.
MAX_TRIED = 3
_MAX_SLOTS = 4
_MAX_CACHED_WORDS = 20_000
# The greatest numbers of near words of a slot that are looked up, and of those that are combined.
_MAX_LOOKED_UP, _MAX_COMBINED = 6, 3
# A word that occurs in fewer paragraphs and headlines may be a slip in the archive.
_WELL_KNOWN = 5
# How much more frequent, and how near, another word must be to replace a word of the archive.
_FAR_MORE_FREQUENT, _MORE_FREQUENT = 200, 50
_SMALL_SLIP = 1.0
# How many times as many articles a mended query must find if an article contains all words of the typed one.
_FAR_MORE_FOUND = 20
# A slip with cost 1 happens to one word in 10 to this power.
_POWERS_PER_COST = 2.0
# log10 of the probability that an unknown word is meant as typed; only likelier words replace it. The second
# value is used if the query finds nothing.
_UNKNOWN_BESIDE, _UNKNOWN_ALONE = -4.3, -9.0
# The number of average articles that are added to the few that match the rest of the query (Dirichlet prior).
_PRIOR_ARTICLES = 10


@dataclass(frozen=True)
class Outcome:
    """The outcome of a query.

    total:   the number of articles
    dropped: the number of dropped terms
    """

    total: int
    dropped: int

    @property
    def whole(self) -> bool:
        """Whether an article contains all the words."""
        return self.total > 0 and not self.dropped

    def better_than(self, other: Outcome) -> bool:
        """Return whether fewer terms were dropped, or more articles match; far more if ``other`` is whole."""
        if other.whole:
            return not self.dropped and self.total >= _FAR_MORE_FOUND * other.total
        if not (self.total and other.total):
            return self.total > 0
        return (-self.dropped, self.total) > (-other.dropped, other.total)


class Meant(NamedTuple):
    """A word that may be meant, and log10 of its probability."""

    word: str
    likelihood: float


class Slot(NamedTuple):
    """A word of the query that may be a slip, ``text[start:end]``; ``meant`` has the likeliest word first."""

    start: int
    end: int
    surface: str
    meant: tuple[Meant, ...]


Mending = tuple[Meant | None, ...]  # a word for each slot, None where it stays as typed


@dataclass(frozen=True)
class Suggester:
    """Makes suggestions from one generation. Threads may share it."""

    snapshot: Snapshot
    analyzer: Analyzer
    _good: Cache[tuple[str, bool], bool] = field(
        default_factory=lambda: Cache(_MAX_CACHED_WORDS), repr=False, compare=False
    )

    def correction(
        self,
        request: SearchRequest,
        understood: Understood,
        found: Outcome,
        articles: Callable[[], Articles],
        count: Callable[[str], Outcome],
    ) -> str | None:
        """Return a query text that finds more than the typed one, or None.

        found:    the outcome of the typed query
        articles: returns the articles that it finds, ascending
        count:    returns the outcome of another text in the same request; it is called at most MAX_TRIED
                  times
        """
        slots = list(islice(self._slots(request, understood, found, articles), _MAX_SLOTS))
        best: tuple[tuple[int, float], str] | None = None
        for mending in _mendings(slots):
            text = _mended(request.text, slots, mending)
            if len(text) > MAX_TEXT_LENGTH or not (request.plain or _same_kinds(request.text, text)):
                continue
            outcome = count(text)
            worth = (-outcome.dropped, _likelihood(mending))
            if outcome.better_than(found) and (best is None or worth > best[0]):
                best = (worth, text)
        return best[1] if best else None

    def _slots(
        self, request: SearchRequest, understood: Understood, found: Outcome, articles: Callable[[], Articles]
    ) -> Iterator[Slot]:
        """Yield the words that may be slips, except those with other names and those in dates."""
        typed = [
            (token, exact)
            for token, exact in _typed_words(request)
            if not (found.whole and self._is_good(token.surface, exact))
        ]
        if not typed:
            return
        expanded = {fold(token.surface) for one in understood.expanded for token in tokenise(one.text)}
        for token, exact in typed:
            word = fold(token.surface)
            dated = any(date.start <= token.start < date.end for date in understood.dates)
            if dated or word in expanded or not self._may_be_a_slip(token.surface):
                continue
            if meant := self._meant(word, exact, found, articles):
                yield Slot(token.start, token.end, token.surface, meant)

    def _is_good(self, surface: str, exact: bool) -> bool:
        """Return whether a word need not be mended if an article contains all words; see ``_meant``."""
        return self._good.get_or_make((surface, exact), self._looks_good, surface, exact)

    def _looks_good(self, surface: str, exact: bool) -> bool:
        return not self._may_be_a_slip(surface) or self._known(fold(surface), exact) >= _WELL_KNOWN

    def _may_be_a_slip(self, surface: str) -> bool:
        word = fold(surface)
        return surface.isalpha() and is_spelt(word) and not self.analyzer.is_function_word(word)

    def _known(self, word: str, exact: bool) -> int:
        """Return how often a folded word occurs as written; if never and not ``exact``, in other forms."""
        known = self._frequency(word, "_exact")
        if known or exact:
            return known
        return self._frequency(self.analyzer.word(word).terms[0].stem, "")

    def _meant(
        self, word: str, exact: bool, found: Outcome, articles: Callable[[], Articles]
    ) -> tuple[Meant, ...]:
        """Return the words that may be meant by a folded word; none if it is a good word.

        exact: whether the query searches only the word as written

        Function words are never meant: a query ignores them, so they would match every article.
        """
        known = self._known(word, exact)
        if not found.whole and not self._frequency(word, "_exact"):
            known = min(1, known)
        times = _FAR_MORE_FREQUENT if found.whole or known >= _WELL_KNOWN else _MORE_FREQUENT
        near = self._near(word, times * known)
        near.sort(key=lambda one: log10(one.frequency) - _POWERS_PER_COST * one.cost, reverse=True)
        beside = articles() if found.dropped and near else None
        least = _UNKNOWN_BESIDE if found.total else _UNKNOWN_ALONE
        weighed = (Meant(one.word, self._likelihood(one, beside)) for one in near[:_MAX_LOOKED_UP])
        likely = [meant for meant in weighed if meant.likelihood >= least]
        return tuple(sorted(likely, key=lambda meant: -meant.likelihood)[:_MAX_COMBINED])

    def _near(self, word: str, least: int) -> list[Neighbour]:
        """Return the other near words; if ``least`` is not 0, only frequent ones a small slip away."""
        if least > self.snapshot.spelling.greatest_frequency:
            return []
        return [
            one
            for one in self.snapshot.near_words(word, least)
            if one.word != word
            and (one.cost <= _SMALL_SLIP or not least)
            and not self.analyzer.is_function_word(one.word)
        ]

    def _likelihood(self, one: Neighbour, beside: Articles | None) -> float:
        """Return log10 of P(word) times P(slip); P(word) is a smoothed share of articles.

        beside: the articles that match the rest of the query, None for all
        """
        contains = np.zeros(self.snapshot.doc_values.article_count, bool)
        for name in STEMMED:
            contains[self.snapshot.article_of[self.snapshot.documents(f"{name}_exact", one.word)]] = True
        frequency = int(np.count_nonzero(contains))
        among = self.snapshot.article_total if beside is None else len(beside)
        together = frequency if beside is None else int(np.count_nonzero(contains[beside]))
        expected = frequency / self.snapshot.article_total
        share = (together + _PRIOR_ARTICLES * expected) / (among + _PRIOR_ARTICLES)
        return log10(share) - _POWERS_PER_COST * one.cost

    def _frequency(self, term: str, suffix: str) -> int:
        return sum(self.snapshot.document_frequency(f"{field}{suffix}", term) for field in STEMMED)


def _typed_words(request: SearchRequest) -> Iterator[tuple[Token, bool]]:
    """Yield the words that are searched, with their offsets in the text, and whether only as written.

    Excluded words, prefixes (``kata*``), and the values of source, category and dates are left out.
    """
    pieces = [Piece("word", request.text, 0)] if request.plain else lex(request.text)
    skipped = False
    for piece in pieces:
        if piece.kind in ("word", "phrase") and not skipped:
            quoted = piece.kind == "phrase"
            exact, offset = quoted or request.exact, piece.start + quoted
            for token in tokenise(piece.text):
                if request.plain or quoted or piece.text[token.end :] != "*":
                    yield Token(token.surface, token.start + offset, token.end + offset), exact
        skipped = piece.kind == "not" or (piece.kind == "field" and piece.text not in STEMMED)


def _mendings(slots: Sequence[Slot]) -> list[Mending]:
    """Return the likeliest ways to mend some of the slots, at most MAX_TRIED."""
    ways = (way for way in product(*((*slot.meant, None) for slot in slots)) if any(way))
    return sorted(ways, key=_likelihood, reverse=True)[:MAX_TRIED]


def _likelihood(mending: Mending) -> float:
    return sum(one.likelihood if one else _UNKNOWN_BESIDE for one in mending)


def _mended(text: str, slots: Sequence[Slot], mending: Mending) -> str:
    """Replace the slots in a text, the last one first, so that the offsets of the others stay right."""
    for slot, meant in reversed([*zip(slots, mending, strict=True)]):
        if meant:
            text = text[: slot.start] + _like(slot.surface, meant.word) + text[slot.end :]
    return text


def _like(surface: str, word: str) -> str:
    """Return ``word`` with the capitals of ``surface``: all letters, the first one, or none."""
    if len(surface) > 1 and surface.isupper():
        return word.upper()
    return word.capitalize() if surface[0].isupper() else word


def _same_kinds(typed: str, mended: str) -> bool:
    """Return whether two texts have the same kinds of pieces: no word has become an operator (DAM, DAN)."""
    return [piece.kind for piece in lex(typed)] == [piece.kind for piece in lex(mended)]
