"""The module reads what press databases export as text: LexisNexis and Nexis Uni, and Factiva.

A file has many articles, each between marks of its own, with its fields in a head:

    LexisNexis   "1 of 50 DOCUMENTS", source, date, headline, labels (LENGTH: 312 words), text, labels
    Nexis Uni    headline, source, date, labels, "Body", text, labels, "End of Document"
    Factiva      section, headline, author, "312 words", date, source, ..., text, "Document XXXX0000..."; or
                 tags (HD, BY, WC, PD, SN, LP, TD) in front of the same
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.readers.press_factiva import is_factiva, read_factiva
from search.readers.press_nexis import is_nexis, is_nexis_uni, read_nexis, read_nexis_uni
from search.readers.press_parts import Fields

_READERS = (
    (is_factiva, read_factiva),
    (is_nexis, read_nexis),
    (is_nexis_uni, read_nexis_uni),
)


class Exported(NamedTuple):
    """The articles of an export: the place of the first line of each, and its fields.

    left: the first line of each part that is no article, such as a summary of the search
    """

    articles: list[tuple[int, Fields]]
    left: list[str]


def exported_articles(lines: Sequence[str]) -> Exported | None:
    """Return the articles in the lines of a text; None if it is no export of a press database.

    >>> found = exported_articles(
    ...     ["Panen Raya", "312 words", "10 September 2019", "The Jakarta Post", "JKPO", "(c) 2019",
    ...      "", "Padi dipanen.", "", "Document JKPO000020190910ef9a00001"]
    ... )
    >>> found.articles[0][1]["title"], found.articles[0][1]["source"], found.articles[0][1]["text"]
    ('Panen Raya', 'The Jakarta Post', 'Padi dipanen.')
    """
    stripped = [line.strip() for line in lines]
    for is_one, read in _READERS:
        if is_one(stripped):
            return _exported(read(lines, stripped))
    return None


def _exported(parts: Iterator[tuple[int, Fields | str]]) -> Exported:
    found = Exported([], [])
    for start, part in parts:
        if isinstance(part, str):
            found.left.append(part)
        else:
            found.articles.append((start, {name: value for name, value in part.items() if value}))
    return found
