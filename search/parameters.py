"""The module has one table of parameters, for requests, addresses, links, options and documentation.

A record has the name of a parameter in an address, the field of ``SearchRequest`` that it sets, its values,
and the resources where it can be given. ``SearchRequest`` checks its fields by it, ``web`` reads query
strings and makes links by it, the command line makes its options of it, and a test compares docs/api.md with
it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from search.article import ArticleMetadata
from search.clock import DEFAULT_ZONE, today_in_jakarta
from search.dates.reading import DateError, parse_date
from search.errors import Problem
from search.values import COUNTED_FIELDS, VALUE_FIELDS

#: The languages of sentences, the default first.
LANGUAGES = ("id", "en")

#: The number of results that pages can show.
MAX_WINDOW = 10_000

#: The fields of a matching paragraph.
HIT_FIELDS = ("paragraph", "address", "score", "text", "snippet", "snippet_html", "marks", "quotations")
PARAGRAPH_FIELDS = HIT_FIELDS[:-1]

Kind = Literal["text", "day", "moment", "number", "choice", "flag", "names", "list"]

# Resources with a whole search; resources with its filters too; resources with pages of results.
_SEARCHES = ("search", "page", "export", "feed", "values")
_WIDE = (*_SEARCHES, "paragraphs")
_PAGED = ("search", "page")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # compared in every request: by identity
class Parameter:
    """One parameter.

    name:     its name in addresses
    kind:     "text"; "day"; "moment", with its offset from UTC; "number", a whole one; "choice", one of
              ``choices``; "flag", true or false; "names", any number of names, repeated in an address;
              "list", any of ``choices``, with commas
    default:  its value if it is not given; None for "day" and "moment"
    of:       the resources of the API where it can be given; "page" means every page, "reading" only the page
              of an article
    attribute: the field of ``SearchRequest``, or the argument, that it sets, if that has another name
    least, most: bounds of a number, both included; ``most`` is also the maximum of characters or names
    choices:  the values of a choice or a list
    required_by: the resources where it must be given, and must not be blank
    foreign:  its names in other search APIs, which a wrong spelling would not suggest
    """

    name: str
    kind: Kind
    default: Any
    of: tuple[str, ...] = _SEARCHES
    attribute: str = ""
    least: int = 0
    most: int | None = None
    choices: tuple[str, ...] = ()
    required_by: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field of ``SearchRequest``, or the argument, that this parameter sets."""
        return self.attribute or self.name

    def problem(self, code: str, **values: Any) -> Problem:
        """Return a problem with this parameter."""
        return Problem(self.name, code, values)

    @property
    def wrong_kind(self) -> Problem:
        """The problem of a value that is of another kind."""
        if self.kind == "number":
            return self._outside if self.most is not None else self.problem("not_a_number")
        if self.kind == "choice":
            return self.problem("not_one_of", choices=self.choices)
        return self.problem(f"not_{self.kind}")

    @property
    def _outside(self) -> Problem:
        if self.most is None:
            return self.problem("below", least=self.least)
        return self.problem("outside", least=self.least, most=self.most)

    def checked(self, value: Any, problems: list[Problem]) -> Any:
        """Return a value in the Python type of its kind, and add what is wrong with it to ``problems``.

        For names and lists, a single text and None are accepted as well; for days a moment and a text.
        """
        if self.kind == "flag":
            if not isinstance(value, bool):
                problems.append(self.wrong_kind)
        elif self.kind == "choice":
            if value not in self.choices:
                problems.append(self.wrong_kind)
        elif self.kind == "number":
            return self._number(value, problems)
        elif self.kind == "text":
            if not isinstance(value, str):
                problems.append(self.wrong_kind)
            elif self.most is not None and len(value) > self.most:
                problems.append(self.problem("too_long", most=self.most))
        elif self.kind == "day":
            return self._day(value, problems)
        elif self.kind == "moment":
            return self._moment(value, problems)
        else:
            return self._names(value, problems)
        return value

    def _number(self, value: Any, problems: list[Problem]) -> Any:
        try:
            number = operator.index(value)  # whole numbers of NumPy are accepted as well
        except TypeError:
            problems.append(self.wrong_kind)
            return value
        if isinstance(value, bool):
            problems.append(self.wrong_kind)
        elif number < self.least or (self.most is not None and number > self.most):
            problems.append(self._outside)
        return number

    def _day(self, value: Any, problems: list[Problem]) -> Any:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, str):
            return self.day(value, today_in_jakarta(), problems)
        if value is not None and not isinstance(value, date):
            problems.append(self.wrong_kind)
        return value

    def day(self, text: str, today: date, problems: list[Problem]) -> date | None:
        """Return the day of a text as in the search box: the last one for "to", else the first one.

        What is wrong with it is added to ``problems``.
        """
        try:
            days = parse_date(text, today)
        except DateError as error:
            problems.append(self.problem(error.code, **error.values))
            return None
        day = days.last if self.name == "to" else days.first
        if day is None:
            problems.append(self.problem("open_date", text=repr(text)))
        return day

    def _moment(self, value: Any, problems: list[Problem]) -> Any:
        if isinstance(value, str):
            return self.moment(value, today_in_jakarta(), problems)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=DEFAULT_ZONE)
        if isinstance(value, date):
            return datetime.combine(value, time(), DEFAULT_ZONE)
        if value is not None:
            problems.append(self.wrong_kind)
        return value

    def moment(self, text: str, today: date, problems: list[Problem]) -> datetime | None:
        """Return a moment of RFC 3339, or the beginning of a day as in the search box.

        Without an offset it is a time in Jakarta. What is wrong with it is added to ``problems``.
        """
        if "T" in text or ":" in text:
            try:
                read = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", text.strip().replace(" ", "+")))
                return read if read.tzinfo else read.replace(tzinfo=DEFAULT_ZONE)
            except ValueError:
                problems.append(self.wrong_kind)
                return None
        day = self.day(text, today, problems)
        return None if day is None else datetime.combine(day, time(), DEFAULT_ZONE)

    def _names(self, value: Any, problems: list[Problem]) -> Any:
        if value is None or isinstance(value, str):
            value = () if value is None else (value,)
        if not isinstance(value, tuple):
            if not isinstance(value, Iterable):
                problems.append(self.wrong_kind)
                return value
            value = tuple(value)
        for one in value:
            if not isinstance(one, str):
                problems.append(self.wrong_kind)
                break
            if self.choices and one not in self.choices:
                problems.append(self.problem("no_such_value", value=one, choices=self.choices))
        return value


def _flag(name: str, default: bool, of: tuple[str, ...] = _SEARCHES) -> Parameter:
    return Parameter(name=name, kind="flag", default=default, of=of)


_HOW_MANY = ("limit", "size", "per_page", "rows")
_FOREIGN = {
    "source": ("sumber",), "category": ("kategori", "section"), "author": ("authors", "penulis"),
    "tag": ("tags", "keyword", "keywords"), "place": ("tempat", "location", "lokasi"),
    "language": ("bahasa",),
}  # fmt: skip

PARAMETERS = (
    Parameter(
        name="q", attribute="text", kind="text", default="", most=1_000, required_by=("paragraphs",),
        of=(*_WIDE, "article"), foreign=("query", "text", "search", "kata"),
    ),
    Parameter(
        name="q", attribute="text", kind="text", default="", most=200, required_by=("suggest",),
        of=("suggest",), foreign=("query", "text", "prefix", "search"),
    ),
    Parameter(
        name="id", attribute="ids", kind="names", default=(), most=100, of=("articles",),
        required_by=("articles",), foreign=("ids",),
    ),
    Parameter(
        name="count", kind="number", default=10, least=1, most=1_000, of=("paragraphs",), foreign=_HOW_MANY
    ),
    Parameter(name="count", kind="number", default=5, least=1, most=20, of=("similar",), foreign=_HOW_MANY),
    Parameter(name="count", kind="number", default=8, least=1, most=20, of=("suggest",), foreign=_HOW_MANY),
    Parameter(name="match", kind="choice", default="any", choices=("all", "any"), of=("paragraphs",)),
    Parameter(
        name="from", attribute="date_from", kind="day", default=None, of=_WIDE,
        foreign=("begin_date", "from_date", "date_from", "since", "dari"),
    ),
    Parameter(
        name="to", attribute="date_to", kind="day", default=None, of=_WIDE,
        foreign=("end_date", "to_date", "date_to", "until", "sampai"),
    ),
    Parameter(
        name="indexed_since", kind="moment", default=None,
        foreign=("arrived_since", "added_since", "since_indexed", "index_date"),
    ),
    *(Parameter(name=one, kind="names", default=(), of=_WIDE, foreign=_FOREIGN[one]) for one in VALUE_FIELDS),
    *(Parameter(name=f"not_{one}", kind="names", default=(), of=_WIDE) for one in VALUE_FIELDS),
    Parameter(
        name="speaker", kind="names", default=(), foreign=("oleh", "said_by", "narasumber", "speakers"),
    ),
    _flag("quotes", False),
    Parameter(name="missing", kind="list", default=(), of=_WIDE, choices=(*VALUE_FIELDS, "date")),
    Parameter(name="present", kind="list", default=(), of=_WIDE, choices=(*VALUE_FIELDS, "date")),
    Parameter(
        name="sort", kind="choice", default="relevance",
        choices=("relevance", "newest", "oldest", "arrived"),
        of=("search", "page", "export", "values"), foreign=("order_by", "order", "urut"),
    ),
    Parameter(
        name="sort", kind="choice", default="newest", choices=("newest", "arrived"), of=("feed",),
        foreign=("order_by", "order", "urut"),
    ),
    Parameter(name="count", kind="number", default=50, least=1, most=100, of=("feed",), foreign=_HOW_MANY),
    Parameter(name="group", kind="choice", default="article", choices=("article", "none")),
    Parameter(name="match", kind="choice", default="all", choices=("all", "any", "paragraph")),
    Parameter(
        name="page", kind="number", default=1, least=1,
        of=(*_PAGED, "paragraphs"), foreign=("offset", "start", "halaman"),
    ),
    Parameter(name="page", attribute="number", kind="number", default=1, least=1, of=("values",)),
    Parameter(
        name="page_size", kind="number", default=10, least=1, most=100, of=_PAGED, foreign=_HOW_MANY,
    ),
    Parameter(
        name="page_size", attribute="size", kind="number", default=100, least=1, most=1_000, of=("values",),
        foreign=_HOW_MANY,
    ),
    Parameter(
        name="cursor", kind="text", default="", most=500, of=("search",),
        foreign=("pagination_token", "page_token", "after", "search_after", "scroll", "scroll_id"),
    ),
    Parameter(name="hits_per_article", kind="number", default=3, least=1, most=20, of=_PAGED),
    Parameter(
        name="facets", kind="list", default=("source", "category", "year"),
        choices=(*COUNTED_FIELDS, "year", "month"), of=_PAGED,
    ),
    Parameter(name="facet_limit", kind="number", default=1_000, least=1, most=10_000, of=_PAGED),
    Parameter(
        name="facet_text", kind="text", default="", most=200, of=(*_PAGED, "values"),
        foreign=("facet_query", "facet_prefix"),
    ),
    Parameter(
        name="timeline", kind="choice", default="none", choices=("none", "auto", "day", "month", "year"),
        of=_PAGED, foreign=("histogram",),
    ),
    Parameter(
        name="fields", kind="list", default=ArticleMetadata._fields, choices=ArticleMetadata._fields,
        of=("search", "paragraphs", "articles", "articles_post", "article", "similar"), foreign=("fl",),
    ),
    Parameter(
        name="hit_fields", kind="list", of=("search",), foreign=("paragraph_fields",),
        default=HIT_FIELDS, choices=HIT_FIELDS,
    ),
    Parameter(
        name="hit_fields", kind="list", of=("paragraphs",), foreign=("paragraph_fields",),
        default=PARAGRAPH_FIELDS, choices=PARAGRAPH_FIELDS,
    ),
    Parameter(name="text", kind="flag", default=False, of=("articles",), foreign=("paragraphs", "full")),
    Parameter(
        name="format", kind="choice", default="csv", choices=("csv", "ndjson", "xlsx"), of=("export",),
        foreign=("type", "output", "wt"),
    ),
    _flag("exact", False),
    _flag("expand", True),
    _flag("dates", True),
    _flag("headlines", True),
    _flag("highlight", True, _PAGED),
    _flag("explain", False, _PAGED),
    _flag("plain", False),
    _flag("collapse", True),
    Parameter(name="paragraph", kind="text", default="", most=32, of=("reading",)),
    Parameter(name="find", kind="text", default="", most=200, of=("reading",)),
    Parameter(name="compare", kind="text", default="", most=1_000, of=("reading",)),
    Parameter(
        name="links", kind="choice", default="relative", choices=("relative", "absolute"),
        of=(
            "search", "paragraphs", "articles", "articles_post", "article", "similar", "values", "suggest",
            "index",
        ),
    ),
    Parameter(
        name="lang", kind="choice", default=LANGUAGES[0], choices=LANGUAGES,
        of=(*_WIDE, "articles", "articles_post", "article", "similar", "suggest", "index"),
        foreign=("hl", "locale"),
    ),
)  # fmt: skip


@cache
def parameters_of(resource: str) -> Mapping[str, Parameter]:
    """Return the parameters of a resource by name, in the order of the table."""
    return MappingProxyType({one.name: one for one in PARAMETERS if resource in one.of})


SEARCH = parameters_of("search")


def check(resource: str, **arguments: Any) -> list[Problem]:
    """Return what is wrong with arguments of a resource other than a search.

    ``arguments`` are by field names.
    """
    problems: list[Problem] = []
    parameters = _by_field(resource)
    for field, value in arguments.items():
        parameters[field].checked(value, problems)
    return problems


@cache
def _by_field(resource: str) -> Mapping[str, Parameter]:
    """Return the parameters of a resource by the names of their fields."""
    return {one.field: one for one in parameters_of(resource).values()}
