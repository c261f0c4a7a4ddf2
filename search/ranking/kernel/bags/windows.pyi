import numpy as np
import numpy.typing as npt

class Saturations:
    def __init__(
        self,
        lengths: npt.NDArray[np.uint8],
        norms: npt.NDArray[np.float64],
        stretch: float = 1.0,
        shrinkage: float = 1.0,
    ) -> None: ...
