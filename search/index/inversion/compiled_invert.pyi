from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BYTES_A_ROW: int

def term_counts(tokens: Array, ends: Array, starts: Array) -> npt.NDArray[np.uint32]: ...
def invert(
    tokens: Array,
    ends: Array,
    docs: Array,
    starts: Array,
    offsets: Array,
    terms: Array,
    widths: Array,
    term_count: int,
    max_position: int,
    buffer: Array | None = None,
) -> tuple[Array, Array]: ...
