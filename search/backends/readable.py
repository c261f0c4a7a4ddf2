"""No answer is given of which a part may be zeros, in place of what was cut off a file meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Protocol, TypeVar, cast


class Readable(Protocol):
    """An index whose files may be cut by somebody else while they are read."""

    def ensure_readable(self) -> None:
        """Raise IndexDamagedError if a file was cut since it was opened, or could not be read."""


_Method = TypeVar("_Method", bound=Callable[..., Any])


def whole(answer: _Method) -> _Method:
    """Let a method of an index raise IndexDamagedError if a file that it may have read was cut."""

    @wraps(answer)
    def answered(self: Readable, *args: Any, **fields: Any) -> Any:
        with _ensuring(self):
            return answer(self, *args, **fields)

    return cast(_Method, answered)


def whole_one_by_one(answer: _Method) -> _Method:
    """Do so for a method that yields: what it yields was read from files that were whole."""

    @wraps(answer)
    def answered(self: Readable, *args: Any, **fields: Any) -> Iterator[Any]:
        return _checked(self, answer(self, *args, **fields))

    return cast(_Method, answered)


def _checked(index: Readable, pieces: Iterator[Any]) -> Iterator[Any]:
    while True:
        with _ensuring(index):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


class _ensuring:  # noqa: N801 - it is used like a function, and a class takes a quarter of the time
    """Raise IndexDamagedError at the end if a file was cut, also in place of another error."""

    __slots__ = ("_index",)

    def __init__(self, index: Readable) -> None:
        self._index = index

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._index.ensure_readable()
