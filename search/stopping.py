"""The request to end, for what runs until it is told to."""

from __future__ import annotations

import time

_SLICE = 0.1  # seconds between two looks


class Stop:
    """Whether a run was asked to end.

    A handler of signals sets ``asked`` and does nothing else: it may interrupt the program anywhere, also
    where a lock is taken.
    """

    def __init__(self) -> None:
        self.asked = False

    def sleep(self, seconds: float) -> bool:
        """Sleep for so long, or until the run is asked to end; return whether it was."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))
        return self.asked
