"""The room builds, changes and verifies the index on disk, and opens it for reading."""

from typing import TYPE_CHECKING

from search.index.build import Built, build
from search.index.generations import Generations
from search.index.update import Deletion, Updated, update
from search.later import names

if TYPE_CHECKING:
    from search.index.reading.snapshot import Snapshot
else:
    __getattr__ = names(__name__, {"search.index.reading.snapshot": "Snapshot"})

__all__ = ["Built", "Deletion", "Generations", "Snapshot", "Updated", "build", "update"]
