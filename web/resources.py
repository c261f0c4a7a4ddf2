"""Common parts of requests for resources of the API: parameters, links, and articles as JSON values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
from flask import current_app, request

from search.article import ArticleMetadata
from search.as_json import Json, article_as_json
from search.parameters import parameters_of
from web import links, paths
from web.answers import Asked, Body
from web.language import accepted_language
from web.parameters import ApiSearch, strict_search, strict_values


def today() -> date:
    """Return the day from which words such as "kemarin" are counted."""
    day: date = current_app.config["WARTA"].clock()
    return day


def base_of(kind: str) -> str:
    """Return the first part of links: the path of the application, after scheme and host if absolute."""
    root = paths.root_of(request.environ)
    return f"{paths.scheme_of(request.environ)}://{request.host}{root}" if kind == "absolute" else root


def preferred_language() -> str:
    """Return the language of the answer if the address of the request names none."""
    return accepted_language(request.headers.get("Accept-Language", ""))


def searched(resource: str) -> ApiSearch:
    """Return the search in the address of the current request, for a resource that takes whole searches."""
    return strict_search(request.query_string, today(), resource, preferred_language())


class Resource:
    """A request for a resource that takes no whole search.

    given: the values in the address, by the names of arguments
    asked: the same values, with the defaults of all other arguments
    base:  the first part of links
    """

    def __init__(self, name: str) -> None:
        self._name = name
        defaults = {one.field: one.default for one in parameters_of(name).values()}
        self.given = strict_values(name, request.query_string, today())
        self.asked: dict[str, Any] = {**defaults, "lang": preferred_language(), **self.given}
        self.base = base_of(self.asked.get("links", "relative"))

    @property
    def article(self) -> Callable[[ArticleMetadata], Json]:
        """The function that returns the JSON value of an article."""
        return article_maker(self.asked["fields"], self.base)

    def address(self, path: str, **changes: Any) -> str:
        """Return the address of the same request with some arguments changed."""
        return links.address_of(self._name, f"{self.base}{path}", {**self.given, **changes})

    def answered(self, *key: str, make: Callable[[], Json]) -> Asked:
        """Return the request with its answer. key: what the answer depends on besides the parameters."""
        arguments = repr(sorted(self.asked.items(), key=lambda item: item[0]))
        return Asked((self._name, self.base, *key, arguments), lambda: Body(orjson.dumps(make())))


def article_maker(fields: tuple[str, ...], base: str) -> Callable[[ArticleMetadata], Json]:
    """Return a function that returns the JSON value of an article, with these fields and its links."""
    every = fields == ArticleMetadata._fields

    def article(metadata: ArticleMetadata) -> Json:
        values = article_as_json(metadata)
        chosen = values if every else {name: values[name] for name in fields}
        resource, page = paths.article_paths(metadata.id, base)
        chosen["links"] = {"self": resource, "page": page}
        return chosen

    return article


def page_links(address: Callable[[int], str], number: int, last: int) -> dict[str, str | None]:
    """Return the addresses of a page and of the next and the previous page, null if there is none.

    address: returns the address of a page, given its number
    last:    the number of the last page; 0 if there are no pages
    """
    previous, following = min(number - 1, last), number + 1
    return {
        "self": address(number),
        "next": address(following) if following <= last else None,
        "prev": address(previous) if previous > 0 else None,
    }
