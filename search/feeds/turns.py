"""Politeness: one request at a time to a host, with a pause after each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from search.feeds.failures import PostponedError
from search.feeds.state import FeedState
from search.network.addresses import host_of
from search.network.failures import StoppedError

MOST_WAIT = 60.0
"""Seconds: a host that is to be left alone for longer is asked by a later fetch."""

_LONGEST_DELAY = 3_600.0  # of a robots.txt; whoever asks for more wants no programs at all
_REST = 600.0  # seconds, and not remembered
_REMEMBERED_PAUSE = 5.0  # seconds; shorter pauses are over before another process begins


class _Host:
    def __init__(self, next_at: float) -> None:
        self.lock = threading.Lock()
        self.next_at = next_at
        self.delay = 0.0


class Turns:
    """Gives out turns to ask a host; threads share it.

    pause: seconds between two requests to a host, more where it asks for more
    sleep: waits for some seconds, and tells whether to stop
    """

    def __init__(self, state: FeedState, pause: float, sleep: Callable[[float], bool]) -> None:
        self._state, self._pause, self._sleep = state, pause, sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def _host(self, host: str) -> _Host:
        with self._lock:
            if host not in self._hosts:
                self._hosts[host] = _Host(self._state.host_next_at(host))
            return self._hosts[host]

    def slow_down(self, host: str, delay: float) -> None:
        """Take note of the pause that a host asks for in its robots.txt."""
        self._host(host).delay = delay if 0 < delay < _LONGEST_DELAY else _LONGEST_DELAY if delay > 0 else 0.0

    def postpone(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds, also in later fetches."""
        one = self._host(host)
        one.next_at = max(one.next_at, time.time() + seconds)
        self._state.keep_host(host, one.next_at)

    def rest(self, host: str) -> None:
        """Leave a host alone until the end of this fetch: it is out of order."""
        one = self._host(host)
        one.next_at = max(one.next_at, time.time() + _REST)

    @contextmanager
    def visit(self) -> Iterator[Visit]:
        """Yield a visit, which has one turn at a time and gives it back at its end."""
        visit = Visit(self)
        try:
            yield visit
        finally:
            visit.leave()

    def take(self, host: str) -> None:
        """Wait for the turn to ask a host, and take it. Raises PostponedError, StoppedError."""
        one = self._host(host)
        while not one.lock.acquire(timeout=0.2):
            if self._sleep(0):
                raise StoppedError
        try:
            wait = one.next_at - time.time()
            if wait > MOST_WAIT:
                raise PostponedError("host_is_waiting", host=host, until=one.next_at)
            if self._sleep(max(wait, 0.0)):
                raise StoppedError
        except BaseException:
            one.lock.release()
            raise

    def give_back(self, host: str) -> None:
        """Give a turn back: the host is left alone for its pause."""
        one = self._host(host)
        pause = max(self._pause, one.delay)
        one.next_at = max(one.next_at, time.time() + pause)
        if pause > _REMEMBERED_PAUSE:
            self._state.keep_host(host, one.next_at)
        one.lock.release()


class Visit:
    """One request and its redirects, which may lead from host to host."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._host: str | None = None

    def go_to(self, address: str) -> None:
        """Give the turn back and take the one for an address. Raises PostponedError, StoppedError."""
        self.leave()  # never two at once: others may come the other way
        host = host_of(address)
        self._turns.take(host)
        self._host = host

    def leave(self) -> None:
        """Give the turn back."""
        if self._host is not None:
            self._turns.give_back(self._host)
            self._host = None
