from typing import Any

import numpy as np
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
def add_frequencies(
    encoded: npt.NDArray[np.uint16],
    starts: npt.NDArray[np.int64],
    df: npt.NDArray[np.int64],
    sums: npt.NDArray[np.uint32],
) -> None: ...
def first_unsound(
    encoded: npt.NDArray[np.uint16],
    starts: npt.NDArray[np.int64],
    positions: npt.NDArray[np.uint8],
    position_starts: npt.NDArray[np.int64],
    checksums: npt.NDArray[np.uint32],
) -> int: ...
def first_from(terms: npt.NDArray[np.uint8], starts: npt.NDArray[np.uint32], term: bytes) -> int: ...
