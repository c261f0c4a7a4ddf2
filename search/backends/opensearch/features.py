"""Features: how often a term occurs, by the length of what it occurs in, for upper bounds of scores.

The feature of a term is tf / (1 - b + b length / mean length), so that a query of features with the pivot k1
scores exactly the saturation of BM25. Terms are stems. A word as it is written mostly has the stem that its
spelling tells, wherever it stands; where it has another one (*hpnya* is *hp* where it was written *HP-nya*),
the text has a second feature, so that no occurrence of a word is without one that its spelling tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from search.indonesian import Analyzer

#: A feature is sent greater by this factor: OpenSearch keeps nine bits of its mantissa, rounded down.
ROUNDED_UP = 1.005
_WRITTEN = "="  # begins the terms of features of words as written; no stem begins with it
_MOST_KNOWN = 1_000_000


def feature(term: str) -> str:
    """Return the name of the feature of a term: it has no period, which would divide it.

    >>> feature("2.5")
    '2․05'
    """
    return term.replace("․", "․1").replace(".", "․0") if "." in term or "․" in term else term


def stem_alone(analyzer: Analyzer, exact: str) -> str:
    """Return the stem of a word as it is written, where nothing else is known of it.

    What is divided into several terms stands for itself.
    """
    terms = analyzer.word(exact).terms
    return terms[0].stem if len(terms) == 1 else exact


class Written:
    """Tells which words have another stem than their spelling tells. It remembers them."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._known: dict[str, str] = {}

    def other(self, exact: str, stem: str) -> str | None:
        """Return the term of which a word has a feature besides that of its stem; mostly None."""
        alone = self._known.get(exact)
        if alone is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            alone = self._known[exact] = stem_alone(self._analyzer, exact)
        return None if alone == stem else _WRITTEN + alone


def features_of(tf: Mapping[str, float], length: int, mean: float, b: float) -> dict[str, float]:
    """Return the features of a text, rounded up.

    tf:     the frequency of each term
    length: the number of its terms; mean: that of the mean of all texts
    """
    scale = ROUNDED_UP / (1.0 - b + b * length / mean)
    return {feature(term): float(f"{scale * frequency:.5g}") for term, frequency in tf.items()}


def saturation(field: str, term: str, weight: float, pivot: float) -> dict[str, Any]:
    """Return the clause that scores ``weight`` times the saturation of a term.

    field: of features; pivot: the feature that scores a half
    """
    return {
        "rank_feature": {
            "field": f"{field}.{feature(term)}",
            "boost": max(weight, 1e-12),  # OpenSearch takes no 0
            "saturation": {"pivot": pivot},
        }
    }


def as_written(field: str, alone: str, weight: float, pivot: float) -> list[dict[str, Any]]:
    """Return the clauses whose summed scores bound those of the words as written with one ``stem_alone``."""
    return [saturation(field, term, weight, pivot) for term in (alone, _WRITTEN + alone)]


def bounding(terms: Sequence[str], gap: int) -> str:
    """Return that of some terms in a row which bounds how often the row occurs.

    That is each of them: the longest one is mostly the rarest. Where other words may stand between them, an
    occurrence begins at each of the first.
    """
    return terms[0] if gap else max(terms, key=len)
