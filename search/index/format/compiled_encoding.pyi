from typing import Any

import numpy.typing as npt

from search.index.format.rows import EncodedLists

Array = npt.NDArray[Any]

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
