"""The engines that are compared, one module each; see ``base`` for what a module has to offer."""

from __future__ import annotations

from importlib import import_module

from bench.speed.engines.base import Engine

# In the order of the tables. Lucene speaks for itself in Java; Xapian's module is run by the system's Python.
NAMES = (
    "warta", "warta_prepared", "warta_new_words",
    "tantivy", "lucene", "pisa", "bm25s", "xapian", "fts5", "whoosh",
)  # fmt: skip


def engine(name: str) -> Engine:
    """Return the engine of a module here. Raises ImportError where its package is not installed."""
    made: Engine = import_module(f"bench.speed.engines.{name}").ENGINE
    return made
