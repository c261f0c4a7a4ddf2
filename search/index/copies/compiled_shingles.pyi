from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

def signatures(
    tokens: Array, ends: Array, hashes: Array
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]: ...
