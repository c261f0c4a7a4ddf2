"""Norms: how long the documents of a field are, and what a frequency is set against for it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.bm25 import length_norms
from search.index.format.names import LONGEST_COUNTED
from search.index.reading.snapshot import Snapshot
from search.ranking.settings import RankingSettings
from search.ranking.statistics import PARAGRAPH_FIELDS, Statistics

Lengths = npt.NDArray[np.uint8]


class FieldNorms:
    """The norms of one field.

    lengths: uint8 of each document, index terms, at most 255, padded to whole windows
    norms:   float64[256], what a frequency is set against, by length
    """

    def __init__(
        self, snapshot: Snapshot, field: str, statistics: Statistics, settings: RankingSettings
    ) -> None:
        """Take a field. Raises ValueError for one that does not score."""
        self._snapshot = snapshot
        self._field = field
        mean = statistics.of_field(field).mean_length
        self.lengths = snapshot.body_length if field in PARAGRAPH_FIELDS else _title_lengths(snapshot)
        self.norms = length_norms(np.arange(LONGEST_COUNTED + 1), mean, settings.k1, settings.b)

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
