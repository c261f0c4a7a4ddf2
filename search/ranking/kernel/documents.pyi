import numpy as np
import numpy.typing as npt

class Documents:
    def __init__(
        self,
        first_paragraph: npt.NDArray[np.int64],
        padded: int,
        live: npt.NDArray[np.bool_] | None = None,
    ) -> None: ...

class Similarity:
    def __init__(
        self,
        lengths: npt.NDArray[np.uint8],
        norms: npt.NDArray[np.float64],
        max_ratio: float = 1.0,
        min_ratio: float = 1.0,
    ) -> None: ...

class ArticleSimilarity:
    article_count: int
    def __init__(
        self,
        documents: Documents,
        paragraphs: Similarity,
        article_lengths: npt.NDArray[np.int32],
        article_norm: tuple[float, float, float],
        title_lengths: npt.NDArray[np.int32],
        title_norm: tuple[float, float, float],
        lead: int,
        later: float,
    ) -> None: ...
