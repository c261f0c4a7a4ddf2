"""What a result page shows besides its hits: facets, filter chips, sort links, ways out of an empty list.

Everything here is words and addresses; the templates only lay it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, lazy_gettext, ngettext

from search.article import ArticleMetadata, day_of
from search.backends.base import IndexStats
from search.errors import Problem
from search.request import MAX_TEXT_LENGTH, MAX_WINDOW, SearchRequest
from search.results import ArticleHit, Facet, FacetValue, ResultPage
from web.language import long_day, number
from web.links import search_url
from web.parameters import SWAPPED, TOO_LONG

_FACETS_SHOWN = 8
_TITLE_WORDS = 9

_FACET_TITLES = {
    "source": lazy_gettext("Sumber"),
    "category": lazy_gettext("Kategori"),
    "year": lazy_gettext("Tahun"),
}
_SORT_TITLES = {
    "relevance": lazy_gettext("Relevansi"),
    "newest": lazy_gettext("Terbaru"),
    "oldest": lazy_gettext("Terlama"),
}
_GROUP_TITLES = {"article": lazy_gettext("Artikel"), "none": lazy_gettext("Paragraf")}


@dataclass(frozen=True, slots=True)
class Link:
    """A link with a label; ``count`` is the number of articles behind it, ``selected`` that it is in use."""

    label: str
    url: str
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet as links; ``more`` are those beyond the first few."""

    title: str
    links: tuple[Link, ...]
    more: tuple[Link, ...]


def facet_lists(page: ResultPage) -> list[FacetList]:
    """Return the facets of a page that offer a choice or hold a selection."""
    lists = []
    for name, title in _FACET_TITLES.items():
        facet = page.facets.get(name)
        if facet and facet.values:
            links = tuple(_facet_link(page.request, name, value) for value in _ordered(facet))
            lists.append(FacetList(str(title), links[:_FACETS_SHOWN], links[_FACETS_SHOWN:]))
    return lists


def _ordered(facet: Facet) -> list[FacetValue]:
    if facet.name == "year":
        return sorted(facet.values, key=lambda value: value.value, reverse=True)
    return list(facet.values)


def _facet_link(request: SearchRequest, name: str, value: FacetValue) -> Link:
    if name == "year":
        first, last = date(int(value.value), 1, 1), date(int(value.value), 12, 31)
        selected = (request.date_from, request.date_to) == (first, last)
        days = (None, None) if selected else (first, last)
        url = search_url(request, date_from=days[0], date_to=days[1])
        return Link(value.value, url, value.count, selected)
    chosen: tuple[str, ...] = getattr(request, name)
    selected = value.value in chosen
    changed = tuple(v for v in chosen if v != value.value) if selected else (*chosen, value.value)
    return Link(value.value, search_url(request, **{name: changed}), value.count, selected)


def filter_chips(request: SearchRequest) -> list[Link]:
    """Return every filter in use; each link leads to the same search without it."""
    chips = [
        Link(f"{_FACET_TITLES[name]}: {value}", search_url(request, **{name: _without(request, name, value)}))
        for name in ("source", "category")
        for value in getattr(request, name)
    ]
    if request.date_from or request.date_to:
        url = search_url(request, date_from=None, date_to=None)
        chips.append(Link(_days(request.date_from, request.date_to), url))
    if request.exact:
        chips.append(Link(gettext("Kata persis seperti ditulis"), search_url(request, exact=False)))
    if request.match == "any":
        chips.append(Link(gettext("Salah satu kata cukup"), search_url(request, match="all")))
    if request.plain:
        chips.append(Link(gettext("Tanda baca tanpa arti khusus"), search_url(request, plain=False)))
    if not request.expand:
        chips.append(Link(gettext("Tanpa singkatan dan ejaan lain"), search_url(request, expand=True)))
    if not request.dates:
        chips.append(Link(gettext("Tanggal dicari sebagai kata"), search_url(request, dates=True)))
    if not request.headlines:
        chips.append(Link(gettext("Tanpa judul"), search_url(request, headlines=True)))
    if not request.collapse:
        chips.append(
            Link(gettext("Artikel yang hampir sama tidak digabung"), search_url(request, collapse=True))
        )
    return chips


def _without(request: SearchRequest, name: str, value: str) -> tuple[str, ...]:
    return tuple(kept for kept in getattr(request, name) if kept != value)


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
            return str(gettext("Tahun %(year)s", year=first.year))
        if first == last:
            return long_day(first)
        return str(gettext("%(first)s sampai %(last)s", first=long_day(first), last=long_day(last)))
    if first:
        return str(gettext("Sejak %(day)s", day=long_day(first)))
    return str(gettext("Sampai %(day)s", day=long_day(last))) if last else ""


def without_filters_url(request: SearchRequest) -> str:
    """Return the search for the same words and nothing else."""
    return search_url(SearchRequest(request.text, sort=request.sort))


def sort_links(request: SearchRequest) -> list[Link]:
    """Return the ways to sort."""
    return [
        Link(str(title), search_url(request, sort=sort), selected=request.sort == sort)
        for sort, title in _SORT_TITLES.items()
    ]


def group_links(request: SearchRequest) -> list[Link]:
    """Return the ways to list: articles, or every paragraph for itself."""
    return [
        Link(str(title), search_url(request, group=group), selected=request.group == group)
        for group, title in _GROUP_TITLES.items()
    ]


def simpler_searches(request: SearchRequest) -> list[Link]:
    """Return searches that ask for less: without quotation marks, or without one of the words."""
    text = request.text
    simpler = []
    if any(mark in text for mark in '"“”'):
        simpler.append(text.translate({ord(mark): " " for mark in '"“”'}))
    else:
        words = text.split()
        if 2 <= len(words) <= 5 and not any(word in ("OR", "AND", "NOT") for word in words):
            simpler = [" ".join(words[:i] + words[i + 1 :]) for i in range(len(words) - 1, -1, -1)]
    texts = dict.fromkeys(" ".join(candidate.split()) for candidate in simpler)
    return [Link(candidate, search_url(request, text=candidate)) for candidate in texts if candidate]


def copies_title(hit: ArticleHit) -> str:
    """Return what the copies of an article are called: by their outlets, where each has its own."""
    count = len(hit.duplicates) + hit.more_duplicates
    outlets = {copy.source for copy in hit.duplicates if copy.source} - {hit.article.source}
    if len(outlets) == count:
        sentence = ngettext("juga di %(count)s media", "juga di %(count)s media", count, count=number(count))
    else:
        sentence = ngettext(
            "%(count)s artikel yang hampir sama",
            "%(count)s artikel yang hampir sama",
            count,
            count=number(count),
        )
    return str(sentence)


def published_day(article: ArticleMetadata) -> date | None:
    """Return the day of publication as the publisher wrote it."""
    return day_of(article.published) if article.published else None


def title_of(article: ArticleMetadata, text: str) -> str:
    """Return the headline; of an article without one, the first words of ``text``."""
    if article.title:
        return article.title
    words = text.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


def notes_on(problems: tuple[Problem, ...]) -> list[str]:
    """Return what had to be ignored or changed in a request, one sentence for each parameter."""
    sentences = {
        "": gettext("Alamat halaman ini memuat terlalu banyak isian, jadi tidak dipakai."),
        "q": gettext("Kata kunci tidak dapat dipakai seperti ditulis."),
        "page": gettext("Nomor halaman itu tidak dapat dibuka; ini halaman pertama."),
        "from": gettext("Tanggal awal tidak dapat dipakai seperti ditulis."),
        "to": gettext("Tanggal akhir tidak dapat dipakai seperti ditulis."),
        "sort": gettext("Urutan yang diminta tidak dikenal; hasil diurutkan menurut relevansi."),
    }
    changes = {
        TOO_LONG: gettext(
            "Kata kunci terlalu panjang; yang dipakai %(number)s huruf pertama.",
            number=number(MAX_TEXT_LENGTH),
        ),
        SWAPPED: gettext("Tanggal awal dan akhir terbalik, jadi ditukar."),
    }
    other = gettext("Sebagian alamat halaman ini tidak terbaca, jadi diabaikan.")
    found = [changes.get(p) or sentences.get(p.parameter) or other for p in problems]
    return list(dict.fromkeys(found))


def example_searches(stats: IndexStats) -> list[tuple[Link, str]]:
    """Return searches to try, each with what it shows; sources and years are those of this archive."""
    examples = [
        ("penolakan kenaikan harga", gettext("semua kata, juga dengan imbuhan lain")),
        ('"kereta cepat"', gettext("kata-kata ini berurutan, persis seperti ditulis")),
        ("banjir -jakarta", gettext("tanpa kata yang diberi tanda kurang")),
        ("gempa OR tsunami", gettext("salah satu dari dua kata")),
    ]
    if stats.last_day:
        since = gettext("terbit sejak tahun %(year)s", year=stats.last_day.year)
        examples.append((f"pemerintah sejak {stats.last_day.year}", since))
    if stats.sources:
        source = max(stats.sources, key=lambda name: (stats.sources[name], name))
        named = f'"{source}"' if " " in source else source
        examples.append((f"pemerintah sumber:{named}", gettext("hanya dari satu sumber")))
    return [(Link(text, search_url(SearchRequest(text))), meaning) for text, meaning in examples]


def window_note() -> str:
    """Return the sentence for results that exist and cannot be paged to."""
    sentence = gettext(
        "Hanya %(number)s hasil pertama yang dapat dibuka; persempit pencarian untuk melihat yang lain.",
        number=number(MAX_WINDOW),
    )
    return str(sentence)
