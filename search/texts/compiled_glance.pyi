from collections.abc import Callable, Collection, Iterable

class Signs:
    def __init__(
        self,
        keys: Collection[str] = (),
        anywhere: tuple[str, ...] = (),
        lead: bool = False,
        tail: bool = False,
    ) -> None: ...

def glance(
    texts: Iterable[str],
    signs: Signs,
    known: dict[str, str | None] | None = None,
    ask: Callable[[str], str | None] | None = None,
) -> tuple[list[str], int, int, str]: ...
