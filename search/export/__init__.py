"""Results taken along: all hits of a search as CSV, NDJSON or XLSX, written while they are found.

::

    hits -> rows of columns      -> CSV, XLSX
         -> results of the API   -> NDJSON
"""

from __future__ import annotations

from search.export.formats import FORMATS, Format, exported

__all__ = ["FORMATS", "Format", "exported"]
