"""Addresses of this application around one search.

A search is encoded once; an address is the encoded parameters with one of them changed. A language that was
chosen with ``?lang=`` stays in every link to a page: the address then says all there is to know about a page,
can be shared, and no cookie is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from search.parameters import MAX_WINDOW, SEARCH, Parameter, parameters_of
from search.request import FIELDS, SearchRequest, fields_of, values_of
from search.results import ResultPage
from web.parameters import ApiSearch

#: Quotes a name; those of an archive are on every page.
_quoted = lru_cache(10_000)(quote_plus)
_BY_FIELD = {one.field: (place, one) for place, one in enumerate(FIELDS)}
_PAGE = _BY_FIELD["page"][0]
_OTHERS = [one for one in SEARCH.values() if one.field not in _BY_FIELD and one.name != "cursor"]
# Of an id in a path: a slash would begin another segment, and segments of dots are resolved by clients.
_ONLY_DOTS = {".": "~2E", "..": "~2E~2E"}
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")
_HOST = re.compile(r"[A-Za-z0-9._\[\]:-]{1,255}")
_TILDE = re.compile("~([0-9A-F]{2})")


def query_items(request: SearchRequest) -> list[tuple[str, str]]:
    """Return the request as names and values of a query string, without those at their default."""
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
    """Return one parameter as a part of a query string, empty at its default."""
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
    """Return the address of a resource, given its arguments by name; those at their default are left out."""
    parts = [_encoded(one, arguments[name]) for name, one in _arguments_of(resource) if name in arguments]
    return _address(path, "&".join(filter(None, parts)))


@cache
def _arguments_of(resource: str) -> list[tuple[str, Parameter]]:
    """Return the parameters of a resource by the names of their arguments."""
    return [(one.field, one) for one in parameters_of(resource).values()]


class SearchAddress:
    """Where a search is answered.

    path:    of the page or resource
    request: the search; changes of it must be values of a valid request
    more:    encoded parameters that are no fields of a request
    """

    def __init__(self, path: str, request: SearchRequest, *more: str) -> None:
        self._path = path
        self._more = [part for part in more if part]
        parts = {
            place: _encoded(one, value)
            for place, (one, value) in enumerate(zip(FIELDS, values_of(request), strict=True))
            if value is not one.default and value != one.default
        }
        self.query = self._joined(parts)
        parts.pop(_PAGE, None)
        self._first_page = parts
        self._unchanged: dict[tuple[str, ...], tuple[str, list[tuple[str, Parameter, str]]]] = {}

    def _joined(self, parts: Mapping[int, str], *last: str) -> str:
        """Return a query string. parts: the fields that are not at their default, encoded, by place."""
        return "&".join([*[parts[place] for place in sorted(parts)], *last, *self._more])

    def __str__(self) -> str:
        return _address(self._path, self.query)

    def with_(self, **changes: Any) -> str:
        """Return the address of the search with some fields changed; any change leads to page 1."""
        names = tuple(changes)
        first, others = self._unchanged.get(names) or self._between(names)
        pieces = [first]
        for name, one, after in others:
            pieces += _encoded(one, changes[name]), after
        return _address(self._path, "&".join(filter(None, pieces)))

    def _between(self, names: tuple[str, ...]) -> tuple[str, list[tuple[str, Parameter, str]]]:
        """Return what stays of the query string: before the fields with these names, and after each.

        Links of one kind change the same fields, and a page has many of each kind.
        """
        changed = sorted((*_BY_FIELD[name], name) for name in names)
        kept = dict(self._first_page)
        for place, *_ in changed:
            kept.pop(place, None)
        places = [-1, *(place for place, *_ in changed), len(_BY_FIELD)]
        between = [
            "&".join([kept[place] for place in sorted(kept) if before < place < after])
            for before, after in pairwise(places)
        ]
        between[-1] = "&".join(filter(None, (between[-1], *self._more)))
        others = [(name, one, after) for (_, one, name), after in zip(changed, between[1:], strict=True)]
        self._unchanged[names] = between[0], others
        return self._unchanged[names]

    @property
    def search(self) -> str:
        """The search without what says which part of its results is asked for: what a cursor is bound to."""
        return self.with_(page_size=_BY_FIELD["page_size"][1].default).partition("?")[2]

    def with_cursor(self, cursor: str) -> str:
        """Return the address of the part of a walk that a cursor leads to."""
        return _address(self._path, self._joined(self._first_page, urlencode({"cursor": cursor})))

    def adding(self, field: str) -> Callable[[str], str]:
        """Return the function from another name for a field of names to the address of the search with it."""
        here, one = _BY_FIELD[field]
        parts = sorted(self._first_page.items())
        before = "".join([f"{part}&" for place, part in parts if place <= here])
        after = "".join([f"&{part}" for part in (*[part for at, part in parts if at > here], *self._more)])
        before = f"{self._path}?{before}{one.name}="
        return lambda name: f"{before}{_quoted(name)}{after}"


class Links:
    """The addresses that a page shows.

    asked:    the search of the page, an empty one if it has none
    root:     where the application is mounted, without a slash at its end; empty at the root of the server
    language: the language that the address chose, None if it chose none
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
        """The start page."""
        return _address(f"{self._root}/", self._lang)

    @property
    def random(self) -> str:
        """Any article."""
        return _address(f"{self._root}/acak", self._lang)

    @property
    def api(self) -> str:
        """The page that documents the API."""
        return _address(f"{self._root}/api", self._lang)

    @property
    def help(self) -> str:
        """The help page."""
        return _address(f"{self._root}/bantuan", self._lang)

    @property
    def all_articles(self) -> str:
        """The page with all articles, the newest first."""
        return self.other_search(SearchRequest("", sort="newest"))

    def search(self, **changes: Any) -> str:
        """Return the page that answers the search with ``changes``; any change leads to page 1."""
        return self._search.with_(**changes) if changes else str(self._search)

    def adding(self, field: str) -> Callable[[str], str]:
        """Return the function from another name for a field of names to the page of the search with it."""
        return self._search.adding(field)

    def other_search(self, request: SearchRequest) -> str:
        """Return the page that answers another search."""
        return str(SearchAddress(f"{self._root}/", request, self._lang))

    def article(self, article_id: str, paragraph: int | None = None) -> str:
        """Return the page of an article, at a paragraph, which remembers the search that led there."""
        url = _address(article_path(article_id, self._root), self._search.query)
        return url if paragraph is None else f"{url}#p{paragraph}"

    def paragraph(self, article_id: str, number: int, name: str) -> str:
        """Return the page of an article at a paragraph that may have moved since; it remembers the search.

        name: the fingerprint of the paragraph
        """
        query = "&".join(filter(None, (self._search.query, f"paragraph={number}-{name}")))
        return f"{article_path(article_id, self._root)}?{query}#{name}"

    def permanent(self, article_id: str, number: int | None = None, name: str = "") -> str:
        """Return the address to cite of an article, or of a paragraph of it: no search, no language."""
        path = article_path(article_id, self._root)
        return path if number is None else f"{path}?paragraph={number}-{name}#{name}"

    def comparison(self, article_id: str, other_id: str) -> str:
        """Return the page of an article that shows what differs in another version."""
        query = "&".join(filter(None, (self._search.query, f"compare={quote_plus(other_id)}")))
        return f"{article_path(article_id, self._root)}?{query}#versi"

    def hit(self, article_id: str, page: int) -> str:
        """Return the page of an article that is a hit on another page of the results."""
        found = SearchAddress("", replace(self.asked, page=page), self._lang)
        return _address(article_path(article_id, self._root), found.query)

    def citation(self, article_id: str, form: str, number: int | None = None, name: str = "") -> str:
        """Return the file that cites an article or a paragraph in a format."""
        items = {"format": form} | ({} if number is None else {"paragraph": f"{number}-{name}"})
        items |= {"lang": self._language} if self._language else {}
        return f"{self._root}/kutipan/{encoded_id(article_id)}?{urlencode(items)}"

    def feed(self, kind: str) -> str:
        """Return the feed of the search: "atom", "rss" or "json"."""
        return _address(f"{self._root}/feed.{kind}", self._feed_query)

    def export(self, kind: str) -> str:
        """Return the file of all results of the search: "csv", "xlsx" or "ndjson"."""
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
        """Return the page of an article without the search: its permanent address."""
        return _address(article_path(article_id, self._root), self._lang)

    def below(self, path: str) -> str:
        """Return an address of this application, given its path from the root of the application."""
        return f"{self._root}{path}"

    def in_language(self, code: str) -> str:
        """Return this page in another language."""
        query = [self._search.query.removesuffix(self._lang).removesuffix("&"), f"lang={code}"]
        return f"{self._root}{self._path}?{'&'.join(filter(None, query))}"

    def form_items(self, *without: str) -> list[tuple[str, str]]:
        """Return what a form has to carry along in hidden fields, except what it asks for itself."""
        items = [(name, value) for name, value in self._items if name not in (*without, "page")]
        return [*items, ("lang", self._language)] if self._language else items


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def root_of(environ: Mapping[str, Any]) -> str:
    """Return where the application is mounted, encoded, given the environment of a WSGI request."""
    mounted = environ.get("SCRIPT_NAME", "")
    return quote(mounted.encode("latin-1").rstrip(b"/")) if mounted else ""


def is_host(text: str) -> bool:
    """Return whether a text can be the host of an address, with or without a port."""
    return _HOST.fullmatch(text) is not None


def origin_of(environ: Mapping[str, Any]) -> str:
    """Return scheme and host of this server as the client sees them: https://arsip.example."""
    # The header can be anything; a host that is none would end an attribute or a line.
    host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "")
    return f"{environ['wsgi.url_scheme']}://{host if is_host(host) else 'localhost'}"


def article_path(article_id: str, root: str = "") -> str:
    """Return the path of the page of an article."""
    return f"{root}/artikel/{encoded_id(article_id)}"


def article_paths(article_id: str, root: str = "") -> tuple[str, str]:
    """Return the paths of an article in the API, and of its page."""
    segment = encoded_id(article_id)
    return f"{root}/api/v1/articles/{segment}", f"{root}/artikel/{segment}"


def encoded_id(article_id: str) -> str:
    """Return an article id as one segment of a path.

    What no proxy and no client leaves as it is, though encoded with percent signs, is encoded with tildes: a
    slash as ``~2F``, a tilde as ``~7E``, an id of one or two dots as ``~2E``.

    >>> encoded_id("2024/a b#c")
    '2024~2Fa%20b%23c'
    """
    if _PLAIN_ID.fullmatch(article_id):
        return article_id
    if only_dots := _ONLY_DOTS.get(article_id):
        return only_dots
    return quote(article_id.replace("~", "~7E").replace("/", "~2F"), safe="~")


def decoded_id(segment: str) -> str:
    """Return the id that ``encoded_id`` encoded, after the percent signs were decoded."""
    return _TILDE.sub(lambda match: chr(int(match[1], 16)), segment) if "~" in segment else segment


def feed_address(path: str, request: SearchRequest, others: Mapping[str, Any]) -> str:
    """Return the address of a feed of a search. others: the values of parameters that are no fields of it."""
    return address_of("feed", path, {**fields_of(request), **others})


def api_search_address(asked: ApiSearch, root: str = "") -> SearchAddress:
    """Return the address in the API that answers what was asked, without its cursor."""
    others = [_encoded(one, asked.others[one.field]) for one in _OTHERS]
    return SearchAddress(f"{root}/api/v1/search", asked.request, *others)


def last_page(page: ResultPage) -> int:
    """Return the number of the last page that can be asked for, 0 where nothing matches."""
    return min(page.page_count, MAX_WINDOW // page.request.page_size)


def neighbours(page: ResultPage) -> tuple[int | None, int | None]:
    """Return the numbers of the previous and the next page, None where there is none."""
    last, here = last_page(page), page.request.page
    previous = min(here - 1, last) or None
    following = here + 1 if here < last else None
    return previous, following
