import numpy as np
import numpy.typing as npt

from search.spelling.edits import Costs, Letters

def edit_costs(typed: bytes, words: Letters, costs: Costs) -> npt.NDArray[np.float32]: ...
