"""The names of a segment's files, fields and sections, and the limits that all of the format keeps."""

from __future__ import annotations

#: Of the one Whoosh index in a generation's folder: Whoosh's own default. Segments are named after it.
INDEX_NAME = "MAIN"
FLAT_EXTENSION = ".flat"
DOCS_EXTENSION = ".docs"
ARTICLES_EXTENSION = ".articles"
#: Files that a generation has once, over all its segments.
TOMBSTONES, CLUSTERS, SPELLING = "tombstones", "clusters", "spelling"
#: Stored fields, ``stored/NAME/...``; a field's lengths are ``FIELD/lengths``.
STORED = "stored/"
ABSENT, TEXT = range(2)
#: What lengths are padded to, so that a window and any 16 bits make a number within the array.
PADDED_TO = 1 << 16
#: Fields of text: stems, and words as written, of paragraphs and of headlines.
TEXT_FIELDS = ("body", "body_exact", "title", "title_exact")
#: A position beyond this one is written as this one.
MAX_POSITION = 0xFFFF
#: Terms of a paragraph or headline in its score: a longer one counts as one of so many.
LONGEST_COUNTED = 255
#: Bytes of a signature: the standard error of an estimated similarity is 0.04 with so many places.
SIGNATURE_PLACES = 128
