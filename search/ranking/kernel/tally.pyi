from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_Column = npt.NDArray[np.int32]

class Tally:
    anything: bool
    articles: int
    paragraphs: int
    places: int
    counts: list[npt.NDArray[np.int64]]
    def __init__(
        self,
        article_count: int,
        filters: Sequence[tuple[_Column, int, int, npt.NDArray[np.uint8] | None, int]],
        facets: Sequence[tuple[_Column, int, int, int]],
        clusters: _Column | None = None,
        has_copies: npt.NDArray[np.uint8] | None = None,
    ) -> None: ...
