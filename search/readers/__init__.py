"""Readers: files and streams become Articles, and whatever could not be read is named.

The way through this room::

    sources     which files, folders and databases: checks (labels)
    kinds       which kind a file is, by its name and its content
    streams     bytes: decompression, encodings, lines (decompression, budget)
    opening     from a file to its records, through containers: zip, tar
    jsonl, delimited, plain_text, formats/      one module a format: bytes -> Record, in its own words
    documents, workers              Document -> Record, in processes of their own: pages, PDF, DOCX, EPUB
    names, mapping                  which key of a record is which field: the table, and its use
    values, detokenise, characters, published    what a value says
    article_maker                   Record -> Article; what cannot be read is left empty
    counts      FileCounts: what became of the records of a file
    reading     the whole way, and ids that came before (first_places)
    records     Record, Reject, Notice, and the file of rejects that can be mended and fed in again
"""

from search.readers.counts import FileCounts
from search.readers.kinds import KINDS
from search.readers.mapping import FieldMapping
from search.readers.names import FIELDS
from search.readers.opening import ReadingOptions
from search.readers.reading import read_articles
from search.readers.records import Notice, Reject, write_reject
from search.readers.sources import total_bytes

__all__ = [
    "FIELDS",
    "KINDS",
    "FieldMapping",
    "FileCounts",
    "Notice",
    "ReadingOptions",
    "Reject",
    "read_articles",
    "total_bytes",
    "write_reject",
]
