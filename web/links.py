"""URLs of this application, built from a request; and safe links to the sources of articles.

A language that was chosen with ``?lang=`` stays in every link to a page: the address then says all
there is to know about a page, can be shared, and no cookie is needed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask import url_for

from search.parameters import MAX_WINDOW, SEARCH, Parameter
from search.request import FIELDS, SearchRequest
from search.results import ResultPage
from web.language import chosen_language
from web.parameters import ApiSearch

_FRAGMENT_WORDS = 6


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


def search_url(request: SearchRequest, **changes: Any) -> str:
    """Return the page that answers ``request`` with ``changes``; any change leads to page 1."""
    changed = replace(request, **{"page": 1, **changes}) if changes else request
    return _with_query(url_for("pages.search"), query_items(changed) + language_items())


def start_url() -> str:
    """Return the start page."""
    return _with_query(url_for("pages.search"), language_items())


def form_items(request: SearchRequest | None, *, without: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what a form has to carry along in hidden fields, except the parameters it asks for itself."""
    if not request:
        return language_items()
    kept = [(name, value) for name, value in query_items(request) if name not in (*without, "page")]
    return kept + language_items()


def article_url(article_id: str, request: SearchRequest | None = None, paragraph: int | None = None) -> str:
    """Return the page of an article, at a paragraph, remembering the search that led there."""
    items = query_items(request) if request else []
    url = _with_query(url_for("pages.article", article_id=article_id), items + language_items())
    return url if paragraph is None else f"{url}#p{paragraph}"


def api_search_url(asked: ApiSearch, **changes: Any) -> str:
    """Return the API address that answers what was asked with ``changes`` in its request."""
    items = query_items(replace(asked.request, **changes))
    items += _items(SEARCH["fields"], asked.article_fields) + _items(SEARCH["lang"], asked.language)
    return _with_query(url_for("api.search"), items)


def language_items() -> list[tuple[str, str]]:
    """Return ``lang`` where it was chosen in the address."""
    language = chosen_language()
    return [("lang", language)] if language else []


def _with_query(path: str, items: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(items)}" if items else path


def last_page(page: ResultPage) -> int:
    """Return the number of the last page that can be asked for, 0 where nothing matches."""
    return min(page.page_count, MAX_WINDOW // page.request.page_size)


def neighbours(page: ResultPage) -> tuple[int | None, int | None]:
    """Return the numbers of the previous and the next page, None where there is none."""
    last, here = last_page(page), page.request.page
    previous = min(here - 1, last) or None
    following = here + 1 if here < last else None
    return previous, following


def source_url(url: str | None, paragraph: str | None = None) -> str | None:
    """Return the address of an article at its publisher, None unless it is http or https.

    With ``paragraph`` a text fragment is added, so that the browser scrolls to its words
    (https://wicg.github.io/scroll-to-text-fragment/).
    """
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    if not paragraph:
        return url
    return f"{url}{'' if parts.fragment else '#'}:~:text={_text_directive(paragraph)}"


def _text_directive(paragraph: str) -> str:
    """Return first and last words of a paragraph, or all of a short one, encoded for a text fragment."""
    words = paragraph.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return _fragment_quoted(words)
    return f"{_fragment_quoted(words[:_FRAGMENT_WORDS])},{_fragment_quoted(words[-_FRAGMENT_WORDS:])}"


def _fragment_quoted(words: list[str]) -> str:
    # A hyphen has a meaning of its own in text fragments, and quote() never encodes it.
    return quote(" ".join(words), safe="").replace("-", "%2D")
