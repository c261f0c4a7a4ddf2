"""Who searches when: a few searches side by side, those that turn out long in a lane of their own.

A process has more threads than lanes have places, so that whoever asks whether the server lives, or for a
file, finds a free one however many search. A search begins in the short lane. Once it has used ``LONG_MS``
milliseconds of its processor it leaves its place there to others, and goes on in the long lane, one after the
other: so short searches never wait behind long ones. Files of results have a lane as well, where each piece
is a turn. Those that wait are bounded; who comes after them is told to come again.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

#: From so many milliseconds of the processor on a search is long. Most take a third of it.
LONG_MS = 10
#: Seconds that somebody waits for a place; a person has left before.
_MOST_SECONDS = 3.0
#: Seconds between two looks whether the answer is still wanted.
_LOOK_SECONDS = 0.1
#: The waiting in the long lane are a part of all, one of so many.
_LONG_SHARE = 8
#: Bodies of requests that are read at a time: each keeps a thread for as long as its sender likes.
_BODIES = 2


class BusyError(Exception):
    """More searches wait than may wait, or one has waited for too long."""


def _always() -> None:
    """Find the answer wanted."""


class _Lane:
    """So many places, and so many that may wait for one."""

    def __init__(self, places: int, waiting: int) -> None:
        self._free = threading.Semaphore(places)
        self._may_wait = threading.Semaphore(waiting)

    def enter(self, wanted: Callable[[], None] = _always) -> None:
        """Take a place. Raises BusyError, and what ``wanted`` raises, which is called from time to time."""
        if self._free.acquire(blocking=False):
            return
        if not self._may_wait.acquire(blocking=False):
            raise BusyError
        try:
            for _ in range(round(_MOST_SECONDS / _LOOK_SECONDS)):
                wanted()
                if self._free.acquire(timeout=_LOOK_SECONDS):
                    return
            raise BusyError
        finally:
            self._may_wait.release()

    def leave(self) -> None:
        """Give the place back."""
        self._free.release()


class Lanes:
    """The lanes of a process. Threads share it."""

    def __init__(self, places: int, waiting: int) -> None:
        """Make free lanes.

        places:  searches that go side by side
        waiting: how many more may wait for a place
        """
        self._short = _Lane(places, waiting)
        self._long = _Lane(1, max(1, waiting // _LONG_SHARE))
        self._files = _Lane(1, waiting)
        self._bodies = _Lane(_BODIES, 0)
        self._most_of_client = (places + waiting + 1) // 2
        self._clients: Counter[str] = Counter()
        self._counting = threading.Lock()

    def turn(self, client: str, wanted: Callable[[], None] = _always) -> Turn:
        """Wait for a place in the short lane, return the turn. Raises BusyError, and as ``wanted`` does.

        client: whoever asks; nobody has more than half of all places, waiting ones included
        wanted: is called from time to time while the turn waits
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
        """Return the turn of somebody who posts something. Raises BusyError at once if others do."""
        self._bodies.enter()
        return Turn(self._bodies, self._bodies, lambda: None)

    def file_turn(self) -> Turn:
        """Wait for the only place in the lane of files that are made piece by piece. Raises BusyError."""
        self._files.enter()
        return Turn(self._files, self._files, lambda: None)

    def _left(self, client: str) -> None:
        with self._counting:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]


class Turn:
    """One place in a lane, until ``end``. It belongs to one thread."""

    def __init__(self, here: _Lane, long: _Lane, ended: Callable[[], None]) -> None:
        self._here: _Lane | None = here
        self._long = long
        self._ended: Callable[[], None] | None = ended

    def become_long(self, wanted: Callable[[], None] = _always) -> None:
        """Leave the short lane, and wait for a place in the long one; raises as ``Lanes.turn`` does."""
        if self._here is not None and self._here is not self._long:
            self._here.leave()
            self._here = None
            self._long.enter(wanted)
            self._here = self._long

    def end(self) -> None:
        """Give the place back; nothing happens if it was given back before."""
        here, ended, self._here, self._ended = self._here, self._ended, None, None
        if here is not None:
            here.leave()
        if ended is not None:
            ended()

    def __enter__(self) -> Turn:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
