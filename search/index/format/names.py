"""The module has the names of a segment's files, fields and sections, and the limits of the format."""

from __future__ import annotations

#: The name of the Whoosh index in a generation, which is Whoosh's default. Names of segments begin with it.
INDEX_NAME = "MAIN"
FLAT_EXTENSION = ".flat"
DOCS_EXTENSION = ".docs"
ARTICLES_EXTENSION = ".articles"
SPELLING_EXTENSION = ".spelling"
#: Files of a generation that cover all its segments.
TOMBSTONES, CLUSTERS, ARRIVALS = "tombstones", "clusters", "arrivals"
#: Stored fields, ``stored/NAME/...``; a field's lengths are ``FIELD/lengths``.
STORED = "stored/"
ABSENT, TEXT = range(2)
#: Lengths are padded to a multiple of this, so that a window and any 16 bits are an index into the array.
PADDED_TO = 1 << 16
#: Fields of text: the stems and the words as written, of paragraphs and of headlines.
TEXT_FIELDS = ("body", "body_exact", "title", "title_exact")
#: A greater position is stored as this one.
MAX_POSITION = 0xFFFF
#: In its score, a longer paragraph or headline counts as one with so many terms.
LONGEST_COUNTED = 255
#: The bytes of a signature; with so many, the standard error of an estimated similarity is 0.04.
SIGNATURE_SIZE = 128
