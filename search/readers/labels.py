"""How files are called in messages, and which are passed over."""

from __future__ import annotations

_PASSED_OVER = ("readme", "license", "licence")


def printable(path: str) -> str:
    """Return ``path`` on one line and fit for UTF-8, whatever bytes the file system has."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in path)


def is_passed_over(name: str) -> bool:
    """Return whether a file describes an archive, and is none."""
    return name.lower().startswith(_PASSED_OVER)
