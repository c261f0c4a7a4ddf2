"""Readers: files and streams become Articles, and whatever could not be read is named.

The way through this room::

    sources     which files: checks, folders, suffixes
    streams     bytes: decompression, encodings, lines
    jsonl, delimited, plain_text    one module a format: text -> Record, in its own words
    names, mapping                  which key of a record is which field: the table, and its use
    values, detokenise, characters, published    what a value says
    article_maker                   Record -> Article; what cannot be read is left empty
    counts      FileCounts: what became of the records of a file
    reading     the whole way, and ids that came before (first_places)
    records     Record, Reject, Notice, and the file of rejects that can be mended and fed in again
"""

from search.readers.counts import FileCounts
from search.readers.mapping import FieldMapping
from search.readers.names import FIELDS
from search.readers.reading import read_articles
from search.readers.records import Notice, Reject, write_reject
from search.readers.sources import total_bytes

__all__ = [
    "FIELDS",
    "FieldMapping",
    "FileCounts",
    "Notice",
    "Reject",
    "read_articles",
    "total_bytes",
    "write_reject",
]
