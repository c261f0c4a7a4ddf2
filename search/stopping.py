"""The module has the request to end, for runs without an end of their own."""

from __future__ import annotations

import time

_SLICE = 0.1  # seconds between two looks


class Stop:
    """The request to end a run.

    A handler of signals sets ``asked`` and does nothing else, because it may interrupt the program anywhere,
    also while a lock is being taken.
    """

    def __init__(self) -> None:
        self.asked = False

    def sleep(self, seconds: float) -> bool:
        """Sleep for this time, or until the run is asked to end; return whether it was."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))
        return self.asked
