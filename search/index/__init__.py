"""The room builds, changes and verifies the index on disk, and opens it for reading."""

from search.index.build import Built, build
from search.index.generations import Generations
from search.index.reading.snapshot import Snapshot
from search.index.update import Deletion, Updated, update

__all__ = ["Built", "Deletion", "Generations", "Snapshot", "Updated", "build", "update"]
