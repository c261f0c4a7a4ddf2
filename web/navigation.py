"""The links of a results page besides its facets: filters in use, orders, switches, pages, examples.

This module makes values and addresses; ``web.wording`` has the texts of the links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from search.parameters import SEARCH
from search.request import FIELDS, SearchRequest
from search.results import IndexStats, ResultPage
from web.links import Links

_LONGEST_EXAMPLE = 60
_NEIGHBOURS = re.compile(r"\b([^\W\d_]{4,20}) ([^\W\d_]{4,20})\b")
_ONE_WORD = re.compile(r"[\w.]+")
_IN_HEADLINES = re.compile(r"judul:\(([^:()]*)\)")
#: The kinds of clauses that contain words.
_OF_WORDS = frozenset(("word", "phrase", "name", "any", "all"))
#: The parameters that are not filters: the query and the layout of the results.
_LAYOUT = frozenset(
    (
        "q",
        "page",
        "page_size",
        "sort",
        "group",
        "hits_per_article",
        "facets",
        "highlight",
        "explain",
        "timeline",
        "facet_limit",
        "facet_text",
    )
)
_NAMES = tuple(one for one in FIELDS if one.kind == "names" or one.name in ("missing", "present"))
_SWITCHES = tuple(
    one
    for one in SEARCH.values()
    if one in FIELDS and one.kind in ("choice", "flag") and one.name not in _LAYOUT
)


_names_of = attrgetter(*(one.field for one in _NAMES))
_switches_of = attrgetter(*(one.field for one in _SWITCHES))


@dataclass(slots=True)  # frozen instances take three times as long to make, and a page has many
class Choice:
    """A link to the same search with ``value``, or without it if it is ``selected`` or ``excluded``.

    count:   the number of matching articles with the value; None if they are not counted
    without: the address of the search that excludes articles with the value; "" if this is not offered
    page:    the page of the person or organisation; "" if there is none
    by_year: the number of articles in each year that has any, of a name
    bars:    these numbers as the path of a drawing, as wide as there are years and 10 high; "" for none
    drawn:   the same numbers as text
    """

    value: str
    url: str
    count: int | None = None
    selected: bool = False
    excluded: bool = False
    without: str = ""
    page: str = ""
    by_year: tuple[tuple[int, int], ...] = ()
    bars: str = ""
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in use, by the name of its parameter ("days" for from and to).

    value:   the chosen name, or the first and the last day
    without: the changed fields of the search without this filter
    """

    name: str
    value: str | tuple[date | None, date | None]
    url: str
    without: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a search. shows: the code of the feature that it shows; value: a value for its text."""

    text: str
    url: str
    shows: str
    value: str = ""


def _without(chosen: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(kept for kept in chosen if kept != value)


def filters_of(request: SearchRequest, links: Links) -> list[Filter]:
    """Return all filters in use: first names, then days, then the others, in the order of the fields."""
    filters: list[Filter] = []

    def use(name: str, value: str | tuple[date | None, date | None], **without: object) -> None:
        filters.append(Filter(name, value, links.search(**without), without))

    for one, chosen in zip(_NAMES, _names_of(request), strict=True):
        for value in chosen:
            use(one.name, value, **{one.field: _without(chosen, value)})
    if request.date_from or request.date_to:
        use("days", (request.date_from, request.date_to), date_from=None, date_to=None)
    if request.indexed_since:
        use("indexed_since", (request.indexed_since.date(), None), indexed_since=None)
    for one, value in zip(_SWITCHES, _switches_of(request), strict=True):
        if value != one.default:
            use(one.name, str(value).lower(), **{one.field: one.default})
    return filters


def without_filters_url(request: SearchRequest, links: Links) -> str:
    """Return the address of the search for the same words without any filter."""
    return links.other_search(SearchRequest(request.text, sort=request.sort))


def choices_of(request: SearchRequest, links: Links, name: str) -> list[Choice]:
    """Return the choices of a parameter. name: "sort" or "group"."""
    return [
        Choice(value, links.search(**{name: value}), selected=getattr(request, name) == value)
        for value in SEARCH[name].choices
    ]


def switches_of(page: ResultPage, links: Links) -> list[Choice]:
    """Return the ways in which words may have to occur; where nothing matches, only those in use."""
    asked = page.request
    offered = [
        Choice("exact", links.search(exact=not asked.exact), selected=asked.exact),
        Choice("quotes", links.search(quotes=not asked.quotes), selected=asked.quotes),
        in_one_paragraph(page, links),
        headlines_only(asked, links),
    ]
    can_narrow = bool(asked.text.strip() and page.total_articles)
    has_headlines = any(hit.article.title for hit in page.articles)
    return [
        one
        for one in offered
        if one and (one.selected or (can_narrow and (has_headlines or one.value != "headlines")))
    ]


def headlines_only(request: SearchRequest, links: Links) -> Choice | None:
    """Return the choice to search for the same words in headlines only; None if that is impossible."""
    text = request.text.strip()
    if inner := _IN_HEADLINES.fullmatch(text):
        return Choice("headlines", links.search(text=inner[1]), selected=True)
    if ":" in text or "(" in text or ")" in text:
        return None
    return Choice("headlines", links.search(text=f"judul:({text})"))


def in_one_paragraph(page: ResultPage, links: Links) -> Choice | None:
    """Return the choice that all words must be in one paragraph; None if the query has a single word."""
    if page.request.match == "paragraph":
        return Choice("paragraph", links.search(match="all"), selected=True)
    asked = page.interpretation.query
    words = [part for part in asked.parts if part.kind in _OF_WORDS]
    if asked.kind != "all" or len(words) < 2 or page.request.match != "all":
        return None
    return Choice("paragraph", links.search(match="paragraph"))


def pages_around(links: Links, here: int, last: int) -> list[Choice | None]:
    """Return the first page, those around this one, and the last; None stands for pages in between."""
    shown = sorted({1, *range(max(1, here - 2), min(last, here + 2) + 1), last})
    pages: list[Choice | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            pages.append(None)
        pages.append(Choice(str(number), links.search(page=number), selected=number == here))
    return pages


def example_searches(
    stats: IndexStats, headlines: Sequence[str], links: Links, count: Callable[[SearchRequest], int]
) -> list[Example]:
    """Return examples of searches that have matches, with sources, years and words of this archive.

    headlines: some headlines of the archive
    count:     returns the number of matching articles of a search
    """
    year = str(stats.last_day.year) if stats.last_day else ""
    candidates = {
        "words": ["penolakan kenaikan harga"],
        "phrase": ['"kereta cepat"'],
        "without": ["banjir -jakarta"],
        "either": ["gempa OR tsunami"],
        "since": [f"pemerintah sejak {year}"] if year else [],
    }
    if found := next(filter(None, map(_NEIGHBOURS.search, headlines)), None):
        first, second = found.groups()
        candidates["words"].append(f"{second} {first}")
        candidates["phrase"].append(f'"{first} {second}"')
        candidates["without"].append(f"{first} -{second}")
        candidates["either"].append(f"{first} OR {second}")
        candidates["since"] += [f"{first} sejak {year}"] if year else []
    if stats.sources:
        source = max(stats.sources, key=lambda name: (stats.sources[name], name))
        named = f"sumber:{source}" if _ONE_WORD.fullmatch(source) else f'sumber:"{source}"'
        candidates["source"] = [f"pemerintah {named}", named]
    return [
        Example(text, links.other_search(SearchRequest(text)), shows, year if shows == "since" else "")
        for shows, texts in candidates.items()
        if (
            text := next((one for one in texts if len(one) <= _LONGEST_EXAMPLE and count(_counting(one))), "")
        )
    ]


def _counting(text: str) -> SearchRequest:
    return SearchRequest(text, page_size=1, hits_per_article=1, facets=())
