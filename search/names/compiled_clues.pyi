from collections.abc import Sequence

from search.names.clues import Clue
from search.names.records import Name

def names_and_clues(paragraphs: Sequence[str]) -> tuple[list[tuple[Name, ...]], list[Clue]]: ...
