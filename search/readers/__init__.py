"""The room reads files and streams as Articles, and names every record that it cannot read.

The way through the room::

    sources     which files, folders and databases are read: checks (labels)
    kinds       which kind a file is, by its name and its content; what is not read (not_read)
    tables_beside   tables about the files beside them: metadata.csv with a column of file names
    streams     bytes: decompression, encodings, lines (decompression, budget)
    opening     from a file to its records, through containers: zip, tar
    jsonl, delimited, plain_text, formats/      one module for each format: bytes -> Record
    documents, workers              Document -> Record, in other processes: pages, PDF, DOCX, EPUB
    names, mapping                  which key of a record is read into which field
    values, detokenise, characters  what a value says
    article_maker                   Record -> Article; unreadable metadata is left empty
    counts      FileCounts: the result for the records of a file
    reading     the whole way; later versions of an article are recognised (versions)
    records     Record, Reject, Notice, and the file of rejects, which can be corrected and read again
"""

from search.readers.counts import FileCounts
from search.readers.kinds import KINDS
from search.readers.mapping import FieldMapping
from search.readers.names import FIELDS
from search.readers.opening import ReadingOptions
from search.readers.profiles import Profile, named_profile, shipped_profiles
from search.readers.reading import read_articles
from search.readers.records import Notice, Reject, Superseded, write_reject
from search.readers.sources import total_bytes

__all__ = [
    "FIELDS",
    "KINDS",
    "FieldMapping",
    "FileCounts",
    "Notice",
    "Profile",
    "ReadingOptions",
    "Reject",
    "Superseded",
    "named_profile",
    "read_articles",
    "shipped_profiles",
    "total_bytes",
    "write_reject",
]
