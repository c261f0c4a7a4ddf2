"""A search over paragraphs: the clauses of its query, the results, and the protocols of searcher and scorer.

It serves callers that need single paragraphs, or that search for many words at once, such as similar
articles. The score of a paragraph is plain BM25 (``search.bm25``), field by field, without a part for its
article::

    score(document) = sum over words of  boost idf tf / (tf + k1 (1 - b + b length / mean length))

Length and mean length are those of the field in which the word is looked up. A headline belongs to the first
paragraph of its article. A phrase scores like one word, whose idf is the sum of the idf of its terms.

The query is a tree (``search.query.tree``) of a smaller grammar: ``Words`` with one form, ``Or`` of them, and
``AllWords`` of both and of ``Not`` of both. Here ``AllWords`` means all words in one paragraph.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats
from search.query.tree import AllWords, Words

#: The limit for the words of a query; a word in two fields counts twice.
MOST_WORDS = 10_000
# The limits for the boost of a word: bounds of scores are added as 32-bit numbers, which must not overflow.
MIN_BOOST, MAX_BOOST = 1e-9, 1e9

ArticleMask = npt.NDArray[np.bool_]


class TopParagraphs(NamedTuple):
    """The best paragraphs, the best first. If scores are equal, the earlier document comes first.

    documents: int64, document numbers
    scores:    float64
    total:     the number of all matches, -1 if they were not counted
    """

    documents: npt.NDArray[np.int64]
    scores: Floats
    total: int


NOTHING = TopParagraphs(np.empty(0, np.int64), np.empty(0, np.float64), 0)


class ParagraphScorer(Protocol):
    """A prepared query. It can be run again and again, by one thread at a time."""

    def top(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> TopParagraphs:
        """Return the ``k`` best paragraphs that are not deleted.

        count:   whether to count all matches
        allowed: bool[A], the articles that may match; None for all

        Raises ValueError for a mask of another length.
        """
        ...


class ParagraphSearcher(Protocol):
    """Finds the best paragraphs of one generation. Threads may share it."""

    def scorer(self, tree: query.Query) -> ParagraphScorer:
        """Prepare a query. Raises TypeError or ValueError if it cannot be evaluated."""
        ...


class Clauses(NamedTuple):
    """The clauses of a query over paragraphs.

    disjunctions: each is satisfied if a paragraph contains any of its words
    excluded:     a match contains none of these words
    every:        whether a match must satisfy all disjunctions; otherwise one of them suffices
    """

    disjunctions: list[list[Words]]
    excluded: list[Words]
    every: bool


def clauses_of(tree: query.Query) -> Clauses:
    """Return the clauses of a tree.

    Raises TypeError for a node outside of the grammar, ValueError for too many words.
    """
    excluded: list[Words] = []
    if isinstance(tree, AllWords):
        disjunctions = []
        for part in tree.subqueries:
            if isinstance(part, query.Not):
                excluded += _any_of(part.query)
            else:
                disjunctions.append(_any_of(part))
    else:
        disjunctions = [_any_of(tree)]
    several = len(disjunctions) > 1
    if not several:
        disjunctions = [[word] for disjunction in disjunctions for word in disjunction]
    words = sum(map(len, disjunctions)) + len(excluded)
    if 2 * words > MOST_WORDS:
        words = sum(len(word.fields) for part in [*disjunctions, excluded] for word in part)
        if words > MOST_WORDS:
            raise ValueError(f"a query over paragraphs holds at most {MOST_WORDS:,} words, not {words:,}")
    return Clauses(disjunctions, excluded, several)


def _any_of(tree: query.Query) -> list[Words]:
    """Return the words of a disjunction."""
    if isinstance(tree, Words):
        return [tree]
    if isinstance(tree, query.Or):
        return [word for part in tree.subqueries for word in _any_of(part)]
    if tree == query.NullQuery:
        return []
    raise TypeError(f"a search over paragraphs cannot evaluate {type(tree).__name__}")


def terms_of(word: Words) -> tuple[list[str], tuple[str, ...]]:
    """Return the fields of the index in which a word is looked up, and its terms; several terms are a phrase.

    Raises TypeError for a word outside of the grammar, ValueError for a word that cannot be scored.
    """
    if len(word.forms) != 1 or word.prefix or word.forms[0].gap:
        raise TypeError(f"{word.text}: a search over paragraphs takes words of one form, without gaps")
    terms = word.forms[0].exacts if word.exact else word.forms[0].stems
    if not terms:
        raise ValueError("a word of a query has no terms")
    if not MIN_BOOST <= word.boost <= MAX_BOOST:
        allowed = f"{MIN_BOOST:g} to {MAX_BOOST:g}"
        raise ValueError(f"{' '.join(terms)}: the weight must be {allowed}, not {word.boost}")
    return [f"{field}_exact" if word.exact else field for field in word.fields], terms
