"""The module imports libraries that only some formats need; each is an extra of the package."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from search.errors import SourceError

EXTRAS = {
    "trafilatura": "web",
    "lxml": "web",
    "feedparser": "web",
    "urllib3": "feeds",
    "protego": "feeds",
    "warcio": "web",
    "brotli": "web",
    "pyarrow": "parquet",
    "pypdf": "documents",
    "docx": "documents",
    "python_calamine": "spreadsheets",
    "sqlalchemy": "sql",
}
"""Name of a library, as it is imported -> the extra of ``warta`` that installs it."""


def needed(module: str) -> ModuleType:
    """Import and return a module of a library that is an extra.

    Raises SourceError ``extra_missing``, which names the extra, if the library is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        missing = (error.name or library).partition(".")[0]
        raise SourceError("extra_missing", extra=EXTRAS[library], library=missing) from error
