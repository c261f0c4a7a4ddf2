"""Lanes limit how many searches run at a time. Long searches have a lane apart, so short ones need not wait.

A search begins in the short lane. When it has used ``LONG_MS`` milliseconds of processor time, it leaves the
short lane and continues in the long lane, where one search runs at a time. Exports have a third lane, in
which each piece of a file is a turn. The number of waiting searches is bounded; further ones raise BusyError.

A process has more threads than the lanes have slots, so that health checks and static files are always
answered.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

#: A search is long if it uses more milliseconds of processor time. Most searches use a third of this.
LONG_MS = 10
#: The longest time to wait for a slot, in seconds; a person has given up by then.
_MOST_SECONDS = 3.0
#: Seconds between two checks whether the client still waits for the answer.
_LOOK_SECONDS = 0.1
#: Of all that may wait, one in so many may wait for the long lane.
_LONG_SHARE = 8
#: So many bodies of requests are read at a time; each occupies a thread until the client has sent it.
_BODIES = 2


class BusyError(Exception):
    """Too many searches wait, or this one has waited for too long."""


def _always() -> None:
    """Raise nothing: the client is assumed to wait for the answer."""


class _Lane:
    """A number of slots, and a bound for how many may wait for one."""

    def __init__(self, slots: int, waiting: int) -> None:
        self._free = threading.Semaphore(slots)
        self._may_wait = threading.Semaphore(waiting)

    def enter(self, wanted: Callable[[], None] = _always) -> None:
        """Take a slot. Raises BusyError, and the errors of ``wanted``, which is called while it waits."""
        if self._free.acquire(blocking=False):
            return
        if not self._may_wait.acquire(blocking=False):
            raise BusyError
        try:
            for _ in range(round(_MOST_SECONDS / _LOOK_SECONDS)):
                if self._free.acquire(timeout=_LOOK_SECONDS):
                    return
                wanted()  # most turns come sooner, and watching a client costs more than they wait
            raise BusyError
        finally:
            self._may_wait.release()

    def leave(self) -> None:
        """Release the slot."""
        self._free.release()


class Lanes:
    """The lanes of a process. Its threads share them."""

    def __init__(self, slots: int, waiting: int) -> None:
        """Make lanes with free slots.

        slots:   the number of searches that run at a time
        waiting: the number of further searches that may wait for a slot
        """
        self._short = _Lane(slots, waiting)
        self._long = _Lane(1, max(1, waiting // _LONG_SHARE))
        self._files = _Lane(1, waiting)
        self._bodies = _Lane(_BODIES, 0)
        self._most_of_client = (slots + waiting + 1) // 2
        self._clients: Counter[str] = Counter()
        self._counting = threading.Lock()

    def turn(self, client: str, wanted: Callable[[], None] = _always) -> Turn:
        """Wait for a slot in the short lane, and return the turn. Raises BusyError or what ``wanted`` raises.

        client: the name of the client; no client gets more than half of all slots, those for waiting included
        wanted: a function that is called from time to time while the turn waits
        """
        with self._counting:
            if self._clients[client] >= self._most_of_client:
                raise BusyError
            self._clients[client] += 1
        try:
            self._short.enter(wanted)
        except BaseException:
            self._left(client)
            raise
        return Turn(self._short, self._long, lambda: self._left(client))

    def body_turn(self) -> Turn:
        """Return the turn for reading a body. It does not wait: raises BusyError if too many are read."""
        self._bodies.enter()
        return Turn(self._bodies, self._bodies, lambda: None)

    def file_turn(self) -> Turn:
        """Wait for the only slot of the lane for exports, and return the turn. Raises BusyError."""
        self._files.enter()
        return Turn(self._files, self._files, lambda: None)

    def _left(self, client: str) -> None:
        with self._counting:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]


class Turn:
    """One slot in a lane, until ``end`` is called. It belongs to one thread."""

    def __init__(self, here: _Lane, long: _Lane, ended: Callable[[], None]) -> None:
        self._here: _Lane | None = here
        self._long = long
        self._ended: Callable[[], None] | None = ended

    def become_long(self, wanted: Callable[[], None] = _always) -> None:
        """Leave the short lane, and wait for a slot in the long one. Raises the errors of ``Lanes.turn``."""
        if self._here is not None and self._here is not self._long:
            self._here.leave()
            self._here = None
            self._long.enter(wanted)
            self._here = self._long

    def end(self) -> None:
        """Release the slot, if it was not released before."""
        here, ended, self._here, self._ended = self._here, self._ended, None, None
        if here is not None:
            here.leave()
        if ended is not None:
            ended()

    def __enter__(self) -> Turn:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
