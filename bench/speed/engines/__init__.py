"""The engines that are compared. Each has a module with the interface of ``base``."""

from __future__ import annotations

from importlib import import_module

from bench.speed.engines.base import Engine

# The order is that of the tables. Lucene's worker is in Java, and the system's Python runs the module of
# Xapian.
NAMES = (
    "warta", "warta_prepared", "warta_new_words",
    "tantivy", "lucene", "pisa", "bm25s", "xapian", "fts5", "whoosh",
)  # fmt: skip


def engine(name: str) -> Engine:
    """Return the engine of a module of this package. Raises ImportError if the engine is not installed."""
    made: Engine = import_module(f"bench.speed.engines.{name}").ENGINE
    return made
