from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.ranking.kernel.cursors import PostingList

BODY: int
EXACT: int
TITLE: int
PRESENCE: int
WORD: int
ALL: int
ANY: int
NOT: int
MASK: int
ARTICLES: int
PARAGRAPHS: int
HELD: int
MOST_WORDS: int

class Columns:
    article_count: int
    def __init__(
        self,
        first_paragraph: npt.NDArray[np.int64],
        article_of: npt.NDArray[np.int32],
        lengths: npt.NDArray[np.uint8],
        norms: npt.NDArray[np.float64],
        article_norms: npt.NDArray[np.float64],
        title_norms: npt.NDArray[np.float64],
        lead: int,
        later: float,
    ) -> None: ...

class ArticleQuery:
    def __init__(
        self,
        leaves: Sequence[tuple[PostingList, int, int, float, float]],
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
    ) -> None: ...
    def run(
        self,
        columns: Columns,
        wanted: int,
        allowed: npt.NDArray[np.uint8] | None = None,
        prior: npt.NDArray[np.float64] | None = None,
        only: npt.NDArray[np.int32] | None = None,
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64], npt.NDArray[np.int64]]: ...
