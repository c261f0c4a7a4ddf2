"""A page that is being made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from search.request import SearchRequest
from web import paths
from web.language import language_of
from web.links import Links
from web.parameters import reading_values, tolerant_search
from web.rendering import current_templates
from web.wording import WORDINGS

_NOTHING = SearchRequest("")


class Place(NamedTuple):
    """The address of a page, in three parts.

    origin: scheme and host of this server
    root:   the path at which the application is mounted, without a slash at its end
    path:   the path of the page below ``root``
    """

    origin: str
    root: str
    path: str

    @classmethod
    def of(cls, environ: Mapping[str, Any], path: str) -> Place:
        """Return the address of a page, given the environment of its request."""
        return cls(paths.origin_of(environ), paths.root_of(environ), path)


class Page:
    """A page that is being made, with its request, its language and its links."""

    def __init__(self, place: Place, query_string: bytes, today: date) -> None:
        self.asked, self.problems, chosen = tolerant_search(query_string, today)
        self.origin, self.today = place.origin, today
        self._query_string = query_string
        self._language = language_of(chosen)
        self.wording = WORDINGS[self._language.code]
        self.links = Links(self.asked, place.root, chosen, place.path)
        self._root, self._chosen = place.root, chosen

    @cached_property
    def reading(self) -> dict[str, str]:
        """The parameters of an article's page that do not belong to a search."""
        return reading_values(self._query_string)

    def links_around(self, request: SearchRequest) -> Links:
        """Return the links around another search."""
        return Links(request, self._root, self._chosen)

    @property
    def is_search(self) -> bool:
        """Whether the request has words, filters or a page number; otherwise it is for the start page."""
        return self.asked != _NOTHING

    def on_page(self, number: int, **changes: Any) -> SearchRequest:
        """Return the request for another page of the results; without words, the newest articles come first.

        changes: other changed fields of the request
        """
        browsing = self.asked.sort == "relevance" and not self.asked.text.strip()
        changes |= {"page": number, "sort": "newest" if browsing else self.asked.sort}
        return replace(self.asked, **changes)

    def rendered(self, template: str, **shown: object) -> bytes:
        """Return the page as HTML."""
        notes = self.wording.notes_on(self.problems)
        html = current_templates().rendered(
            template, self._language, asked=self.asked, links=self.links, notes=notes, **shown
        )
        return html.encode()
