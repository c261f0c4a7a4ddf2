"""The module reads the names and quotations of an article from its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from search.names.records import ArticleNames, ParagraphNames
from search.names.steps import names_and_clues, quotations_of, spoken_in


def read_names(paragraphs: Sequence[str], published: date | None = None) -> ArticleNames:
    """Return the names and the quotations of an article.

    Args:
        paragraphs: the texts of its paragraphs, in order
        published:  the day of publication, which gives days without a year their year (*Rabu (10/9)*)

    Time and memory are linear in the length of the text.
    """
    names, clues = names_and_clues(paragraphs)
    quotations = quotations_of(paragraphs, names, spoken_in(paragraphs, clues), published)
    return ArticleNames(tuple(map(ParagraphNames, names, quotations)))
