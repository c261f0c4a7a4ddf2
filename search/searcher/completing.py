"""Suggestions while a query is typed: words and phrases of headlines, names, and headlines themselves.

::

    typed -> before | beginning     the last word may be unfinished; the ones before it are the context
    words       terms of headlines that begin so, near ones where none does, with what follows them there
    values      sources, authors, tags and the like with a word that begins so
    headlines   the newest ones with all of it

Counts are of headlines, so that a suggestion costs no search. An archive without such headlines answers from
its paragraphs. What is read is bounded: some candidates, and the newest headlines of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.cache import Cache
from search.index import Snapshot
from search.index.format.doc_values import IntArray
from search.index.format.field import FieldLists
from search.indonesian import Analyzer
from search.indonesian.normalise import fold
from search.query.lexer import QUOTES
from search.request import MAX_TEXT_LENGTH
from search.results import Suggestion
from search.searcher.beginnings import Beginnings, NearTerms
from search.searcher.headlines import PLAIN_TERM, Headline, Headlines, continuations
from search.searcher.typed import Typed, typed_parts
from search.values import VALUE_FIELDS

# Terms that begin so and are looked at, the most frequent ones; phrases whose articles are counted.
_MOST_TERMS, _MOST_PHRASES = 24, 12
# Where fewer articles have what begins so, texts and near words are looked at as well.
_FEW = 3
_SHORTEST_NAME, _SHORTEST_IN_TEXTS = 2, 3
# A phrase that makes so much of the occurrences of its word stands in its place.
_MOSTLY = 0.75
_REPEATED = 2
# Values and headlines among the suggestions, where there are words enough.
_SHARE = 4
_REMEMBERED, _BYTES_OF_TERMS = 2_000, 4 << 20
_LONGEST_HEADLINE = 200
_HEADLINES, _TEXTS = "title_exact", "body_exact"
# What is looked at, one after the other: a field, and whether for near beginnings.
_STEPS = ((_HEADLINES, False), (_TEXTS, False), (_HEADLINES, True), (_TEXTS, True))
_NAMES_IN_QUERIES = {
    "source": "sumber", "category": "kategori", "author": "penulis", "tag": "tag", "place": "tempat",
}  # fmt: skip

Articles = npt.NDArray[np.int32]


class _Phrase(NamedTuple):
    """Words that are suggested.

    words:    folded, in order
    articles: how many have all of them
    weight:   about how many headlines have them in a row
    """

    words: tuple[str, ...]
    articles: int
    weight: float


class Completer:
    """Suggests completions from one generation. Threads may share it."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._known: Cache[tuple[str, int], tuple[Suggestion, ...]] = Cache(_REMEMBERED)
        self._headlines_of = Headlines(snapshot, analyzer)
        self._having_term: Cache[tuple[str, str], Articles] = Cache(_BYTES_OF_TERMS, attrgetter("nbytes"))

    def suggest(self, text: str, count: int) -> tuple[Suggestion, ...]:
        """Return at most ``count`` completions of a query text, words before values before headlines."""
        return self._known.get_or_make((text, count), self._made, text, count)

    def _made(self, text: str, count: int) -> tuple[Suggestion, ...]:
        typed = typed_parts(text)
        if typed is None:
            return ()
        if typed.field:
            return tuple(self._values(typed, (typed.field,)))[:count]
        read: list[Headline] = []
        words: dict[tuple[str, ...], _Phrase] = {}
        for field, near in _STEPS if typed.beginning else _STEPS[:1]:
            if field == _HEADLINES:
                found = self._words(typed, near, read)
            else:
                found = [] if words else self._words_of_texts(typed, near)
            for one in sorted(found, key=lambda one: -one.weight):
                words.setdefault(one.words, one)
            if sum(one.articles for one in words.values()) >= _FEW:
                break
        # A word that one article has may be its slip; it is shown where there is nothing else.
        shown = [one for one in words.values() if one.articles >= _REPEATED] or list(words.values())
        suggested = [Suggestion(typed.completed(" ".join(one.words)), "word", one.articles) for one in shown]
        suggested = [one for one in suggested if fold(one.text).strip() != fold(text).strip()]
        others = max(1, count // _SHARE)
        values = () if typed.excluding else tuple(self._values(typed, _NAMES_IN_QUERIES))
        headlines = () if typed.has_syntax else tuple(self._headlines(typed, read))
        room = count - min(others, len(values)) - min(others, len(headlines))
        chosen = suggested[: max(room, 0)]
        chosen += values[: max(others, count - len(chosen) - min(others, len(headlines)))]
        return tuple(one for one in (*chosen, *headlines)[:count] if len(one.text) <= MAX_TEXT_LENGTH)

    # Words

    def _words(self, typed: Typed, near: bool, read: list[Headline]) -> list[_Phrase]:
        """Return words and phrases of headlines that go on with what was typed.

        near: those whose beginning is near, not the same
        read: gets the headlines that were read
        """
        context = self._having(typed.before) if typed.before else None
        if context is not None and not len(context):
            context = None  # a slip before it, or words of texts alone
            if not typed.beginning:
                return []
        find = self._near[_HEADLINES].find if near else partial(self._terms, _HEADLINES)
        found: dict[str, Articles] = {}
        for term in find(typed.beginning) if typed.beginning else []:
            if term in typed.before or self._analyzer.is_function_word(term):
                continue
            articles = self._articles(_HEADLINES, term)
            if context is not None:
                articles = _common(articles, context)
            if len(articles):
                found[term] = articles
        headlines = self._headlines_of.newest(list(found.values()), context)
        read += headlines
        phrases = self._phrases(typed, found, headlines, context)
        replaced = {
            one.words[0]
            for one in phrases
            if len(one.words) > 1 and one.weight >= _MOSTLY * len(found.get(one.words[0], ()))
        }
        replaced.discard(typed.beginning)
        alone = [
            _Phrase((term,), len(articles), len(articles))
            for term, articles in found.items()
            if term not in replaced
        ]
        return [*alone, *phrases]

    def _words_of_texts(self, typed: Typed, near: bool) -> list[_Phrase]:
        """Return words of paragraphs that begin so, or nearly so, with their articles in the index."""
        if len(typed.beginning) < _SHORTEST_IN_TEXTS:
            return []
        find = self._near[_TEXTS].find if near else partial(self._terms, _TEXTS)
        counts = ((term, self._count_in_texts(term)) for term in find(typed.beginning)[:_MOST_PHRASES])
        return [_Phrase((term,), count, count) for term, count in counts if count]

    def _count_in_texts(self, term: str) -> int:
        """Return how many articles have a term; deleted and hidden ones do not count."""
        snapshot = self._snapshot
        if snapshot.live is not None:
            articles = np.unique(snapshot.article_of[snapshot.documents(_TEXTS, term)])
            return int(np.count_nonzero(snapshot.live[articles]))
        count = 0
        for _, lists in snapshot.fields(_TEXTS):
            ordinal = lists.find(term.encode())
            if ordinal >= 0:
                known = lists.articles
                count += lists.document_frequency(ordinal) if known is None else known.item(ordinal)
        return count

    def _terms(self, field: str, beginning: str) -> list[str]:
        """Return the terms that begin so, the most frequent first."""
        counts: Counter[str] = Counter()
        encoded = beginning.encode()
        for _, lists in self._snapshot.fields(field):
            first, end = lists.first_from(encoded), lists.first_from(encoded + b"\xff")
            counts.update(_most_frequent(lists, first, end))
        return [term for term, _ in counts.most_common(_MOST_TERMS) if PLAIN_TERM.match(term)]

    def _having(self, words: Sequence[str]) -> Articles | None:
        """Return the articles whose headlines have all words, in any form; None if no word counts."""
        having: Articles | None = None
        for word in words:
            if self._analyzer.is_function_word(word):
                continue
            stem = self._analyzer.word(word).terms[0].stem
            articles = self._articles("title", stem)
            having = articles if having is None else _common(having, articles)
        return having

    def _articles(self, field: str, term: str) -> Articles:
        """Return the live articles with a term in their headlines, ascending."""
        return self._having_term.get_or_make((field, term), self._new_articles, field, term)

    def _new_articles(self, field: str, term: str) -> Articles:
        snapshot = self._snapshot
        articles = snapshot.article_of[snapshot.documents(field, term)]
        return articles if snapshot.live is None else articles[snapshot.live[articles]]

    def _phrases(
        self,
        typed: Typed,
        found: dict[str, Articles],
        read: Sequence[Headline],
        context: Articles | None,
    ) -> list[_Phrase]:
        """Return what several of the headlines that were read go on with: a word or more."""
        counts: Counter[tuple[str, ...]] = Counter()
        for headline in read:
            counts.update(set(continuations(typed, found, headline)))
        occurring = Counter({phrase[0]: times for phrase, times in counts.items() if len(phrase) == 1})
        longer = [
            phrase
            for phrase, times in counts.items()
            if times >= _REPEATED and (len(phrase) > 1 or not typed.beginning)
        ]
        longer.sort(key=lambda phrase: (-counts[phrase], -len(phrase)))
        kept: list[tuple[str, ...]] = []
        for phrase in longer:
            inside = [one for one in kept if one[: len(phrase)] == phrase or phrase[: len(one)] == one]
            if all(counts[phrase] < _MOSTLY * counts[one] for one in inside):
                kept.append(phrase)
        phrases = []
        for phrase in kept[:_MOST_PHRASES]:
            having = len(self._together(phrase, found, context))
            share = counts[phrase] / occurring[phrase[0]]
            among = len(found[phrase[0]]) if phrase[0] in found else having
            if having >= _REPEATED:
                phrases.append(_Phrase(phrase, having, min(having, share * among)))
        return phrases

    def _together(
        self, phrase: tuple[str, ...], found: dict[str, Articles], context: Articles | None
    ) -> Articles:
        """Return the articles whose headlines have all words of a phrase, within the context."""
        having = context
        for word in phrase:
            articles = found[word] if word in found else self._articles(_HEADLINES, word)
            having = articles if having is None else _common(having, articles)
        return np.empty(0, np.int32) if having is None else having

    @cached_property
    def _near(self) -> dict[str, NearTerms]:
        fields = {name: [lists for _, lists in self._snapshot.fields(name)] for name in (_HEADLINES, _TEXTS)}
        return {name: NearTerms(lists) for name, lists in fields.items()}

    # Values and headlines

    @cached_property
    def _beginnings(self) -> dict[str, Beginnings]:
        return {field: Beginnings(self._snapshot.values(field)) for field in VALUE_FIELDS}

    def _values(self, typed: Typed, fields: Iterable[str]) -> Iterable[Suggestion]:
        """Yield the values that what was typed is the beginning of, the most frequent first."""
        wanted = " ".join((*typed.before, typed.beginning)).strip()
        if len(wanted) < (0 if typed.field else _SHORTEST_NAME):
            return
        found = [
            (-frequency, field, name)
            for field in fields
            for name, frequency in self._beginnings[field].find(wanted, _MOST_TERMS)
        ]
        for frequency, field, name in sorted(found):
            if any(mark in name for mark in QUOTES):  # no query can name it
                continue
            yield Suggestion(
                typed.with_value(typed.name or _NAMES_IN_QUERIES[field], name), field, -frequency
            )

    def _headlines(self, typed: Typed, read: Iterable[Headline]) -> Iterable[Suggestion]:
        """Yield the headlines among those that were read with all that was typed, each once."""
        seen = set()
        for headline in read:
            words = headline.words
            if words in seen or len(headline.title) > _LONGEST_HEADLINE:
                continue
            if not set(typed.before) <= set(words):
                continue
            if any(word.startswith(typed.beginning) for word in words):
                seen.add(words)
                yield Suggestion(headline.title, "headline", 1, headline.article)


def _common(some: Articles, others: Articles) -> Articles:
    """Return the articles that are in both of two ascending arrays."""
    if len(some) > len(others):
        some, others = others, some
    if not len(some):
        return some
    places = np.minimum(np.searchsorted(others, some), len(others) - 1)
    common: Articles = some[others[places] == some]
    return common


def _most_frequent(lists: FieldLists, first: int, end: int) -> dict[str, int]:
    """Return the most frequent terms of a range of the dictionary, with their document frequencies."""
    frequencies: IntArray = lists.df[first:end].astype(np.int64)
    if len(frequencies) > _MOST_TERMS:
        places = np.argpartition(frequencies, -_MOST_TERMS)[-_MOST_TERMS:]
    else:
        places = np.arange(len(frequencies))
    ordered = places[np.argsort(-frequencies[places], kind="stable")]
    return {lists.term(first + place).decode(): frequencies.item(place) for place in ordered.tolist()}
