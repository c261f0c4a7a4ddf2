"""The probability that a word is meant: the share of articles that contain it times P(error)."""

from __future__ import annotations

from math import log10
from typing import NamedTuple

import numpy as np

from search.index import Snapshot
from search.query.tree import STEMMED
from search.ranking.articles import Articles
from search.spelling import Neighbour

#: An error of edit cost 1 has the probability 10^-2.
POWERS_PER_COST = 2.0
# The share of articles is smoothed with so many average articles (a Dirichlet prior), because the articles
# with the rest of the query may be few.
_PRIOR_ARTICLES = 10
# If there is no rest of the query, a greater share counts as this one: a word of every tenth article is not
# typed more often because it is so frequent.
_GREATEST_SHARE_ALONE = 0.01
# A well-known word is replaced by one whose share of the articles with the rest of the query is at least so
# many times its average share.
_BELONGS = 10


class Shares(NamedTuple):
    """The shares of articles that contain a word.

    everywhere: the share of all articles
    here:       the share of the articles that match the rest of the query; of all articles without a rest
    beside:     the number of the articles that match the rest; None without a rest
    """

    everywhere: float
    here: float
    beside: int | None = None


def likelihood_of(one: Neighbour, shares: Shares) -> float:
    """Return log10 of the probability that a word is meant: smoothed share of articles times P(error)."""
    everywhere, here, beside = shares
    if beside is None:
        share = min(everywhere, _GREATEST_SHARE_ALONE)
    else:
        share = (here * beside + _PRIOR_ARTICLES * everywhere) / (beside + _PRIOR_ARTICLES)
    return log10(share) - POWERS_PER_COST * one.cost


def belongs(shares: Shares) -> bool:
    """Return whether a word occurs far more often beside the rest of the query than elsewhere."""
    return shares.here >= _BELONGS * shares.everywhere


def shares_of(snapshot: Snapshot, word: str, beside: Articles | None) -> Shares:
    """Return the shares of articles that contain a word as written.

    beside: the articles that match the rest of the query, ascending; None for all
    """
    contain = np.zeros(snapshot.doc_values.article_count, bool)
    for name in STEMMED:
        contain[snapshot.article_of[snapshot.documents(f"{name}_exact", word)]] = True
    if snapshot.live is not None:
        contain &= snapshot.live
    everywhere = int(np.count_nonzero(contain)) / max(1, snapshot.manifest.articles)
    if beside is None:
        return Shares(everywhere, everywhere)
    return Shares(everywhere, int(np.count_nonzero(contain[beside])) / max(1, len(beside)), len(beside))
