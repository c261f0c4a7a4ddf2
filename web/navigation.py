"""Where a page leads: facets, filters that can be taken back, ways to sort, ways out of an empty list.

Everything here is values and addresses; ``web.wording`` says what the links are called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search.parameters import SEARCH
from search.request import FIELDS, SearchRequest
from search.results import Facet, FacetValue, IndexStats, ResultPage
from web.links import search_url

_FACETS = ("source", "category", "year")
_FACETS_SHOWN = 8
_QUOTES = '"“”'
#: Parameters that are no filter: what is asked for, how it is laid out.
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
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the same search with ``value``; ``selected`` where it is in use, which the link takes back.

    count: the number of articles behind it, None where they are not counted
    """

    value: str
    url: str
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FacetChoices:
    """A facet as links; ``more`` are those beyond the first few."""

    name: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in use, by its parameter ("days" for from and to), and the same search without it.

    value: what it lets through: a name, or the first and the last day
    """

    name: str
    value: str | tuple[date | None, date | None]
    url: str


@dataclass(frozen=True, slots=True)
class Example:
    """A search to try; ``shows`` says which feature it is an example of, ``value`` of what."""

    text: str
    url: str
    shows: str
    value: str = ""


def facets_of(page: ResultPage) -> list[FacetChoices]:
    """Return the facets of a page that offer a choice or hold a selection."""
    found = []
    for name in _FACETS:
        facet = page.facets.get(name)
        if facet and facet.values:
            choices = tuple(_facet_choice(page.request, name, value) for value in _ordered(facet))
            found.append(FacetChoices(name, choices[:_FACETS_SHOWN], choices[_FACETS_SHOWN:]))
    return found


def _ordered(facet: Facet) -> list[FacetValue]:
    if facet.name == "year":
        return sorted(facet.values, key=lambda value: value.value, reverse=True)
    return list(facet.values)


def _facet_choice(request: SearchRequest, name: str, value: FacetValue) -> Choice:
    if name == "year":
        first, last = date(int(value.value), 1, 1), date(int(value.value), 12, 31)
        selected = (request.date_from, request.date_to) == (first, last)
        days = (None, None) if selected else (first, last)
        url = search_url(request, date_from=days[0], date_to=days[1])
        return Choice(value.value, url, value.count, selected)
    chosen: tuple[str, ...] = getattr(request, name)
    selected = value.value in chosen
    changed = _without(chosen, value.value) if selected else (*chosen, value.value)
    return Choice(value.value, search_url(request, **{name: changed}), value.count, selected)


def _without(chosen: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(kept for kept in chosen if kept != value)


def filters_of(request: SearchRequest) -> list[Filter]:
    """Return every filter in use: names first, then days, then the rest, each in the order of its field."""
    names = [one for one in FIELDS if one.kind == "names" or one.name in ("missing", "present")]
    filters = [
        Filter(one.name, value, search_url(request, **{one.field: _without(chosen, value)}))
        for one in names
        for chosen in (getattr(request, one.field),)
        for value in chosen
    ]
    if request.date_from or request.date_to:
        url = search_url(request, date_from=None, date_to=None)
        filters.append(Filter("days", (request.date_from, request.date_to), url))
    for one in SEARCH.values():
        if one in FIELDS and one.kind in ("choice", "flag") and one.name not in _LAYOUT:
            value = getattr(request, one.field)
            if value != one.default:
                url = search_url(request, **{one.field: one.default})
                filters.append(Filter(one.name, str(value).lower(), url))
    return filters


def without_filters_url(request: SearchRequest) -> str:
    """Return the search for the same words and nothing else."""
    return search_url(SearchRequest(request.text, sort=request.sort))


def choices_of(request: SearchRequest, name: str) -> list[Choice]:
    """Return the ways to sort ("sort"), or to list ("group")."""
    return [
        Choice(value, search_url(request, **{name: value}), selected=getattr(request, name) == value)
        for value in SEARCH[name].choices
    ]


def simpler_searches(request: SearchRequest) -> list[Choice]:
    """Return searches that ask for less: without quotation marks, or without one of the words."""
    text = request.text
    simpler = []
    if any(mark in text for mark in _QUOTES):
        simpler.append(text.translate({ord(mark): " " for mark in _QUOTES}))
    else:
        words = text.split()
        if 2 <= len(words) <= 5 and not any(word in ("OR", "AND", "NOT") for word in words):
            simpler = [" ".join(words[:i] + words[i + 1 :]) for i in range(len(words) - 1, -1, -1)]
    texts = dict.fromkeys(" ".join(candidate.split()) for candidate in simpler)
    return [Choice(candidate, search_url(request, text=candidate)) for candidate in texts if candidate]


def example_searches(stats: IndexStats) -> list[Example]:
    """Return searches to try; sources and years are those of this archive."""
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
    return [Example(text, search_url(SearchRequest(text)), shows, value) for text, shows, value in examples]
