"""The module has SearchRequest, the validated parameters of a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from search.errors import Problem, RequestError
from search.parameters import HIT_FIELDS, MAX_WINDOW, SEARCH

MAX_PAGE_SIZE = SEARCH["page_size"].most or 0
MAX_TEXT_LENGTH = SEARCH["q"].most or 0


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """The parameters of a search. Raises ``RequestError``, which names every unusable one.

    Each field has a record in ``search.parameters`` with its bounds and its name in an address.

    text:        the query as it was typed, at most 1,000 characters
    page:        the number of the result page, from 1; ``page * page_size`` is at most 10,000
    page_size:   articles on a page (paragraphs with ``group="none"``), 1 to 100
    sort:        "relevance", "newest" or "oldest" (undated articles are last in both), or "arrived": those
                 that came into the index last are first
    source:      only articles of any of these sources; the same for ``category``, ``author``, ``tag``,
                 ``place``, ``language``
    not_source:  no articles of these sources; the same for the other fields
    speaker:     words count only in the quotations of any of these people or organisations
    quotes:      whether words count only in quotations
    missing:     also articles without a value in these fields ("source", ..., "date"); only those if no value
                 is asked for
    present:     only articles with a value in these fields
    date_from, date_to: only articles published from the one to the other day, both included
    indexed_since: only articles that came into the index at this moment, which has a UTC offset, or later
    group:       "article" (best paragraph first, others below it) or "none" (a list of paragraphs)
    hits_per_article: paragraphs shown for each article, 1 to 20
    facets:      which of the fields, "year" and "month" are counted
    facet_limit: the maximum number of listed values of a facet, 1 to 10,000
    facet_text:  only values that contain this text are listed
    timeline:    the interval by which the matches are counted over time: "day", "month", "year", "auto" or
                 "none"
    hit_fields:  which fields of a matching paragraph are wanted; its quotations are read only for
                 "quotations", and for words that count only in them
    exact:       whether words match only as they are written, and not in other forms
    expand:      whether abbreviations and spelling variants are searched as well
    dates:       whether dates in the query text filter by date of publication
    headlines:   whether headlines are searched as well as the text
    highlight:   whether snippets contain <mark>
    explain:     whether every score comes with its parts
    plain:       whether the text is only words: without operators, quotes, fields or dates
    collapse:    whether copies of one text share one place in the results; without effect with
                 ``group="none"``
    match:       "all" words in one article, or fewer if no article has all; "any" word; or "paragraph": all
                 words in one paragraph, without headlines
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
    speaker: tuple[str, ...] = ()
    quotes: bool = False
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
    hit_fields: tuple[str, ...] = HIT_FIELDS
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
        """Return the request with these fields. Raises ``RequestError``, which names every unknown one."""
        if not given.keys() <= _GIVEN:
            known = tuple(one.field for one in FIELDS if one.field != "text")
            unknown = [name for name in given if name not in known]
            raise RequestError(*(Problem(name, "unknown_parameter", {"known": known}) for name in unknown))
        return cls(text, **given)

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        for given, (name, default, parameter) in zip(values_of(self), _CHECKED, strict=True):
            if given is default:
                continue
            value = parameter.checked(given, problems)
            if value is not given:  # a single source, a list or a moment becomes the type of the field
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
_GIVEN = frozenset(one.field for one in FIELDS) - {"text"}
# The name of each field, its default and its record, by which every request is checked.
_CHECKED = tuple((one.field, one.default, one) for one in FIELDS)
#: The function that returns the values of all fields of a request, in their order.
values_of = attrgetter(*(one.field for one in FIELDS))


def fields_of(request: SearchRequest) -> dict[str, Any]:
    """Return the fields of a request that differ from their default, by name."""
    return {
        one.field: value
        for one, value in zip(FIELDS, values_of(request), strict=True)
        if value is not one.default and value != one.default
    }
