"""The module has the records of names and quotations.

All ranges are half-open and count characters (Unicode code points) of the text of one paragraph.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

PERSON, ORGANISATION, PLACE, LAW, EVENT = KINDS = ("person", "organisation", "place", "law", "event")

#: The form of a quotation: in quotation marks, or in the words of the article.
DIRECT, REPORTED = "direct", "reported"
#: How a speaker is named: by a name, a pronoun (*dia*, *-nya*), or a description (*pemain 23 tahun itu*).
BY_NAME, BY_PRONOUN, BY_DESCRIPTION = "name", "pronoun", "description"


class Name(NamedTuple):
    """One mention of a name.

    start, end: the range of the name, without offices, titles and words of address
    kind:       one of ``KINDS``
    role:       the range of the office or trade in front of it (*Menteri Keuangan*), or None
    full:       the longest form of this name in the article, if it is certain; else the name as it is written
    """

    start: int
    end: int
    kind: str
    role: tuple[int, int] | None
    full: str


class Speaker(NamedTuple):
    """The speaker of a quotation, as its paragraph names him.

    start, end: the range of the name, pronoun or description; for *-nya* the range of these three letters
    by:         how the speaker is named: "name", "pronoun" or "description"
    full:       the full name; None for a description, and for a pronoun that may mean several people
    role:       the range of the role that is given there, or None
    """

    start: int
    end: int
    by: str
    full: str | None
    role: tuple[int, int] | None


class Quotation(NamedTuple):
    """A quotation: what somebody says, directly or reported.

    start, end: the range of the words, without quotation marks
    form:       "direct" (in quotation marks) or "reported" (*X mengatakan bahwa ...*)
    speaker:    who speaks, or None if this paragraph names no speaker
    full:       the full name of the speaker if it is certain; another paragraph may give it
    verb:       the range of the verb of saying, or None
    day:        the day that is given behind the verb (*kata X, Rabu (10/9/2019)*), or None
    whole:      False if the opening quotation mark is missing, so that only the last sentence is certain
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
    """The names and the quotations of an article: one record for each paragraph."""

    paragraphs: tuple[ParagraphNames, ...]
