"""A search over paragraphs: what it is asked, and what it answers, whichever way it is worked out.

For what wants single paragraphs, or asks by many words at once, as similar articles do. The score is plain
BM25 (``search.bm25``), without an article around it, field by field::

    score(document) = sum over words of  boost idf tf / (tf + k1 (1 - b + b length / mean length))

in which length and mean are those of the word's own field. A headline belongs to the first paragraph of its
article. A phrase is one word, as rare as its terms are together: their idf are added.

The query is a tree as that of any search (``search.query.tree``), of a smaller grammar: ``Words`` of one
form, ``Or`` of them, ``AllWords`` of both and of ``Not`` of both. In it, ``AllWords`` is of one paragraph.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats
from search.query.tree import AllWords, Words

#: Of a query, a word in two fields counts twice.
MOST_WORDS = 10_000
# Of a word. What scores come to then is far from the ends of 32-bit numbers, in which bounds are added up.
LEAST_BOOST, GREATEST_BOOST = 1e-9, 1e9

ArticleMask = npt.NDArray[np.bool_]


class TopParagraphs(NamedTuple):
    """The best paragraphs first; of equal scores the earlier one.

    documents: int64, document numbers; scores: float64; total: how many match, -1 where that was not counted
    """

    documents: npt.NDArray[np.int64]
    scores: Floats
    total: int


NOTHING = TopParagraphs(np.empty(0, np.int64), np.empty(0, np.float64), 0)


class ParagraphScorer(Protocol):
    """A query made ready, to be asked again and again, by one thread at a time."""

    def top(self, k: int, *, count: bool = False, allowed: ArticleMask | None = None) -> TopParagraphs:
        """Return the ``k`` best paragraphs that are not deleted.

        count: whether to count how many match; allowed: a mask over articles, None for all
        Raises ValueError for a mask that does not fit.
        """
        ...


class ParagraphSearcher(Protocol):
    """Finds the best paragraphs of one generation. May be shared by threads."""

    def scorer(self, tree: query.Query) -> ParagraphScorer:
        """Make a query ready. Raises TypeError or ValueError for one that cannot be asked."""
        ...


class Clauses(NamedTuple):
    """What a tree asks of a paragraph.

    groups:   words of which any will do; a paragraph holds some of ``every`` group, or else of any of them
    excluded: no paragraph holds any of them
    """

    groups: list[list[Words]]
    excluded: list[Words]
    every: bool


def clauses_of(tree: query.Query) -> Clauses:
    """Return the clauses of a tree.

    Raises TypeError for a node that is not of the grammar, ValueError for too many words.
    """
    excluded: list[Words] = []
    if isinstance(tree, AllWords):
        groups = []
        for part in tree.subqueries:
            if isinstance(part, query.Not):
                excluded += _any_of(part.query)
            else:
                groups.append(_any_of(part))
    else:
        groups = [_any_of(tree)]
    several = len(groups) > 1
    if not several:
        groups = [[word] for group in groups for word in group]
    words = sum(map(len, groups)) + len(excluded)
    if 2 * words > MOST_WORDS:
        words = sum(len(word.fields) for group in [*groups, excluded] for word in group)
        if words > MOST_WORDS:
            raise ValueError(f"a query over paragraphs holds at most {MOST_WORDS:,} words, not {words:,}")
    return Clauses(groups, excluded, several)


def _any_of(tree: query.Query) -> list[Words]:
    if isinstance(tree, Words):
        return [tree]
    if type(tree) is query.Or:
        return [word for part in tree.subqueries for word in _any_of(part)]
    if tree == query.NullQuery:
        return []
    raise TypeError(f"a search over paragraphs cannot evaluate {type(tree).__name__}")


def terms_of(word: Words) -> tuple[list[str], tuple[str, ...]]:
    """Return the fields of the index in which a word is looked for, and its terms, which stand in a row.

    Raises TypeError for a word that is not of the grammar, ValueError for one that cannot be scored.
    """
    if len(word.forms) != 1 or word.prefix or word.forms[0].gap or word.forms[0].exact:
        raise TypeError(f"{word.text}: a search over paragraphs takes words of one form, without gaps")
    terms = word.forms[0].exacts if word.exact else word.forms[0].stems
    if not terms:
        raise ValueError("a word of a query has no terms")
    if not LEAST_BOOST <= word.boost <= GREATEST_BOOST:
        allowed = f"{LEAST_BOOST:g} to {GREATEST_BOOST:g}"
        raise ValueError(f"{' '.join(terms)}: the weight must be {allowed}, not {word.boost}")
    return [f"{field}_exact" if word.exact else field for field in word.fields], terms
