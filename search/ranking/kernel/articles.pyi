from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.ranking.kernel.columns import Columns
from search.ranking.kernel.cursors import PostingList
from search.ranking.kernel.tally import Tally

ARTICLES: int
PARAGRAPHS: int
HELD: int
MOST_WORDS: int

class ArticleQuery:
    def __init__(
        self,
        leaves: Sequence[tuple[PostingList, int, int, float, float, float]],
        rows: Sequence[tuple[list[PostingList], int, float]],
        nodes: Sequence[tuple[int, int, tuple[int, ...], bool]],
        root: int,
        masks: Sequence[npt.NDArray[np.uint8]],
        needed: Sequence[Sequence[int]],
        generators: Sequence[int] | None,
        concepts: Sequence[tuple[int, float]],
        coverage: float,
        positive: int,
        flat: bool,
        is_union: bool,
    ) -> None: ...
    def run(
        self,
        columns: Columns,
        wanted: int,
        allowed: npt.NDArray[np.uint8] | None = None,
        prior: npt.NDArray[np.float64] | None = None,
        only: npt.NDArray[np.int32] | None = None,
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64], npt.NDArray[np.int64]]: ...
    def survey(
        self,
        columns: Columns,
        tally: Tally,
        k: int,
        allowed: npt.NDArray[np.uint8] | None = None,
        prior: npt.NDArray[np.float64] | None = None,
        most_prior: float = 0.0,
        instants: npt.NDArray[np.int64] | None = None,
        newest_first: bool = False,
        clusters: npt.NDArray[np.int32] | None = None,
        has_copies: npt.NDArray[np.uint8] | None = None,
    ) -> list[tuple[int, float, int, int]]: ...
