from array import array
from typing import Any

import numpy as np
import numpy.typing as npt

from search.index.inversion import EncodedLists

Array = npt.NDArray[Any]

BYTES_A_ROW: int

class SurfaceForms:
    def __len__(self) -> int: ...
    def form(self, number: int) -> str: ...
    def word_hashes(self) -> npt.NDArray[np.uint32]: ...
    def extend(self, tokens: array[int], ends: array[int], texts: tuple[str, ...]) -> None: ...

def packed_texts(texts: tuple[str, ...], kind: int, sizes: array[int], checksums: array[int]) -> bytes: ...
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
    most: int,
) -> tuple[Array, Array]: ...
def encode_lists(
    rows: Array,
    firsts: Array,
    counts: Array,
    impacts_of: Array,
    floors_of: Array,
    lengths: Array,
    article_of: Array,
    with_positions: bool,
) -> EncodedLists: ...
def signatures(
    tokens: Array, ends: Array, hashes: Array
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]: ...
