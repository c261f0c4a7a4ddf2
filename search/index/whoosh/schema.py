"""The module has the schema for Whoosh: each paragraph is a document, those of an article are neighbours.

======================  ==============================================================  ==================
field                   terms                                                           on
======================  ==============================================================  ==================
body, body_exact        the paragraph's stems; its folded words as written              every paragraph
title, title_exact      the same of the headline                                        first paragraph
article                 the article's id                                                first paragraph
source, category        as given                                                        first paragraph
published               the day, ``YYYY-MM-DD``, so that ranges of terms are ranges     first paragraph
                        of days
text                    not searched: the paragraph                                     every paragraph
about                   not searched: the article's metadata (``search.index.format.stored``)  first paragraph
======================  ==============================================================  ==================

Fields of the whole article belong to its first paragraph. The other paragraphs of the article follow it.
"""

from __future__ import annotations

import numpy as np
from whoosh import fields, formats

from search.index.format.names import TEXT_FIELDS


class PackedPositions(formats.Format):  # type: ignore[misc]
    """Postings whose value is their positions as 16-bit little-endian integers.

    The values of a whole posting list can be joined into one array without a Python loop. The number of
    positions is the frequency. Positions greater than 65,535 are stored as 65,535.
    """

    def decode_positions(self, value: bytes) -> list[int]:
        """Return the positions in a posting's value."""
        positions: list[int] = np.frombuffer(value, "<u2").tolist()
        return positions

    def decode_frequency(self, value: bytes) -> int:
        """Return the number of occurrences."""
        return len(value) // 2

    def decode_weight(self, value: bytes) -> float:
        """Return the weight: the frequency times the field's boost."""
        return self.decode_frequency(value) * float(self.field_boost)


class AnalysedText(fields.FieldType):  # type: ignore[misc]
    """A field of text that Warta analyses itself, so the pickled schema has no analyzer."""

    def __init__(self) -> None:
        self.format = PackedPositions()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.indexed = True
        self.unique = False
        self.vector = None
        self.spelling = False
        self.column_type = None
        self.multitoken_query = "default"


def paragraph_schema() -> fields.Schema:
    """Return the schema of a Warta index."""
    return fields.Schema(
        **{name: AnalysedText() for name in TEXT_FIELDS},
        article=fields.ID(),
        source=fields.ID(),
        category=fields.ID(),
        published=fields.ID(),
        text=fields.STORED(),
        about=fields.STORED(),
    )
