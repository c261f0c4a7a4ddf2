"""The module suggests a better spelling of a query, made of the archive's words and judged by what it finds.

::

    query -> words that may be slips -> near words of each -> likeliest mendings -> searched -> the best
             _slots                     spelling, _meant      _mendings             count

Nothing is corrected unasked. A word of the archive is left alone, unless a far more frequent word is a small
slip away, and a corrected query is offered only if it finds more than the typed one. Besides slips there are
blanks: *bpjskesehatan* and *black pink* are split and joined as the archive writes them.

The probability of a word is the noisy channel of Kernighan, Church & Gale (1990), P(word) times P(slip),
where P(word) is its share of the articles that match the rest of the query. *Labuan Baj* is *Bajo*, because
no other near word occurs beside *Labuan*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import log10

import numpy as np

from search.cache import Cache
from search.index import Snapshot
from search.indonesian import Analyzer
from search.indonesian.lexicon import is_living
from search.indonesian.normalise import fold
from search.indonesian.tokens import Token, tokenise
from search.query.interpret import Understood
from search.query.lexer import Piece, lex
from search.query.tree import STEMMED, Words
from search.ranking.articles import Articles
from search.request import MAX_TEXT_LENGTH, SearchRequest
from search.searcher.mending import Meant, Slot, apart, likelihood, mended, mendings, same_kinds
from search.searcher.slips import (
    REPEATED,
    SHORTEST_KNOWN_SLIP,
    SMALL_SLIP,
    another_beginning,
    greatest_cost,
    may_be_meant,
)
from search.searcher.snapshot_words import SnapshotWords
from search.spelling import Neighbour, is_spelt

_MOST_SLOTS = 4
# Words of one query whose near words are looked up, each among all words of the archive.
_MOST_DOUBTED = 5
# A query of more words is long: only its likeliest mending is searched. A pasted text is not mended.
_LONG, _PASTED = 8, 32
_MOST_REMEMBERED = 20_000  # words that are good or not
_MOST_NEARBY = 5_000  # words whose near words are remembered, about 2 kB for each
# Near words of a slot: looked up beside the rest of the query, and the likeliest of these, combined.
_MOST_LOOKED_UP, _MOST_COMBINED = 6, 3
# In paragraphs and headlines. A word in fewer may be a slip of the archive's own.
_WELL_KNOWN = 5
# Against a word that the archive has: how much more frequent the other must be, and how near.
_FAR_MORE_FREQUENT = 50
# What a blank too many or missing costs. Parts of a split word have so many letters, and stand in a row.
_BLANK_COST, _SHORTEST_PART = 0.5, 2
# A query that finds as many articles is left alone where the archive has all its words.
_MANY = 100
# Against a query that finds all its words in one article: how many more articles the mended one must find.
_FAR_MORE_FOUND = 20
# A slip of cost 1 happens to one word in so many powers of ten.
_POWERS_PER_COST = 2.0
# The articles that hold the rest are few: so many average ones are added (Dirichlet's prior).
_PRIOR_ARTICLES = 10
# Nobody searches for a word alone because it is in every tenth article: more than this share counts as this.
_GREATEST_SHARE_ALONE = 0.01

#: The words that are searched, and whether each only as it is written.
Typed = Sequence[tuple[Token, bool]]


@dataclass(frozen=True)
class Outcome:
    """The result of a query, as far as suggestions are concerned.

    total:  the number of articles
    let_go: the number of words that had to be dropped
    """

    total: int
    let_go: int

    @property
    def whole(self) -> bool:
        """Tell whether some article matches all the words."""
        return self.total > 0 and not self.let_go

    def better_than(self, other: Outcome) -> bool:
        """Tell whether it keeps more of its words, or finds more articles (far more, where all were kept)."""
        if other.whole:
            return not self.let_go and self.total >= _FAR_MORE_FOUND * other.total
        if not (self.total and other.total):
            return self.total > 0
        return (-self.let_go, self.total) > (-other.let_go, other.total)


@dataclass(frozen=True)
class Suggester:
    """A suggester makes suggestions from one generation. It never changes, so threads may share it."""

    snapshot: Snapshot
    analyzer: Analyzer
    archive: SnapshotWords
    _good: Cache[tuple[str, bool], bool] = field(
        default_factory=lambda: Cache(_MOST_REMEMBERED), repr=False, compare=False
    )
    _nearby: Cache[tuple[str, int], tuple[Neighbour, ...]] = field(
        default_factory=lambda: Cache(_MOST_NEARBY), repr=False, compare=False
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
        if found.whole and found.total > _MANY:
            return None
        typed = list(_typed_words(request))
        if len(typed) > _PASTED:
            return None
        slots = list(islice(self._slots(typed, understood, found, articles), _MOST_SLOTS))
        joined = self._joined(request.text, typed, understood, found)
        slots = apart([*slots, *islice(joined, _MOST_SLOTS)])[:_MOST_SLOTS]
        best: tuple[tuple[int, float], str] | None = None
        for mending in mendings(slots)[: 1 if len(typed) > _LONG else None]:
            text = mended(request.text, slots, mending)
            if len(text) > MAX_TEXT_LENGTH or not (request.plain or same_kinds(request.text, text)):
                continue
            outcome = count(text)
            worth = (-outcome.let_go, likelihood(mending))
            if outcome.better_than(found) and (best is None or worth > best[0]):
                best = (worth, text)
        return best[1] if best else None

    def mark_doubted(self, words: Iterable[Words]) -> None:
        """Mark the words of a query that are likelier slips of far more frequent ones.

        Of many words only some are looked at.
        """
        candidates = (
            word
            for word in words
            if not (word.prefix or word.quoted or len(word.forms) > 1) and self._may_be_a_slip(word.text)
        )
        for word in islice(candidates, _MOST_DOUBTED):
            folded = fold(word.text)
            least = _FAR_MORE_FREQUENT * max(1, self._known(folded, word.exact))
            word.doubted = bool(self._near(folded, least))

    def _slots(
        self, words: Typed, understood: Understood, found: Outcome, articles: Callable[[], Articles]
    ) -> Iterator[Slot]:
        """Yield the words that may be slips; none of those known under another name or part of a date."""
        typed = (
            (token, exact)
            for token, exact in words
            if not (found.whole and self._is_good(token.surface, exact))
        )
        expanded = {fold(token.surface) for one in understood.expanded for token in tokenise(one.text)}
        candidates = (
            (token, exact)
            for token, exact in typed
            if fold(token.surface) not in expanded
            and not any(date.start <= token.start < date.end for date in understood.dates)
            and self._may_be_a_slip(token.surface)
        )
        for token, exact in islice(candidates, _MOST_DOUBTED):
            word = fold(token.surface)
            meant = (*self._split(word), *self._meant(word, exact, found, articles))
            if meant:
                yield Slot(token.start, token.end, token.surface, meant)

    def _split(self, word: str) -> tuple[Meant, ...]:
        """Return a word that the archive does not have as the two most probable neighbouring words."""
        if self._frequency(word, "_exact") >= _WELL_KNOWN or len(word) < 2 * _SHORTEST_PART + 1:
            return ()
        ways = []
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = word[:at], word[at:]
            if min(self._frequency(part, "_exact") for part in parts) >= REPEATED:
                ways.append((self.archive.frequency_in_a_row(parts), " ".join(parts)))
        frequency, text = max(ways, default=(0, ""))
        return (self._blank_meant(text, frequency),) if frequency >= REPEATED else ()

    def _joined(self, text: str, typed: Typed, understood: Understood, found: Outcome) -> Iterator[Slot]:
        """Yield neighbouring words that the archive writes as one more often than apart.

        It does so more often than it finds the query as well.
        """
        for (left, left_exact), (right, right_exact) in pairwise(typed):
            between = text[left.end : right.start]
            if left_exact or right_exact or between.strip() or not between:
                continue
            if self.analyzer.is_function_word(left.surface) or self.analyzer.is_function_word(right.surface):
                continue
            joined = fold(left.surface + right.surface)
            frequency = self._frequency(joined, "_exact") if is_spelt(joined) else 0
            apart = self.archive.frequency_in_a_row((fold(left.surface), fold(right.surface)))
            dated = any(date.start <= left.start < date.end for date in understood.dates)
            if frequency >= max(REPEATED, apart + 1, found.total + 1 if found.whole else 0) and not dated:
                meant = (self._blank_meant(joined, frequency),)
                yield Slot(left.start, right.end, text[left.start : right.end], meant)

    def _blank_meant(self, text: str, frequency: int) -> Meant:
        return Meant(text, log10(frequency / self.snapshot.paragraph_total) - _POWERS_PER_COST * _BLANK_COST)

    def _is_good(self, surface: str, exact: bool) -> bool:
        """Tell whether a word needs no correction in a query that finds all its words; see ``_meant``."""
        return self._good.get_or_make((surface, exact), self._looks_good, surface, exact)

    def _looks_good(self, surface: str, exact: bool) -> bool:
        return not self._may_be_a_slip(surface) or not self._is_doubtful(fold(surface), exact)

    def _is_doubtful(self, word: str, exact: bool) -> bool:
        """Tell whether a folded word of a query that finds all its words may still be a slip."""
        known = self._known(word, exact)
        return known < _WELL_KNOWN or bool(self._near(word, _FAR_MORE_FREQUENT * known))

    def _may_be_a_slip(self, surface: str) -> bool:
        word = fold(surface)
        if not (surface.isalpha() and is_spelt(word)) or self.analyzer.is_function_word(word):
            return False
        stem = self.analyzer.word(word).terms[0].stem
        return not is_living(stem) or (stem != word and not self._frequency(word, "_exact"))

    def _known(self, word: str, exact: bool) -> int:
        """Return how often a folded word occurs as written; 1 if only other forms of it occur."""
        known = self._frequency(word, "_exact")
        if known or exact:
            return known
        return min(1, self._frequency(self.analyzer.word(word).terms[0].stem, ""))

    def _meant(
        self, word: str, exact: bool, found: Outcome, articles: Callable[[], Articles]
    ) -> tuple[Meant, ...]:
        """Return what may be meant by a folded word; nothing where it is a good word.

        exact: only the word as written is searched, not its other forms

        Function words are never meant: a query leaves them out, so they would fit beside anything.
        """
        known = self._known(word, exact)
        near = sorted(
            self._near(word, _FAR_MORE_FREQUENT * known),
            key=lambda one: log10(one.frequency) - _POWERS_PER_COST * one.cost,
            reverse=True,
        )
        beside = articles() if found.let_go and near else None
        weighed = (
            (one, self._likelihood(one, beside) - another_beginning(word, one.word))
            for one in near[:_MOST_LOOKED_UP]
        )
        likely = [
            Meant(one.word, likelihood)
            for one, likelihood in weighed
            if may_be_meant(word, known, one, likelihood, alone=not found.total)
        ]
        return tuple(sorted(likely, key=lambda meant: -meant.likelihood)[:_MOST_COMBINED])

    def _near(self, word: str, least: int) -> tuple[Neighbour, ...]:
        """Return the other words near a word; if ``least`` is not 0, only frequent ones a small slip away."""
        if least > self.snapshot.most_frequent:
            return ()
        if least and len(word) < SHORTEST_KNOWN_SLIP:
            return ()
        return self._nearby.get_or_make((word, least), self._looked_up, word, least)

    def _looked_up(self, word: str, least: int) -> tuple[Neighbour, ...]:
        return tuple(
            one
            for one in self.snapshot.near_words(word, least)
            if one.word != word
            and (one.cost <= (SMALL_SLIP if least else greatest_cost(word, one.word)))
            and not self.analyzer.is_function_word(one.word)
        )

    def _likelihood(self, one: Neighbour, beside: Articles | None) -> float:
        """Return log10 of a word's smoothed share of articles, its slip taken into account.

        beside: the articles that hold the rest of the query, None for all
        """
        held, total, together, among = self._counted(one.word, beside)
        expected = held / total
        share = (together + _PRIOR_ARTICLES * expected) / (among + _PRIOR_ARTICLES)
        if beside is None:
            share = min(share, _GREATEST_SHARE_ALONE)
        return log10(share) - _POWERS_PER_COST * one.cost

    def _counted(self, word: str, beside: Articles | None) -> tuple[int, int, int, int]:
        """Return how many articles hold a word, and how many there are; both again of those ``beside``."""
        holding = np.zeros(self.snapshot.doc_values.article_count, bool)
        for name in STEMMED:
            holding[self.snapshot.article_of[self.snapshot.documents(f"{name}_exact", word)]] = True
        if self.snapshot.live is not None:
            holding &= self.snapshot.live
        held, total = int(np.count_nonzero(holding)), max(1, self.snapshot.manifest.articles)
        among = total if beside is None else len(beside)
        together = held if beside is None else int(np.count_nonzero(holding[beside]))
        return held, total, together, among

    def _frequency(self, term: str, suffix: str) -> int:
        snapshot, fields = self.snapshot, [f"{field}{suffix}" for field in STEMMED]
        return sum(snapshot.document_frequency(one, term) - snapshot.deleted.of(one, term) for one in fields)


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
