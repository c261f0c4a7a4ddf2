"""Rate limits: how many requests a client, or a key, may make in a time. Headers report them.

The headers are those of the IETF's draft *RateLimit header fields for HTTP*. The library ``limits`` counts
requests in each process, or for all processes in a store such as Redis.
"""

from __future__ import annotations

import logging
import math
import time

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import RateLimiter, SlidingWindowCounterRateLimiter

from search.errors import WartaError
from web.access import FREE, current_visitor, is_refused
from web.at_once import COUNTED
from web.clients import client_name
from web.settings import WebSettings

_OWN_STORAGE = "memory://"
_LOG = logging.getLogger(__name__)


class TooManyRequestsError(WartaError):
    """A client or a key has made more requests than it may."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too_many_requests", count=seconds)
        self.seconds = seconds


class _Rates:
    def __init__(self, settings: WebSettings) -> None:
        self.of_clients = parse(settings.rate_limit) if settings.rate_limit else None
        self.of_keys = parse(settings.key_rate_limit) if settings.key_rate_limit else self.of_clients
        storage = storage_from_string(settings.rate_limit_storage, wrap_exceptions=True)
        self._counter = SlidingWindowCounterRateLimiter(storage)
        self._own = SlidingWindowCounterRateLimiter(storage_from_string(_OWN_STORAGE))
        self._storage_failed = False

    def count(self, limit: RateLimitItem, who: str) -> tuple[bool, int, int]:
        """Count a request. Returns whether it is allowed, how many more are, and the seconds to the reset.

        If the store of all processes fails, this process counts for itself.
        """
        try:
            counted = self._counted(self._counter, limit, who)
        except StorageError as error:
            if not self._storage_failed:
                _LOG.error(
                    "rate_limit_storage fails, each process counts for itself: %s", error.storage_error
                )
            self._storage_failed = True
            return self._counted(self._own, limit, who)
        self._storage_failed = False
        return counted

    @staticmethod
    def _counted(counter: RateLimiter, limit: RateLimitItem, who: str) -> tuple[bool, int, int]:
        allowed = counter.hit(limit, who)
        found = counter.get_window_stats(limit, who)
        return allowed, max(0, found.remaining), max(1, math.ceil(found.reset_time - time.time()))


def init_app(app: Flask, settings: WebSettings) -> None:
    """Count every request that reads the archive, and every one that is refused for its key."""
    if settings.rate_limit or settings.key_rate_limit:
        app.extensions["warta_rates"] = _Rates(settings)
        app.before_request(_count)
        app.after_request(_told)


def _count() -> None:
    """Count the current request. Raises TooManyRequestsError."""
    visitor = current_visitor()
    if not is_refused() and (request.blueprint in FREE or visitor is None):
        return
    who = visitor.who if visitor else ""
    rates: _Rates = current_app.extensions["warta_rates"]
    limit = rates.of_keys if who else rates.of_clients
    if limit is None:
        return
    counted = request.environ.get(COUNTED)  # in an attempt to answer it at once
    if counted is None:
        counted = rates.count(limit, who or client_name(request.remote_addr))
        request.environ[COUNTED] = counted
    allowed, left, seconds = counted
    g.rate = limit, left, seconds
    if not allowed:
        raise TooManyRequestsError(seconds)


def _told(response: Response) -> Response:
    if rate := g.get("rate"):
        limit, left, seconds = rate
        response.headers["RateLimit-Policy"] = f'"default";q={limit.amount};w={limit.get_expiry()}'
        response.headers["RateLimit"] = f'"default";r={left};t={seconds}'
    return response
