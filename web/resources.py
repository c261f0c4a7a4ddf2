"""What requests for resources of the API have in common: parameters, links, the values of articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
from flask import current_app, request

from search.article import ArticleMetadata
from search.as_json import Json, article_as_json
from search.parameters import parameters_of
from web import links
from web.answers import Asked, Body
from web.language import accepted_language
from web.parameters import ApiSearch, strict_search, strict_values


def today() -> date:
    """Return the day that words such as "kemarin" count from."""
    day: date = current_app.config["WARTA"].clock()
    return day


def base_of(kind: str) -> str:
    """Return what links begin with: where the application is mounted, with scheme and host if absolute."""
    root = links.root_of(request.environ)
    return f"{request.scheme}://{request.host}{root}" if kind == "absolute" else root


def searched(resource: str) -> ApiSearch:
    """Return what the address of this request asks a resource for that reads whole searches."""
    language = accepted_language(request.headers.get("Accept-Language", ""))
    return strict_search(request.query_string, today(), resource, language)


class Resource:
    """A request for a resource that reads no whole search.

    given: the values that were given, by the names of arguments
    asked: the same, and the defaults of all others
    base:  what links begin with
    """

    def __init__(self, name: str) -> None:
        self._name = name
        language = accepted_language(request.headers.get("Accept-Language", ""))
        defaults = {one.field: one.default for one in parameters_of(name).values()}
        self.given = strict_values(name, request.query_string, today())
        self.asked: dict[str, Any] = {**defaults, "lang": language, **self.given}
        self.base = base_of(self.asked.get("links", "relative"))

    @property
    def article(self) -> Callable[[ArticleMetadata], Json]:
        """The function that makes the value of an article."""
        return article_maker(self.asked["fields"], self.base)

    def address(self, path: str, **changes: Any) -> str:
        """Return the address that asks for the same with some arguments changed."""
        return links.address_of(self._name, f"{self.base}{path}", {**self.given, **changes})

    def answered(self, *key: str, make: Callable[[], Json]) -> Asked:
        """Return what is to be answered. key: what the answer depends on beside the parameters."""
        arguments = repr(sorted(self.asked.items(), key=lambda item: item[0]))
        return Asked((self._name, self.base, *key, arguments), lambda: Body(orjson.dumps(make())))


def article_maker(fields: tuple[str, ...], base: str) -> Callable[[ArticleMetadata], Json]:
    """Return the function that makes the value of an article, with these fields and its links."""
    every = fields == ArticleMetadata._fields

    def article(metadata: ArticleMetadata) -> Json:
        values = article_as_json(metadata)
        chosen = values if every else {name: values[name] for name in fields}
        resource, page = links.article_paths(metadata.id, base)
        chosen["links"] = {"self": resource, "page": page}
        return chosen

    return article


def page_links(address: Callable[[int], str], number: int, last: int) -> dict[str, str | None]:
    """Return the addresses of a page, the next and the previous one, null where there is none.

    address: returns the address of a page
    last:    the number of the last page, 0 if there is none
    """
    previous, following = min(number - 1, last), number + 1
    return {
        "self": address(number),
        "next": address(following) if following <= last else None,
        "prev": address(previous) if previous > 0 else None,
    }
