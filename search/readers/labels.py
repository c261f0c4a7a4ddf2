"""How files are called in messages, and which of a folder or an archive are no files of it."""

from __future__ import annotations

_DESCRIPTIONS = ("readme", "license", "licence")


def printable(path: str) -> str:
    """Return ``path`` on one line and fit for UTF-8, whatever bytes the file system has."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in path)


def is_hidden(name: str) -> bool:
    """Return whether a file or folder is hidden, or one that a system leaves in archives."""
    return name.startswith(".") or name == "__MACOSX"


def is_aside(name: str) -> bool:
    """Return whether a file describes the folder that it is in, and is no part of the archive."""
    return name.lower().startswith(_DESCRIPTIONS)
