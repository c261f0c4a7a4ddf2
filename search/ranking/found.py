"""What ranking is asked, and what it answers, whichever way it is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.query.tree import Words
from search.ranking.bm25 import Floats

Integers = npt.NDArray[np.int64]
Articles = npt.NDArray[np.int32]


@dataclass(frozen=True)
class RankedQuery:
    """A query to match and score.

    tree:     what must match
    words:    what is scored, in query order
    concepts: the parts of the query that an article should hold all of
    recency:  whether newer articles get a little more
    """

    tree: query.Query
    words: tuple[Words, ...]
    concepts: tuple[query.Query, ...] = ()
    recency: bool = False


class Found(NamedTuple):
    """The matching articles, ascending: the score of each one's best paragraph, and how many match."""

    articles: Articles
    scores: Floats
    counts: Integers

    def among(self, kept: npt.NDArray[np.bool_]) -> Found:
        """Return those of the articles for which ``kept``, a mask over them, holds."""
        return self if kept.all() else Found(self.articles[kept], self.scores[kept], self.counts[kept])


class Ranker(Protocol):
    """Matches and scores over one snapshot, for one search."""

    def articles(self, asked: RankedQuery) -> Found:
        """Return all articles that match."""
        ...

    def paragraphs(self, asked: RankedQuery, articles: Articles | None) -> tuple[Integers, Floats]:
        """Return the matching paragraphs, ascending, and their scores; of ``articles``, or of all."""
        ...

    def step_down(self, tree: query.Query) -> tuple[query.Query, tuple[str, ...]]:
        """Return ``tree`` without the words that no article has besides the others, and these words."""
        ...
