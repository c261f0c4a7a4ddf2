"""Mapped files that somebody cuts, or whose disk fails, while they are read.

``guard`` lets searches go on then, over zeros in place of what is lost: whoever answers asks ``faults`` after
each answer, and ``is_lost`` for the files that it is from. Whoever writes must not do so: without ``guard``
the system ends the process by a signal, and nothing that was read is written. Where nothing is compiled, that
is so for searches as well.
"""

from __future__ import annotations

import weakref
from mmap import mmap

from search.compiled import COMPILED

if COMPILED:
    from search.index.format.compiled_guard import faults, forget, install, is_lost, watch
else:

    def install() -> None:
        """Leave the signal as it is."""

    def watch(mapped: mmap) -> int:
        """Return the number of no mapping."""
        return -1

    def forget(number: int) -> None:
        """Do nothing."""

    def is_lost(number: int) -> bool:
        """Return that nothing is known to be lost."""
        return False

    def faults() -> int:
        """Return that nothing is known to be lost."""
        return 0


__all__ = ["faults", "guard", "is_lost", "watched"]


def guard() -> None:
    """Let this process go on when a watched file is cut: its lost parts are zeros from then on."""
    install()


def watched(mapped: mmap) -> int:
    """Watch a mapping until it is closed; return its number for ``is_lost``."""
    number = watch(mapped)
    weakref.finalize(mapped, forget, number)
    return number
