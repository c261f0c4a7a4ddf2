"""SIGTERM and Ctrl-C as a request to end, for commands that run until then."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from search.stopping import Stop


@contextmanager
def stopping() -> Iterator[Stop]:
    """Yield what knows whether a signal asked to end; a second Ctrl-C interrupts at once."""
    stop = Stop()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
