"""The names of a segment's files and of the sections in them that hold documents."""

from __future__ import annotations

#: Of the one Whoosh index in a generation's folder: Whoosh's own default.
INDEX_NAME = "MAIN"
FLAT_EXTENSION = ".flat"
DOCS_EXTENSION = ".docs"
#: Stored fields, ``stored/NAME/...``; a field's lengths are ``FIELD/lengths``.
STORED = "stored/"
ABSENT, TEXT, PICKLED = range(3)
#: What lengths are padded to, so that a window and any 16 bits make a number within the array.
PADDED_TO = 1 << 16
