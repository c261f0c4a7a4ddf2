"""The links of a results page: facets, filters in use, orders, and other searches if nothing matches.

This module makes values and addresses; ``web.wording`` has the texts of the links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from search.facets import Facet, FacetValue
from search.parameters import SEARCH
from search.request import FIELDS, SearchRequest
from search.results import IndexStats, ResultPage
from search.values import COUNTED_FIELDS, NAME_FIELDS, VALUE_FIELDS
from web.links import Links, about_text

#: The facets of a results page, in this order. A field that no article has is not shown.
FACETS = ("source", "category", "year", "name", "speaker", "author", "tag", "place", "language")
_FACETS_SHOWN = 8
_FACETS_FOLDED = 24  # the others can be found by typing their name
#: A page lists so many values of a facet.
FACETS_LISTED = _FACETS_SHOWN + _FACETS_FOLDED
_NAMES_FOLDED = 16
# Each link repeats the search: of one with a longer address, only the first values are listed.
_LONG_ADDRESS = 500
# Longer values are no names of sources or sections but slips of an import; they would make pages heavy.
_LONGEST_VALUE = 120
_LONGEST_EXAMPLE = 60
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
    bars:    these numbers as the path of a drawing, ``FacetChoices.years`` wide and 10 high; "" for none
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
class FacetChoices:
    """A facet as links.

    choices: the first few values, and all selected ones
    more:    the values after them
    omitted: the number of values that are not listed
    missing: the articles without a value; None if there are none
    years:   the number of years that the bars of its names cover, the same ones for all of them
    """

    name: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    omitted: int
    missing: Choice | None = None
    years: int = 0


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


def facets_of(page: ResultPage, links: Links) -> list[FacetChoices]:
    """Return the facets of a page that have more than one choice, or a selected one.

    links: the links of the page
    """
    is_long = len(links.search()) > _LONG_ADDRESS
    return [
        _choices(page.request, links, facet, is_long)
        for name in FACETS
        if (facet := page.facets.get(name)) and (facet.values or facet.missing_selected)
    ]


def _choices(request: SearchRequest, links: Links, facet: Facet, is_long: bool) -> FacetChoices:
    values = [one for one in _ordered(facet) if _in_use(one) or len(one.value) <= _LONGEST_VALUE]
    first, others = values[:_FACETS_SHOWN], values[_FACETS_SHOWN:]
    first += [value for value in others if _in_use(value)]
    others = [value for value in others if not _in_use(value)]
    most_folded = _NAMES_FOLDED if facet.name in NAME_FIELDS else _FACETS_FOLDED
    folded = [] if is_long else others[:most_folded]
    choices = _MAKERS.get(facet.name, _name_choices)
    shown = choices(request, links, facet.name, first), choices(request, links, facet.name, folded)
    if facet.name in VALUE_FIELDS:
        excluding = links.adding(f"not_{facet.name}")
        for choice in shown[0]:
            if not choice.selected and not choice.excluded:
                choice.without = excluding(choice.value)
    omitted = max(len(others), facet.total - len(first)) - len(folded)
    if facet.name in NAME_FIELDS:  # thousands are named somewhere; what stands out is listed
        omitted = 0
    years = _draw_bars([*shown[0], *shown[1]])
    return FacetChoices(facet.name, *shown, omitted, _missing(request, links, facet), years)


def _draw_bars(choices: Iterable[Choice]) -> int:
    """Draw the years of names as bars, all on one scale of time; return the length of this scale."""
    counted = [choice for choice in choices if choice.by_year]
    first = min((choice.by_year[0][0] for choice in counted), default=0)
    years = max((choice.by_year[-1][0] - first + 1 for choice in counted), default=0)
    if years < 2:
        return 0
    for choice in counted:
        most = max(count for _, count in choice.by_year)
        heights = [(year - first, max(1, round(10 * count / most))) for year, count in choice.by_year]
        choice.bars = "".join([f"M{at} 10v-{height}h.8v{height}z" for at, height in heights])
        choice.drawn = ", ".join([f"{year}: {count}" for year, count in choice.by_year])
    return years


def _missing(request: SearchRequest, links: Links, facet: Facet) -> Choice | None:
    """Return the choice of the articles without a value in the facet's field."""
    if facet.name in NAME_FIELDS or (not facet.missing and not facet.missing_selected):
        return None
    field = "date" if facet.name == "year" else facet.name
    chosen = tuple(one for one in request.missing if one != field)
    if not facet.missing_selected:
        chosen = (*chosen, field)
    return Choice(field, links.search(missing=chosen), facet.missing, facet.missing_selected)


def _ordered(facet: Facet) -> list[FacetValue]:
    if facet.name == "year":
        return sorted(facet.values, key=lambda value: value.value, reverse=True)
    return list(facet.values)


def _year_choices(
    request: SearchRequest, links: Links, _name: str, values: list[FacetValue]
) -> tuple[Choice, ...]:
    choices = []
    for value in values:
        first, last = date(int(value.value), 1, 1), date(int(value.value), 12, 31)
        selected = (request.date_from, request.date_to) == (first, last)
        days = (None, None) if selected else (first, last)
        url = links.search(date_from=days[0], date_to=days[1])
        choices.append(Choice(value.value, url, value.count, selected))
    return tuple(choices)


def _name_choices(
    request: SearchRequest, links: Links, name: str, values: list[FacetValue]
) -> tuple[Choice, ...]:
    with_another = links.adding(name)
    return tuple(
        [
            Choice(
                value.value,
                links.search(**_released(request, name, value.value)),
                value.count,
                value.selected,
                value.excluded,
            )
            if _in_use(value)
            else Choice(value.value, with_another(value.value), value.count)
            for value in values
        ]
    )


def _in_use(value: FacetValue) -> bool:
    return value.selected or value.excluded


def _released(request: SearchRequest, name: str, value: str) -> dict[str, tuple[str, ...]]:
    """Return the changed fields of a search that neither asks for a value nor excludes it."""
    fold = COUNTED_FIELDS[name]
    form = fold(value)
    fields = (name, f"not_{name}") if name in VALUE_FIELDS else (name,)
    return {field: tuple(kept for kept in getattr(request, field) if fold(kept) != form) for field in fields}


def _mentioned_choices(
    request: SearchRequest, links: Links, _name: str, values: list[FacetValue]
) -> tuple[Choice, ...]:
    """Return the same search with what mentions a person or an organisation, or again without it."""
    mentioning, choices = links.mentioning, []
    for value in values:
        name, about = value.value, about_text(value.value)
        if selected := about in request.text:
            url = links.search(text=" ".join(request.text.replace(about, " ").split()))
        else:
            url = mentioning(name)
        choices.append(Choice(name, url, value.count, selected, page=links.name(name), by_year=value.by_year))
    return tuple(choices)


def _speaking_choices(
    request: SearchRequest, links: Links, name: str, values: list[FacetValue]
) -> tuple[Choice, ...]:
    choices = _name_choices(request, links, name, values)
    for choice, value in zip(choices, values, strict=True):
        choice.page, choice.by_year = links.name(choice.value), value.by_year
    return choices


_MAKERS = {"year": _year_choices, "name": _mentioned_choices, "speaker": _speaking_choices}


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


def example_searches(stats: IndexStats, links: Links) -> list[Example]:
    """Return examples of searches, with sources and years of this archive."""
    examples = [
        ("penolakan kenaikan harga", "words", ""),
        ('"kereta cepat"', "phrase", ""),
        ("banjir -jakarta", "without", ""),
        ("gempa OR tsunami", "either", ""),
    ]
    if stats.last_day:
        year = str(stats.last_day.year)
        examples.append((f"pemerintah sejak {year}", "since", year))
    if stats.sources:
        source = max(stats.sources, key=lambda name: (stats.sources[name], name))
        named = f'"{source}"' if " " in source else source
        examples.append((f"pemerintah sumber:{named}", "source", ""))
    return [
        Example(text, links.other_search(SearchRequest(text)), shows, value)
        for text, shows, value in examples
        if len(text) <= _LONGEST_EXAMPLE
    ]
