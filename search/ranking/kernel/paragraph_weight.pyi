from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.ranking.kernel.documents import Documents, Similarity
from search.ranking.kernel.postings import PostingList

_Best = tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], int]
_Everywhere = tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]

class TermsWeight:
    def __init__(
        self,
        words: Sequence[tuple[PostingList, float, Similarity]],
        excluded: Sequence[PostingList],
        groups: Sequence[int] | None = None,
    ) -> None: ...
    def any(
        self,
        k: int,
        count: bool,
        documents: Documents | None = None,
        allowed: npt.NDArray[np.uint8] | None = None,
    ) -> _Best: ...
    def all(
        self,
        k: int,
        count: bool,
        documents: Documents | None = None,
        allowed: npt.NDArray[np.uint8] | None = None,
    ) -> _Best: ...

class PhraseWeight:
    def __init__(self, lists: list[PostingList]) -> None: ...
    def best(
        self,
        weight: float,
        similarity: Similarity,
        k: int,
        count: bool,
        documents: Documents | None = None,
        allowed: npt.NDArray[np.uint8] | None = None,
    ) -> _Best: ...
    def everywhere(self, gap: int = 0) -> _Everywhere: ...

def phrase(lists: list[PostingList], gap: int = 0) -> _Everywhere: ...
