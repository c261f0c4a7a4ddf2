"""The facets of a results page as links: values to choose, to exclude, to release, and bars by year.

This module makes values and addresses; ``web.wording`` has the texts of the links.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from search.facets import Facet, FacetValue
from search.request import SearchRequest
from search.results import ResultPage
from search.values import COUNTED_FIELDS, NAME_FIELDS, VALUE_FIELDS
from web.links import Links, about_text
from web.navigation import Choice

#: The facets of a results page, in this order. A field that no article has is not shown.
FACETS = ("source", "category", "year", "name", "speaker", "author", "tag", "place", "language")
#: An article has several values of these fields, of others at most one.
_OF_SEVERAL = ("author", "tag")
_FACETS_SHOWN = 8
_FACETS_FOLDED = 24  # the others can be found by typing their name
#: A page lists so many values of a facet.
FACETS_LISTED = _FACETS_SHOWN + _FACETS_FOLDED
_NAMES_FOLDED = 8
# Each link repeats the search: of one with a longer address, only the first values are listed.
_LONG_ADDRESS = 500
# Longer values are no names of sources or sections but slips of an import; they would make pages heavy.
_LONGEST_VALUE = 120


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

    @property
    def is_counted(self) -> bool:
        """Whether the values have numbers of articles."""
        return any(one.count is not None for one in self.choices)


def facets_of(page: ResultPage, links: Links) -> list[FacetChoices]:
    """Return the facets of a page that have more than one choice, or a selected one.

    links: the links of the page
    """
    is_long = len(links.search()) > _LONG_ADDRESS
    return [
        _choices(page, links, facet, is_long)
        for name in FACETS
        if (facet := page.facets.get(name)) and (facet.values or facet.missing_selected)
    ]


def _choices(page: ResultPage, links: Links, facet: Facet, is_long: bool) -> FacetChoices:
    request = page.request
    values = [one for one in _ordered(facet) if _in_use(one) or len(one.value) <= _LONGEST_VALUE]
    first, others = values[:_FACETS_SHOWN], values[_FACETS_SHOWN:]
    first += [value for value in others if _in_use(value)]
    others = [value for value in others if not _in_use(value)]
    most_folded = _NAMES_FOLDED if facet.name in NAME_FIELDS else _FACETS_FOLDED
    folded = [] if is_long else others[:most_folded]
    choices = _MAKERS.get(facet.name, _name_choices)
    shown = choices(request, links, facet.name, first), choices(request, links, facet.name, folded)
    if page.total_articles and _can_exclude(facet):
        excluding = links.adding(f"not_{facet.name}")
        # Without a value that all of the results have, there would be none.
        in_all = 0 if any(map(_in_use, facet.values)) else page.total_articles
        for choice in shown[0]:
            if not choice.selected and not choice.excluded and choice.count != in_all:
                choice.without = excluding(choice.value)
    omitted = max(len(others), facet.total - len(first)) - len(folded)
    if facet.name in NAME_FIELDS:  # thousands are named somewhere; what stands out is listed
        omitted = 0
    years = _draw_bars([*shown[0], *shown[1]])
    return FacetChoices(facet.name, *shown, omitted, _missing(request, links, facet), years)


def _can_exclude(facet: Facet) -> bool:
    """Return whether results may have other values than those that are selected."""
    if any(one.selected for one in facet.values):
        return facet.name in _OF_SEVERAL
    return facet.name in VALUE_FIELDS and not facet.missing_selected


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
    about_it, choices = links.about, []
    for value in values:
        name, about = value.value, about_text(value.value)
        if selected := about in request.text:
            url = links.search(text=" ".join(request.text.replace(about, " ").split()))
        else:
            url = about_it(name)
        choices.append(Choice(name, url, value.count, selected, page=links.name(name), by_year=value.by_year))
    return tuple(choices)


def _speaking_choices(
    request: SearchRequest, links: Links, name: str, values: list[FacetValue]
) -> tuple[Choice, ...]:
    """Return the same search within what a person or an organisation says.

    The counts are of the articles in which they speak. Words count only in what they say there, so that fewer
    may match: then no number is shown.
    """
    choices = _name_choices(request, links, name, values)
    for choice, value in zip(choices, values, strict=True):
        choice.page, choice.by_year = links.name(choice.value), value.by_year
        if request.text.strip():
            choice.count = None
    return choices


_MAKERS = {"year": _year_choices, "name": _mentioned_choices, "speaker": _speaking_choices}
