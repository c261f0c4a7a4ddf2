"""What several rooms do with NumPy arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def first_of_each(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Return the mask of the values that differ from the one before; of sorted values, each once.

    >>> first_of_each(np.array([3, 3, 5])).tolist()
    [True, False, True]
    """
    return np.append(True, values[1:] != values[:-1])[: len(values)]
