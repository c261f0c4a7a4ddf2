from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.ranking.kernel.bags.visible import Documents
from search.ranking.kernel.bags.windows import Saturations
from search.ranking.kernel.cursors import PostingList

_Best = tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], int]
_Everywhere = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]

class WordsQuery:
    def __init__(
        self,
        words: Sequence[tuple[PostingList, float, Saturations]],
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

class RowQuery:
    def __init__(self, lists: list[PostingList]) -> None: ...
    def best(
        self,
        weight: float,
        saturations: Saturations,
        k: int,
        count: bool,
        documents: Documents | None = None,
        allowed: npt.NDArray[np.uint8] | None = None,
    ) -> _Best: ...
    def everywhere(self, gap: int = 0) -> _Everywhere: ...

def phrase(lists: list[PostingList], gap: int = 0) -> _Everywhere: ...
