"""The addresses of this application that a page with one search links to.

A search is encoded once; other addresses are made of the encoded parameters with one of them changed. A
language that was chosen with ``?lang=`` stays in every link to a page. So an address determines the page
completely, it can be shared, and no cookie is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from search.parameter import Parameter
from search.parameters import MAX_WINDOW, SEARCH, parameters_of
from search.request import FIELDS, SearchRequest, fields_of, values_of
from search.results import ResultPage
from search.values import WHOLE_NAME
from web.parameters import ApiSearch
from web.paths import article_path, encoded_id, name_path

# Both have a cache, because the same names occur on every page.
_quoted = lru_cache(10_000)(quote_plus)
_path_of_name = lru_cache(10_000)(name_path)
_BY_FIELD = {one.field: (place, one) for place, one in enumerate(FIELDS)}
_PAGE = _BY_FIELD["page"][0]
_OTHERS = [one for one in SEARCH.values() if one.field not in _BY_FIELD and one.name != "cursor"]


def query_items(request: SearchRequest) -> list[tuple[str, str]]:
    """Return the request as names and values of a query string, without default values."""
    return [item for one in FIELDS for item in _items(one, getattr(request, one.field))]


def _items(one: Parameter, value: Any) -> list[tuple[str, str]]:
    if value == one.default:
        return []
    if one.kind == "names":
        return [(one.name, text) for text in value]
    if one.kind == "list":
        return [(one.name, ",".join(value))]
    if one.kind == "flag":
        return [(one.name, str(value).lower())]
    if isinstance(value, date):
        return [(one.name, value.isoformat())]
    return [(one.name, str(value))]


def _encoded(one: Parameter, value: Any) -> str:
    """Return one parameter as a part of a query string; empty if it has its default value."""
    if value == one.default:
        return ""
    if one.kind == "text":
        return f"{one.name}={quote_plus(value)}"
    if one.kind == "day":
        return f"{one.name}={value.isoformat()}"
    if one.kind in ("number", "choice"):  # of letters and digits
        return f"{one.name}={value}"
    return urlencode(_items(one, value))


def address_of(resource: str, path: str, arguments: Mapping[str, Any]) -> str:
    """Return the address of a resource, given its arguments by name, without default values."""
    parts = [_encoded(one, arguments[name]) for name, one in _arguments_of(resource) if name in arguments]
    return _address(path, _joined(parts))


@cache
def _arguments_of(resource: str) -> list[tuple[str, Parameter]]:
    """Return the parameters of a resource by the names of their arguments."""
    return [(one.field, one) for one in parameters_of(resource).values()]


class SearchAddress:
    """The address of a page or a resource with a search.

    path:    the path of the page or resource
    request: the search; changed fields must have valid values
    more:    encoded parameters that are not fields of a request
    """

    def __init__(self, path: str, request: SearchRequest, *more: str) -> None:
        self._path = path
        self._pieces = [
            "" if value is one.default or value == one.default else _encoded(one, value)
            for one, value in zip(FIELDS, values_of(request), strict=True)
        ]  # by the index of the field
        self._pieces += more
        self.query = _joined(self._pieces)
        self._pieces[_PAGE] = ""  # any change leads to page 1

    def __str__(self) -> str:
        return _address(self._path, self.query)

    def with_(self, **changes: Any) -> str:
        """Return the address of the search with some fields changed; any change leads to page 1."""
        pieces = self._pieces.copy()
        for name, value in changes.items():
            place, one = _BY_FIELD[name]
            pieces[place] = _encoded(one, value)
        return _address(self._path, _joined(pieces))

    @property
    def search(self) -> str:
        """The search without page, page size and cursor. A cursor is valid for one such search."""
        return self.with_(page_size=_BY_FIELD["page_size"][1].default).partition("?")[2]

    def with_cursor(self, cursor: str) -> str:
        """Return the address of the part of a walk to which a cursor belongs."""
        fields = len(FIELDS)
        pieces = [*self._pieces[:fields], urlencode({"cursor": cursor}), *self._pieces[fields:]]
        return _address(self._path, _joined(pieces))

    def adding(self, field: str) -> Callable[[str], str]:
        """Return a function that returns the address of the search with one more value in ``field``."""
        here, one = _BY_FIELD[field]
        before, after = self._beside(here + 1, here + 1)
        before += f"{one.name}="
        return lambda name: f"{before}{_quoted(name)}{after}"

    def with_name_between(self, left: str, right: str) -> Callable[[str], str]:
        """Return a function that returns the address of the search for a name between two texts."""
        here, one = _BY_FIELD["text"]
        before, after = self._beside(here, here + 1)
        before, after = f"{before}{one.name}={quote_plus(left)}", f"{quote_plus(right)}{after}"
        return lambda name: f"{before}{_quoted(name)}{after}"

    def _beside(self, end: int, start: int) -> tuple[str, str]:
        """Return the address up to a field, and what follows from a field on, for a value in between."""
        before = "".join([f"{one}&" for one in self._pieces[:end] if one])
        return f"{self._path}?{before}", "".join([f"&{one}" for one in self._pieces[start:] if one])


class Links:
    """The addresses that a page shows.

    asked:    the search of the page; an empty one if it has none
    root:     the path at which the application is mounted, without a slash at its end
    language: the language that the address chooses; None if it chooses none
    path:     the path of the page below ``root``
    """

    def __init__(
        self, asked: SearchRequest, root: str = "", language: str | None = None, path: str = "/"
    ) -> None:
        self.asked = asked
        self._root = root
        self._path = path
        self._language = language
        self._lang = f"lang={language}" if language else ""
        self._search = SearchAddress(f"{root}/", asked, self._lang)

    @property
    def start(self) -> str:
        """The address of the start page."""
        return _address(f"{self._root}/", self._lang)

    @property
    def random(self) -> str:
        """The address that leads to a random article."""
        return _address(f"{self._root}/acak", self._lang)

    @property
    def api(self) -> str:
        """The address of the page that documents the API."""
        return _address(f"{self._root}/api", self._lang)

    @property
    def help(self) -> str:
        """The address of the help page."""
        return _address(f"{self._root}/bantuan", self._lang)

    @property
    def all_articles(self) -> str:
        """The address of the page with all articles, the newest first."""
        return self.other_search(SearchRequest("", sort="newest"))

    def search(self, **changes: Any) -> str:
        """Return the address of the search with ``changes`` of its fields; any change leads to page 1."""
        return self._search.with_(**changes) if changes else str(self._search)

    def adding(self, field: str) -> Callable[[str], str]:
        """Return a function that returns the address of the page with one more value in ``field``."""
        return self._search.adding(field)

    @property
    def about(self) -> Callable[[str], str]:
        """A function that returns the address of the page for its text and a name that must be mentioned."""
        left, right = about_text("\n").split("\n")
        return self._search.with_name_between(" ".join([*self.asked.text.split(), left]), right)

    def other_search(self, request: SearchRequest) -> str:
        """Return the address of the page of another search."""
        return str(SearchAddress(f"{self._root}/", request, self._lang))

    def article(self, article_id: str, paragraph: int | None = None) -> str:
        """Return the address of an article or of a paragraph of it. It contains the search that led there."""
        url = _address(article_path(article_id, self._root), self._search.query)
        return url if paragraph is None else f"{url}#p{paragraph}"

    def paragraph(self, article_id: str, number: int, name: str) -> str:
        """Return the address of a paragraph whose number may change later; it contains the current search.

        name: the fingerprint of the paragraph
        """
        query = _joined((self._search.query, f"paragraph={number}-{name}"))
        return f"{article_path(article_id, self._root)}?{query}#{name}"

    def name(self, name: str) -> str:
        """Return the page of a person or an organisation."""
        return _address(_path_of_name(name, self._root), self._lang)

    def permanent(self, article_id: str, number: int | None = None, name: str = "") -> str:
        """Return the permanent address of an article or of a paragraph of it, without search and language."""
        path = article_path(article_id, self._root)
        return path if number is None else f"{path}?paragraph={number}-{name}#{name}"

    def comparison(self, article_id: str, other_id: str) -> str:
        """Return the address of the page that compares an article with another version."""
        query = _joined((self._search.query, f"compare={quote_plus(other_id)}"))
        return f"{article_path(article_id, self._root)}?{query}#versi"

    def hit(self, article_id: str, page: int) -> str:
        """Return the address of an article that is a hit on another page of the results."""
        found = SearchAddress("", replace(self.asked, page=page), self._lang)
        return _address(article_path(article_id, self._root), found.query)

    def citation(self, article_id: str, form: str, number: int | None = None, name: str = "") -> str:
        """Return the address of a file with the citation of an article or a paragraph in a format."""
        items = {"format": form} | ({} if number is None else {"paragraph": f"{number}-{name}"})
        items |= {"lang": self._language} if self._language else {}
        return f"{self._root}/kutipan/{encoded_id(article_id)}?{urlencode(items)}"

    def feed(self, kind: str) -> str:
        """Return the address of a feed of the search. kind: "atom", "rss" or "json"."""
        return _address(f"{self._root}/feed.{kind}", self._feed_query)

    def export(self, kind: str) -> str:
        """Return the address of a file with all results of the search. kind: "csv", "xlsx" or "ndjson"."""
        return _address(f"{self._root}/api/v1/export", "&".join((*self._export_items, f"format={kind}")))

    @cached_property
    def _items(self) -> list[tuple[str, str]]:
        return query_items(self.asked)

    @cached_property
    def _feed_query(self) -> str:
        in_own_order = self.asked.sort in ("arrived", "relevance")
        asked = self.asked if in_own_order else replace(self.asked, sort="relevance")
        others = {"lang": self._language} if self._language else {}
        return feed_address("", asked, others).removeprefix("?")

    @cached_property
    def _export_items(self) -> tuple[str, ...]:
        query = address_of("export", "", fields_of(self.asked)).removeprefix("?")
        return tuple(filter(None, (query, self._lang)))

    def plain_article(self, article_id: str) -> str:
        """Return the address of an article without the search."""
        return _address(article_path(article_id, self._root), self._lang)

    def below(self, path: str) -> str:
        """Return an address, given its path below the root of the application."""
        return f"{self._root}{path}"

    def in_language(self, code: str) -> str:
        """Return the address of this page in another language."""
        query = [self._search.query.removesuffix(self._lang).removesuffix("&"), f"lang={code}"]
        return f"{self._root}{self._path}?{_joined(query)}"

    def form_items(self, *without: str) -> list[tuple[str, str]]:
        """Return the hidden fields of a form. without: the parameters that the form has itself."""
        items = [(name, value) for name, value in self._items if name not in (*without, "page")]
        return [*items, ("lang", self._language)] if self._language else items


def _joined(pieces: Iterable[str]) -> str:
    return "&".join(filter(None, pieces))


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def about_text(name: str) -> str:
    """Return the query for the paragraphs that mention a name, and no longer one with its words."""
    return f'tentang:"{WHOLE_NAME}{name}"'


def said_text(name: str) -> str:
    """Return the query for the quotations of a speaker."""
    return f'oleh:"{WHOLE_NAME}{name}"'


def feed_address(path: str, request: SearchRequest, others: Mapping[str, Any]) -> str:
    """Return the address of a feed of a search. others: the parameters that are not fields of the request."""
    return address_of("feed", path, {**fields_of(request), **others})


def api_search_address(asked: ApiSearch, root: str = "") -> SearchAddress:
    """Return the address in the API of a search, without a cursor."""
    others = [_encoded(one, asked.others[one.field]) for one in _OTHERS]
    return SearchAddress(f"{root}/api/v1/search", asked.request, *others)


def last_page(page: ResultPage) -> int:
    """Return the number of the last page that can be requested; 0 if nothing matches."""
    return min(page.page_count, MAX_WINDOW // page.request.page_size)


def neighbours(page: ResultPage) -> tuple[int | None, int | None]:
    """Return the numbers of the previous and the next page; None if there is none."""
    last, here = last_page(page), page.request.page
    previous = min(here - 1, last) or None
    following = here + 1 if here < last else None
    return previous, following
