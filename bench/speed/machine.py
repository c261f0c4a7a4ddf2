"""The machine on which the bench ran, and its load."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def described() -> str:
    """Return processor, cores, memory and system, without the name of the machine."""
    processor = _first(Path("/proc/cpuinfo"), "model name") or platform.machine()
    gigabytes = int((_first(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0]) / 1024**2
    return (
        f"{processor}, {os.cpu_count()} cores (one used), {gigabytes:.0f} GB, "
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"
    )


def load() -> float:
    """Return the load average of the last minute. If it is above 1, other processes disturbed the bench."""
    return os.getloadavg()[0]


def _first(path: Path, name: str) -> str:
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    return ""
