from collections.abc import Sequence
from datetime import date

from search.names.mentions import Clue
from search.names.records import Name, Quotation
from search.names.said import Said

def spoken_in(paragraphs: Sequence[str], clues: Sequence[Clue]) -> list[Sequence[Said]]: ...
def quotations_of(
    texts: Sequence[str],
    names: Sequence[Sequence[Name]],
    spoken: Sequence[Sequence[Said]],
    published: date | None,
) -> list[tuple[Quotation, ...]]: ...
