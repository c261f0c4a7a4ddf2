from collections.abc import Sequence

from search.names.mentions import Clue
from search.names.quotes import Said

def spoken_in(paragraphs: Sequence[str], clues: Sequence[Clue]) -> list[Sequence[Said]]: ...
