"""Suggestions while a query is typed: words and phrases of headlines, names, and headlines themselves.

::

    typed -> before | beginning     the last word may be unfinished; the words before it are the context
    words       terms of headlines with this prefix, or with a similar one if there are none; and phrases
    values      sources, authors, tags and other values of which a word has this prefix
    headlines   the newest headlines that contain everything that was typed

The counts are numbers of headlines, so a suggestion costs no search. If too few headlines match, the terms of
paragraphs are suggested. The work is bounded: a limited number of terms, and the newest headlines that
contain them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.cache import Cache
from search.index import Snapshot
from search.indonesian import Analyzer
from search.indonesian.normalise import fold
from search.query.lexer import QUOTES
from search.request import MAX_TEXT_LENGTH
from search.results import Suggestion
from search.searcher.beginnings import (
    MOST_TERMS,
    Beginnings,
    NearTerms,
    most_frequent,
    most_frequent_visible,
)
from search.searcher.headlines import PLAIN_TERM, Headline, Headlines, continuations
from search.searcher.typed import Typed, typed_parts
from search.values import COUNTED_FIELDS, NAME_FIELDS

# Only so many phrases have their articles counted.
_MOST_PHRASES = 12
# If the completions found so far have fewer articles together, the next of _STEPS is taken.
_FEW = 3
_SHORTEST_NAME, _SHORTEST_IN_TEXTS = 2, 3
# A phrase replaces its first word if it has at least this share of the occurrences of the word.
_MOSTLY = 0.75
_REPEATED = 2
# Of the suggestions, 1 / _SHARE are reserved for values and as many for headlines.
_SHARE = 4
_REMEMBERED, _BYTES_OF_TERMS = 2_000, 16 << 20
_LONGEST_HEADLINE = 200
_HEADLINES, _TEXTS = "title_exact", "body_exact"
# The steps of a search for words: the field, and whether the prefix may have spelling errors.
_STEPS = ((_HEADLINES, False), (_TEXTS, False), (_HEADLINES, True), (_TEXTS, True))
_NAMES_IN_QUERIES = {
    "source": "sumber", "category": "kategori", "author": "penulis", "tag": "tag", "place": "tempat",
    "name": "tentang",
}  # fmt: skip

Articles = npt.NDArray[np.int32]


class _Phrase(NamedTuple):
    """One or more words that are suggested.

    words:    the folded words, in order
    articles: the number of articles that contain all of them
    weight:   an estimate of the number of headlines that contain them side by side
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
                phrases = self._words(typed, near, read)
            else:
                phrases = [] if words else self._words_of_texts(typed, near)
            for one in sorted(phrases, key=lambda one: -one.weight):
                words.setdefault(one.words, one)
            if sum(one.articles for one in words.values()) >= _FEW:
                break
        # A word of a single article may be a spelling error; it is shown only if there is no other.
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
        """Return words and phrases of headlines that complete the query.

        near: whether the prefix may have spelling errors
        read: a list to which the headlines that were read are added
        """
        context = self._having(typed.before) if typed.before else None
        if context is not None and not len(context):
            context = None  # the words before are misspelled, or occur only in texts
            if not typed.beginning:
                return []
        find = self._near[_HEADLINES].find if near else partial(self._terms, _HEADLINES)
        having: dict[str, Articles] = {}
        for term in find(typed.beginning) if typed.beginning else []:
            if term in typed.before or self._analyzer.is_function_word(term):
                continue
            articles = self._articles(_HEADLINES, term)
            having[term] = articles if context is None else self._common(articles, context)
        self._count([*having.values()])
        completed = {term: articles for term, articles in having.items() if len(articles)}
        headlines = self._headlines_of.newest(list(completed.values()), context)
        read += headlines
        phrases = self._phrases(typed, completed, headlines, context)
        replaced = {
            one.words[0]
            for one in phrases
            if len(one.words) > 1 and one.weight >= _MOSTLY * len(completed.get(one.words[0], ()))
        }
        replaced.discard(typed.beginning)
        alone = [
            _Phrase((term,), len(articles), len(articles))
            for term, articles in completed.items()
            if term not in replaced
        ]
        return [*alone, *phrases]

    def _words_of_texts(self, typed: Typed, near: bool) -> list[_Phrase]:
        """Return terms of paragraphs with the prefix, or with a near one, and their numbers of articles."""
        if len(typed.beginning) < _SHORTEST_IN_TEXTS:
            return []
        find = self._near[_TEXTS].find if near else partial(self._terms, _TEXTS)
        terms = find(typed.beginning)[:_MOST_PHRASES]
        counts = zip(terms, self._counts_in_texts(terms), strict=True)
        return [_Phrase((term,), count, count) for term, count in counts if count]

    def _counts_in_texts(self, terms: Sequence[str]) -> list[int]:
        """Return the numbers of articles whose paragraphs contain each of some terms."""
        return [self._count_in_texts(term) for term in terms]

    def _count_in_texts(self, term: str) -> int:
        """Return the number of live articles whose paragraphs contain a term, without hidden articles."""
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
        """Return the most frequent terms of a field with a prefix, the most frequent first.

        Equally frequent terms come in the order of their letters.
        """
        counts: Counter[str] = Counter()
        encoded = beginning.encode()
        ranges = [
            (lists, lists.first_from(encoded), lists.first_from(encoded + b"\xff"))
            for _, lists in self._snapshot.fields(field)
        ]
        if self._snapshot.partial:
            counts.update(most_frequent_visible(ranges, self._visible(field)))
        else:
            for lists, first, end in ranges:
                counts.update(most_frequent(lists, first, end))
        ordered = sorted(counts.items(), key=lambda counted: (-counted[1], counted[0]))
        return [term for term, _ in ordered[:MOST_TERMS] if PLAIN_TERM.match(term)]

    def _having(self, words: Sequence[str]) -> Articles | None:
        """Return the articles whose headlines contain all words, in any form.

        Returns None if all of them are function words, which do not count.
        """
        having: Articles | None = None
        for word in words:
            if self._analyzer.is_function_word(word):
                continue
            stem = self._analyzer.word(word).terms[0].stem
            articles = self._articles("title", stem)
            having = articles if having is None else self._common(having, articles)
        return having

    def _articles(self, field: str, term: str) -> Articles:
        """Return the live articles, ascending, that contain a term in a field of headlines."""
        return self._having_term.get_or_make((field, term), self._new_articles, field, term)

    def _new_articles(self, field: str, term: str) -> Articles:
        snapshot = self._snapshot
        articles = snapshot.article_of[snapshot.documents(field, term)]
        return articles if snapshot.live is None else articles[snapshot.live[articles]]

    def _phrases(
        self,
        typed: Typed,
        completed: dict[str, Articles],
        read: Sequence[Headline],
        context: Articles | None,
    ) -> list[_Phrase]:
        """Return the continuations of the query, of one word or more, that several headlines contain."""
        counts: Counter[tuple[str, ...]] = Counter()
        for headline in read:
            counts.update(dict.fromkeys(continuations(typed, completed, headline), 1))
        occurring = Counter({phrase[0]: times for phrase, times in counts.items() if len(phrase) == 1})
        longer = [
            phrase
            for phrase, times in counts.items()
            if times >= _REPEATED and (len(phrase) > 1 or not typed.beginning)
        ]
        longer.sort(key=lambda phrase: (-counts[phrase], -len(phrase), phrase))
        kept: list[tuple[str, ...]] = []
        for phrase in longer:
            inside = [one for one in kept if one[: len(phrase)] == phrase or phrase[: len(one)] == one]
            if all(counts[phrase] < _MOSTLY * counts[one] for one in inside):
                kept.append(phrase)
        phrases = []
        together = {phrase: self._together(phrase, completed, context) for phrase in kept[:_MOST_PHRASES]}
        self._count([*together.values()])
        for phrase, articles in together.items():
            having = len(articles)
            share = counts[phrase] / occurring[phrase[0]]
            among = len(completed[phrase[0]]) if phrase[0] in completed else having
            if having >= _REPEATED:
                phrases.append(_Phrase(phrase, having, min(having, share * among)))
        return phrases

    def _together(
        self, phrase: tuple[str, ...], completed: dict[str, Articles], context: Articles | None
    ) -> Articles:
        """Return the articles of the context whose headlines contain all words of a phrase."""
        having = context
        for word in phrase:
            articles = completed[word] if word in completed else self._articles(_HEADLINES, word)
            having = articles if having is None else self._common(having, articles)
        return np.empty(0, np.int32) if having is None else having

    def _common(self, some: Articles, others: Articles) -> Articles:
        """Return the articles that are in both of two sets."""
        return _common(some, others)

    def _count(self, sets: Sequence[Articles]) -> None:
        """Learn the sizes of some sets together, where they are not known."""

    @cached_property
    def _near(self) -> dict[str, NearTerms]:
        fields = {name: [lists for _, lists in self._snapshot.fields(name)] for name in (_HEADLINES, _TEXTS)}
        partial = self._snapshot.partial
        return {
            name: NearTerms(lists, self._visible(name) if partial else None) for name, lists in fields.items()
        }

    def _visible(self, field: str) -> Callable[[str], int]:
        """Return the function that counts the visible documents with a term of a field."""
        return lambda term: self._snapshot.document_frequency(field, term)

    # Values and headlines

    @cached_property
    def _beginnings(self) -> dict[str, Beginnings]:
        return {field: Beginnings(self._snapshot.values(field)) for field in COUNTED_FIELDS}

    def _values(self, typed: Typed, fields: Iterable[str]) -> Iterable[Suggestion]:
        """Yield the values that complete the query, the most frequent first."""
        wanted = " ".join((*typed.before, typed.beginning)).strip()
        if len(wanted) < (0 if typed.field else _SHORTEST_NAME):
            return
        matching = [
            (-frequency, field, name)
            for field in fields
            for name, frequency in self._beginnings[field].find(wanted, MOST_TERMS)
        ]
        for frequency, field, name in sorted(matching):
            if any(mark in name for mark in QUOTES):  # no query can contain it
                continue
            role = self._snapshot.mentions.role_of(name) if field in NAME_FIELDS else None
            text = typed.with_value(typed.name or _NAMES_IN_QUERIES[field], name)
            yield Suggestion(text, field, -frequency, role=role)

    def _headlines(self, typed: Typed, read: Iterable[Headline]) -> Iterable[Suggestion]:
        """Yield those of the headlines that contain everything that was typed, each once."""
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
    indexes = np.minimum(np.searchsorted(others, some), len(others) - 1)
    common: Articles = some[others[indexes] == some]
    return common
