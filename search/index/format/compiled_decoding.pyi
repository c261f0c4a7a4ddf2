from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]

def decode_rows(
    encoded: Array,
    starts: Array,
    df: Array,
    positions: Array,
    position_starts: Array,
    new_number: Array,
) -> tuple[Array, Array]: ...
