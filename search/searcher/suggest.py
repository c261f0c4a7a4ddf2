"""Suggests a corrected spelling of a query, made of words of the archive and chosen by the number of matches.

::

    query -> words that may be wrong -> near words of each -> most probable -> searched -> the best
             _slots                     spelling, _meant      corrections      count
                                                              mendings

The query is never changed; a correction is only offered. A word that the archive contains is corrected only
if a far more frequent word is one small error away, and a corrected query is offered only if it has more
matches than the typed one. Wrong blanks are corrected too: *bpjskesehatan* and *black pink* are split and
joined as the archive writes them.

The probability of a word follows the noisy channel model of Kernighan, Church and Gale (1990, "A spelling
correction program based on a noisy channel model"): P(word) times P(error), where P(word) is the share of the
articles with the rest of the query that contain the word. *Labuan Baj* becomes *Bajo*, because no other near
word occurs beside *Labuan*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, pairwise
from math import log10

from whoosh import query

from search.cache import Cache
from search.index import Snapshot
from search.indonesian import Analyzer
from search.indonesian.lexicon import is_living
from search.indonesian.normalise import fold
from search.indonesian.tokens import Token, tokenise
from search.query.interpret import Understood
from search.query.lexer import Piece, lex
from search.query.tree import STEMMED, AllWords, Words
from search.ranking.articles import Articles
from search.request import MAX_TEXT_LENGTH, SearchRequest
from search.searcher.mending import Meant, Slot, apart, likelihood, mended, mendings, same_kinds
from search.searcher.shares import POWERS_PER_COST, Shares, belongs, likelihood_of, shares_of
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
# The near words of at most so many words of a query are looked up; each is compared with all words of the
# archive.
_MOST_DOUBTED = 5
# For a query of more than _LONG words, and for one with alternatives or beginnings of words, which costs as
# much, only the most probable correction is tried. None is tried of such alternatives that match _MANY
# articles, beyond _PASTED words, and of a long query that was itself cut: each trial costs a whole search.
_LONG, _PASTED = 8, 32
# Who asks for so many spellings of words (*rumah~2*, *?emain*) gets none corrected.
_MOST_FORMS = 64
_MOST_REMEMBERED = 20_000  # cached words, each with whether it needs a correction
_MOST_NEARBY = 5_000  # cached words, each with its near words, about 2 kB
# For each slot, so many near words are weighed by the rest of the query; the most probable of these are
# combined.
_MOST_LOOKED_UP, _MOST_COMBINED = 6, 3
# A word that occurs in fewer paragraphs and headlines may be an error in the archive itself.
_WELL_KNOWN = 5
# A word that the archive contains is replaced only by a word that is at least so many times as frequent.
_FAR_MORE_FREQUENT = 50
# The edit cost of a blank that is missing or too much. Each part of a split word has at least so many
# letters.
_BLANK_COST, _SHORTEST_PART = 0.5, 2
# A query whose words are all in one article is not corrected if more than so many articles match it.
_MANY = 100
# If an article matches all words of the query, a correction must match at least so many times as many
# articles.
_FAR_MORE_FOUND = 20

#: The words that are searched, and for each whether it matches only as it is written.
Typed = Sequence[tuple[Token, bool]]


@dataclass(frozen=True)
class Outcome:
    """The numbers by which the results of two queries are compared.

    total:  the number of matching articles
    let_go: the number of dropped terms
    """

    total: int
    let_go: int

    @property
    def whole(self) -> bool:
        """Whether some article matches all words of the query."""
        return self.total > 0 and not self.let_go

    def better_than(self, other: Outcome) -> bool:
        """Return whether this query has fewer dropped terms than the other one, or as many and more matches.

        If the other one has no dropped terms, far more matches are required.
        """
        if other.whole:
            return not self.let_go and self.total >= _FAR_MORE_FOUND * other.total
        if not (self.total and other.total):
            return self.total > 0
        return (-self.let_go, self.total) > (-other.let_go, other.total)


@dataclass(frozen=True)
class Suggester:
    """Suggests corrections from one generation. Threads may share it, because it does not change."""

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
        current: Outcome,
        articles: Callable[[], Articles],
        count: Callable[[str], Outcome],
    ) -> str | None:
        """Return a query text with more matches than the typed one, or None.

        current:  the outcome of the typed query
        articles: returns the articles that match it, ascending
        count:    returns the outcome of another text in the same request; it is called at most MOST_TRIED
                  times
        """
        several = _asks_for_several(understood.said)
        if current.total > _MANY and (current.whole or several):
            return None
        typed = list(_typed_words(request))
        if len(typed) > _PASTED or (understood.is_cut and len(typed) > _LONG):
            return None
        if sum([len(word.forms) for word in understood.words]) > _MOST_FORMS:
            return None
        articles = cache(articles)  # every slot asks for the same ones
        slots = list(islice(self._slots(typed, understood, current, articles), _MOST_SLOTS))
        joined = self._joined(request.text, typed, understood, current)
        slots = apart([*slots, *islice(joined, _MOST_SLOTS)])[:_MOST_SLOTS]
        best: tuple[tuple[int, float], str] | None = None
        for mending in mendings(slots)[: 1 if several or len(typed) > _LONG else None]:
            text = mended(request.text, slots, mending)
            if len(text) > MAX_TEXT_LENGTH or not (request.plain or same_kinds(request.text, text)):
                continue
            outcome = count(text)
            worth = (-outcome.let_go, likelihood(mending))
            if outcome.better_than(current) and (best is None or worth > best[0]):
                best = (worth, text)
        return best[1] if best else None

    def mark_doubted(self, words: Iterable[Words]) -> None:
        """Set ``doubted`` of the words that are probably misspelled forms of far more frequent words.

        Only the first few words that may be misspelled are examined.
        """
        candidates = (
            word
            for word in words
            if not (word.prefix or word.quoted or len(word.forms) > 1) and self._may_be_a_slip(word.text)
        )
        for word in islice(candidates, _MOST_DOUBTED):
            folded = fold(word.text)
            min_frequency = _FAR_MORE_FREQUENT * max(1, self._known(folded, word.exact))
            word.doubted = bool(self._near(folded, min_frequency))

    def _slots(
        self, words: Typed, understood: Understood, current: Outcome, articles: Callable[[], Articles]
    ) -> Iterator[Slot]:
        """Yield the words that may be misspelled, except words of dates and words with other names."""
        typed = (
            (token, exact)
            for token, exact in words
            if not (current.whole and self._is_good(token.surface, exact))
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
            meant = (*self._split(word), *self._meant(word, exact, current, articles))
            if meant:
                yield Slot(token.start, token.end, token.surface, meant)

    def _split(self, word: str) -> tuple[Meant, ...]:
        """Return the most frequent two neighbouring words into which a rare word can be split."""
        if self._frequency(word, "_exact") >= _WELL_KNOWN or len(word) < 2 * _SHORTEST_PART + 1:
            return ()
        ways = []
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = word[:at], word[at:]
            if min(self._frequency(part, "_exact") for part in parts) >= REPEATED:
                ways.append((self.archive.frequency_in_a_row(parts), " ".join(parts)))
        frequency, text = max(ways, default=(0, ""))
        return (self._blank_meant(text, frequency),) if frequency >= REPEATED else ()

    def _joined(self, text: str, typed: Typed, understood: Understood, current: Outcome) -> Iterator[Slot]:
        """Yield neighbouring words that the archive writes more often as one word than as two.

        If all words of the query are in one article, the one word must also be more frequent than the
        matches.
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
            if frequency >= max(REPEATED, apart + 1, current.total + 1 if current.whole else 0) and not dated:
                meant = (self._blank_meant(joined, frequency),)
                yield Slot(left.start, right.end, text[left.start : right.end], meant)

    def _blank_meant(self, text: str, frequency: int) -> Meant:
        return Meant(text, log10(frequency / self.snapshot.paragraph_total) - POWERS_PER_COST * _BLANK_COST)

    def _is_good(self, surface: str, exact: bool) -> bool:
        """Return whether a word of a query that has matches with all its words needs no correction."""
        return self._good.get_or_make((surface, exact), self._looks_good, surface, exact)

    def _looks_good(self, surface: str, exact: bool) -> bool:
        return not self._may_be_a_slip(surface) or not self._is_doubtful(fold(surface), exact)

    def _is_doubtful(self, word: str, exact: bool) -> bool:
        """Return whether a folded word may be misspelled although the archive contains it."""
        known = self._known(word, exact)
        return known < _WELL_KNOWN or bool(self._near(word, _FAR_MORE_FREQUENT * known))

    def _may_be_a_slip(self, surface: str) -> bool:
        word = fold(surface)
        if not (surface.isalpha() and is_spelt(word)) or self.analyzer.is_function_word(word):
            return False
        stem = self.analyzer.word(word).terms[0].stem
        return not is_living(stem) or (stem != word and not self._frequency(word, "_exact"))

    def _known(self, word: str, exact: bool) -> int:
        """Return the frequency of a folded word as written; 1 if only other forms of it occur."""
        known = self._frequency(word, "_exact")
        if known or exact:
            return known
        return min(1, self._frequency(self.analyzer.word(word).terms[0].stem, ""))

    def _meant(
        self, word: str, exact: bool, current: Outcome, articles: Callable[[], Articles]
    ) -> tuple[Meant, ...]:
        """Return the words that may be meant by a folded word, the most probable first.

        Function words are never among them: a query ignores them, so they would match beside any other words.

        exact: whether only the word as written is searched, not its other forms
        """
        known = self._known(word, exact)
        near = sorted(
            self._near(word, _FAR_MORE_FREQUENT * known),
            key=lambda one: log10(one.frequency) - POWERS_PER_COST * one.cost,
            reverse=True,
        )
        beside = articles() if current.let_go and near else None
        if known >= _WELL_KNOWN and beside is not None:
            near = [one for one in near if belongs(self._shares(one.word, beside))]
        weighed = (
            (one, likelihood_of(one, self._shares(one.word, beside)) - another_beginning(word, one.word))
            for one in near[:_MOST_LOOKED_UP]
        )
        likely = [
            Meant(one.word, likelihood)
            for one, likelihood in weighed
            if may_be_meant(word, known, one, likelihood, alone=not current.total)
        ]
        return tuple(sorted(likely, key=lambda meant: -meant.likelihood)[:_MOST_COMBINED])

    def _near(self, word: str, min_frequency: int) -> tuple[Neighbour, ...]:
        """Return the other words that are near a word.

        min_frequency: if not 0, the words have at least this frequency and are only one small error away
        """
        if min_frequency > self.snapshot.most_frequent:
            return ()
        if min_frequency and len(word) < SHORTEST_KNOWN_SLIP:
            return ()
        return self._nearby.get_or_make((word, min_frequency), self._looked_up, word, min_frequency)

    def _looked_up(self, word: str, min_frequency: int) -> tuple[Neighbour, ...]:
        return tuple(
            one
            for one in self.snapshot.near_words(word, min_frequency)
            if one.word != word
            and (one.cost <= (SMALL_SLIP if min_frequency else greatest_cost(word, one.word)))
            and not self.analyzer.is_function_word(one.word)
        )

    def _shares(self, word: str, beside: Articles | None) -> Shares:
        """Return the shares of articles that contain a word as written."""
        return shares_of(self.snapshot, word, beside)

    def _frequency(self, term: str, suffix: str) -> int:
        return self.snapshot.visible_frequency(term, [f"{field}{suffix}" for field in STEMMED])


def _asks_for_several(tree: query.Query) -> bool:
    """Tell whether a query has alternatives or beginnings of words."""
    if isinstance(tree, Words):
        return tree.prefix
    if type(tree) is query.Or:
        return True
    return isinstance(tree, AllWords) and any(map(_asks_for_several, tree.subqueries))


def _typed_words(request: SearchRequest) -> Iterator[tuple[Token, bool]]:
    """Yield the words that are searched, with offsets in the whole text, and whether they match as written.

    Excluded words, prefixes (``kata*``) and the values of fields such as source and dates are not among them.
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
