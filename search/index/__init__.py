"""The index on disk: schema, segment writer, merging, generations, verification, and reading it back."""

from search.index.build import Built, build
from search.index.generations import Generations
from search.index.reading.snapshot import Snapshot
from search.index.update import Deletion, Updated, update

__all__ = ["Built", "Deletion", "Generations", "Snapshot", "Updated", "build", "update"]
