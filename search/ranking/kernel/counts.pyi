from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_Column = npt.NDArray[np.int32]

class DocValues:
    article_count: int
    sizes: tuple[int, ...]
    def __init__(
        self, counted: Sequence[tuple[npt.NDArray[np.int32], int, int]], has_copies: npt.NDArray[np.bool_]
    ) -> None: ...

class Tally:
    anything: bool
    articles: int
    paragraphs: int
    places: int
    counts: list[tuple[npt.NDArray[np.int64], int]]
    matches: tuple[_Column, _Column, _Column]
    def __init__(
        self,
        doc_values: DocValues,
        filters: Sequence[tuple[_Column, int, int, npt.NDArray[np.uint8] | None, int]] = (),
        others: Sequence[int] = (0, 0, 0),
        clusters: _Column | None = None,
        matches: bool = False,
    ) -> None: ...

class ValueCounter:
    def __init__(self, starts: npt.NDArray[np.int64], ordinals: _Column, values: int) -> None: ...
    def count(self, articles: _Column) -> tuple[_Column, npt.NDArray[np.int64], int]: ...
