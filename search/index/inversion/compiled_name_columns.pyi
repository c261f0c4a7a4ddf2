from collections.abc import Sequence

from search.index.inversion import name_columns as oracle
from search.names import Name

class NameColumns(oracle.NameColumns):
    def add(self, text: str, names: Sequence[Name]) -> None: ...
