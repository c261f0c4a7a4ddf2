import numpy as np
import numpy.typing as npt

class Documents:
    article_count: int
    padded: int
    def __init__(
        self, first_paragraph: npt.NDArray[np.int64], padded: int, live: npt.NDArray[np.bool_] | None
    ) -> None: ...
