from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

class PostingList:
    count: int
    frequency: int
    articles: int
    impact: int
    tenth: int
    def __len__(self) -> int: ...
    def count_only(self, docs: npt.NDArray[np.int32], article_of: npt.NDArray[np.int32]) -> None: ...

def stored_list(parts: Sequence[tuple[Any, ...]]) -> PostingList: ...
def made_list(
    docs: npt.NDArray[np.int32], weights: npt.NDArray[Any], article_of: npt.NDArray[np.int32]
) -> PostingList: ...
def occurrences_in(
    postings: PostingList, docs: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]: ...
def union_lists(
    lists: list[PostingList], factors: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]: ...
