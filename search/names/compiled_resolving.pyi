from collections.abc import Sequence
from datetime import date

from search.names.quotes import Said
from search.names.records import Name, Quotation

def quotations_of(
    texts: Sequence[str],
    names: Sequence[Sequence[Name]],
    spoken: Sequence[Sequence[Said]],
    published: date | None,
) -> list[tuple[Quotation, ...]]: ...
