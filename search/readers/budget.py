"""How far a file may unfold: the bound against archives that are made to fill a disk."""

from __future__ import annotations

from dataclasses import dataclass

from search.remarks import Remark

_FREE_BYTES = 2**30
"""So much every file may unfold to; below it no ratio is looked at."""


class DamagedStreamError(Exception):
    """A stream cannot be read on.

    damage: what is wrong with it; rest: the unfinished line in which it stopped
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.damage = Remark(code, values)
        self.rest = b""


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """What one file on disk may unfold to, all its parts together.

    total_bytes: at most
    ratio:       at most so many times the size of the file; news text is packed to a third to a tenth, and
                 tables that repeat themselves to a hundredth
    """

    total_bytes: int = 100 * 10**9
    ratio: int = 300


class Budget:
    """Counts what one file unfolds to."""

    def __init__(self, limits: UnpackingLimits) -> None:
        self._limits = limits
        self._read = 0
        self._unfolded = 0

    def read(self, count: int) -> None:
        """Count bytes taken from the disk."""
        self._read += count

    def spend(self, count: int) -> None:
        """Count bytes that came out of a decompressor. Raises DamagedStreamError beyond a limit."""
        self._unfolded += count
        if self._unfolded > self._limits.total_bytes:
            raise DamagedStreamError("unfolds_beyond_total", gigabytes=self._limits.total_bytes // 10**9)
        if self._unfolded > max(_FREE_BYTES, self._limits.ratio * self._read):
            raise DamagedStreamError("unfolds_beyond_ratio", ratio=self._limits.ratio)
