"""Norms: the part of BM25 that depends on the length of a document."""

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

    lengths: uint8[N], index terms of each document, at most 255, padded to whole windows of 65,536
    norms:   float64[256], k1 (1 - b + b length / mean length), by length
    """

    def __init__(
        self, snapshot: Snapshot, field: str, statistics: Statistics, settings: RankingSettings
    ) -> None:
        """Compute the norms of a field. Raises ValueError for a field that does not score."""
        self._snapshot = snapshot
        self._field = field
        mean = statistics.of_field(field).mean_length
        self.lengths = snapshot.body_length if field in PARAGRAPH_FIELDS else _title_lengths(snapshot)
        self.norms = length_norms(np.arange(LONGEST_COUNTED + 1), mean, settings.k1, settings.b)

    @cached_property
    def impact_ratios(self) -> tuple[float, float]:
        """Upper and lower bound of today's saturation divided by the one that an impact was made of.

        Each segment stores the parameters of its impacts; without them the bounds are 255 and 0. For the same
        tf and length s' / s = (tf + norm) / (tf + norm'), which lies between 1 and norm / norm'.
        """
        upper, lower = 1.0, 1.0
        for _, lists in self._snapshot.fields(self._field):
            stored = lists.impact_parameters
            if stored is None:
                return 255.0, 0.0
            lengths = np.arange(1, LONGEST_COUNTED + 1)
            with np.errstate(divide="ignore"):
                ratios = length_norms(lengths, stored["average"], stored["k1"], stored["b"]) / self.norms[1:]
            upper, lower = max(upper, float(ratios.max())), min(lower, float(ratios.min()))
        return min(upper, 255.0), lower  # an impact is at least 1 / 255, a saturation at most 1


def _title_lengths(snapshot: Snapshot) -> Lengths:
    lengths = np.zeros(len(snapshot.body_length), np.uint8)
    first = snapshot.doc_values.first_paragraph[:-1]
    lengths[first] = np.minimum(snapshot.doc_values.title_length, LONGEST_COUNTED)
    return lengths
