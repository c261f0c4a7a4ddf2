"""The HTML pages: the search page with its results, and the page of an article."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import choice, randint
from typing import Any

from flask import Blueprint, Response, current_app, request

from search.capabilities import countable
from search.errors import NotFoundError, Problem, QueryTooExpensiveError, RequestError
from search.parameters import MAX_WINDOW, PARAGRAPH_FIELDS, SEARCH
from search.request import SearchRequest
from search.results import ResultPage
from web import links, navigation, paths
from web.answers import HTML, Asked, Body, conditional
from web.archive import current_archive, current_index, headline_of, stored_id
from web.article_page import article_page, citation_of
from web.citations import FORMATS, SUFFIXES
from web.facets import FACETS, FACETS_LISTED, facets_of
from web.feeds import KINDS
from web.help_page import help_page
from web.language import chosen_language
from web.name_page import name_page
from web.page import Page, Place
from web.timeline import bars_of, recent
from web.ways_out import ways_out

blueprint = Blueprint("pages", __name__)

_FEED_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}

#: The feeds of a search: kind, media type and name.
FEEDS = tuple((kind, KINDS[kind], name) for kind, name in _FEED_NAMES.items())
#: The fields whose values the start page lists.
_BROWSED = ("category", "source")

_answered = conditional(HTML, "no-cache", "Accept-Encoding")


@blueprint.get("/")
@_answered
def search() -> Asked:
    """Show the results of ``q``, or the start page without it."""
    return _asked("/", _search_page)


@blueprint.get("/artikel/<article_id:segment>")
@_answered
def article(segment: str) -> Asked:
    """Show an article, in which the matches of ``find``, or else of ``q``, are marked."""
    article_id = stored_id(segment)
    return _asked(paths.article_path(article_id), lambda page: Body(article_page(page, article_id)))


@blueprint.get("/acak")
def random_article() -> Response:
    """Redirect to a random article."""
    index = current_index()
    ends = ("newest", "oldest")  # not all articles of a large archive can be reached by pages from one end
    for _ in ends:
        last = max(1, min(index.stats().articles, MAX_WINDOW))
        asked = SearchRequest(
            "", sort=choice(ends), page_size=1, page=randint(1, last), facets=(), collapse=False
        )
        if hits := index.run(asked).articles:
            place = paths.article_path(hits[0].article.id, paths.root_of(request.environ))
            lang = f"?lang={code}" if (code := chosen_language()) else ""
            return Response(status=303, headers={"Location": place + lang, "Cache-Control": "no-store"})
    raise NotFoundError("no_article", id="")


@blueprint.get("/nama/<article_id:segment>")
@_answered
def name(segment: str) -> Asked:
    """Show what the archive has of a person or an organisation."""
    return _asked(paths.name_path(paths.decoded_id(segment)), lambda page: Body(name_page(page, segment)))


@blueprint.get("/bantuan")
@_answered
def help_() -> Asked:
    """Show the help page."""
    return _asked("/bantuan", lambda page: Body(help_page(page)))


@blueprint.get("/kutipan/<article_id:segment>")
def cited(segment: str) -> Response:
    """Answer with a file that cites an article, or a paragraph of it, in the format ``format``."""
    article_id, form = stored_id(segment), request.args.get("format", "text")
    if form not in FORMATS:
        raise RequestError(Problem("format", "not_one_of", {"choices": tuple(FORMATS)}))
    place = Place.of(request.environ, paths.article_path(article_id))
    page = Page(place, request.query_string, current_app.config["WARTA"].clock())
    response = Response(citation_of(page, article_id, form), content_type=f"{FORMATS[form]}; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="kutipan.{SUFFIXES[form]}"'
    response.headers["Cache-Control"] = "no-cache"
    return response


def _asked(path: str, make: Callable[[Page], Body]) -> Asked:
    """Return a request for a page. Its parameters are read only after its entity tag was compared."""
    today, place = current_app.config["WARTA"].clock(), Place.of(request.environ, path)
    query_string = request.query_string
    key = (*place, query_string.decode("latin-1"), today.isoformat())
    return Asked(key, lambda: make(Page(place, query_string, today)))


def _search_page(page: Page) -> Body:
    if page.is_search:
        try:
            found = current_index().run(page.on_page(page.asked.page, **_counted(page.asked)))
            html = page.rendered("results.html", **_around(page, found))
            return Body(html, bool(found.total_articles))
        except RequestError as error:  # the query cannot be parsed within its bounds
            page.problems += error.problems
    return Body(_start_page(page))


def _start_page(page: Page) -> bytes:
    """Return the start page: the statistics, the newest articles, and links for browsing."""
    index, to = current_index(), page.links
    stats = index.stats()
    newest = index.run(SearchRequest("", sort="newest", facets=_BROWSED, hits_per_article=1, timeline="auto"))
    headlines = [headline_of(hit.article) for hit in newest.articles]
    return page.rendered(
        "start.html",
        stats=stats,
        examples=navigation.example_searches(stats, headlines, to, _count),
        newest=newest.articles,
        facets=facets_of(newest, to),
        timeline=bars_of(newest.timeline, to),
        feeds=FEEDS,
    )


def _counted(asked: SearchRequest) -> dict[str, Any]:
    """Return the fields by which a results page requests its counts, without those in its address."""
    facets = asked.facets
    if facets == SEARCH["facets"].default:
        facets = countable(current_archive().folder, FACETS)
    return {
        "facets": facets,
        "facet_limit": min(asked.facet_limit, FACETS_LISTED),
        "timeline": "auto" if asked.timeline == "none" else asked.timeline,
        "hit_fields": PARAGRAPH_FIELDS,
    }


def _count(asked: SearchRequest) -> int:
    """Return the number of matching articles of a search; 0 if the search exceeds its budget."""
    with suppress(RequestError, QueryTooExpensiveError):
        return current_index().run(asked).total_articles
    return 0


def _undated_at_the_end(found: ResultPage) -> int:
    """Return the number of undated articles that come after dated ones, in an order of time."""
    asked = found.request
    if found.timeline is None or asked.sort not in ("newest", "oldest") or "date" in asked.missing:
        return 0
    undated = found.timeline.undated.articles
    return undated if undated < found.total_articles else 0


def _around(page: Page, found: ResultPage) -> dict[str, object]:
    """Return the values for the template of a results page: the hits, and everything around them."""
    asked, to = page.asked, page.links
    previous, following = links.neighbours(found)
    stats = current_index().stats()
    filters, last_page = navigation.filters_of(asked, to), links.last_page(found)
    return {
        "page": found,
        "address": f"{page.origin}{to.search()}",
        "today": page.today,
        "heading": asked.text.strip() or page.wording.browsed(filters),
        "facets": facets_of(found, to),
        "timeline": bars_of(found.timeline, to),
        "switches": navigation.switches_of(found, to),
        "recent": recent(page.today, to, stats.last_day) if found.total_articles else [],
        "stats": stats,
        "undated": _undated_at_the_end(found),
        "filters": filters,
        "sorts": navigation.choices_of(asked, to, "sort"),
        "groups": navigation.choices_of(asked, to, "group"),
        "ways": [] if found.total_articles else ways_out(found, to, filters, _count),
        "previous": previous,
        "following": following,
        "last_page": last_page,
        "pages": navigation.pages_around(to, asked.page, last_page),
        "feeds": FEEDS,
        "beyond_window": last_page < found.page_count,
    }
