"""The likelihood that a word was meant: the share of articles that contain it, and the cost of the slip."""

from __future__ import annotations

from math import log10

import numpy as np

from search.index import Snapshot
from search.query.tree import STEMMED
from search.ranking.articles import Articles
from search.spelling import Neighbour

#: A slip of cost 1 happens to one word in so many powers of ten.
POWERS_PER_COST = 2.0
# The articles that match the rest are few: so many average ones are added (Dirichlet's prior).
_PRIOR_ARTICLES = 10
# Nobody searches for a word alone because it is in every tenth article: more than this share counts as this.
_GREATEST_SHARE_ALONE = 0.01
# Beside the rest of a query, a word that is meant by a well known one has this many times its average share.
_BELONGS = 10


def likelihood_of(snapshot: Snapshot, one: Neighbour, beside: Articles | None) -> float:
    """Return log10 of a word's smoothed share of articles, minus the cost of the slip.

    beside: the articles that match the rest of the query, ascending; None for all
    """
    everywhere, here = _shares(snapshot, one.word, beside)
    if beside is None:
        share = min(everywhere, _GREATEST_SHARE_ALONE)
    else:
        share = (here * len(beside) + _PRIOR_ARTICLES * everywhere) / (len(beside) + _PRIOR_ARTICLES)
    return log10(share) - POWERS_PER_COST * one.cost


def belongs(snapshot: Snapshot, one: Neighbour, beside: Articles) -> bool:
    """Tell whether a word occurs far more often beside the rest of the query than elsewhere."""
    everywhere, here = _shares(snapshot, one.word, beside)
    return here >= _BELONGS * everywhere


def _shares(snapshot: Snapshot, word: str, beside: Articles | None) -> tuple[float, float]:
    """Return the share of all articles that contain a word as written, and its share of ``beside``."""
    holding = np.zeros(snapshot.doc_values.article_count, bool)
    for name in STEMMED:
        holding[snapshot.article_of[snapshot.documents(f"{name}_exact", word)]] = True
    if snapshot.live is not None:
        holding &= snapshot.live
    everywhere = int(np.count_nonzero(holding)) / max(1, snapshot.manifest.articles)
    if beside is None:
        return everywhere, everywhere
    return everywhere, int(np.count_nonzero(holding[beside])) / max(1, len(beside))
