"""What goes wrong on the way to an address, and whether it may pass by itself."""

from __future__ import annotations

from search.errors import FeedError

#: Codes of FetchError: what is wrong with a host, and not with one of its documents.
OF_HOST = frozenset(
    {
        *("host_unknown", "private_address", "connection_failed", "connection_lost"),
        *("no_secure_connection", "no_http", "is_silent", "too_slow"),
    }
)


class FetchError(FeedError):
    """An address cannot be fetched.

    passing: whether trying again later may help
    wait:    the seconds for which the server asked, if it did
    gone:    whether the server said that there will never be anything again
    """

    def __init__(
        self, code: str, /, *, passing: bool = False, wait: float | None = None, gone: bool = False,
        **values: object,
    ) -> None:  # fmt: skip
        super().__init__(code, **values)
        self.passing, self.wait, self.gone = passing, wait, gone


class StoppedError(Exception):
    """The run was asked to end; whatever was not done yet is done by the next one."""
