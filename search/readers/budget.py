"""The module limits how many bytes a file may be decompressed to, because files are made to fill a disk."""

from __future__ import annotations

from dataclasses import dataclass

from search.remarks import Remark

_FREE_BYTES = 2**30
"""Every file may be decompressed to this size; the ratio is tested only beyond it."""


class DamagedStreamError(Exception):
    """A stream cannot be read any further.

    damage: what is wrong with it
    rest:   the incomplete line at which it ended
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.damage = Remark(code, values)
        self.rest = b""


@dataclass(frozen=True, slots=True)
class UnpackingLimits:
    """The limits for the decompressed size of one file on disk, all its parts together.

    total_bytes: the maximum size
    ratio:       the maximum size as a multiple of the size on disk; news text is compressed to a third to a
                 tenth, and repetitive tables to a hundredth
    """

    total_bytes: int = 100 * 10**9
    ratio: int = 300


class Budget:
    """The object counts the decompressed bytes of one file."""

    def __init__(self, limits: UnpackingLimits) -> None:
        self._limits = limits
        self._read = 0
        self._unpacked = 0

    def read(self, count: int) -> None:
        """Count bytes that were read from the disk."""
        self._read += count

    def spend(self, count: int) -> None:
        """Count decompressed bytes. Raises DamagedStreamError beyond a limit."""
        self._unpacked += count
        if self._unpacked > self._limits.total_bytes:
            raise DamagedStreamError("unfolds_beyond_total", gigabytes=self._limits.total_bytes // 10**9)
        if self._unpacked > max(_FREE_BYTES, self._limits.ratio * self._read):
            raise DamagedStreamError("unfolds_beyond_ratio", ratio=self._limits.ratio)
