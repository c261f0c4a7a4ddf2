from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.ranking.kernel.properties import Properties

_Column = npt.NDArray[np.int32]

class Tally:
    anything: bool
    articles: int
    paragraphs: int
    places: int
    counts: list[npt.NDArray[np.int64]]
    def __init__(
        self,
        properties: Properties,
        filters: Sequence[tuple[_Column, int, int, npt.NDArray[np.uint8] | None, int]] = (),
        others: Sequence[int] = (0, 0, 0),
        clusters: _Column | None = None,
    ) -> None: ...
