"""Several searches of one thread that read one generation, whichever is the newest meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Pin(threading.local, Generic[T]):
    """The opened generation that this thread reads, or None where it reads the newest one."""

    opened: T | None = None

    @contextmanager
    def at(self, opened: T) -> Iterator[None]:
        """Let this thread read a generation, also if a newer one is opened."""
        before, self.opened = self.opened, opened
        try:
            yield
        finally:
            self.opened = before
