"""The module has segments, the files of an index, and tombstones, the marks of their deleted articles.

A segment never changes after it is written. Articles that are deleted later have tombstones in the file
``tombstones``
of a generation: a section for each segment with deleted articles, int32, with their numbers in the segment.
"""

from __future__ import annotations

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
    SPELLING_EXTENSION,
    TOMBSTONES,
)
from search.index.format.sections import Sections, SectionsWriter
from search.later import Pattern
from search.remarks import Remark

#: The extensions of a segment's files.
EXTENSIONS = (FLAT_EXTENSION, DOCS_EXTENSION, ARTICLES_EXTENSION, SPELLING_EXTENSION)
_NAME = Pattern(rf"{INDEX_NAME}_[0-9a-z]+")

#: For the name of each segment with deleted articles: their numbers in the segment, int32, ascending.
Tombstones = Mapping[str, npt.NDArray[np.int32]]
NO_TOMBSTONES = np.empty(0, np.int32)


class Segment(NamedTuple):
    """A segment: the name of its files, and its numbers of documents and articles, deleted ones included."""

    name: str
    documents: int
    articles: int

    def path(self, folder: Path, extension: str) -> Path:
        """Return the path of one of its files."""
        return folder / f"{self.name}{extension}"

    @property
    def is_possible(self) -> bool:
        """Whether a segment can have these values, which may come from somebody else's manifest."""
        counts = all(type(count) is int and count > 0 for count in (self.documents, self.articles))
        return counts and isinstance(self.name, str) and bool(_NAME.fullmatch(self.name))


def new_name() -> str:
    """Return a unique name for a segment. Whoosh requires letters and digits after the name of the index."""
    return f"{INDEX_NAME}_{secrets.token_hex(8)}"


def save_tombstones(folder: Path, tombstones: Tombstones) -> None:
    """Write the tombstones of a generation."""
    file = SectionsWriter(folder / TOMBSTONES)
    for name, articles in tombstones.items():
        file.write(name, articles.astype(np.int32))
    file.close()


def load_tombstones(folder: Path, segments: Sequence[Segment]) -> Tombstones:
    """Read the tombstones of these segments. Raises IndexDamagedError if they are impossible."""
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
