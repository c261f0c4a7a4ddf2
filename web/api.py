"""The JSON API, version 1: ``GET`` under ``/api/v1``; every name is snake_case.

``/api/v1/search`` (parameters in ``search.parameters``) answers the page that ``search.as_json`` describes,
offsets and all, and before its ``index``::

    links    self, next, prev: relative references, null where there is no such page

Every article in it has the ``fields`` that were asked for, and its own links: self and page.
Errors are problems, see ``web.problems``; entity tags are those of ``web.answers``. Today's date is a part of
them, for "kemarin".
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import orjson
from flask import Blueprint, current_app, request

from search.article import ArticleMetadata
from search.as_json import (
    Json,
    article_as_json,
    page_as_json,
    paragraphs_as_json,
    similar_as_json,
    stats_as_json,
)
from search.parameters import SEARCH, parameters_of
from search.request import SearchRequest
from search.results import ResultPage
from web import links
from web.answers import JSON, Asked, Body, conditional
from web.archive import current_generation, current_index, stored_id
from web.parameters import ApiSearch, strict_search, strict_values

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

# no-cache: a new generation has to be seen at once.
_answered = conditional(JSON, "public, no-cache", "Accept-Encoding")


def _today() -> date:
    today: date = current_app.config["WARTA"].clock()
    return today


def _root() -> str:
    return links.root_of(request.environ)


def _asked(key: tuple[str, ...], make: Callable[[], Json]) -> Asked:
    return Asked((*key, _root()), lambda: Body(orjson.dumps(make())))


@blueprint.get("/search")
@_answered
def search() -> Asked:
    """Search the archive; see the module's text for the response."""
    today = _today()
    asked = strict_search(request.query_string, today)

    address = links.api_search_address(asked, _root())

    def answer() -> Body:
        page = current_index().run(asked.request)
        return Body(orjson.dumps(_search_response(page, asked, address)), bool(page.total_articles))

    return Asked((str(address), today.isoformat()), answer)


@blueprint.get("/paragraphs")
@_answered
def paragraphs() -> Asked:
    """Answer single paragraphs: searched, ignored, total, paragraphs, index."""
    asked = strict_values("paragraphs", request.query_string, _today())

    article = _articles()

    def answer() -> Json:
        return paragraphs_as_json(current_index().paragraphs(**asked), article)

    return _asked(("paragraphs", repr(sorted(asked.items()))), answer)


@blueprint.get("/articles/<article_id:segment>")
@_answered
def article(segment: str) -> Asked:
    """Answer a whole article: article, paragraphs (paragraph, address, text, marks), index.

    With ``q`` the marks are the matches of that query, otherwise there are none.
    """
    today = _today()
    asked = SearchRequest(strict_values("article", request.query_string, today).get("text", ""))
    article_id, about = stored_id(segment), _articles()

    def answer() -> Json:
        generation = current_generation()
        found, marks = current_index().marked_article(article_id, asked)
        shown = [
            {
                "paragraph": number,
                "address": found.paragraph(number).address,
                "text": paragraph,
                "marks": [list(mark) for mark in marks[number]],
            }
            for number, paragraph in enumerate(found.paragraphs)
        ]
        index = {"generation": generation}
        return {"article": about(found.metadata), "paragraphs": shown, "index": index}

    return _asked(("article", article_id, asked.text, today.isoformat()), answer)


@blueprint.get("/articles/<article_id:segment>/similar")
@_answered
def similar(segment: str) -> Asked:
    """Answer articles on the same subject: results (article, score), index."""
    asked = strict_values("similar", request.query_string, _today())
    count = asked.get("count", parameters_of("similar")["count"].default)

    article_id, about = stored_id(segment), _articles()

    def answer() -> Json:
        generation = current_generation()
        return similar_as_json(current_index().similar(article_id, count), generation, about)

    return _asked(("similar", article_id, str(count)), answer)


@blueprint.get("/stats")
@_answered
def stats() -> Asked:
    """Answer what is in the archive: the fields of ``search.results.IndexStats``."""
    strict_values("stats", request.query_string, _today())

    return _asked(("stats",), lambda: stats_as_json(current_index().stats()))


def _search_response(page: ResultPage, asked: ApiSearch, address: links.SearchAddress) -> Json:
    body = page_as_json(page, _articles(asked.article_fields), asked.language)
    index = body.pop("index")
    return {**body, "links": _page_links(page, address), "index": index}


def _articles(wanted: tuple[str, ...] = SEARCH["fields"].default) -> Callable[[ArticleMetadata], Json]:
    """Return the function that makes the value of an article, with these fields and its links."""
    root, every = _root(), wanted == SEARCH["fields"].default

    def article(metadata: ArticleMetadata) -> Json:
        values = article_as_json(metadata)
        chosen = values if every else {name: values[name] for name in wanted}
        chosen["links"] = {
            "self": links.api_article_path(metadata.id, root),
            "page": links.article_path(metadata.id, root),
        }
        return chosen

    return article


def _page_links(page: ResultPage, address: links.SearchAddress) -> dict[str, str | None]:
    previous, following = links.neighbours(page)

    def link(number: int | None) -> str | None:
        return None if number is None else address.with_(page=number)

    return {"self": str(address), "next": link(following), "prev": link(previous)}
