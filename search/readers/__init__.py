"""Readers: files and streams become Articles, and whatever could not be read is named.

The way through this room::

    sources     which files: checks, folders, suffixes
    streams     bytes: decompression, encodings, lines
    jsonl, delimited, plain_text    one module a format: text -> Entry
    validation, published           Entry -> Article
    reading     the whole way, and ids that came before (first_places)
    records     Reject, Notice, and the file of rejects that can be mended and fed in again
"""

from search.readers.reading import read_articles
from search.readers.records import Notice, Reject, write_reject
from search.readers.sources import total_bytes

__all__ = ["Notice", "Reject", "read_articles", "total_bytes", "write_reject"]
