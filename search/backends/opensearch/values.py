"""The values that articles have in a field, as the cluster has counted them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from search.index.format.values import ArticleValues
from search.index.reading.values import FieldValues


class CountedValues(FieldValues):
    """The values of a field in all articles, as the cluster has counted them."""

    def __init__(self, field: str, counts: Mapping[str, int]) -> None:
        """Take how many articles have each spelling, in the order in which they came first."""
        self._counts = np.array(list(counts.values()), np.int64)
        numbers = np.arange(len(counts), dtype=np.int32)
        super().__init__(field, ArticleValues(np.arange(len(counts) + 1), numbers, tuple(counts)), None)
        self.spelt: dict[str, int] = dict(zip(counts, self.ordinals.tolist(), strict=True))

    def _frequencies(self, numbers: Any, count: int, live: Any) -> npt.NDArray[Any]:
        return np.bincount(numbers, self._counts, count).astype(np.int64)

    def spellings(self, value: str) -> list[str]:
        """Return the spellings of a value in any spelling."""
        wanted = self.find(value)
        return [name for name, ordinal in self.spelt.items() if ordinal == wanted] if wanted >= 0 else []
