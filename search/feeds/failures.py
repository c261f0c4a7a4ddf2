"""What goes wrong with feeds besides requests."""

from __future__ import annotations

from search.errors import FeedError

#: What parsers of feeds and pages raise for input that nobody thought of; it costs one document.
NotHandled = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)


class PostponedError(FeedError):
    """A host is not to be asked before ``until`` (seconds since 1970); nothing was asked."""

    def __init__(self, code: str, /, *, until: float, **values: object) -> None:
        super().__init__(code, **values)
        self.until = until
