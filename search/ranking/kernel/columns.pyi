import numpy as np
import numpy.typing as npt

class Columns:
    article_count: int
    def __init__(
        self,
        first_paragraph: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.uint8],
        norms: npt.NDArray[np.float64],
        article_lengths: npt.NDArray[np.int32],
        article_norm: tuple[float, float, float],
        title_lengths: npt.NDArray[np.int32],
        title_norm: tuple[float, float, float],
        lead: int,
        later: float,
    ) -> None: ...
