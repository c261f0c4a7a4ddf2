from array import array

import numpy as np
import numpy.typing as npt

def packed_texts(texts: tuple[str, ...], kind: int, sizes: array[int], checksums: array[int]) -> bytes: ...

class TextReader:
    def __init__(
        self,
        starts: npt.NDArray[np.uint64],
        encoded: npt.NDArray[np.uint8],
        kinds: npt.NDArray[np.uint8],
        checksums: npt.NDArray[np.uint32],
        text: int,
    ) -> None: ...
    def get_all(self, docs: list[int]) -> list[str | None]: ...
    def get(self, doc: int) -> str | None: ...
