from collections.abc import Mapping, Sequence
from typing import Any

from search.readers.simple_values import Simple

def read_simple(values: Mapping[str, object], plan: Sequence[Simple], row: list[Any]) -> list[Simple]: ...
def plain_line(text: str) -> str | None: ...
