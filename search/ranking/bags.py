"""Bags of words: the paragraphs that score best for weighted words, without an article around them.

For what asks by many words at once and wants few answers, as similar articles do. The score is plain BM25
(``search.bm25``), field by field::

    score(document) = sum over words of  weight idf tf / (tf + k1 (1 - b + b length / mean length))

in which length and mean are those of the word's own field. A headline belongs to the first paragraph of its
article. Terms in a row are one word, as rare as their terms are together: their idf are added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from search.bm25 import Floats, inverse_document_frequency, length_norms
from search.index.format.lists import MOST_COUNTED
from search.index.format.names import LONGEST_COUNTED
from search.index.reading.snapshot import Snapshot
from search.ranking.settings import RankingSettings

_PARAGRAPH_FIELDS = frozenset(["body", "body_exact"])
_ARTICLE_FIELDS = frozenset(["title", "title_exact"])
_FIELDS = _PARAGRAPH_FIELDS | _ARTICLE_FIELDS

MOST_WORDS = 10_000
# Of a word. What scores come to then is far from the ends of 32-bit numbers, in which bounds are added up.
LEAST_WEIGHT, GREATEST_WEIGHT = 1e-9, 1e9

Lengths = npt.NDArray[np.uint8]
ArticleMask = npt.NDArray[np.bool_]


class BagWord(NamedTuple):
    """A term of a field of the index, or several in a row; ``weight``, 1e-9 to 1e9, multiplies its score."""

    field: str
    terms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Either:
    """Words that count as one where all are wanted: any of them will do. Those that occur are scored.

    A word in body or headline, for example: ``Either((BagWord("body", t), BagWord("title", t, 2.0)))``.
    """

    words: tuple[BagWord, ...]


@dataclass(frozen=True)
class Bag:
    """What is looked for.

    words:    what is scored; a document holds at least one of them, or with ``every`` all
    excluded: no document holds any of them
    groups:   the words, each with those that count as one with it
    """

    words: tuple[BagWord | Either, ...]
    excluded: tuple[BagWord, ...] = ()
    every: bool = False
    groups: tuple[tuple[BagWord, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups = tuple([one.words if isinstance(one, Either) else (one,) for one in self.words])
        object.__setattr__(self, "groups", groups)
        if sum(map(len, groups)) > MOST_WORDS:
            raise ValueError(f"a bag holds at most {MOST_WORDS} words")
        for name, terms, weight in chain(*groups, self.excluded):
            if name not in _FIELDS:
                raise ValueError(f"{name!r} is no field with a score")
            if not terms:
                raise ValueError("a word of a bag has no terms")
            if not LEAST_WEIGHT <= weight <= GREATEST_WEIGHT:
                allowed = f"{LEAST_WEIGHT:g} to {GREATEST_WEIGHT:g}"
                raise ValueError(f"{' '.join(terms)}: the weight must be {allowed}, not {weight}")


class BestDocuments(NamedTuple):
    """The best first; of equal scores the earlier document.

    documents: int64, document numbers; scores: float64; total: how many match, -1 where that was not counted
    """

    documents: npt.NDArray[np.int64]
    scores: Floats
    total: int


NOTHING = BestDocuments(np.empty(0, np.int64), np.empty(0, np.float64), 0)


class BagRanker(Protocol):
    """Finds the best documents of one snapshot. May be shared by threads."""

    def best(
        self, bag: Bag, k: int, *, count: bool = False, allowed: ArticleMask | None = None
    ) -> BestDocuments:
        """Return the ``k`` best documents that are not deleted.

        count: whether to count how many match; allowed: a mask over articles, None for all
        """
        ...


class FieldScoring:
    """How long the documents of one field are, and what follows for scores.

    lengths: uint8 of each document, at most 255, padded to whole windows
    norms:   float64[256], what a frequency is set against, by length
    """

    def __init__(self, snapshot: Snapshot, field: str, settings: RankingSettings) -> None:
        self._snapshot = snapshot
        self._field = field
        if field in _PARAGRAPH_FIELDS:
            self.lengths: Lengths = snapshot.body_length
            self._total, average = snapshot.paragraph_total, snapshot.average_body_length
        else:
            self.lengths = _title_lengths(snapshot)
            self._total, average = snapshot.article_total, snapshot.average_title_length
        self.norms = length_norms(np.arange(LONGEST_COUNTED + 1), average, settings.k1, settings.b)

    def idf(self, holding: int) -> float:
        """Return the idf of a term that ``holding`` documents hold."""
        return inverse_document_frequency(holding, self._total)

    @cached_property
    def saturations(self) -> Floats:
        """float64[65536], tf / (tf + norm) by ``tf << 8 | length``; nothing of use where tf is 0."""
        tf = np.arange(MOST_COUNTED + 1.0)[:, None]
        with np.errstate(invalid="ignore"):
            found: Floats = (tf / (tf + self.norms)).ravel()
        return found

    @cached_property
    def drift(self) -> tuple[float, float]:
        """By what the saturations of today may exceed those that the impacts were made of, and fall short.

        The parameters of then are noted with each segment; where they are not, nothing is known. With the
        same tf and length s' / s = (tf + norm) / (tf + norm'), which lies between 1 and norm / norm'.
        """
        most, least = 1.0, 1.0
        for _, lists in self._snapshot.fields(self._field):
            noted = lists.impact_parameters
            if noted is None:
                return 255.0, 0.0
            lengths = np.arange(1, LONGEST_COUNTED + 1)
            with np.errstate(divide="ignore"):
                ratios = length_norms(lengths, noted["average"], noted["k1"], noted["b"]) / self.norms[1:]
            most, least = max(most, float(ratios.max())), min(least, float(ratios.min()))
        return min(most, 255.0), least  # no impact is under 1 of 255, no saturation over 1


def _title_lengths(snapshot: Snapshot) -> Lengths:
    lengths = np.zeros(len(snapshot.body_length), np.uint8)
    first = snapshot.numbers.first_paragraph[:-1]
    lengths[first] = np.minimum(snapshot.numbers.title_length, LONGEST_COUNTED)
    return lengths


class Scorings:
    """The scoring of each field of a snapshot, made when it is first asked for."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self._known: dict[str, FieldScoring] = {}

    def of(self, field: str) -> FieldScoring:
        """Return the scoring of a field."""
        known = self._known.get(field)
        if known is None:  # two threads may make it twice, to the same effect
            known = self._known[field] = FieldScoring(self._snapshot, field, self._settings)
        return known
