from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.ranking.kernel.counts import Tally
from search.ranking.kernel.documents import ArticleSimilarity
from search.ranking.kernel.postings import PostingList

ARTICLES: int
PARAGRAPHS: int
BODY: int
EXACT: int
TITLE: int
PRESENCE: int
WORD: int
ALL: int
ANY: int
NOT: int
MASK: int
TOGETHER: int
MAX_WORDS: int

class ArticleWeight:
    def __init__(
        self,
        terms: Sequence[tuple[PostingList, int, int, float, float, float]],
        phrases: Sequence[tuple[list[PostingList], int, float]],
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
    def collect(
        self,
        similarity: ArticleSimilarity,
        wanted: int,
        allowed: npt.NDArray[np.uint8] | None = None,
        prior: npt.NDArray[np.float64] | None = None,
        only: npt.NDArray[np.int32] | None = None,
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64], npt.NDArray[np.int64]]: ...
    def parts(
        self, similarity: ArticleSimilarity, allowed: npt.NDArray[np.uint8] | None = None
    ) -> npt.NDArray[np.int64]: ...
    def best_paragraphs(
        self,
        similarity: ArticleSimilarity,
        k: int,
        allowed: npt.NDArray[np.uint8] | None = None,
        prior: npt.NDArray[np.float64] | None = None,
        max_prior: float = 0.0,
        instants: npt.NDArray[np.int64] | None = None,
        newest_first: bool = False,
    ) -> tuple[list[tuple[float, int]], int]: ...
    def survey(
        self,
        similarity: ArticleSimilarity,
        tally: Tally,
        k: int,
        allowed: npt.NDArray[np.uint8] | None = None,
        prior: npt.NDArray[np.float64] | None = None,
        max_prior: float = 0.0,
        instants: npt.NDArray[np.int64] | None = None,
        newest_first: bool = False,
    ) -> list[tuple[float, int, int]]: ...
