"""The module reads the data files of this room: tables with comments and a line of headings."""

from __future__ import annotations

from importlib import resources


def rows(name: str) -> list[list[str]]:
    """Return the cells of each line of a data file, without comments, empty lines and the headings."""
    lines = (resources.files("search.texts") / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
