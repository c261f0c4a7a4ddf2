"""What is read of an article: names, quotations, and whose they are.

All offsets are half-open and count characters (Unicode code points) of the text of one paragraph.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

PERSON, ORGANISATION, PLACE, LAW, EVENT = KINDS = ("person", "organisation", "place", "law", "event")

#: How a quotation stands in the text: in quotation marks, or in the words of the article.
DIRECT, REPORTED = "direct", "reported"
#: What names the speaker: a name, a pronoun (*dia*, *-nya*), or a description (*pemain 23 tahun itu*).
BY_NAME, BY_PRONOUN, BY_DESCRIPTION = "name", "pronoun", "description"


class Name(NamedTuple):
    """One mention of a name.

    start, end: where the name stands, without offices, titles and words of address
    kind:       one of ``KINDS``
    role:       the range of the office or trade in front of it, as given there (*Menteri Keuangan*), or None
    full:       the longest form of the name in the article that it certainly stands for
    """

    start: int
    end: int
    kind: str
    role: tuple[int, int] | None
    full: str


class Speaker(NamedTuple):
    """Who says it, as far as the paragraph tells.

    start, end: where the name, pronoun or description stands; for *-nya* these three letters
    by:         what names the speaker: "name", "pronoun" or "description"
    full:       the full name; None for a description, and for a pronoun that may mean several people
    role:       the range of the role as given there, or None
    """

    start: int
    end: int
    by: str
    full: str | None
    role: tuple[int, int] | None


class Quotation(NamedTuple):
    """What somebody says, directly or reported.

    start, end: where the words stand, without quotation marks
    form:       "direct" (in quotation marks) or "reported" (*X mengatakan bahwa ...*)
    speaker:    None if nobody in this paragraph is said to speak
    full:       the full name of the speaker if it is certain, also where another paragraph gives it
    verb:       the range of the verb of saying, or None
    day:        the day that is given with it, or None
    whole:      False if its first quotation mark is missing, so that only its last sentence is certain
    """

    start: int
    end: int
    form: str
    speaker: Speaker | None
    full: str | None
    verb: tuple[int, int] | None
    day: date | None
    whole: bool


class ParagraphNames(NamedTuple):
    """The names and the quotations of one paragraph, each in the order of the text."""

    names: tuple[Name, ...]
    quotations: tuple[Quotation, ...]


class ArticleNames(NamedTuple):
    """What is read of an article, paragraph by paragraph."""

    paragraphs: tuple[ParagraphNames, ...]
