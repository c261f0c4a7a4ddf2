from collections.abc import Sequence

from search.names.mentions import Clue
from search.names.records import Name

def names_and_clues(paragraphs: Sequence[str]) -> tuple[list[tuple[Name, ...]], list[Clue]]: ...
