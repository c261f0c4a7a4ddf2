from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

class Properties:
    article_count: int
    sizes: tuple[int, ...]
    def __init__(
        self, counted: Sequence[tuple[npt.NDArray[np.int32], int, int]], has_copies: npt.NDArray[np.bool_]
    ) -> None: ...
