"""A circuit breaker: a cluster that gives no answer is left alone for a moment, and then met by no crowd."""

from __future__ import annotations

import threading
import time

_FAILURES_IN_A_ROW, _OPEN_SECONDS = 3, 2.0


class Breaker:
    """Counts the failures of one cluster; threads share it.

    After some failures in a row no request may be sent for two seconds, then one at a time, until one is
    answered.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures, self._until, self._trying = 0, 0.0, False

    def may_send(self) -> bool:
        """Return whether a request may be sent. Whoever sends one calls ``answered`` or ``failed``."""
        with self._lock:
            if self._failures < _FAILURES_IN_A_ROW:
                return True
            if self._trying or time.monotonic() < self._until:
                return False
            self._trying = True
            return True

    def answered(self) -> None:
        """Note that the cluster answered."""
        with self._lock:
            self._failures, self._trying = 0, False

    def failed(self) -> None:
        """Note that it did not."""
        with self._lock:
            self._failures, self._trying = self._failures + 1, False
            self._until = time.monotonic() + _OPEN_SECONDS


_breakers: dict[object, Breaker] = {}


def breaker_of(hosts: object) -> Breaker:
    """Return the breaker that this process has for some hosts: also for an index that could not be opened."""
    return _breakers.setdefault(hosts, Breaker())
