"""The module makes names of files printable, and recognises files that are no part of an archive."""

from __future__ import annotations

_DESCRIPTIONS = ("readme", "license", "licence", "robots.txt", "humans.txt", "ads.txt")


def printable(path: str) -> str:
    """Return ``path`` on one line and valid in UTF-8, whatever bytes the file system has."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in path)


def is_hidden(name: str) -> bool:
    """Return whether a file or folder is hidden, or is one that an operating system adds to archives."""
    return name.startswith(".") or name == "__MACOSX"


def is_aside(name: str) -> bool:
    """Return whether a file describes the folder that it is in, and is no part of the archive."""
    return name.lower().startswith(_DESCRIPTIONS)
