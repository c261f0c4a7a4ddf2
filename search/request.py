"""SearchRequest: what was asked, validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from search.errors import Problem, RequestError
from search.parameters import MAX_WINDOW, SEARCH

MAX_PAGE_SIZE = SEARCH["page_size"].most or 0
MAX_TEXT_LENGTH = SEARCH["q"].most or 0


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What was asked; raises ``RequestError`` naming every unusable parameter, also one of the wrong type.

    Each field has its record in ``search.parameters``, which has its bounds and its name in an address.

    text:        the query as typed, at most 1,000 characters
    page:        result page, from 1; ``page * page_size`` stays within 10,000 articles
    page_size:   articles on a page (paragraphs with ``group="none"``), 1 to 100
    sort:        "relevance", "newest" or "oldest" (undated articles come last in both), or "arrived": those
                 that came into the index last come first
    source:      only these sources, any of them; the same for ``category``, ``author``, ``tag``, ``place``,
                 ``language``
    not_source:  not these sources; the same for the other fields
    missing:     also articles without a value in these fields ("source", ..., "date"); only those if no value
                 is asked for
    present:     only articles with a value in these fields
    date_from, date_to: published on these days or between them, both included
    indexed_since: came into the index at this moment or later, with its offset from UTC
    group:       "article" (best paragraph first, more below it) or "none" (a list of paragraphs)
    hits_per_article: paragraphs shown for each article, 1 to 20
    facets:      which of the fields, "year" and "month" to count
    facet_limit: how many values of a facet are listed at most, 1 to 10,000
    facet_text:  only values that contain this text are listed
    timeline:    by what the matches are counted over time: "day", "month", "year", "auto" or "none"
    exact:       words match as they are written, not in other forms
    expand:      abbreviations and spelling variants are searched along
    dates:       dates written in the query text filter by publication date
    headlines:   headlines are searched along with the text
    highlight:   snippets carry <mark>
    explain:     every score comes with its parts
    plain:       the text is nothing but words: no operators, quotes, fields or dates in it
    collapse:    copies of one text take one place in the results; nothing changes with ``group="none"``
    match:       "all" words in one article, stepping down only where none has them all; "any" word; or
                 "paragraph": all words in one paragraph, headlines left out
    """

    text: str
    page: int = 1
    page_size: int = 10
    sort: str = "relevance"
    source: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    not_source: tuple[str, ...] = ()
    not_category: tuple[str, ...] = ()
    not_author: tuple[str, ...] = ()
    not_tag: tuple[str, ...] = ()
    not_place: tuple[str, ...] = ()
    not_language: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    indexed_since: datetime | None = None
    group: str = "article"
    hits_per_article: int = 3
    facets: tuple[str, ...] = ("source", "category", "year")
    facet_limit: int = 1_000
    facet_text: str = ""
    timeline: str = "none"
    exact: bool = False
    expand: bool = True
    dates: bool = True
    headlines: bool = True
    highlight: bool = True
    explain: bool = False
    plain: bool = False
    collapse: bool = True
    match: str = "all"

    @classmethod
    def of(cls, text: str, given: Mapping[str, Any]) -> SearchRequest:
        """Return the request with these fields; raises ``RequestError`` that names every unknown one."""
        known = tuple(one.field for one in FIELDS if one.field != "text")
        unknown = [name for name in given if name not in known]
        if unknown:
            raise RequestError(*(Problem(name, "unknown_parameter", {"known": known}) for name in unknown))
        return cls(text, **given)

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        for name, default, parameter in _CHECKED:
            given = getattr(self, name)
            if given is default:
                continue
            value = parameter.checked(given, problems)
            if value is not given:  # one source, a list of them, a moment: each is put in its type
                object.__setattr__(self, name, value)
        wrong = {problem.parameter for problem in problems}
        if not wrong & {"page", "page_size"} and self.page * self.page_size > MAX_WINDOW:
            problems.append(Problem("page", "beyond_window", {"most": MAX_WINDOW, "page": self.page}))
        if not wrong & {"from", "to"} and self.date_from and self.date_to and self.date_from > self.date_to:
            problems.append(Problem("from", "from_after_to"))
        if problems:
            raise RequestError(*problems)


_BY_FIELD = {parameter.field: parameter for parameter in SEARCH.values()}
#: The parameters that are fields of a request, in the order of the fields.
FIELDS = tuple(_BY_FIELD[one.name] for one in fields(SearchRequest))
# With what every request is compared: the name of a field, its default, its record.
_CHECKED = tuple((one.field, one.default, one) for one in FIELDS)
#: Returns the values of all fields of a request, in their order.
values_of = attrgetter(*(one.field for one in FIELDS))


def fields_of(request: SearchRequest) -> dict[str, Any]:
    """Return the fields of a request that are not at their default, by name."""
    return {
        one.field: value
        for one, value in zip(FIELDS, values_of(request), strict=True)
        if value is not one.default and value != one.default
    }
