"""The index on disk: schema, segment writer, generations, verification, and reading it back."""

from search.index.build import Built, build
from search.index.generations import Generations
from search.index.snapshot import Snapshot

__all__ = ["Built", "Generations", "Snapshot", "build"]
