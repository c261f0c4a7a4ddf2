"""The headlines that are read for completions: the newest ones, and the words that follow in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.cache import Cache
from search.index import Snapshot
from search.indonesian import Analyzer
from search.indonesian.normalise import fold
from search.indonesian.tokens import tokenise
from search.searcher.typed import Typed

#: A term is suggested only if it has letters and digits, joined by hyphens and apostrophes.
PLAIN_TERM = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*\Z")
# At most MOST headlines are read. Without a context, they are OF_A_TERM of each of the first TERMS terms.
MOST, OF_A_TERM, TERMS = 32, 10, 4
_LONGEST_PHRASE = 3
_REMEMBERED = 4_000
_WORDS = 20_000
# Headlines repeat their words, so folding one is mostly a look-up.
_folded = lru_cache(_WORDS)(fold)
_is_plain = lru_cache(_WORDS)(PLAIN_TERM.match)

Articles = npt.NDArray[np.int32]


class Headline(NamedTuple):
    """A headline that was read.

    article: the id of its article
    words:   its folded words
    usable:  for each word, whether it may be suggested
    joined:  for each word, whether only a blank separates it from the next word
    """

    article: str
    title: str
    words: tuple[str, ...]
    usable: tuple[bool, ...]
    joined: tuple[bool, ...]


class Headlines:
    """The headlines of one generation. Threads may share it."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._read: Cache[int, Headline] = Cache(_REMEMBERED)

    def newest(self, completed: Sequence[Articles], context: Articles | None) -> list[Headline]:
        """Return the headlines of the newest articles, the newest first.

        completed: for each completed term, the articles that contain it
        context:   the articles that contain the words before; their headlines are read if there are no terms
        """
        parts = list(completed)
        if not parts:
            parts = [] if context is None else [context]
        elif context is None:
            parts = [self._last(one, OF_A_TERM) for one in parts[:TERMS]]
        if not parts:
            return []
        chosen = self._last(np.unique(np.concatenate(parts)), MOST)
        return [self._read.get_or_make(article, self._headline, article) for article in chosen.tolist()]

    def _headline(self, article: int) -> Headline:
        about = self._snapshot.metadata(article)
        return headline_of(about.id, about.title or "", self._analyzer)

    def _last(self, articles: Articles, most: int) -> Articles:
        """Return the ``most`` articles with the latest times of publication, the newest first."""
        instants = self._snapshot.doc_values.instant[articles]
        if len(articles) > most:
            least = np.partition(instants, -most)[-most]
            later = np.flatnonzero(instants > least)
            kept = np.append(np.flatnonzero(instants == least)[len(later) - most :], later)
            kept.sort()  # of the same time, the articles that come last
            articles, instants = articles[kept], instants[kept]
        # undated articles have the smallest instant
        return articles[np.argsort(instants, kind="stable")[::-1]]


def headline_of(article_id: str, title: str, analyzer: Analyzer) -> Headline:
    """Return the headline of an article, read."""
    tokens = list(tokenise(title))
    words = tuple([_folded(token.surface) for token in tokens])
    ends = [token.start for token in tokens[1:]] + [len(title)]
    return Headline(
        article_id,
        title,
        words,
        tuple([bool(_is_plain(one)) and not analyzer.is_function_word(one) for one in words]),
        tuple([title[token.end : end] == " " for token, end in zip(tokens, ends, strict=True)]),
    )


def continuations(typed: Typed, completed: Collection[str], headline: Headline) -> Iterator[tuple[str, ...]]:
    """Yield the phrases of a headline, of one to three words, that complete the query.

    completed: the terms that complete the last word
    """
    words, size = headline.words, len(typed.before)
    for i, word in enumerate(words):
        after = i >= size and words[i - size : i] == typed.before
        if word in typed.before or not (word in completed if typed.beginning else after):
            continue
        if not headline.usable[i]:
            continue
        yield (word,)
        for end in range(i + 1, min(i + _LONGEST_PHRASE, len(words))):
            if not headline.joined[end - 1] or not headline.usable[end] or words[end] in typed.before:
                break
            yield words[i : end + 1]
