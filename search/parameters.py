"""The module has one table of parameters, for requests, addresses, links, options and documentation.

A record has the name of a parameter in an address, the field of ``SearchRequest`` that it sets, its values,
and the resources where it can be given. ``SearchRequest`` checks its fields by it, ``web`` reads query
strings and makes links by it, the command line makes its options of it, and a test compares docs/api.md with
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from search.article import ArticleMetadata
from search.errors import Problem
from search.parameter import SEARCHES, Parameter
from search.values import COUNTED_FIELDS, VALUE_FIELDS

#: The languages of sentences, the default first.
LANGUAGES = ("id", "en")

#: The number of results that pages can show.
MAX_WINDOW = 10_000

#: The fields of a matching paragraph.
HIT_FIELDS = ("paragraph", "address", "score", "text", "snippet", "snippet_html", "marks", "quotations")
PARAGRAPH_FIELDS = HIT_FIELDS[:-1]

# Resources with the filters of a search; resources with pages of results.
_WIDE = (*SEARCHES, "paragraphs")
_PAGED = ("search", "page")


def _flag(name: str, default: bool, of: tuple[str, ...] = SEARCHES) -> Parameter:
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
