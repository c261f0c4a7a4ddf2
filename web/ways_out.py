"""The other searches that a results page without results leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from search.interpretation import Offer
from search.request import SearchRequest
from search.results import ResultPage
from web.links import Links
from web.navigation import Filter

_MOST_WAYS = 5  # each of them costs one search
_QUOTES = '"“”'


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that has matches, with fewer conditions than a search without matches.

    One of the others says what is different: its ``text``, the filter that is ``left_out``, or an ``offer``.
    """

    url: str
    count: int
    text: str = ""
    left_out: Filter | None = None
    offer: Offer | None = None


def ways_out(
    page: ResultPage, links: Links, filters: list[Filter], count: Callable[[SearchRequest], int]
) -> list[WayOut]:
    """Return searches with matches, for a page without matches; the most similar searches come first.

    filters: the filters in use
    count:   returns the number of matching articles of a search
    """
    asked = replace(page.request, page=1, page_size=1, hits_per_article=1, facets=(), timeline="none")

    def way(changes: Mapping[str, Any], **different: Any) -> WayOut:
        return WayOut(links.search(**changes), count(replace(asked, **changes)), **different)

    ways = [way(one.changes, offer=one) for one in page.interpretation.offers[:_MOST_WAYS]]
    simpler = [] if any(one.count for one in ways) else _simpler_texts(asked.text)[:_MOST_WAYS]
    ways += [way(one.without, left_out=one) for one in filters[:_MOST_WAYS]]
    ways += [way({"text": text}, text=text) for text in simpler]
    by_address = {
        one.url: one for one in reversed(ways) if one.count
    }  # of two that are one search, the first
    return [one for one in ways if by_address.get(one.url) is one]


def _simpler_texts(text: str) -> list[str]:
    """Return queries with fewer conditions: without quotation marks, or without one of the words."""
    simpler = []
    if any(mark in text for mark in _QUOTES):
        simpler.append(text.translate({ord(mark): " " for mark in _QUOTES}))
    else:
        words = text.split()
        if 2 <= len(words) <= 5 and not any(word in ("OR", "AND", "NOT") for word in words):
            simpler = [" ".join(words[:i] + words[i + 1 :]) for i in range(len(words) - 1, -1, -1)]
    texts = dict.fromkeys(" ".join(candidate.split()) for candidate in simpler)
    return [candidate for candidate in texts if candidate]
