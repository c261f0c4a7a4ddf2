"""Segments and tombstones: which files an index consists of, and which of their articles are deleted.

A segment never changes once it is written. What is deleted of it later stands in the file ``tombstones`` of a
generation: for each segment that lost articles a section of its name, int32, their numbers in the segment.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.names import (
    ARTICLES_EXTENSION,
    DOCS_EXTENSION,
    FLAT_EXTENSION,
    INDEX_NAME,
    TOMBSTONES,
)
from search.index.format.sections import Sections, SectionsWriter
from search.remarks import Remark

#: Of the files that a segment has.
EXTENSIONS = (FLAT_EXTENSION, DOCS_EXTENSION, ARTICLES_EXTENSION)
_NAME = re.compile(rf"{INDEX_NAME}_[0-9a-z]+")

#: int32 for the name of each segment that has any: deleted articles, ascending, as numbers in the segment.
Tombstones = Mapping[str, npt.NDArray[np.int32]]
NO_TOMBSTONES = np.empty(0, np.int32)


class Segment(NamedTuple):
    """A segment: what its files are called, and how much is in them, whatever was deleted since."""

    name: str
    documents: int
    articles: int

    def path(self, folder: Path, extension: str) -> Path:
        """Return one of its files."""
        return folder / f"{self.name}{extension}"

    @property
    def is_possible(self) -> bool:
        """Whether there can be such a segment; its name may come from a stranger."""
        counts = all(type(count) is int and count > 0 for count in (self.documents, self.articles))
        return counts and isinstance(self.name, str) and bool(_NAME.fullmatch(self.name))


def new_name() -> str:
    """Return a name for a segment that no other has; Whoosh asks for letters and digits after the index's."""
    return f"{INDEX_NAME}_{secrets.token_hex(8)}"


def save_tombstones(folder: Path, tombstones: Tombstones) -> None:
    """Write the tombstones of a generation."""
    file = SectionsWriter(folder / TOMBSTONES)
    for name, articles in tombstones.items():
        file.write(name, articles.astype(np.int32))
    file.close()


def load_tombstones(folder: Path, segments: Sequence[Segment]) -> Tombstones:
    """Read the tombstones of these segments back. Raises IndexDamagedError where they cannot be right."""
    file = Sections(folder / TOMBSTONES)
    articles_of = {segment.name: segment.articles for segment in segments}
    tombstones = {}
    for name in file.names():
        deleted = tombstones[name] = file.array(name, np.int32)
        file.ensure_sound(name)
        ascending = not np.any(deleted[1:] <= deleted[:-1])
        if not (ascending and np.all((deleted >= 0) & (deleted < articles_of.get(name, 0)))):
            wrong = Remark("deletes_what_is_not_there")
            raise IndexDamagedError("file_damaged", file=file.path, wrong=wrong)
    return tombstones
