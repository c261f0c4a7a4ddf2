"""The room reads the names and the quotations of an article, by rules and word lists."""

from search.names.lists import known_aliases
from search.names.reading import read_names
from search.names.records import (
    EVENT,
    KINDS,
    LAW,
    ORGANISATION,
    PERSON,
    PLACE,
    ArticleNames,
    Name,
    ParagraphNames,
    Quotation,
    Speaker,
)

__all__ = [
    "EVENT", "KINDS", "LAW", "ORGANISATION", "PERSON", "PLACE",
    "ArticleNames", "Name", "ParagraphNames", "Quotation", "Speaker", "known_aliases", "read_names",
]  # fmt: skip
