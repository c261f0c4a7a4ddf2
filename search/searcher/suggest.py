"""Did you mean: a better spelling of the whole query, from the archive's own words, judged by what it finds.

::

    query -> words that may be slips -> near words of each -> likeliest mendings -> searched -> the best
             _slots                     spelling, _meant      _mendings             count

Nothing is ever corrected unasked. A word that the archive knows is left alone, unless a far more frequent
one is a small slip away, and a mended query is offered only where it finds more than the typed one.

How likely a word is meant is the noisy channel of Kernighan, Church & Gale (1990), P(word) times P(slip),
where P(word) is its share of the articles that hold the rest of the query. *Labuan Baj* is *Bajo*, for
beside *Labuan* nothing else is near.
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

#: Mended queries that are searched at most, each the cost of one search.
MOST_TRIED = 3
_MOST_SLOTS = 4
_MOST_REMEMBERED = 20_000  # words that are good or not
# Near words of a slot: looked up beside the rest of the query, and the likeliest of these, combined.
_MOST_LOOKED_UP, _MOST_COMBINED = 6, 3
# In paragraphs and headlines. A word in fewer may be a slip of the archive's own.
_WELL_KNOWN = 5
# Against a word that the archive has: how much more frequent the other must be, and how near.
_FAR_MORE_FREQUENT, _MORE_FREQUENT = 200, 50
_SMALL_SLIP = 1.0
# Against a query that finds all its words in one article: how many more articles the mended one must find.
_FAR_MORE_FOUND = 20
# A slip of cost 1 happens to one word in so many powers of ten.
_POWERS_PER_COST = 2.0
# The log10 of how likely an unknown word is meant as it stands: it is mended into likelier ones only. Where
# nothing at all is found there is less to lose.
_UNKNOWN_BESIDE, _UNKNOWN_ALONE = -4.3, -9.0
# The articles that hold the rest are few: so many average ones are added (Dirichlet's prior).
_PRIOR_ARTICLES = 10


@dataclass(frozen=True)
class Outcome:
    """What a query finds.

    total:  how many articles
    let_go: how many of its words had to be let go for it
    """

    total: int
    let_go: int

    @property
    def whole(self) -> bool:
        """Whether some article has all the words."""
        return self.total > 0 and not self.let_go

    def better_than(self, other: Outcome) -> bool:
        """Tell whether it keeps more of its words, or finds more articles (far more, where all were kept)."""
        if other.whole:
            return not self.let_go and self.total >= _FAR_MORE_FOUND * other.total
        if not (self.total and other.total):
            return self.total > 0
        return (-self.let_go, self.total) > (-other.let_go, other.total)


class Meant(NamedTuple):
    """A word that may be meant, and log10 of how likely that is."""

    word: str
    likelihood: float


class Slot(NamedTuple):
    """A word of the query that may be a slip: ``text[start:end]``; ``meant``: the likeliest first."""

    start: int
    end: int
    surface: str
    meant: tuple[Meant, ...]


Mending = tuple[Meant | None, ...]  # a word for each slot, None where it stays as typed


@dataclass(frozen=True)
class Suggester:
    """Makes suggestions from one generation. Unchanging, so threads may share it."""

    snapshot: Snapshot
    analyzer: Analyzer
    _good: Cache[tuple[str, bool], bool] = field(
        default_factory=lambda: Cache(_MOST_REMEMBERED), repr=False, compare=False
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

        found: what the typed query finds
        articles: tells which articles these are, ascending
        count: what another text finds, all else in the request being the same; asked MOST_TRIED times at most
        """
        slots = list(islice(self._slots(request, understood, found, articles), _MOST_SLOTS))
        best: tuple[tuple[int, float], str] | None = None
        for mending in _mendings(slots):
            text = _mended(request.text, slots, mending)
            if len(text) > MAX_TEXT_LENGTH or not (request.plain or _same_kinds(request.text, text)):
                continue
            outcome = count(text)
            worth = (-outcome.let_go, _likelihood(mending))
            if outcome.better_than(found) and (best is None or worth > best[0]):
                best = (worth, text)
        return best[1] if best else None

    def _slots(
        self, request: SearchRequest, understood: Understood, found: Outcome, articles: Callable[[], Articles]
    ) -> Iterator[Slot]:
        """Yield the words that may be slips; none of those known under another name or part of a date."""
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
        """Tell whether a word is none to be mended in a query that finds all its words; see ``_meant``."""
        return self._good.get_or_make((surface, exact), self._looks_good, surface, exact)

    def _looks_good(self, surface: str, exact: bool) -> bool:
        return not self._may_be_a_slip(surface) or self._known(fold(surface), exact) >= _WELL_KNOWN

    def _may_be_a_slip(self, surface: str) -> bool:
        word = fold(surface)
        return surface.isalpha() and is_spelt(word) and not self.analyzer.is_function_word(word)

    def _known(self, word: str, exact: bool) -> int:
        """Return how often the archive has a folded word as written, else in other forms if not ``exact``."""
        known = self._frequency(word, "_exact")
        if known or exact:
            return known
        return self._frequency(self.analyzer.word(word).terms[0].stem, "")

    def _meant(
        self, word: str, exact: bool, found: Outcome, articles: Callable[[], Articles]
    ) -> tuple[Meant, ...]:
        """Return what may be meant by a folded word; nothing where it is a good word.

        exact: only the word as written is searched, not its other forms

        Function words are never meant: a query leaves them out, so they would fit beside anything.
        """
        known = self._known(word, exact)
        if not found.whole and not self._frequency(word, "_exact"):
            known = min(1, known)
        times = _FAR_MORE_FREQUENT if found.whole or known >= _WELL_KNOWN else _MORE_FREQUENT
        near = self._near(word, times * known)
        near.sort(key=lambda one: log10(one.frequency) - _POWERS_PER_COST * one.cost, reverse=True)
        beside = articles() if found.let_go and near else None
        least = _UNKNOWN_BESIDE if found.total else _UNKNOWN_ALONE
        weighed = (Meant(one.word, self._likelihood(one, beside)) for one in near[:_MOST_LOOKED_UP])
        likely = [meant for meant in weighed if meant.likelihood >= least]
        return tuple(sorted(likely, key=lambda meant: -meant.likelihood)[:_MOST_COMBINED])

    def _near(self, word: str, least: int) -> list[Neighbour]:
        """Return the other words near, a small slip away and in ``least`` places where that is not 0."""
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
        """Return log10 of a word's smoothed share of articles, its slip taken into account.

        beside: the articles that hold the rest of the query, None for all
        """
        holding = np.zeros(self.snapshot.doc_values.article_count, bool)
        for name in STEMMED:
            holding[self.snapshot.article_of[self.snapshot.documents(f"{name}_exact", one.word)]] = True
        held = int(np.count_nonzero(holding))
        among = self.snapshot.article_total if beside is None else len(beside)
        together = held if beside is None else int(np.count_nonzero(holding[beside]))
        expected = held / self.snapshot.article_total
        share = (together + _PRIOR_ARTICLES * expected) / (among + _PRIOR_ARTICLES)
        return log10(share) - _POWERS_PER_COST * one.cost

    def _frequency(self, term: str, suffix: str) -> int:
        return sum(self.snapshot.document_frequency(f"{field}{suffix}", term) for field in STEMMED)


def _typed_words(request: SearchRequest) -> Iterator[tuple[Token, bool]]:
    """Yield the words that are searched, placed in the whole text, and whether only as they are written.

    What is excluded, beginnings (``kata*``) and the values of source, category and dates are not among them.
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
    """Return the likeliest ways to mend some of the slots, at most MOST_TRIED."""
    ways = (way for way in product(*((*slot.meant, None) for slot in slots)) if any(way))
    return sorted(ways, key=_likelihood, reverse=True)[:MOST_TRIED]


def _likelihood(mending: Mending) -> float:
    return sum(one.likelihood if one else _UNKNOWN_BESIDE for one in mending)


def _mended(text: str, slots: Sequence[Slot], mending: Mending) -> str:
    """Put words in their slots, the last first, so that the places of the others hold."""
    for slot, meant in reversed([*zip(slots, mending, strict=True)]):
        if meant:
            text = text[: slot.start] + _like(slot.surface, meant.word) + text[slot.end :]
    return text


def _like(surface: str, word: str) -> str:
    """Return ``word`` with the capitals of ``surface``: all of them, the first, or none."""
    if len(surface) > 1 and surface.isupper():
        return word.upper()
    return word.capitalize() if surface[0].isupper() else word


def _same_kinds(typed: str, mended: str) -> bool:
    """Tell whether two texts read as the same kinds of pieces: no word has become an operator (DAM, DAN)."""
    return [piece.kind for piece in lex(typed)] == [piece.kind for piece in lex(mended)]
