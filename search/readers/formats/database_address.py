"""The module recognises the addresses of databases, and the parameter of a query, without reading any."""

from __future__ import annotations

from search.later import Pattern

_ADDRESS = Pattern(r"([A-Za-z][A-Za-z0-9_]*)(?:\+[A-Za-z0-9_]+)?://")
_NO_DATABASES = frozenset(("http", "https", "file", "ftp", "s3", "gs"))
_SINCE = Pattern(r"(?<![:\w\\]):since\b")


def is_database(source: str) -> bool:
    """Return whether a source is the address of a database: ``postgresql://host/name``."""
    found = _ADDRESS.match(source)
    return found is not None and found[1].lower() not in _NO_DATABASES


def asks_since(query: str | None) -> bool:
    """Return whether a query contains the parameter ``:since``."""
    return bool(query and _SINCE.search(query))
